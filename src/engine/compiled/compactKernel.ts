/**
 * Products of a few rows with a weight of 8-bit whole numbers (`graph/onnx/compactWeights.ts`), in whole numbers. A row of x becomes such numbers too, of 16 bits at most and so many that no
 * sum of K products leaves 32:
 *
 *   most = min(32767, ⌊(2³¹ - 1) / 127 K⌋),   r = max |x| / most of the row,   a = round(x / r)
 *   x W ≈ r s (a C)
 *
 * so that the weight alone is rounded coarsely: K = 650 leaves x 15.7 bits with its sign. Sums of whole numbers are exact: a row comes out the same to the bit, whatever rows stand beside it.
 *
 * The weight lies in panels of eight columns, one after another. A panel has the codes of k = 0 and 1, then those of 2 and 3, …: for each such pair two codes of each column, as
 * i32x4.dot_i16x8_s multiplies and adds them; and behind them the columns' scales. A product reads it once from its first byte to its last, and keeps one panel in the first cache.
 */
import type { Tensor } from '../../graph/graph';
import { writeCodes } from '../../graph/onnx/compactWeights';
import { call, countDown, four, get, increase, ints, repeat, set, single, tee, when, whole } from '../wasm/code';
import { I32, V128, type WasmFunction, type WasmType } from '../wasm/module';
import { total } from './rowKernel';
import { PANEL } from './task';

const BYTES = 4;
/** Of the inner size, what is multiplied between two looks at the counter: a cache line of codes. The last ones are 0 where there are not so many. */
const AT_ONCE = 8;
/** Rows that are multiplied at once: their sums, eight vectors, stay in registers. */
const MOST_ROWS = 4;
/** A row of zeros is divided by this. */
const LEAST_ROW = 2 ** -100;
const MOST_CODE = 127;

/** Fewer numbers a row are not for these functions. */
export const LEAST_INNER = 4;

/** The inner size as the product counts it. */
export const eightsOf = (inner: number): number => Math.ceil(inner / AT_ONCE);
const paddedInner = (inner: number): number => eightsOf(inner) * AT_ONCE;
const panelBytes = (inner: number): number => paddedInner(inner) * PANEL + PANEL * BYTES;

/** Bytes that a weight takes. */
export const compactPanelsBytes = (inner: number, outer: number): number => Math.ceil(outer / PANEL) * panelBytes(inner);

/** Bytes that a row's whole numbers take, 16 bits each, and r behind them. */
export const shortRowBytes = (inner: number): number => paddedInner(inner) * 2 + 4 * BYTES;

/** Writes a weight into memory that was 0 before, or held it. @param matrix [K, N], or [N, K] where it is to be turned @param address a multiple of 4 */
export function writeCompactPanels(matrix: Tensor, turned: boolean, buffer: ArrayBuffer, address: number): void {
  const [K, N] = turned ? [matrix.shape[1], matrix.shape[0]] : matrix.shape;
  const bytes = panelBytes(K);
  const codes = new Int8Array(buffer, address, compactPanelsBytes(K, N));
  const panelOf = (n: number): number => Math.floor(n / PANEL);
  const scales = writeCodes(matrix, turned, codes, {
    rows: Int32Array.from({ length: K }, (_, k) => Math.floor(k / 2) * 2 * PANEL + (k % 2)),
    columns: Int32Array.from({ length: N }, (_, n) => panelOf(n) * bytes + (n % PANEL) * 2),
  });
  const numbers = new Float32Array(buffer, address, codes.length / BYTES);
  scales.forEach((scale, n) => { numbers[((panelOf(n) + 1) * bytes) / BYTES - PANEL + (n % PANEL)] = scale; });
}

/**
 * The functions of products; the place of the one to be called is `COMPACT_PRODUCT` behind the first of them:
 *
 * compactProduct(short rows, bytes from one to the next, panels, result, bytes from one of its rows to the next, inner size in eights, number of panels, rows, whether it is added to what is there)
 *
 * @param first the place of the first among the module's functions
 */
export const compactFunctions = (first: number): readonly WasmFunction[] => [...Array.from({ length: MOST_ROWS }, (_, rest) => panelsKernel(rest)), dispatch(first)];
export const COMPACT_PRODUCT = MOST_ROWS;

const ARGUMENTS = 9;

function dispatch(first: number): WasmFunction {
  const all = [...Array(ARGUMENTS).keys()];
  const code = Array.from({ length: MOST_ROWS }, (_, rest) => when([...get(7), ...whole(MOST_ROWS - 1), ...ints.and, ...whole(rest), ...ints.equal], [...all.flatMap(get), ...call(first + rest)])).flat();
  return { name: 'compactProduct', parameters: new Array<WasmType>(ARGUMENTS).fill(I32), result: null, locals: [], code };
}

