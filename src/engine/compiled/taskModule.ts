/** The WebAssembly module of a program's tasks: kernels of walks and products, and for each task a function that prepares its matrices and one that runs through its steps. */
import { call, countDown, four, get, ints, whole, type Code } from '../wasm/code';
import { I32, wasmModule, type WasmFunction } from '../wasm/module';
import type { Size } from '../../graph/size';
import { COMPACT_PRODUCT, compactFunctions, eightsOf, shortenKernel, shortRowBytes } from './compactKernel';
import { PACK, PRODUCT, productFunctions } from './productKernel';
import type { Place, Rows } from './rows';
import { PANEL, rowsOfWalk, weightsOf, type Product, type Task, type Walk, type Weight } from './task';
import { walkKernel } from './walkKernel';
import { furtherOfWork, placesOfWork, workKernel, type Further } from './work';

/** What a kernel is given that is known only where the sizes are: it stands in a table, beside what is added to it after each step. */
export type Argument =
  | { readonly kind: 'address'; readonly rows: Rows; readonly column: number }
  | { readonly kind: 'matrix' | 'panels'; readonly weight: Weight }
  /** So many numbers, or their bytes. */
  | { readonly kind: 'size' | 'bytes'; readonly size: Size }
  /** Where there is room for so many bytes a row. */
  | { readonly kind: 'room'; readonly bytes: number }
  /** Of the full panels of a weight, those that a thread fills. */
  | { readonly kind: 'firstPanel' | 'endPanel'; readonly weight: Weight }
  /** Of the rows that a thread has: all of them, their tiles, and which of the task's is the first. */
  | { readonly kind: 'rows' | 'tileSize' | 'tiles' | 'rest' | 'firstRow' };

export interface TaskModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The table of each task. Its functions, by the names below, take the table's address and the number of steps. */
  readonly tables: readonly (readonly Argument[])[];
}

export const packName = (task: number): string => `pack${task}`;
export const stepsName = (task: number): string => `steps${task}`;

const BYTES = 4;
/** The table is added up four numbers at a time. */
export const tableLength = (table: readonly Argument[]): number => Math.ceil(table.length / 4) * 4;

/**
 * @param shared whether threads share the memory
 * @param isCompact which weights are whole numbers, for weights that lie prepared; without it they are packed for each run
 */
export function taskModule(tasks: readonly Task[], shared: boolean, isCompact: ((weight: Weight) => boolean) | null = null): TaskModule {
  const functions: WasmFunction[] = [...productFunctions()];
  const compactFirst = functions.length;
  if (isCompact) functions.push(...compactFunctions(compactFirst));
  const shortening = new Map<number, number>();
  /** The place of the function for rows of so many numbers. */
  const shorten = (inner: number): number => {
    let place = shortening.get(inner);
    if (place === undefined) shortening.set(inner, place = functions.push(shortenKernel(inner, `shorten${inner}`)) - 1);
    return place;
  };
  const written = tasks.map((task, number) => {
    const table: Argument[] = [];
    const packing = isCompact ? [] : weightsOf(task).map((weight) => packCall(weight, table));
    const calls = task.instructions.map((instruction, index) => {
      if ('product' in instruction) return isCompact?.(instruction.product.weight) ? compactCall(instruction.product, { shorten, multiply: compactFirst + COMPACT_PRODUCT }, table) : productCall(instruction.product, table);
      const name = `rows${number}.${index}`;
      if ('walk' in instruction) {
        functions.push(walkKernel(instruction.walk, name));
        return rowsCall(rowsOfWalk(instruction.walk).map((rows) => ({ rows, column: 0 })), furtherOfWalk(instruction.walk), functions.length - 1, table);
      }
      functions.push(workKernel(instruction.work, name));
      return rowsCall(placesOfWork(instruction.work), furtherOfWork(instruction.work), functions.length - 1, table);
    });
    return { table, packing, calls };
  });
  written.forEach(({ table, packing, calls }, number) => {
    functions.push({ name: packName(number), parameters: [I32, I32], result: null, locals: [], code: packing.flat() });
    functions.push({ name: stepsName(number), parameters: [I32, I32], result: null, locals: [], code: countDown(1, [...calls.flat(), ...nextStep(tableLength(table))]) });
  });
  return { bytes: wasmModule(functions, shared), tables: written.map(({ table }) => table) };
}

