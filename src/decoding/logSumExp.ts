/** The normalizer of a softmax, computed so that no exponential overflows. */

/** log Σ exp(x) over a stretch of numbers, by default all of them; -Infinity where every one of them is. */
export function logSumExp(values: Float32Array, from = 0, to = values.length): number {
  let most = -Infinity;
  for (let i = from; i < to; i++) if (values[i] > most) most = values[i];
  if (most === -Infinity) return -Infinity;
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.exp(values[i] - most);
  return most + Math.log(sum);
}
