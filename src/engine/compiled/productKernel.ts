/**
 * Matrix products with few rows. The weight lies in panels of eight columns, one after another, each row of a panel after the last: a product reads it once from its first
 * number to its last, keeps one panel in the first cache, and up to six rows of results in registers.
 */
import { call, countDown, four, get, increase, ints, repeat, SELECT, set, tee, when, whole } from '../wasm/code';
import { I32, V128, type WasmFunction, type WasmType } from '../wasm/module';
import { PANEL } from './task';

const BYTES = 4;
const VECTORS = PANEL / 4;
/** Rows of results that are computed at once. */
const MOST_ROWS = 6;
/** Multiplications between two looks at the counter. */
const UNROLLED = 2;
/** Of the inner size, what is multiplied at once: a panel's part then stays in the first cache. */
const INNER_BLOCK = 256;
const TILES_AT_ONCE = 24;

/** How many tiles of how many rows, and how many rows are left. As little is left as can be; six rows and five are as fast as four. */
export function tilesOf(rows: number): readonly [size: number, tiles: number, rest: number] {
  const [size] = [4, 5, 6].filter((size) => size <= rows).sort((a, b) => (rows % a === 0 ? 0 : a - rows % a) - (rows % b === 0 ? 0 : b - rows % b) || a - b);
  return size === undefined ? [4, 0, rows] : [size, Math.floor(rows / size), rows % size];
}

/**
 * The functions of a product; `PRODUCT` and `PACK` are the places of those to be called:
 *
 * product(left, bytes from one of its rows to the next, panels, result, bytes from one of its rows to the next, inner size, number of panels, rows in a tile, tiles, rows left, whether it is added to what is there)
 * pack(matrix, bytes from one of its rows to the next, panels, inner size, number of panels, first to be filled, end of those, whether the matrix is [outer, inner])
 */
export const productFunctions = (): readonly WasmFunction[] => [...Array.from({ length: MOST_ROWS }, (_, i) => tileKernel(i + 1)), productFunction(), packFunction()];
export const PRODUCT = MOST_ROWS;
export const PACK = MOST_ROWS + 1;

/** In blocks of the inner size, and in each by so many tiles at once that their part of the left matrix stays in the second cache. */
function productFunction(): WasmFunction {
  const [left, leftRow, panels, result, resultRow, inner, count, size, number, rest, adds] = Array(11).keys();
  const [done, block, leftTile, resultTile, tilesLeft, tiles] = Array.from({ length: 6 }, (_, i) => 11 + i);
  const run = (rows: number, tiles: readonly number[]): number[] => [...[leftTile, leftRow, panels, resultTile, resultRow, block, count].flatMap(get), ...tiles, ...get(done), ...get(adds), ...ints.or, ...call(rows - 1)];
  const advance = (pointer: number, row: number): number[] => [...get(pointer), ...get(row), ...get(size), ...get(tiles), ...ints.multiply, ...ints.multiply, ...ints.add, ...set(pointer)];
  const code = repeat([
    ...atMost(block, [...get(inner), ...get(done), ...ints.subtract], INNER_BLOCK),
    ...get(left), ...get(done), ...whole(2), ...ints.shiftLeft, ...ints.add, ...set(leftTile), ...get(result), ...set(resultTile), ...get(number), ...set(tilesLeft),
    ...when(get(tilesLeft), repeat([
      ...atMost(tiles, get(tilesLeft), TILES_AT_ONCE),
      ...[4, 5, 6].flatMap((rows) => when([...get(size), ...whole(rows), ...ints.equal], run(rows, get(tiles)))),
      ...advance(leftTile, leftRow), ...advance(resultTile, resultRow),
      ...get(tilesLeft), ...get(tiles), ...ints.subtract, ...tee(tilesLeft),
    ])),
    ...[1, 2, 3, 4, 5].flatMap((rows) => when([...get(rest), ...whole(rows), ...ints.equal], run(rows, whole(1)))),
    ...get(panels), ...get(block), ...get(count), ...whole(PANEL * BYTES), ...ints.multiply, ...ints.multiply, ...ints.add, ...set(panels),
    ...get(done), ...get(block), ...ints.add, ...tee(done), ...get(inner), ...ints.less,
  ]);
  return { name: 'product', parameters: new Array<WasmType>(11).fill(I32), result: null, locals: new Array<WasmType>(6).fill(I32), code };
}

