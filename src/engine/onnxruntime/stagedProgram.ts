/** A graph whose loops and matrix products run as code of our own between the runtime's parts (`compiled/stages.ts`). */
import type { Graph, Tensor, Value } from '../../graph/graph';
import type { GraphPart } from '../../graph/onnx/live';
import { nextName, readInputs, resultsOf, writeOnnx } from '../../graph/onnx/writer';
import type { Shape, Size } from '../../graph/size';
import type { Feeds, MemoryUse, Program, Results, Variables } from '../engine';
import { loadFailure, runFailure } from '../failures';
import { checkFeeds } from '../feeds';
import { packRest, panelsLength } from '../compiled/productKernel';
import { baseOf, stagesOf, type Stages } from '../compiled/stages';
import { weightsOf, type Task, type Weight } from '../compiled/task';
import { bytesOf, TaskMemory } from '../compiled/taskMemory';
import { packName, stepsName, taskModule, type Argument } from '../compiled/taskModule';
import { TaskRun } from '../compiled/taskRun';
import { boardLength, Team } from '../compiled/team';
import type { Sizes } from '../sizes';
import { inPlaceParameters } from './inPlace';
import { fromOrt, OrtTensors, presentValue, QUIET, type InferenceSession, type OrtRuntime, type OrtTensor } from './runtime';

const BYTES = 4;

/** The runtime's part of a stage. */
interface Session { readonly part: GraphPart; readonly fed: readonly Value[]; readonly session: InferenceSession }

/**
 * @returns null where nothing can be taken from the runtime, or the system gives no memory or no threads for it; also where loops stay with the runtime and there are several threads: those would be better off
 * in its loops, as the training of a translator with attention showed
 */
export async function stagedProgram(graph: Graph, variables: Variables, runtime: OrtRuntime, memory: MemoryUse = 'planned'): Promise<Program | null> {
  const stages = stagesOf(graph);
  const { threads } = runtime.info;
  if (!stages || (stages.leavesLoops && threads > 1) || !isSettled(graph, stages)) return null;
  const taskMemory = TaskMemory.create(threads > 1);
  if (!taskMemory) return null;
  const tasks = stages.stages.flatMap(({ tasks }) => tasks);
  const { bytes, tables } = taskModule(tasks, threads > 1);
  const team = await Team.start(new WebAssembly.Module(bytes), taskMemory.memory, threads, taskMemory.take(boardLength(threads) * BYTES));
  if (!team) return null;
  taskMemory.keep();
  runtime.startThreads?.(1); // more would look for work while ours do it
  const program = new StagedProgram(graph, variables, runtime, stages, { tasks, tables, threads, memory: taskMemory, team });
  try {
    await program.load(memory);
    return program;
  } catch (error) {
    await program.dispose();
    throw loadFailure(error, graph, runtime.info);
  }
}

/** Whether all sizes are known before a run, and no parameter needs a second place for its next value. */
function isSettled(graph: Graph, { stages, crossing }: Stages): boolean {
  const symbols = new Set(graph.inputs.flatMap(({ shape }) => shape));
  const isKnown = (shape: Shape): boolean => shape.every((size) => typeof size === 'number' || size.split('*').every((factor) => /^\d+$/.test(factor) || symbols.has(factor)));
  const inPlace = inPlaceParameters(graph);
  return crossing.every(({ shape }) => isKnown(shape)) && stages.every(({ tasks }) => tasks.every(({ steps, batch }) => isKnown([steps, batch]))) && [...graph.assignments.keys()].every((parameter) => inPlace.has(parameter));
}

/** The tasks of a program with all that they need to run. */
interface Work {
  readonly tasks: readonly Task[];
  readonly tables: readonly (readonly Argument[])[];
  readonly threads: number;
  readonly memory: TaskMemory;
  readonly team: Team;
}

class StagedProgram implements Program {
  private readonly tensors: OrtTensors;
  /** One for each stage in which the runtime has something to do. */
  private readonly sessions: (Session | null)[] = [];
  private layout: { readonly sizes: string; readonly made: Layout } | null = null;
  private running = false;

  constructor(private readonly graph: Graph, private readonly variables: Variables, private readonly runtime: OrtRuntime, private readonly stages: Stages, private readonly work: Work) {
    this.tensors = new OrtTensors(runtime);
  }

  /** @throws whatever the runtime does not take */
  async load(memory: MemoryUse): Promise<void> {
    const { graph, runtime } = this;
    for (const { part } of this.stages.stages) this.sessions.push(part && { part, fed: readInputs(graph, part), session: await runtime.createSession(writeOnnx(graph, { part }), memory) });
  }

