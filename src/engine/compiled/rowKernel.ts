/** What is computed of whole rows, and is no expression number by number: sums along them, one number of each picked or added to, sums down the columns, and rows looked up in a table or added to it. */
import type { Size } from '../../graph/size';
import { countDown, four, get, increase, ints, set, single, tee, when, whole, type Code } from '../wasm/code';
import { I32, V128, type WasmFunction, type WasmType } from '../wasm/module';
import type { Place, Rows } from './rows';
import { VectorMath } from './vectorMath';

export type RowWork =
  /** to[r] = ln Σᵢ e^from[r, i], or Σᵢ from[r, i] */
  | { readonly kind: 'logSumExp' | 'sum'; readonly from: Rows; readonly to: Rows }
  /** to[r, i] = e^from[r, i] / Σⱼ e^from[r, j] */
  | { readonly kind: 'softmax'; readonly from: Rows; readonly to: Rows }
  /** to[r] = from[r, places[r]] */
  | { readonly kind: 'pick'; readonly from: Rows; readonly places: Rows; readonly to: Rows }
  /** to[r, places[r]] += from[r] */
  | { readonly kind: 'scatter'; readonly from: Rows; readonly places: Rows; readonly to: Rows }
  /** to[i] = Σᵣ weights[r] from[r, i], or without weights, over `count` rows of `columns` numbers. A row of this task is four columns. */
  | { readonly kind: 'columnSums'; readonly from: Rows; readonly weights: Rows | null; readonly to: Rows; readonly count: Size; readonly columns: number }
  /** to[r] = from[places[r]], a table */
  | { readonly kind: 'lookUp'; readonly from: Rows; readonly places: Rows; readonly to: Rows }
  /** to[v] = Σ from[r] over those of `count` rows whose place is v. A row of this task is one of the table. */
  | { readonly kind: 'addUp'; readonly from: Rows; readonly places: Rows; readonly to: Rows; readonly count: Size };

const BYTES = 4;
const LANES = [0, 1, 2, 3];

/** In the order of the function's pointers. */
export function placesOfRows(work: RowWork): readonly Place[] {
  const between = 'places' in work ? [work.places] : 'weights' in work && work.weights ? [work.weights] : [];
  return [work.from, ...between, work.to].map((rows) => ({ rows, column: 0 }));
}

/** What a kernel is given behind its pointers: how many rows it adds up, and which of the table's rows is its first. */
const MORE: Readonly<Partial<Record<RowWork['kind'], number>>> = { columnSums: 1, addUp: 2 };

/** f(rows, pointer of each matrix's first row), and what more there is */
export function rowKernel(work: RowWork, name: string): WasmFunction {
  const pointers = placesOfRows(work);
  const [rows, from, to] = [0, 1, pointers.length];
  const locals: WasmType[] = [];
  const parameters = new Array<WasmType>(1 + pointers.length + (MORE[work.kind] ?? 0)).fill(I32);
  const local = (type: WasmType): number => parameters.length + locals.push(type) - 1;
  const math = new VectorMath(local);
  const nextRow = pointers.flatMap(({ rows }, i) => increase(1 + i, (rows.width as number) * BYTES));
  const written = (body: Code): WasmFunction => ({ name, parameters, result: null, locals, code: [...math.once(), ...body] });
  /** The place of row r's number among those of a row. */
  const placeIn = (pointer: number): number[] => [...get(pointer), ...get(2), ...ints.load(0), ...whole(Math.log2(BYTES)), ...ints.shiftLeft, ...ints.add];
  switch (work.kind) {
    case 'pick': return written(countDown(rows, [...get(to), ...placeIn(from), ...single.load(0), ...single.store(0), ...nextRow]));
    case 'scatter': {
      const place = local(I32);
      return written(countDown(rows, [...placeIn(to), ...tee(place), ...get(place), ...single.load(0), ...get(from), ...single.load(0), ...single.add, ...single.store(0), ...nextRow]));
    }
    case 'columnSums': return written(sumColumns(work.columns, { from, weights: work.weights ? 2 : null, to, count: 1 + pointers.length }, local));
    case 'lookUp': {
      const [width, row] = [work.to.width as number, local(I32)];
      const found = [...get(from), ...get(2), ...ints.load(0), ...whole(width * BYTES), ...ints.multiply, ...ints.add, ...set(row)];
      return written(countDown(rows, [...found, ...along(width, [to, row], local, ([, numbers], _, place) => [...place, ...numbers, ...four.store()]), ...nextRow]));
    }
    case 'addUp': return written(addToTable(work.to.width as number, local));
    case 'sum': return written(countDown(rows, [...get(to), ...total(sumOf(work.from.width as number, from, (numbers) => numbers, local), single.add, local), ...single.store(0), ...nextRow]));
    case 'logSumExp': {
      const most = local(V128);
      const logarithm = [
        ...largest(work.from.width as number, from, local, most),
        ...math.logarithm([...total(sumOf(work.from.width as number, from, (numbers) => math.exponential([...numbers, ...get(most), ...four.subtract]), local), single.add, local), ...four.splat]), ...get(most), ...four.add, ...four.lane(0),
      ];
      return written(countDown(rows, [...get(to), ...logarithm, ...single.store(0), ...nextRow]));
    }
    case 'softmax': {
      const [width, most, sums, share] = [work.from.width as number, local(V128), local(V128), local(V128)];
      const raise = along(width, [to, from], local, ([, numbers], again, place) => [
        ...place, ...math.exponential([...numbers, ...get(most), ...four.subtract]), ...tee(share), ...four.store(),
        ...get(share), ...counted(again), ...get(sums), ...four.add, ...set(sums),
      ]);
      return written(countDown(rows, [
        ...largest(width, from, local, most), ...four.constant(0), ...set(sums), ...raise,
        ...four.constant(1), ...total(get(sums), single.add, local), ...four.splat, ...four.divide, ...set(share),
        ...along(width, [to], local, ([numbers], again, place) => [...place, ...numbers, ...unlessAgain(again, get(share)), ...four.multiply, ...four.store()]), ...nextRow,
      ]));
    }
    default: throw new Error(`internal: unknown work ${String(work satisfies never)}`);
  }
}

