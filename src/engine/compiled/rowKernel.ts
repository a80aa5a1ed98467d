/** What is computed of whole rows, and is no expression number by number: sums along them, one number of each picked or added to, and sums down the columns. */
import type { Size } from '../../graph/size';
import { countDown, four, get, increase, ints, set, single, tee, whole, type Code } from '../wasm/code';
import { I32, V128, type WasmFunction, type WasmType } from '../wasm/module';
import type { Rows } from './rows';
import { VectorMath } from './vectorMath';

export type RowWork =
  /** to[r] = ln Σᵢ e^from[r, i], or Σᵢ from[r, i] */
  | { readonly kind: 'logSumExp' | 'sum'; readonly from: Rows; readonly to: Rows }
  /** to[r] = from[r, places[r]] */
  | { readonly kind: 'pick'; readonly from: Rows; readonly places: Rows; readonly to: Rows }
  /** to[r, places[r]] += from[r] */
  | { readonly kind: 'scatter'; readonly from: Rows; readonly places: Rows; readonly to: Rows }
  /** to[i] = Σᵣ from[r, i] over `count` rows of `columns` numbers. A row of this task is four columns. */
  | { readonly kind: 'columnSums'; readonly from: Rows; readonly to: Rows; readonly count: Size; readonly columns: number };

const BYTES = 4;
const LANES = [0, 1, 2, 3];

/** The matrices in the order of the function's pointers. */
export const rowsOfWork = (work: RowWork): readonly Rows[] => ('places' in work ? [work.from, work.places, work.to] : [work.from, work.to]);

/** f(rows, pointer of each matrix's first row), and for sums of columns how many numbers each has */
export function rowKernel(work: RowWork, name: string): WasmFunction {
  const pointers = rowsOfWork(work);
  const [rows, from, to] = [0, 1, pointers.length];
  const locals: WasmType[] = [];
  const parameters = new Array<WasmType>(1 + pointers.length + (work.kind === 'columnSums' ? 1 : 0)).fill(I32);
  const local = (type: WasmType): number => parameters.length + locals.push(type) - 1;
  const math = new VectorMath(local);
  const nextRow = pointers.flatMap(({ width }, i) => increase(1 + i, (width as number) * BYTES));
  const written = (body: Code): WasmFunction => ({ name, parameters, result: null, locals, code: [...math.once(), ...body] });
  /** The place of row r's number among those of a row. */
  const placeIn = (pointer: number): number[] => [...get(pointer), ...get(2), ...ints.load(0), ...whole(Math.log2(BYTES)), ...ints.shiftLeft, ...ints.add];
  switch (work.kind) {
    case 'pick': return written(countDown(rows, [...get(to), ...placeIn(from), ...single.load(0), ...single.store(0), ...nextRow]));
    case 'scatter': {
      const place = local(I32);
      return written(countDown(rows, [...placeIn(to), ...tee(place), ...get(place), ...single.load(0), ...get(from), ...single.load(0), ...single.add, ...single.store(0), ...nextRow]));
    }
    case 'columnSums': return written(sumColumns(work.columns, 1 + pointers.length, local));
    case 'sum': return written(countDown(rows, [...get(to), ...total(sumOf(work.from, from, (numbers) => numbers, local), single.add, local), ...single.store(0), ...nextRow]));
    case 'logSumExp': {
      const most = local(V128);
      const along = [
        ...largest(work.from, from, local, most),
        ...math.logarithm([...total(sumOf(work.from, from, (numbers) => math.exponential([...numbers, ...get(most), ...four.subtract]), local), single.add, local), ...four.splat]), ...get(most), ...four.add, ...four.lane(0),
      ];
      return written(countDown(rows, [...get(to), ...along, ...single.store(0), ...nextRow]));
    }
    default: throw new Error(`internal: unknown work ${String(work satisfies never)}`);
  }
}

type Local = (type: WasmType) => number;

/** Runs along a row four numbers at a time; where the width is no multiple of four, the last four begin sooner. @param body is told how many of them were there before */
function along({ width }: Rows, row: number, local: Local, body: (numbers: Code, again: number) => Code): number[] {
  const [numbers, rest] = [width as number, (width as number) % 4];
  const [place, left] = [local(I32), local(I32)];
  return [
    ...get(row), ...set(place), ...whole(Math.floor(numbers / 4)), ...set(left),
    ...countDown(left, [...body([...get(place), ...four.load()], 0), ...increase(place, 4 * BYTES)]),
    ...(rest === 0 ? [] : body([...get(row), ...four.load((numbers - 4) * BYTES)], 4 - rest)),
  ];
}

/** Code that leaves the largest number of a row, four times, in a local. */
function largest(rows: Rows, row: number, local: Local, most: number): number[] {
  const found = [...get(row), ...four.load(), ...set(most), ...along(rows, row, local, (numbers) => [...numbers, ...get(most), ...four.max, ...set(most)])];
  return [...found, ...total(get(most), single.max, local), ...four.splat, ...set(most)];
}

/** Code that leaves four sums, one of every fourth number of a row. */
function sumOf(rows: Rows, row: number, of: (numbers: Code) => Code, local: Local): number[] {
  const sums = local(V128);
  const counted = (again: number): number[] => (again === 0 ? [] : [...four.numbers(LANES.map((lane) => (lane < again ? 0 : 1))), ...four.multiply]);
  return [...four.constant(0), ...set(sums), ...along(rows, row, local, (numbers, again) => [...of(numbers), ...counted(again), ...get(sums), ...four.add, ...set(sums)]), ...get(sums)];
}

/** Of four numbers, one. */
function total(numbers: Code, operation: Code, local: Local): number[] {
  const all = local(V128);
  return [...numbers, ...set(all), ...LANES.flatMap((lane) => [...get(all), ...four.lane(lane), ...(lane === 0 ? [] : operation)])];
}

/** Row after row is added to the sums, which stay in the first cache. @param count local with the number of rows */
function sumColumns(columns: number, count: number, local: Local): number[] {
  const [groups, from, to] = [0, 1, 2];
  const [place, sum, left] = [local(I32), local(I32), local(I32)];
  const each = (body: Code): number[] => [...get(from), ...set(place), ...get(to), ...set(sum), ...get(groups), ...set(left), ...countDown(left, [...body, ...increase(place, 4 * BYTES), ...increase(sum, 4 * BYTES)])];
  return [
    ...each([...get(sum), ...four.constant(0), ...four.store()]),
    ...countDown(count, [...each([...get(sum), ...get(sum), ...four.load(), ...get(place), ...four.load(), ...four.add, ...four.store()]), ...increase(from, columns * BYTES)]),
  ];
}
