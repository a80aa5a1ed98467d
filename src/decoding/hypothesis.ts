/** What a search has found. */
export interface Hypothesis {
  /** Without BOS and EOS. */
  readonly tokens: readonly number[];
  /** Sum over the tokens, EOS included, of their log probabilities (nats). */
  readonly logProbability: number;
  /** What the list is ordered by: log probability with the length penalty. */
  readonly score: number;
  /** False where the limit on the length cut it off before its end. */
  readonly finished: boolean;
  /** One row [S] for each token and, where finished, one for EOS; null unless asked for or where the model has no attention. */
  readonly attention: readonly Float32Array[] | null;
}

/** A hypothesis under way: the last token and what came before, so that beams share their past. */
export interface Path {
  readonly token: number;
  readonly parent: Path | null;
  readonly length: number;
  readonly logProbability: number;
  readonly attention: Float32Array | null;
}

/** The tokens along a path, first to last. */
export function tokensOf(path: Path | null): number[] {
  const tokens = new Array<number>(path?.length ?? 0);
  for (let at = path; at !== null; at = at.parent) tokens[at.length - 1] = at.token;
  return tokens;
}

/** A path as a result; its last token is EOS where it is finished. Null is the empty output. */
export function hypothesisOf(path: Path | null, score: number, finished: boolean): Hypothesis {
  const tokens = tokensOf(path);
  if (finished) tokens.pop();
  const attention = new Array<Float32Array>(path?.length ?? 0);
  for (let at = path; at !== null; at = at.parent) {
    if (at.attention !== null) attention[at.length - 1] = at.attention;
  }
  return { tokens, logProbability: path?.logProbability ?? 0, score, finished, attention: path?.attention ? attention : null };
}
