/** Probabilities from logits, computed so that no exponential overflows. */

/** log Σ exp(x) over a stretch of numbers, by default all of them; -Infinity where every one of them is. */
export function logSumExp(values: Float32Array, from = 0, to = values.length): number {
  let most = -Infinity;
  for (let i = from; i < to; i++) if (values[i] > most) most = values[i];
  if (most === -Infinity) return -Infinity;
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.exp(values[i] - most);
  return most + Math.log(sum);
}

/**
 * exp(x) / Σ exp(x), as doubles.
 * @param out where to put them, as long as the logits. Default: a new array
 * @throws Error where every logit is -Infinity: then nothing may be said
 */
export function softmax<Out extends Float32Array | Float64Array = Float64Array>(logits: Float32Array, out: Out = new Float64Array(logits.length) as Out): Out {
  const total = logSumExp(logits);
  if (total === -Infinity) throw new Error('internal: softmax: every token is forbidden');
  for (let i = 0; i < logits.length; i++) out[i] = Math.exp(logits[i] - total);
  return out;
}