export type Local = (type: WasmType) => number;

/**
 * Runs along rows side by side, four numbers at a time; where the width is no multiple of four, the last four begin sooner.
 * @param rows locals with the rows' addresses @param body is given the numbers of each, how many of them were there before, and code for their address in the first row
 */
export function along(width: number, rows: readonly number[], local: Local, body: (numbers: readonly Code[], again: number, place: Code) => Code): number[] {
  const rest = width % 4;
  const places = rows.map(() => local(I32));
  const left = local(I32);
  return [
    ...rows.flatMap((row, i) => [...get(row), ...set(places[i])]), ...whole(Math.floor(width / 4)), ...set(left),
    ...countDown(left, [...body(places.map((place) => [...get(place), ...four.load()]), 0, get(places[0])), ...places.flatMap((place) => increase(place, 4 * BYTES))]),
    ...(rest === 0 ? [] : [
      ...rows.flatMap((row, i) => [...get(row), ...whole((width - 4) * BYTES), ...ints.add, ...set(places[i])]),
      ...body(places.map((place) => [...get(place), ...four.load()]), 4 - rest, get(places[0])),
    ]),
  ];
}

/** Code that makes 0 of those of four numbers that were there before. */
export const counted = (again: number): number[] => (again === 0 ? [] : [...four.numbers(LANES.map((lane) => (lane < again ? 0 : 1))), ...four.multiply]);

/** Code that makes 1 of those of four factors whose numbers were there before. */
const unlessAgain = (again: number, factors: Code): number[] => (again === 0 ? [...factors] : [...factors, ...counted(again), ...four.numbers(LANES.map((lane) => (lane < again ? 1 : 0))), ...four.add]);

/** Code that leaves the largest number of a row, four times, in a local. */
function largest(width: number, row: number, local: Local, most: number): number[] {
  const found = [...get(row), ...four.load(), ...set(most), ...along(width, [row], local, ([numbers]) => [...get(most), ...numbers, ...four.secondIfMore, ...set(most)])];
  return [...found, ...total(get(most), single.max, local), ...four.splat, ...set(most)];
}

/** Code that leaves four sums, one of every fourth number of a row. */
function sumOf(width: number, row: number, of: (numbers: Code) => Code, local: Local): number[] {
  const sums = local(V128);
  return [...four.constant(0), ...set(sums), ...along(width, [row], local, ([numbers], again) => [...of(numbers), ...counted(again), ...get(sums), ...four.add, ...set(sums)]), ...get(sums)];
}

/** Of four numbers, one. */
export function total(numbers: Code, operation: Code, local: Local): number[] {
  const all = local(V128);
  return [...numbers, ...set(all), ...LANES.flatMap((lane) => [...get(all), ...four.lane(lane), ...(lane === 0 ? [] : operation)])];
}

/** Row after row is added to the sums, which stay in the first cache. @param count local with the number of rows; all of them are parameters of the function, of which the first counts the groups */
function sumColumns(columns: number, { from, weights, to, count }: { readonly from: number; readonly weights: number | null; readonly to: number; readonly count: number }, local: Local): number[] {
  const [place, sum, left, weight] = [local(I32), local(I32), local(I32), local(V128)];
  const each = (body: Code): number[] => [...get(from), ...set(place), ...get(to), ...set(sum), ...get(0), ...set(left), ...countDown(left, [...body, ...increase(place, 4 * BYTES), ...increase(sum, 4 * BYTES)])];
  const numbers = [...get(place), ...four.load()];
  const add = weights === null ? [...numbers, ...get(sum), ...four.load(), ...four.add] : [...numbers, ...get(weight), ...get(sum), ...four.load(), ...four.multiplyAdd];
  const nextWeight = weights === null ? [] : [...get(weights), ...four.loadSplat(), ...set(weight), ...increase(weights, BYTES)];
  return [
    ...each([...get(sum), ...four.constant(0), ...four.store()]),
    ...countDown(count, [...nextWeight, ...each([...get(sum), ...add, ...four.store()]), ...increase(from, columns * BYTES)]),
  ];
}

/** Each thread goes through all rows, and adds those that belong to its part of the table. */
function addToTable(width: number, local: Local): number[] {
  const [rows, from, places, to, count, first] = Array(6).keys();
  const [place, left, row] = [local(I32), local(I32), local(I32)];
  return [
    ...get(to), ...set(place), ...get(rows), ...whole(width / 4), ...ints.multiply, ...set(left), ...countDown(left, [...get(place), ...four.constant(0), ...four.store(), ...increase(place, 4 * BYTES)]),
    ...countDown(count, [
      ...get(places), ...ints.load(0), ...get(first), ...ints.subtract, ...set(row),
      ...when([...get(row), ...get(rows), ...ints.less], [
        ...get(to), ...get(row), ...whole(width * BYTES), ...ints.multiply, ...ints.add, ...set(row),
        ...along(width, [row, from], local, ([present, numbers], _, place) => [...place, ...present, ...numbers, ...four.add, ...four.store()]),
      ]),
      ...increase(from, width * BYTES), ...increase(places, BYTES),
    ]),
  ];
}
