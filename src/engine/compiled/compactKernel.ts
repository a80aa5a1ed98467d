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
 * i32x4.dot_i16x8_s multiplies and adds them; and behind them the columns' scales.
 */
import type { Tensor } from '../../graph/graph';
import { writeCodes } from '../../graph/onnx/compactWeights';
import { call, countDown, four, get, increase, ints, repeat, set, single, tee, when, whole, type Code } from '../wasm/code';
import { I32, V128, type WasmFunction, type WasmType } from '../wasm/module';
import { total } from './rowKernel';
import { PANEL } from './task';

const BYTES = 4;
/** Of the inner size, what is multiplied between two looks at the counter: a cache line of codes. The last ones are 0 where there are not so many. */
const AT_ONCE = 8;
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

/** Rows and panels that are multiplied at once: the sums, two vectors for each of both, stay in the 16 registers. */
interface Tile { readonly rows: number; readonly panels: number }
const OF_ONE_ROW: Tile = { rows: 1, panels: 6 };
const OF_MORE: Tile = { rows: 2, panels: 2 };
/** Each with one for the panels that are left. */
const TILES = [OF_ONE_ROW, OF_MORE].flatMap((tile) => [tile, { ...tile, panels: 1 }]);

/**
 * The functions of products; the place of the one to be called is `COMPACT_PRODUCT` behind the first of them:
 *
 * compactProduct(short rows, bytes from one to the next, panels, result, bytes from one of its rows to the next, inner size in eights, number of panels, rows, whether it is added to what is there)
 *
 * @param first the place of the first among the module's functions
 */
export const compactFunctions = (first: number): readonly WasmFunction[] => [...TILES.map(tilesKernel), productFunction(first)];
export const COMPACT_PRODUCT = TILES.length;

const ARGUMENTS = 9;
const [ROWS, ROW_BYTES, PANELS, RESULT, RESULT_ROW, EIGHTS, COUNT, NUMBER, ADDS] = Array(ARGUMENTS).keys();

/** Code for the bytes of so many panels, and for those of their results. */
const bytesOfPanels = (number: Code): number[] => [...get(EIGHTS), ...whole(AT_ONCE * PANEL), ...ints.multiply, ...whole(PANEL * BYTES), ...ints.add, ...number, ...ints.multiply];
const bytesOfResults = (number: Code): number[] => [...number, ...whole(PANEL * BYTES), ...ints.multiply];

/** As many panels at once as there are groups for, then the rest one by one. */
function productFunction(first: number): WasmFunction {
  const [groups, done, left] = [ARGUMENTS, ARGUMENTS + 1, ARGUMENTS + 2];
  const multiply = (panels: Code, result: Code, count: number, place: number): number[] => when(get(count), [...get(ROWS), ...get(ROW_BYTES), ...panels, ...result, ...[RESULT_ROW, EIGHTS, count, NUMBER, ADDS].flatMap(get), ...call(first + place)]);
  const by = (tile: Tile): number[] => [
    ...get(COUNT), ...whole(tile.panels), ...ints.divide, ...tee(groups), ...whole(tile.panels), ...ints.multiply, ...set(done), ...get(COUNT), ...get(done), ...ints.subtract, ...set(left),
    ...multiply(get(PANELS), get(RESULT), groups, TILES.indexOf(tile)),
    ...multiply([...get(PANELS), ...bytesOfPanels(get(done)), ...ints.add], [...get(RESULT), ...bytesOfResults(get(done)), ...ints.add], left, TILES.indexOf(tile) + 1),
  ];
  const isOne = [...get(NUMBER), ...whole(1), ...ints.equal];
  const code = [...when(isOne, by(OF_ONE_ROW)), ...when([...isOne, ...ints.isZero], by(OF_MORE))];
  return { name: 'compactProduct', parameters: new Array<WasmType>(ARGUMENTS).fill(I32), result: null, locals: [I32, I32, I32], code };
}

/**
 * As `compactProduct`, but the number of panels is that of groups. Panels of a group stand apart, each the first of a stretch of its own: from several places at once memory is read faster than from
 * one, by half where nothing of the weight is in the cache.
 */
