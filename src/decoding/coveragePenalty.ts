/**
 * cp(X; Y) = β Σᵢ log(min(Σⱼ pᵢⱼ, 1)) (Wu et al. 2016, equation 14), with pᵢⱼ the attention of output token j to source token i: 0 where all of the
 * source was looked at, and the lower the more of it was passed over. Both end symbols count.
 *
 * A source token that nothing looked at at all would cost infinitely much, and all hypotheses would be equal: it costs as much as float32's smallest
 * normal number.
 * @param attention one row for each output token; columns from `sourceLength` on are padding
 * @returns β times a number of at most 0
 */
export function coveragePenalty(attention: Iterable<ArrayLike<number>>, sourceLength: number, beta: number): number {
  const looked = new Float64Array(sourceLength);
  for (const row of attention) for (let i = 0; i < sourceLength; i++) looked[i] += row[i];
  let sum = 0;
  for (const weight of looked) sum += Math.log(Math.min(Math.max(weight, LEAST), 1));
  return beta * sum;
}

const LEAST = 2 ** -126;
