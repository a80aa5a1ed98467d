/** How good outputs are beside their references. */
export * from './accuracy';
export * from './bleu';
export * from './bleuTokenizers';
export * from './chrf';
