/** Comparisons of numbers that every unit test may use: `expect(got).toBeAllclose(wanted, { rtol, atol })`. */
import { expect } from 'vitest';

export interface Tolerance {
  /** Allowed error relative to the wanted value. Default 1e-5. */
  readonly rtol?: number;
  /** Allowed absolute error. Default 1e-6. */
  readonly atol?: number;
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the parameter must be named as in the interface that this extends
  interface Assertion<T> {
    toBeAllclose(wanted: ArrayLike<number>, tolerance?: Tolerance): void;
  }
}

expect.extend({
  toBeAllclose(got: ArrayLike<number>, wanted: ArrayLike<number>, { rtol = 1e-5, atol = 1e-6 }: Tolerance = {}) {
    if (got.length !== wanted.length) {
      return { pass: false, message: () => `expected ${wanted.length} numbers, got ${got.length}` };
    }
    let worst = -1;
    let worstExcess = 0;
    for (let i = 0; i < got.length; i++) {
      const error = Math.abs(got[i] - wanted[i]);
      const excess = Number.isFinite(error) || got[i] === wanted[i] ? (got[i] === wanted[i] ? 0 : error - atol - rtol * Math.abs(wanted[i])) : Infinity;
      if (excess > worstExcess) [worst, worstExcess] = [i, excess];
    }
    return {
      pass: worst < 0,
      message: () => worst < 0 ? 'expected the numbers to differ' : `at ${worst}: wanted ${wanted[worst]}, got ${got[worst]} (rtol ${rtol}, atol ${atol})`,
    };
  },
});
