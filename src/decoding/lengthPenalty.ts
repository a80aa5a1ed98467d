/**
 * lp(Y) = ((5 + |Y|) / 6)^α (Wu et al. 2016, equation 14); a hypothesis scores log P(Y | X) / lp(Y), so that with α > 0 long ones are
 * not punished for their length. |Y| counts the end symbol. With α = 0 the score is the log probability.
 */
export function lengthPenalty(length: number, alpha: number): number {
  return ((5 + length) / 6) ** alpha;
}
