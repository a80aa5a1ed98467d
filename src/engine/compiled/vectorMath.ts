/** Functions of numbers, four at a time, as WebAssembly code. */
import { four, get, set, tee, whole, type Code } from '../wasm/code';
import { V128, type WasmType } from '../wasm/module';

export class VectorMath {
  /** Numbers that stay the same, in locals of their own. */
  private readonly fixed = new Map<number, number>();

  /** @param local makes a local of the function that is written */
  constructor(private readonly local: (type: WasmType) => number) {}

  /** The number four times. */
  constant(number: number): number[] {
    let local = this.fixed.get(number);
    if (local === undefined) this.fixed.set(number, local = this.local(V128));
    return get(local);
  }

  /** Code for the beginning of the function, to be asked for when all else is written. */
  once(): number[] { return [...this.fixed].flatMap(([number, local]) => [...four.constant(number), ...set(local)]); }

  /**
   * eˣ = 2ⁿ eʳ with n the whole number next to x / ln 2 and |r| ≤ ln 2 / 2; eʳ = 1 + r + r² P(r), with Moshier's coefficients (Cephes, 1992). To 1e-7 of itself between
   * -87 and 88, and what it is there beyond.
   */
  exponential(given: Code): number[] {
    const [x, n, r] = [this.local(V128), this.local(V128), this.local(V128)];
    return [
      ...given, ...this.constant(-87.33), ...four.secondIfMore, ...this.constant(88.02), ...four.secondIfLess, ...tee(x), ...this.constant(Math.LOG2E), ...four.multiply, ...four.nearest, ...set(n),
      ...multiplyAdd(get(n), this.constant(LN_2_REST), multiplyAdd(get(n), this.constant(-LN_2), get(x))), ...set(r),
      ...multiplyAdd(this.polynomial(r, EXPONENTIAL), [...get(r), ...get(r), ...four.multiply], [...get(r), ...this.constant(1), ...four.add]),
      ...get(n), ...four.toInts, ...four.intsConstant(127), ...four.intsAdd, ...whole(MANTISSA), ...four.intsShiftLeft, ...four.multiply,
    ];
  }

  /** x + x³ P(x²) where |x| < 0.625, with Moshier's coefficients; else 1 - 2 / (e²ˣ + 1). */
  hyperbolicTangent(given: Code): number[] {
    const [x, square] = [this.local(V128), this.local(V128)];
    return [
      ...given, ...tee(x), ...get(x), ...four.multiply, ...set(square),
      ...multiplyAdd(this.polynomial(square, TANGENT), [...get(square), ...get(x), ...four.multiply], get(x)),
      ...this.constant(1), ...this.constant(2), ...this.exponential([...get(x), ...get(x), ...four.add]), ...this.constant(1), ...four.add, ...four.divide, ...four.subtract,
      ...get(x), ...four.abs, ...this.constant(0.625), ...four.less, ...four.select,
    ];
  }

  /** ln x = n ln 2 + ln (1 + r) with x = 2ⁿ (1 + r) and √½ ≤ 1 + r < √2; ln (1 + r) = r - r² / 2 + r³ P(r), with Moshier's coefficients. For normal numbers above 0. */
  logarithm(given: Code): number[] {
    const [x, n, r, square] = [this.local(V128), this.local(V128), this.local(V128), this.local(V128)];
    return [
      ...given, ...tee(x), ...four.intsConstant(ROOT_OF_HALF), ...four.intsSubtract, ...whole(MANTISSA), ...four.intsShiftRight, ...set(n),
      ...get(x), ...get(n), ...whole(MANTISSA), ...four.intsShiftLeft, ...four.intsSubtract, ...this.constant(1), ...four.subtract, ...tee(r), ...get(r), ...four.multiply, ...set(square),
      ...get(n), ...four.fromInts, ...set(n),
      ...multiplyAdd(get(n), this.constant(LN_2), [
        ...get(r), ...multiplyAdd(get(n), this.constant(-LN_2_REST), multiplyAdd(get(square), this.constant(-0.5), [...this.polynomial(r, LOGARITHM), ...get(r), ...get(square), ...four.multiply, ...four.multiply])), ...four.add,
      ]),
    ];
  }

  /** c₀ + x (c₁ + x (c₂ + …)). @param x a local */
  private polynomial(x: number, coefficients: readonly number[]): number[] {
    return coefficients.slice(0, -1).reduceRight((inner, coefficient) => multiplyAdd(inner, get(x), this.constant(coefficient)), this.constant(coefficients[coefficients.length - 1]));
  }
}

/** a b + c */
const multiplyAdd = (a: Code, b: Code, c: Code): number[] => [...a, ...b, ...c, ...four.multiplyAdd];

/** Bits of a number behind its exponent. */
const MANTISSA = 23;
/** √½ as the whole number that has its bits. */
const ROOT_OF_HALF = 0x3f3504f3;
/** ln 2 in few bits, so that its multiples are exact, and what that leaves: ln 2 = LN_2 - LN_2_REST. */
const [LN_2, LN_2_REST] = [0.693359375, 2.12194440e-4];
const EXPONENTIAL = [5.0000001201e-1, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3, 1.3981999507e-3, 1.9875691500e-4];
const TANGENT = [-3.33332819422e-1, 1.33314422036e-1, -5.37397155531e-2, 2.06390887954e-2, -5.70498872745e-3];
const LOGARITHM = [3.3333331174e-1, -2.4999993993e-1, 2.0000714765e-1, -1.6668057665e-1, 1.4249322787e-1, -1.2420140846e-1, 1.1676998740e-1, -1.1514610310e-1, 7.0376836292e-2];
