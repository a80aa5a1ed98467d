/** A task with its sizes: where everything lies, and what each thread is told. */
import type { Value } from '../../graph/graph';
import type { Size } from '../../graph/size';
import { tilesOf } from './productKernel';
import { isVector, type Rows } from './rows';
import { PANEL, type Task, type Weight } from './task';
import type { TaskMemory } from './taskMemory';
import { tableLength, type Argument } from './taskModule';

const BYTES = 4;

/** What a task shares with others, by address. */
export interface Surroundings {
  /** A value of the graph around it. */
  addressOf(value: Value): number;
  panelsOf(weight: Weight): number;
}

export class TaskRun {
  /** Results, and the last of each state: where they lie. */
  readonly results: ReadonlyMap<Value, number>;
  /** Where each state begins. */
  readonly initial: readonly number[];
  readonly tables: readonly number[];
  readonly steps: number;
  private readonly batch: number;
  private readonly histories: readonly number[];
  private readonly stacks: ReadonlyMap<number, number>;
  private readonly scratch: readonly number[];
  private readonly rooms: ReadonlyMap<Argument, number>;
  /** What each thread is told before a run, once it is known. */
  private told: readonly Int32Array[] | null = null;

  constructor(private readonly task: Task, private readonly table: readonly Argument[], private readonly resolve: (size: Size) => number, threads: number, memory: TaskMemory) {
    const { states, stacks, scratch, reverse } = task;
    const [steps] = [this.steps, this.batch] = [resolve(task.steps), resolve(task.batch)];
    const take = (extent: Pick<Rows, 'width' | 'positions'>, steps: number): number => memory.take(steps * this.stepOf(extent));
    this.histories = states.map((state) => take(state, state.inPlace ? 1 : steps + 1));
    this.stacks = new Map([...stacks.values()].flatMap((rows) => (rows.source.kind === 'stacked' ? [[rows.source.index, take(rows, steps)]] : [])));
    this.scratch = scratch.map((extent) => take(extent, 1));
    this.rooms = new Map(table.flatMap((argument) => (argument.kind === 'room' ? [[argument, memory.take(this.batch * argument.bytes)]] : [])));
    this.tables = Array.from({ length: threads }, () => memory.take(2 * tableLength(table) * BYTES));
    const slot = (state: number, step: number): number => this.histories[state] + (states[state].inPlace ? 0 : step * this.stepOf(states[state]));
    this.initial = states.map((_, state) => slot(state, reverse ? steps : 0));
    this.results = new Map([...states.map(({ final }, state): [Value, number] => [final, slot(state, reverse ? 0 : steps)]), ...[...stacks].map(([value, rows]): [Value, number] => [value, this.startOf(rows)])]);
  }

  /** Tells each thread where its rows lie; to be done before each run, since a run moves on what it was told. @param around always the same */
  fillTables(memory: TaskMemory, around: Surroundings): void {
    this.told ??= this.tables.map((_, thread) => this.tellOf(thread, around));
    this.tables.forEach((address, thread) => memory.int32(address, 2 * tableLength(this.table)).set(this.told![thread]));
  }

  /** What stands in the table of a thread at the beginning. */
  private tellOf(thread: number, around: Surroundings): Int32Array {
    const length = tableLength(this.table);
    const [first, end] = this.shareOf(this.batch, thread);
    const rows = end - first;
    const [tileSize, tiles, rest] = tilesOf(rows);
    const numbers = { rows, tileSize, tiles, rest, firstRow: first };
    const told = new Int32Array(2 * length);
    this.table.forEach((argument, i) => {
      [told[i], told[length + i]] = argument.kind === 'address' ? this.walkOf(argument.rows, argument.column, first, around) : [this.numberOf(argument, numbers, thread, around), 0];
    });
    return told;
  }

  private numberOf(argument: Exclude<Argument, { readonly kind: 'address' }>, rows: Readonly<Record<'rows' | 'tileSize' | 'tiles' | 'rest' | 'firstRow', number>>, thread: number, around: Surroundings): number {
    switch (argument.kind) {
      case 'matrix': return around.addressOf(argument.weight.value);
      case 'panels': return around.panelsOf(argument.weight);
      case 'room': return this.rooms.get(argument)! + rows.firstRow * argument.bytes;
      case 'size': return this.resolve(argument.size);
      case 'bytes': return this.resolve(argument.size) * BYTES;
      case 'firstPanel': return this.shareOf(Math.floor(argument.weight.outer / PANEL), thread)[0];
      case 'endPanel': return this.shareOf(Math.floor(argument.weight.outer / PANEL), thread)[1];
      default: return rows[argument.kind];
    }
  }

  /** From which to before which of so many things a thread does. */
  private shareOf(count: number, thread: number): readonly [number, number] {
    const share = Math.ceil(count / this.tables.length);
    return [Math.min(count, thread * share), Math.min(count, (thread + 1) * share)];
  }

  /** The address for the first step that is run, and the way to the next. */
  private walkOf(rows: Rows, column: number, first: number, around: Surroundings): readonly [number, number] {
    const { source } = rows;
    const row = (isVector(rows) ? 0 : first * this.rowOf(rows)) + column * BYTES;
    if (source.kind === 'outer') return [around.addressOf(source.value) + row, 0];
    if (source.kind === 'scratch') return [this.scratch[source.index] + row, 0];
    const start = source.kind === 'walked' ? around.addressOf(this.task.walked[source.index]) : this.startOf(rows);
    const step = this.isInPlace(source) ? 0 : this.stepOf(rows);
    return this.task.reverse ? [start + row + (this.steps - 1) * step, -step] : [start + row, step];
  }

  private isInPlace(source: Rows['source']): boolean { return (source.kind === 'before' || source.kind === 'after') && this.task.states[source.index].inPlace; }

  /** Bytes of a sequence's rows. */
  private rowOf({ width, positions = 1 }: Pick<Rows, 'width' | 'positions'>): number { return this.resolve(width) * this.resolve(positions) * BYTES; }
  /** Bytes of a step. */
  private stepOf(extent: Pick<Rows, 'width' | 'positions'>): number { return this.batch * this.rowOf(extent); }

  /** Where the rows of the first step of time lie. A state has one step more than the loop: before it begins, or after it ends where it runs backwards. */
  private startOf(rows: Rows): number {
    const { source } = rows;
    const step = this.isInPlace(source) ? 0 : this.stepOf(rows);
    switch (source.kind) {
      case 'before': return this.histories[source.index] + (this.task.reverse ? step : 0);
      case 'after': return this.histories[source.index] + (this.task.reverse ? 0 : step);
      case 'stacked': return this.stacks.get(source.index)!;
      default: throw new Error(`internal: ${source.kind} does not walk`);
    }
  }
}