/** Adds to what stands in the table what stands behind it. */
function nextStep(length: number): number[] {
  return Array.from({ length: length / 4 }, (_, i) => [...get(0), ...get(0), ...four.load(i * 16), ...get(0), ...four.load((length + i * 4) * BYTES), ...four.intsAdd, ...four.store(i * 16)]).flat();
}

/** Code for an argument, which joins the table. */
function fromTable(table: Argument[], argument: Argument): number[] {
  table.push(argument);
  return [...get(0), ...ints.load((table.length - 1) * BYTES)];
}

const furtherOfWalk = ({ positions }: Walk): readonly Further[] => (positions === undefined ? [] : [{ kind: 'size', size: positions }]);

/** @param further what the kernel is given behind its pointers */
function rowsCall(places: readonly Place[], further: readonly Further[], kernel: number, table: Argument[]): Code {
  return [...fromTable(table, { kind: 'rows' }), ...places.flatMap(({ rows, column }) => fromTable(table, { kind: 'address', rows, column })), ...further.flatMap((argument) => fromTable(table, argument)), ...call(kernel)];
}

const panelCount = ({ outer }: Weight): number[] => whole(Math.ceil(outer / PANEL));

function packCall(weight: Weight, table: Argument[]): Code {
  const { inner, outer, transposed } = weight;
  return [
    ...fromTable(table, { kind: 'matrix', weight }), ...fromTable(table, { kind: 'bytes', size: transposed ? inner : outer }), ...fromTable(table, { kind: 'panels', weight }),
    ...fromTable(table, { kind: 'size', size: inner }), ...panelCount(weight), ...fromTable(table, { kind: 'firstPanel', weight }), ...fromTable(table, { kind: 'endPanel', weight }),
    ...whole(transposed ? 1 : 0), ...call(PACK),
  ];
}

function productCall({ left, weight, result, adds }: Product, table: Argument[]): Code {
  return [
    ...fromTable(table, { kind: 'address', rows: left.rows, column: left.column }), ...fromTable(table, { kind: 'bytes', size: left.rows.width }), ...fromTable(table, { kind: 'panels', weight }),
    ...fromTable(table, { kind: 'address', rows: result, column: 0 }), ...fromTable(table, { kind: 'bytes', size: result.width }), ...fromTable(table, { kind: 'size', size: weight.inner }), ...panelCount(weight),
    ...(['tileSize', 'tiles', 'rest'] as const).flatMap((kind) => fromTable(table, { kind })), ...whole(adds ? 1 : 0), ...call(PRODUCT),
  ];
}

/** @param functions the places of those that it takes */
function compactCall({ left, weight, result, adds }: Product, functions: { readonly shorten: (inner: number) => number; readonly multiply: number }, table: Argument[]): Code {
  const inner = weight.inner as number;
  const bytes = shortRowBytes(inner);
  const [room, rows] = [fromTable(table, { kind: 'room', bytes }), fromTable(table, { kind: 'rows' })];
  return [
    ...fromTable(table, { kind: 'address', rows: left.rows, column: left.column }), ...fromTable(table, { kind: 'bytes', size: left.rows.width }), ...room, ...rows, ...call(functions.shorten(inner)),
    ...room, ...whole(bytes), ...fromTable(table, { kind: 'panels', weight }), ...fromTable(table, { kind: 'address', rows: result, column: 0 }), ...fromTable(table, { kind: 'bytes', size: result.width }),
    ...whole(eightsOf(inner)), ...panelCount(weight), ...rows, ...whole(adds ? 1 : 0), ...call(functions.multiply),
  ];
}
