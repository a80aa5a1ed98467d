/** How good outputs are beside their references. */
export * from './accuracy';
export * from './bleu';
export * from './bleuTokenizers';
export * from './bootstrap';
export * from './byLength';
export * from './chrf';
export * from './corpusMetric';
export * from './ter';
export type { TercomOptions } from './tercomTokens';