  async run(feeds: Feeds): Promise<Results> {
    if (this.running) throw new Error(`internal: ${this.graph.name} runs already; its buffers serve one run at a time`);
    const sizes = checkFeeds(this.graph, feeds);
    this.running = true;
    try {
      return await this.runStages(feeds, this.layoutFor(sizes));
    } catch (error) {
      throw runFailure(error, this.graph, this.runtime.info, sizes);
    } finally {
      this.running = false;
    }
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.sessions.map((part) => part?.session.release()), this.work.team.dispose()]);
  }

  private layoutFor(sizes: Sizes): Layout {
    const key = sizes.toString();
    if (this.layout?.sizes !== key) this.layout = { sizes: key, made: new Layout(this.stages, this.work, sizes) };
    return this.layout.made;
  }

  private async runStages(feeds: Feeds, layout: Layout): Promise<Results> {
    const numbersOf = (value: Value): Tensor => feeds[value.name] ?? this.graph.constants.get(value) ?? (this.graph.parameters.includes(value) ? presentValue(this.graph, value, this.variables) : layout.tensorOf(value));
    layout.takeIn(numbersOf);
    const given: Record<string, Tensor> = {};
    for (const [index, { tasks }] of this.stages.stages.entries()) {
      const part = this.sessions[index];
      if (part) await this.runPart(part, layout, numbersOf, given);
      for (const task of tasks) layout.run(task, numbersOf);
    }
    for (const { name, value } of resultsOf(this.graph)) given[name] ??= numbersOf(value); // what no part of the runtime has yielded
    for (const parameter of this.graph.assignments.keys()) {
      const present = presentValue(this.graph, parameter, this.variables);
      if (given[nextName(parameter)].data !== present.data) copy(given[nextName(parameter)], present);
    }
    if (this.graph.assignments.size > 0) this.variables.changed();
    return Object.fromEntries(this.graph.outputs.map(({ name }) => [name, { ...given[name], data: given[name].data.slice() }])); // copies: what lies in the memory is written over by the next run
  }

  private async runPart({ part, fed, session }: Session, layout: Layout, numbersOf: (value: Value) => Tensor, given: Record<string, Tensor>): Promise<void> {
    const targets = new Map(part.results.map(({ name, value }) => [name, this.targetOf(name, value, layout)]));
    const inputs = Object.fromEntries(fed.map((value) => [value.name, this.tensors.of(numbersOf(value))]));
    const fetched = await (this.runtime.writesIntoGivenBuffers
      ? session.run(inputs, Object.fromEntries([...targets].map(([name, target]): [string, OrtTensor | null] => [name, target && this.tensors.of(target)])), QUIET)
      : session.run(inputs, QUIET));
    for (const [name, target] of targets) {
      if (target && !this.runtime.writesIntoGivenBuffers) copy(fromOrt(fetched[name]), target);
      given[name] = target ?? fromOrt(fetched[name]);
    }
  }

  private targetOf(name: string, value: Value, layout: Layout): Tensor | null {
    if (name === value.name) return layout.tensorOf(value);
    const parameter = [...this.graph.assignments.keys()].find((parameter) => nextName(parameter) === name);
    return parameter ? presentValue(this.graph, parameter, this.variables) : null;
  }
}

/** Where everything lies for one set of sizes. */
class Layout {
  private readonly stored = new Map<Value, number>();
  private readonly tensors = new Map<Value, Tensor>();
  private readonly runs = new Map<Task, TaskRun>();
  private readonly panels = new Map<string, { readonly address: number; readonly length: number }>();
  /** Inputs and parameters that tasks read. */
  private readonly taken: readonly Value[];
  private readonly resolve: (size: Size) => number;

  constructor({ crossing }: Stages, private readonly work: Work, sizes: Sizes) {
    const { memory, tasks, tables, threads } = work;
    const resolve = this.resolve = (size) => sizes.resolve(size)!;
    memory.clear();
    tasks.forEach((task, i) => {
      const run = new TaskRun(task, tables[i], resolve, threads, memory);
      this.runs.set(task, run);
      for (const [value, address] of run.results) this.stored.set(value, address);
      for (const weight of weightsOf(task)) {
        const length = panelsLength(resolve(weight.inner), weight.outer);
        if (!this.panels.has(keyOf(weight))) this.panels.set(keyOf(weight), { address: memory.take(length * BYTES), length });
      }
    });
    for (const value of crossing) if (!this.stored.has(value)) this.stored.set(value, memory.take(lengthOf(this.shapeOf(value)) * bytesOf(value.type)));
    this.taken = crossing.filter(({ producer }) => producer === null);
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
    for (const value of this.taken) copy(numbersOf(value), this.tensorOf(value));
  }

  run(task: Task, numbersOf: (value: Value) => Tensor): void {
    const { memory, team, tasks } = this.work;
    const run = this.runs.get(task)!;
    task.states.forEach(({ initial }, state) => {
      const { data } = numbersOf(initial);
      memory.float32(run.initial[state], data.length).set(data as Float32Array);
    });
    run.fillTables(memory, { addressOf: (value) => this.addressOf(value), panelsOf: (weight) => this.panels.get(keyOf(weight))!.address });
    const weights = weightsOf(task);
    for (const weight of weights) {
      const { address, length } = this.panels.get(keyOf(weight))!;
      packRest(memory.float32(address, length), this.tensorOf(weight.value).data as Float32Array, this.resolve(weight.inner), weight.outer, weight.transposed);
    }
    const number = tasks.indexOf(task);
    if (weights.length > 0) team.run(packName(number), 1, run.tables);
    team.run(stepsName(number), run.steps, run.tables);
  }

  private shapeOf({ shape }: Value): number[] { return shape.map(this.resolve); }

  private addressOf(value: Value): number {
    const address = this.stored.get(baseOf(value));
    if (address === undefined) throw new Error(`internal: ${value.name} is not at hand`);
    return address;
  }
}

const lengthOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
const keyOf = ({ value, transposed }: Weight): string => `${value.name}${transposed ? '.transposed' : ''}`;
/** Both are of one type. */
const copy = (from: Tensor, to: Tensor): void => { (to.data as Float32Array).set(from.data as Float32Array); };
