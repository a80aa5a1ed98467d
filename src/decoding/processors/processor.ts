/**
 * A logits processor shapes what a model may say next. It changes one row of logits in place, knowing what was said before; it keeps
 * nothing between calls, so one processor serves every hypothesis and every sentence.
 */
export interface LogitsProcessor {
  /**
   * @param logits  [V] the row to change; a forbidden token gets -Infinity
   * @param history the tokens said so far, without BOS
   */
  (logits: Float32Array, history: readonly number[]): void;
}

/** Several processors as one, applied in order. */
export function pipeline(processors: readonly LogitsProcessor[]): LogitsProcessor {
  return (logits, history) => {
    for (const process of processors) process(logits, history);
  };
}
