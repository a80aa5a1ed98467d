/** Ranges and ticks of axes. Pure. */

/** Distances between ticks: 1, 2 and 5 of each decade. */
export const increments: number[] = Array.from({ length: 24 }, (_, i) => i - 12).flatMap((decade) => [1, 2, 5].map((digit) => Number(`${digit}e${decade}`)));
/** The same where a fraction means nothing. */
export const wholeIncrements = increments.filter((increment) => increment >= 1);

export function linearRange(min: number | null, max: number | null, floor?: number): [number, number] {
  if (min === null || max === null) return [0, 1];
  const room = (max - min || Math.abs(max) || 1) * 0.08;
  const low = floor !== undefined && min - room < floor ? floor : min - room;
  return [low, max + room];
}

export function logRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null || !(min > 0)) return [0.1, 1];
  return [min / 1.15, max * 1.15];
}

/** Round places on a logarithmic axis, at most `most` of them: 1, 2 and 5 of each decade, else whole decades, else each second one … */
export function logSplits(min: number, max: number, most: number): number[] {
  const [low, high] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  const inside = (values: number[]): number[] => values.filter((value) => value >= min && value <= max);
  const decades = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  for (const digits of [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
    const splits = inside(decades.flatMap((decade) => digits.map((digit) => Number(`${digit}e${decade}`))));
    if (splits.length <= most) return splits;
  }
  for (let stride = 2; ; stride++) {
    const splits = inside(decades.filter((decade) => decade % stride === 0).map((decade) => Number(`1e${decade}`)));
    if (splits.length <= most) return splits;
  }
}
