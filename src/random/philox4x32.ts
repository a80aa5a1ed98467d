/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011):
 * ten rounds of a keyed bijection turn a 128-bit counter into 128 random bits. There is no state but the counter, so any block of the
 * sequence can be computed on its own.
 */

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
/** The golden ratio and √3 − 1 in units of 2⁻³²: added to the key from round to round (a Weyl sequence). */
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const TWO_POW_MINUS_32 = 2 ** -32;

/**
 * Writes the four random words of one counter into `out` at `at`.
 *
 * The high word of a 32 × 32-bit product comes from the product in double precision: it is off by less than 2¹¹, so taking the exact low
 * word away and dividing by 2³² leaves the high word with an error far below one half, and rounding makes it exact.
 *
 * @param c0 c1 c2 c3 the counter, least significant word first
 * @param k0 k1       the key, least significant word first
 */
export function philox4x32(c0: number, c1: number, c2: number, c3: number, k0: number, k1: number, out: Uint32Array, at: number): void {
  let x0 = c0 >>> 0, x1 = c1 >>> 0, x2 = c2 >>> 0, x3 = c3 >>> 0;
  let key0 = k0 | 0, key1 = k1 | 0;
  for (let round = 0; round < 10; round++) {
    const low0 = Math.imul(x0, MULTIPLIER_0) >>> 0;
    const high0 = ((x0 * MULTIPLIER_0 - low0) * TWO_POW_MINUS_32 + 0.5) >>> 0;
    const low1 = Math.imul(x2, MULTIPLIER_1) >>> 0;
    const high1 = ((x2 * MULTIPLIER_1 - low1) * TWO_POW_MINUS_32 + 0.5) >>> 0;
    x0 = (high1 ^ x1 ^ key0) >>> 0;
    x1 = low1;
    x2 = (high0 ^ x3 ^ key1) >>> 0;
    x3 = low0;
    key0 = (key0 + WEYL_0) | 0;
    key1 = (key1 + WEYL_1) | 0;
  }
  out[at] = x0;
  out[at + 1] = x1;
  out[at + 2] = x2;
  out[at + 3] = x3;
}