/** With each panel first all tiles of four rows, then the rest. */
function panelsKernel(rest: number): WasmFunction {
  const [rows, rowBytes, panels, result, resultRow, eights, count, number, adds] = Array(ARGUMENTS).keys();
  const locals: WasmType[] = [];
  const local = (type: WasmType): number => ARGUMENTS + locals.push(type) - 1;
  const [next, place, panel, steps, tiles] = Array.from({ length: 5 }, () => local(I32));
  const row = Array.from({ length: MOST_ROWS }, () => local(I32));
  const [low, high, x, mask] = [local(V128), local(V128), local(V128), local(V128)];
  const sums = row.map(() => [local(V128), local(V128)]);

  /** What is added to: the result's numbers, or zeros. */
  const present = (i: number): number[] => [...get(place), ...four.load(i * 16), ...get(mask), ...four.and];

  const tileOf = (height: number): number[] => {
    const pointers = row.slice(0, height);
    const pair = (step: number): number[] => [
      ...[low, high].flatMap((codes, i) => [...get(panel), ...four.loadBytes((step * 2 + i) * PANEL), ...set(codes)]),
      ...pointers.flatMap((pointer, r) => [
        ...get(pointer), ...four.loadSplat(step * 4), ...set(x),
        ...[low, high].flatMap((codes, i) => [...get(x), ...get(codes), ...four.dotShorts, ...get(sums[r][i]), ...four.intsAdd, ...set(sums[r][i])]),
      ]),
    ];
    const write = pointers.flatMap((pointer, r) => [
      ...get(pointer), ...four.loadSplat(), ...set(x),
      ...[0, 1].flatMap((i) => [
        ...get(place), ...get(x), ...get(panel), ...four.load(i * 16), ...four.multiply, ...get(sums[r][i]), ...four.fromInts, ...present(i), ...four.multiplyAdd, ...four.store(i * 16),
      ]),
      ...get(place), ...get(resultRow), ...ints.add, ...set(place),
    ]);
    return [
      ...pointers.flatMap((pointer) => [...get(next), ...tee(pointer), ...get(rowBytes), ...ints.add, ...set(next)]),
      ...pointers.flatMap((_, r) => sums[r].flatMap((sum) => [...four.constant(0), ...set(sum)])),
      ...get(panels), ...set(panel), ...get(eights), ...set(steps),
      ...countDown(steps, [...Array.from({ length: AT_ONCE / 2 }, (_, step) => pair(step)).flat(), ...increase(panel, AT_ONCE * PANEL), ...pointers.flatMap((pointer) => increase(pointer, AT_ONCE * 2))]),
      ...write, // the pointers stand behind the numbers now: at r, and at the scales
    ];
  };
  const code = [
    ...whole(0), ...get(adds), ...ints.subtract, ...four.splatInt, ...set(mask),
    ...repeat([
      ...get(rows), ...set(next), ...get(result), ...set(place),
      ...get(number), ...whole(Math.log2(MOST_ROWS)), ...ints.shiftRight, ...set(tiles), ...countDown(tiles, tileOf(MOST_ROWS)),
      ...(rest === 0 ? [] : tileOf(rest)),
      ...get(panels), ...get(eights), ...whole(AT_ONCE * PANEL), ...ints.multiply, ...ints.add, ...whole(PANEL * BYTES), ...ints.add, ...set(panels),
      ...increase(result, PANEL * BYTES),
      ...get(count), ...whole(1), ...ints.subtract, ...tee(count),
    ]),
  ];
  return { name: `compactPanels${rest}`, parameters: new Array<WasmType>(ARGUMENTS).fill(I32), result: null, locals, code };
}

/** f(x, bytes from one of its rows to the next, short rows, rows): makes whole numbers of rows of `inner` numbers, and r behind them. */
export function shortenKernel(inner: number, name: string): WasmFunction {
  const [x, rowBytes, to, rows] = [0, 1, 2, 3];
  const most = Math.min(32767, Math.floor((2 ** 31 - 1) / (MOST_CODE * inner)));
  const locals: WasmType[] = [];
  const local = (type: WasmType): number => 4 + locals.push(type) - 1;
  const [from, place, left, largest, perUnit] = [local(I32), local(I32), local(I32), local(V128), local(V128)];
  /** The body for four numbers after another; where the last are no four, they begin sooner. */
  const each = (body: readonly number[]): number[] => [
    ...get(x), ...set(from), ...get(to), ...set(place), ...whole(Math.floor(inner / 4)), ...set(left),
    ...countDown(left, [...body, ...increase(from, 4 * BYTES), ...increase(place, 8)]),
    ...(inner % 4 === 0 ? [] : [...increase(from, (inner % 4 - 4) * BYTES), ...increase(place, (inner % 4 - 4) * 2), ...body]),
  ];
  const padded = paddedInner(inner);
  const code = countDown(rows, [
    ...four.constant(LEAST_ROW), ...set(largest), ...each([...get(from), ...four.load(), ...four.abs, ...get(largest), ...four.max, ...set(largest)]),
    ...total(get(largest), single.max, local), ...four.splat, ...set(largest),
    ...four.constant(most), ...get(largest), ...four.divide, ...set(perUnit),
    ...get(to), ...four.constant(0), ...four.store((padded - AT_ONCE) * 2),
    ...each([...get(place), ...get(from), ...four.load(), ...get(perUnit), ...four.multiply, ...four.nearest, ...four.toInts, ...get(perUnit), ...four.shorten, ...four.storeHalf()]),
    ...get(to), ...get(largest), ...four.constant(1 / most), ...four.multiply, ...four.store(padded * 2),
    ...get(x), ...get(rowBytes), ...ints.add, ...set(x), ...increase(to, padded * 2 + 4 * BYTES),
  ]);
  return { name, parameters: [I32, I32, I32, I32], result: null, locals, code };
}
