/** The three ways of laying text out for a model. Index arrays are Int32Array, time-major where there is time. */
export * from './pairBatches';
export * from './streamBatches';
export * from './windowBatches';
