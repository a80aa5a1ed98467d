/**
 * The continuous cache (Grave, Joulin and Usunier 2017): the states in which a model stood in this document, each with the token that followed. A state like one
 * of them votes for what followed then.
 *
 *   P_cache(w | h_t) ∝ Σ_i 1{w = x_{i+1}} exp(θ h_t · h_i),   i over the last N tokens of the document
 */

/** What was seen: never changed, so that many continuations of a text can share it. Its features are newest last. */
export interface Memory {
  readonly features: readonly Float32Array[];
  readonly tokens: readonly number[];
}

export const EMPTY_MEMORY: Memory = { features: [], tokens: [] };

/** One state and what followed it, added; of more than `size` the oldest goes. */
export function remember({ features, tokens }: Memory, feature: Float32Array, token: number, size: number): Memory {
  const from = features.length >= size ? features.length - size + 1 : 0;
  return { features: [...features.slice(from), feature], tokens: [...tokens.slice(from), token] };
}

/** Many at once: `features[i]` was followed by `tokens[i]`. */
export function rememberAll(memory: Memory, features: readonly Float32Array[], tokens: readonly number[], size: number): Memory {
  if (tokens.length === 0) return memory;
  return { features: [...memory.features, ...features].slice(-size), tokens: [...memory.tokens, ...tokens].slice(-size) };
}

/** The share of the vote that each remembered state has: softmax of θ times its similarity. Adds up to 1. */
export function votes(similar: Float64Array, theta: number): Float64Array {
  let most = -Infinity;
  for (const value of similar) if (theta * value > most) most = theta * value;
  const shares = similar.map((value) => Math.exp(theta * value - most));
  const total = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / total);
}
