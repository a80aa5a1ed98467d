/** Shared with the command line. */
export * from '../protocol/format';
