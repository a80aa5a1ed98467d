/** A graph whose loops and matrix products run as code of our own between the runtime's parts (`compiled/stages.ts`). */
import type { Graph, Tensor, Value } from '../../graph/graph';
import type { GraphPart } from '../../graph/onnx/live';
import { nextName, readInputs, resultsOf, writeOnnx } from '../../graph/onnx/writer';
import type { Feeds, MemoryUse, Program, Results, Variables } from '../engine';
import { loadFailure, runFailure } from '../failures';
import { checkFeeds } from '../feeds';
import { packRest, panelsLength } from '../compiled/productKernel';
import { stagesOf, type Stages } from '../compiled/stages';
import { keyOfWeight, weightsOf, type Task } from '../compiled/task';
import { Layout, type TaskWork } from '../compiled/layout';
import { TaskMemory } from '../compiled/taskMemory';
import { packName, stepsName, taskModule } from '../compiled/taskModule';
import { boardLength, Team } from '../compiled/team';
import { presentValue } from '../present';
import { settledBy, type Sizes } from '../sizes';
import { inPlaceParameters } from './inPlace';
import { fromOrt, OrtTensors, QUIET, type InferenceSession, type OrtRuntime, type OrtTensor } from './runtime';

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
  const isKnown = settledBy(graph.inputs.map(({ shape }) => shape));
  const inPlace = inPlaceParameters(graph);
  return crossing.every(({ shape }) => isKnown(shape)) && stages.every(({ tasks }) => tasks.every(({ steps, batch }) => isKnown([steps, batch]))) && [...graph.assignments.keys()].every((parameter) => inPlace.has(parameter));
}

/** The packed weights, by `keyOfWeight`: where they lie and how many numbers they are. */
type Panels = ReadonlyMap<string, { readonly address: number; readonly length: number }>;

/** Where everything lies for one set of sizes. */
interface Place { readonly layout: Layout; readonly panels: Panels }

class StagedProgram implements Program {
  private readonly tensors: OrtTensors;
  /** One for each stage in which the runtime has something to do. */
  private readonly sessions: (Session | null)[] = [];
  private place: { readonly sizes: string; readonly made: Place } | null = null;
  private running = false;

  constructor(private readonly graph: Graph, private readonly variables: Variables, private readonly runtime: OrtRuntime, private readonly stages: Stages, private readonly work: TaskWork) {
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
      return await this.runStages(feeds, this.placeFor(sizes));
    } catch (error) {
      throw runFailure(error, this.graph, this.runtime.info, sizes);
    } finally {
      this.running = false;
    }
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.sessions.map((part) => part?.session.release()), this.work.team.dispose()]);
  }

  private placeFor(sizes: Sizes): Place {
    const key = sizes.toString();
    if (this.place?.sizes !== key) this.place = { sizes: key, made: this.newPlace(sizes) };
    return this.place.made;
  }

  private newPlace(sizes: Sizes): Place {
    const { tasks, memory } = this.work;
    const layout = new Layout(this.stages.crossing, this.work, sizes);
    const panels = new Map<string, { readonly address: number; readonly length: number }>();
    for (const weight of tasks.flatMap(weightsOf)) {
      const length = panelsLength(layout.resolve(weight.inner), weight.outer);
      if (!panels.has(keyOfWeight(weight))) panels.set(keyOfWeight(weight), { address: memory.take(length * BYTES), length });
    }
    return { layout, panels };
  }

  private async runStages(feeds: Feeds, { layout, panels }: Place): Promise<Results> {
    const numbersOf = (value: Value): Tensor => feeds[value.name] ?? this.graph.constants.get(value) ?? (this.graph.parameters.includes(value) ? presentValue(this.graph, value, this.variables) : layout.tensorOf(value));
    layout.takeIn(numbersOf);
    const given: Record<string, Tensor> = {};
    for (const [index, { tasks }] of this.stages.stages.entries()) {
      const part = this.sessions[index];
      if (part) await this.runPart(part, layout, numbersOf, given);
      for (const task of tasks) this.runTask(task, { layout, panels }, numbersOf);
    }
    for (const { name, value } of resultsOf(this.graph)) given[name] ??= numbersOf(value); // what no part of the runtime has yielded
    for (const parameter of this.graph.assignments.keys()) {
      const present = presentValue(this.graph, parameter, this.variables);
      if (given[nextName(parameter)].data !== present.data) copy(given[nextName(parameter)], present);
    }
    if (this.graph.assignments.size > 0) this.variables.changed();
    return Object.fromEntries(this.graph.outputs.map(({ name }) => [name, { ...given[name], data: given[name].data.slice() }])); // copies: what lies in the memory is written over by the next run
  }

  private runTask(task: Task, { layout, panels }: Place, numbersOf: (value: Value) => Tensor): void {
    const { memory, team, tasks } = this.work;
    const run = layout.prepare(task, numbersOf, (weight) => panels.get(keyOfWeight(weight))!.address);
    const weights = weightsOf(task);
    for (const weight of weights) {
      const { address, length } = panels.get(keyOfWeight(weight))!;
      packRest(memory.float32(address, length), layout.tensorOf(weight.value).data as Float32Array, layout.resolve(weight.inner), weight.outer, weight.transposed);
    }
    const number = tasks.indexOf(task);
    if (weights.length > 0) team.run(packName(number), 1, run.tables);
    team.run(stepsName(number), run.steps, run.tables);
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

/** Both are of one type. */
const copy = (from: Tensor, to: Tensor): void => { (to.data as Float32Array).set(from.data as Float32Array); };