/** local ← min(number, most) */
const atMost = (local: number, number: readonly number[], most: number): number[] => [...number, ...set(local), ...when([...whole(most), ...get(local), ...ints.less], [...whole(most), ...set(local)])];

function packFunction(): WasmFunction {
  const [matrix, row, panels, inner, count, first, end, transposed] = Array(8).keys();
  const [done, block, panel, from, to, left, column] = Array.from({ length: 7 }, (_, i) => 8 + i);
  const copyRow = [
    ...[0, 16].flatMap((offset) => [...get(to), ...get(from), ...four.load(offset), ...four.store(offset)]),
    ...get(from), ...get(row), ...ints.add, ...set(from),
  ];
  /** One number of each of eight rows. */
  const copyColumn = [
    ...get(from), ...set(column),
    ...Array.from({ length: PANEL }, (_, i) => [...get(to), ...get(column), ...ints.load(0), ...ints.store(i * BYTES), ...get(column), ...get(row), ...ints.add, ...set(column)]).flat(),
    ...increase(from, BYTES),
  ];
  const panelOf = (body: readonly number[]): number[] => [...get(block), ...set(left), ...countDown(left, [...body, ...increase(to, PANEL * BYTES)])];
  const code = when([...get(first), ...get(end), ...ints.less], repeat([
    ...atMost(block, [...get(inner), ...get(done), ...ints.subtract], INNER_BLOCK),
    ...get(first), ...set(panel),
    ...repeat([
      ...get(panels), ...get(done), ...get(count), ...ints.multiply, ...get(panel), ...get(block), ...ints.multiply, ...ints.add, ...whole(PANEL * BYTES), ...ints.multiply, ...ints.add, ...set(to),
      ...get(matrix), ...get(panel), ...whole(PANEL), ...ints.multiply, ...get(row), ...ints.multiply, ...get(done), ...whole(BYTES), ...ints.multiply, ...ints.add, // as of [outer, inner]
      ...get(panel), ...whole(PANEL * BYTES), ...ints.multiply, ...get(done), ...get(row), ...ints.multiply, ...ints.add, // as of [inner, outer]
      ...get(transposed), ...SELECT, ...ints.add, ...set(from),
      ...when(get(transposed), panelOf(copyColumn)), ...when([...get(transposed), ...ints.isZero], panelOf(copyRow)),
      ...increase(panel, 1), ...get(panel), ...get(end), ...ints.less,
    ]),
    ...get(done), ...get(block), ...ints.add, ...tee(done), ...get(inner), ...ints.less,
  ]));
  return { name: 'pack', parameters: new Array<WasmType>(8).fill(I32), result: null, locals: new Array<WasmType>(7).fill(I32), code };
}

