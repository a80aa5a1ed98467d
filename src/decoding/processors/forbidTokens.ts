import type { LogitsProcessor } from './processor';

/** The given tokens are never said: PAD and BOS everywhere, UNK where its sign would be shown to a reader. */
export function forbidTokens(tokens: Iterable<number>): LogitsProcessor {
  const forbidden = [...tokens];
  return (logits) => {
    for (const token of forbidden) logits[token] = -Infinity;
  };
}
