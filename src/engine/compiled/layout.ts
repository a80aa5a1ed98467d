/** Where everything lies for one set of sizes, and what each task is told of it. */
import type { Tensor, Value } from '../../graph/graph';
import type { Size } from '../../graph/size';
import type { Sizes } from '../sizes';
import type { Task, Weight } from './task';
import { bytesOf, type TaskMemory } from './taskMemory';
import type { Argument } from './taskModule';
import { TaskRun } from './taskRun';
import { baseOf } from './tasksOf';
import type { Team } from './team';

/** The tasks of a program with all that they need to run. */
export interface TaskWork {
  readonly tasks: readonly Task[];
  readonly tables: readonly (readonly Argument[])[];
  readonly threads: number;
  readonly memory: TaskMemory;
  readonly team: Team;
}

export class Layout {
  readonly resolve: (size: Size) => number;
  private readonly stored: Map<Value, number>;
  private readonly tensors = new Map<Value, Tensor>();
  private readonly runs = new Map<Task, TaskRun>();
  /** Inputs and parameters that tasks read. */
  private readonly taken: readonly Value[];

  /**
   * @param crossing what tasks read or leave for others
   * @param kept what lies at the same place whatever the sizes
   */
  constructor(crossing: readonly Value[], private readonly work: TaskWork, sizes: Sizes, kept: ReadonlyMap<Value, number> = new Map()) {
    const { memory, tasks, tables, threads } = work;
    const resolve = this.resolve = (size) => sizes.resolve(size)!;
    this.stored = new Map(kept);
    memory.clear();
    tasks.forEach((task, i) => {
      const run = new TaskRun(task, tables[i], resolve, threads, memory);
      this.runs.set(task, run);
      for (const [value, address] of run.results) this.stored.set(value, address);
    });
    for (const value of crossing) if (!this.stored.has(value)) this.stored.set(value, memory.take(lengthOf(this.shapeOf(value)) * bytesOf(value.type)));
    this.taken = crossing.filter((value) => value.producer === null && !kept.has(value));
  }

  tensorOf(value: Value): Tensor {
    let tensor = this.tensors.get(value);
    if (!tensor) {
      const shape = this.shapeOf(value);
      this.tensors.set(value, tensor = { type: value.type, shape, data: this.work.memory.at(value.type, this.addressOf(value), lengthOf(shape)) });
    }
    return tensor;
  }

  takeIn(numbersOf: (value: Value) => Tensor): void {
    for (const value of this.taken) (this.tensorOf(value).data as Float32Array).set(numbersOf(value).data as Float32Array); // both are of one type
  }

  /** Tells a task where everything lies, and its states how they begin. */
  prepare(task: Task, numbersOf: (value: Value) => Tensor, panelsOf: (weight: Weight) => number): TaskRun {
    const { memory } = this.work;
    const run = this.runs.get(task)!;
    task.states.forEach(({ initial }, state) => {
      const { data } = numbersOf(initial);
      memory.float32(run.initial[state], data.length).set(data as Float32Array);
    });
    run.fillTables(memory, { addressOf: (value) => this.addressOf(value), panelsOf });
    return run;
  }

  private shapeOf({ shape }: Value): number[] { return shape.map(this.resolve); }

  private addressOf(value: Value): number {
    const address = this.stored.get(baseOf(value));
    if (address === undefined) throw new Error(`internal: ${value.name} is not at hand`);
    return address;
  }
}

const lengthOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