/** Tiles of `rows` rows: f(left, its row, panels, result, its row, inner size, number of panels, tiles, whether the result is added to what is there). */
function tileKernel(rows: number): WasmFunction {
  const [left, leftRow, panels, result, resultRow, inner, count, tiles, adds] = Array(9).keys();
  const locals: WasmType[] = [];
  const local = (type: WasmType): number => 9 + locals.push(type) - 1;
  const [place, panel, left0, steps, present] = [local(I32), local(I32), local(I32), local(I32), local(I32)];
  const row = Array.from({ length: rows }, () => local(I32));
  const weights = Array.from({ length: VECTORS }, () => local(V128));
  const number = local(V128);
  const sums = row.map(() => weights.map(() => local(V128)));

  const multiplications = (steps: number): number[] => Array.from({ length: steps }, (_, step) => [
    ...weights.flatMap((weight, i) => [...get(panel), ...four.load((step * VECTORS + i) * 16), ...set(weight)]),
    ...row.flatMap((pointer, r) => [
      ...get(pointer), ...four.loadSplat(step * BYTES), ...set(number),
      ...weights.flatMap((weight, i) => [...get(number), ...get(weight), ...get(sums[r][i]), ...four.multiplyAdd, ...set(sums[r][i])]),
    ]),
  ]).flat().concat(increase(panel, steps * PANEL * BYTES), row.flatMap((pointer) => increase(pointer, steps * BYTES)));

  const tile = [
    ...get(left0), ...set(row[0]),
    ...row.slice(1).flatMap((pointer, r) => [...get(row[r]), ...get(leftRow), ...ints.add, ...set(pointer)]),
    ...get(row[rows - 1]), ...get(leftRow), ...ints.add, ...set(left0),
    ...get(panels), ...set(panel),
    ...sums.flat().flatMap((sum) => [...four.constant(0), ...set(sum)]),
    ...when(get(adds), [...get(place), ...set(present), ...sums.flatMap((vectors) => [...vectors.flatMap((sum, i) => [...get(present), ...four.load(i * 16), ...set(sum)]), ...get(present), ...get(resultRow), ...ints.add, ...set(present)])]),
    ...get(inner), ...whole(Math.log2(UNROLLED)), ...ints.shiftRight, ...set(steps), ...countDown(steps, multiplications(UNROLLED)),
    ...get(inner), ...whole(UNROLLED - 1), ...ints.and, ...set(steps), ...countDown(steps, multiplications(1)),
    ...sums.flatMap((vectors) => [...vectors.flatMap((sum, i) => [...get(place), ...get(sum), ...four.store(i * 16)]), ...get(place), ...get(resultRow), ...ints.add, ...set(place)]),
  ];
  const tilesLeft = local(I32);
  const code = repeat([
    ...get(result), ...set(place), ...get(left), ...set(left0), ...get(tiles), ...set(tilesLeft),
    ...countDown(tilesLeft, tile),
    ...get(panels), ...get(inner), ...whole(PANEL * BYTES), ...ints.multiply, ...ints.add, ...set(panels),
    ...increase(result, PANEL * BYTES),
    ...get(count), ...whole(1), ...ints.subtract, ...tee(count),
  ]);
  return { name: `tile${rows}`, parameters: new Array<WasmType>(9).fill(I32), result: null, locals, code };
}

/** Numbers that the panels of a weight take. */
export const panelsLength = (inner: number, outer: number): number => inner * Math.ceil(outer / PANEL) * PANEL;

/** The last panel, where it is not full: `pack` fills whole ones. Beyond the last column is 0. @param transposed the matrix is given as [outer, inner] */
export function packRest(panels: Float32Array, matrix: Float32Array, inner: number, outer: number, transposed: boolean): void {
  packPanels(panels, matrix, inner, outer, transposed, Math.floor(outer / PANEL));
}

/** All panels, or those from one of them on. */
export function packPanels(panels: Float32Array, matrix: Float32Array, inner: number, outer: number, transposed: boolean, from = 0): void {
  const count = Math.ceil(outer / PANEL);
  for (let panel = from; panel < count; panel++) {
    const first = panel * PANEL;
    for (let done = 0; done < inner; done += INNER_BLOCK) {
      const block = Math.min(INNER_BLOCK, inner - done);
      const start = (done * count + panel * block) * PANEL;
      for (let row = 0; row < block; row++) {
        for (let column = 0; column < PANEL; column++) {
          const place = transposed ? (first + column) * inner + done + row : (done + row) * outer + first + column;
          panels[start + row * PANEL + column] = first + column < outer ? matrix[place] : 0;
        }
      }
    }
  }
}
