/** The logits processors: each a small rule, put together with `pipeline`. */
export * from './forbidTokens';
export * from './minimumLength';
export * from './processor';
export * from './repetition';
export * from './temperature';
export * from './topK';
export * from './topP';