function tilesKernel(tile: Tile): WasmFunction {
  const locals: WasmType[] = [];
  const local = (type: WasmType): number => ARGUMENTS + locals.push(type) - 1;
  const [row, resultRow, place, steps, tiles, stretch, resultStretch] = Array.from({ length: 7 }, () => local(I32));
  const [codes, mask] = [local(V128), local(V128)];
  const panels = Array.from({ length: tile.panels }, () => local(I32));
  const rows = Array.from({ length: tile.rows }, () => ({ pointer: local(I32), x: local(V128), sums: panels.map(() => [local(V128), local(V128)]) }));

  const tileOf = (height: number): number[] => {
    const here = rows.slice(0, height);
    const pair = (step: number): number[] => [
      ...here.flatMap(({ pointer, x }) => [...get(pointer), ...four.loadSplat(step * 4), ...set(x)]),
      ...panels.flatMap((panel, p) => [0, 1].flatMap((half) => [
        ...get(panel), ...four.loadBytes((step * 2 + half) * PANEL), ...set(codes),
        ...here.flatMap(({ x, sums }) => [...get(x), ...get(codes), ...four.dotShorts, ...get(sums[p][half]), ...four.intsAdd, ...set(sums[p][half])]),
      ])),
    ];
    /** What is added to: the result's numbers, or zeros. */
    const present = (half: number): number[] => [...get(place), ...four.load(half * 16), ...get(mask), ...four.and];
    const write = here.flatMap(({ pointer, x, sums }) => [
      ...get(pointer), ...four.loadSplat(), ...set(x), ...get(resultRow), ...set(place),
      ...panels.flatMap((panel, p) => [
        ...[0, 1].flatMap((half) => [...get(place), ...get(x), ...get(panel), ...four.load(half * 16), ...four.multiply, ...get(sums[p][half]), ...four.fromInts, ...present(half), ...four.multiplyAdd, ...four.store(half * 16)]),
        ...get(place), ...get(resultStretch), ...ints.add, ...set(place),
      ]),
      ...get(resultRow), ...get(RESULT_ROW), ...ints.add, ...set(resultRow),
    ]);
    return [
      ...here.flatMap(({ pointer }) => [...get(row), ...tee(pointer), ...get(ROW_BYTES), ...ints.add, ...set(row)]),
      ...panels.flatMap((panel, p) => [...(p === 0 ? get(PANELS) : [...get(panels[p - 1]), ...get(stretch), ...ints.add]), ...set(panel)]),
      ...here.flatMap(({ sums }) => sums.flat().flatMap((sum) => [...four.constant(0), ...set(sum)])),
      ...get(EIGHTS), ...set(steps),
      ...countDown(steps, [...Array.from({ length: AT_ONCE / 2 }, (_, step) => pair(step)).flat(), ...panels.flatMap((panel) => increase(panel, AT_ONCE * PANEL)), ...here.flatMap(({ pointer }) => increase(pointer, AT_ONCE * 2))]),
      ...write, // the pointers stand behind the numbers now: at r, and at the scales
    ];
  };

  const code = [
    ...bytesOfPanels(get(COUNT)), ...set(stretch), ...bytesOfResults(get(COUNT)), ...set(resultStretch),
    ...whole(0), ...get(ADDS), ...ints.subtract, ...four.splatInt, ...set(mask),
    ...repeat([
      ...get(ROWS), ...set(row), ...get(RESULT), ...set(resultRow),
      ...get(NUMBER), ...whole(Math.log2(tile.rows)), ...ints.shiftRight, ...set(tiles), ...countDown(tiles, tileOf(tile.rows)),
      ...(tile.rows === 1 ? [] : when([...get(NUMBER), ...whole(1), ...ints.and], tileOf(1))),
      ...get(PANELS), ...bytesOfPanels(whole(1)), ...ints.add, ...set(PANELS), ...increase(RESULT, PANEL * BYTES),
      ...get(COUNT), ...whole(1), ...ints.subtract, ...tee(COUNT),
    ]),
  ];
  return { name: `compactTiles${tile.rows}.${tile.panels}`, parameters: new Array<WasmType>(ARGUMENTS).fill(I32), result: null, locals, code };
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
