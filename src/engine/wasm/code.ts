/** Instructions of WebAssembly by the names that the specification gives them (section 5.4), as bytes. */
import { signed, unsigned, vector } from './module';

export type Code = readonly number[];

export const get = (local: number): number[] => [0x20, ...unsigned(local)];
export const set = (local: number): number[] => [0x21, ...unsigned(local)];
export const tee = (local: number): number[] => [0x22, ...unsigned(local)];
export const call = (index: number): number[] => [0x10, ...unsigned(index)];

/** The first of two where the third is not 0, else the second. */
export const SELECT = [0x1b] as const;

/** i32.const */
export const whole = (number: number): number[] => [0x41, ...signed(number)];
/** Of whole numbers, i32. */
export const ints = { load: (offset: number): number[] => [0x28, 2, ...unsigned(offset)], store: (offset: number): number[] => [0x36, 2, ...unsigned(offset)], isZero: [0x45], equal: [0x46], less: [0x49], add: [0x6a], subtract: [0x6b], multiply: [0x6c], divide: [0x6e], and: [0x71], or: [0x72], shiftLeft: [0x74], shiftRight: [0x76] } as const;

/** Of one number, f32. */
export const single = { load: (offset: number): number[] => [0x2a, 2, ...unsigned(offset)], store: (offset: number): number[] => [0x38, 2, ...unsigned(offset)], add: [0x92], multiply: [0x94], max: [0x97], zero: [0x43, 0, 0, 0, 0] } as const;

/** Four numbers at once. `load` and `store` need no alignment. */
export const four = {
  load: (offset = 0): number[] => [...vector(0x00), 2, ...unsigned(offset)],
  loadSplat: (offset = 0): number[] => [...vector(0x09), 2, ...unsigned(offset)],
  store: (offset = 0): number[] => [...vector(0x0b), 2, ...unsigned(offset)],
  /** The same number four times. */
  constant: (number: number): number[] => four.numbers([number, number, number, number]),
  /** Four numbers. */
  numbers: (numbers: readonly number[]): number[] => [...vector(0x0c), ...new Uint8Array(Float32Array.from(numbers).buffer)],
  /** Eight whole numbers of 8 bits as such of 16. */
  loadBytes: (offset = 0): number[] => [...vector(0x01), 0, ...unsigned(offset)],
  /** The first 8 bytes. */
  storeHalf: (offset = 0): number[] => [...vector(0x5b), 0, ...unsigned(offset), 0],
  splat: vector(0x13),
  splatInt: vector(0x11),
  /** One of the four. */
  lane: (lane: number): number[] => [...vector(0x1f), lane],
  /** a where a bit of the mask is 1, else b: operands a, b, mask. */
  select: vector(0x52),
  /** Bit by bit. */
  and: vector(0x4e),
  less: vector(0x43),
  nearest: vector(0x6a),
  abs: vector(0xe0), negate: vector(0xe1), sqrt: vector(0xe3),
  add: vector(0xe4), subtract: vector(0xe5), multiply: vector(0xe6), divide: vector(0xe7), min: vector(0xe8), max: vector(0xe9),
  /** Of a and b the second where it is smaller, or larger, else the first: faster than `min` and `max`, which must find what is no number. */
  secondIfLess: vector(0xea), secondIfMore: vector(0xeb),
  /** Relaxed: a · b + c, rounded once where the processor has an instruction for it. */
  multiplyAdd: vector(0x105),
  toInts: vector(0xf8), fromInts: vector(0xfa),
  /** Twice four whole numbers of 32 bits as eight of 16, the nearest that there are. */
  shorten: vector(0x85),
  /** Twice eight whole numbers of 16 bits: a₀ b₀ + a₁ b₁, a₂ b₂ + a₃ b₃, … as four of 32. */
  dotShorts: vector(0xba),
  intsAdd: vector(0xae), intsSubtract: vector(0xb1),
  intsShiftLeft: vector(0xab), intsShiftRight: vector(0xac),
  intsConstant: (number: number): number[] => [...vector(0x0c), ...Array.from({ length: 4 }, () => [...new Uint8Array(Int32Array.of(number).buffer)]).flat()],
} as const;

const [BLOCK, LOOP, NOTHING, END, BRANCH_IF] = [0x02, 0x03, 0x40, 0x0b, 0x0d];

/** While the local is not 0: the body, and one less, or as many less as are said. */
export const countDown = (local: number, body: Code, by = 1): number[] => [
  BLOCK, NOTHING, ...get(local), ...ints.isZero, BRANCH_IF, 0, // nothing to do: leave the block
  LOOP, NOTHING, ...body, ...get(local), ...whole(by), ...ints.subtract, ...tee(local), BRANCH_IF, 0, END, // again while something is left
  END,
];

/** The body again and again while the condition, which it leaves on the stack, is not 0. */
export const repeat = (body: Code): number[] => [LOOP, NOTHING, ...body, BRANCH_IF, 0, END];

export const when = (condition: Code, body: Code): number[] => [...condition, 0x04, NOTHING, ...body, END];

/** local ← local + number */
export const increase = (local: number, number: number): number[] => [...get(local), ...whole(number), ...ints.add, ...set(local)];
