/**
 * A prediction without a runtime: every node of the graph is a task (`tasksOf.ts`), and the weights lie prepared in the memory of the tasks, large matrices as whole numbers of 8 bits
 * (`compactKernel.ts`). They are made anew when `Variables.version` has moved. One thread computes: a word takes less time than two need to find each other.
 */
import type { Graph, Node, Tensor, Value } from '../../graph/graph';
import { isWorthCompacting } from '../../graph/onnx/compactWeights';
import { liveValues } from '../../graph/onnx/live';
import type { EngineInfo, Feeds, Program, Results, Variables } from '../engine';
import { isOutOfMemory, runFailure } from '../failures';
import { checkFeeds } from '../feeds';
import { presentValue, type FloatTensor } from '../present';
import { settledBy, type Sizes } from '../sizes';
import { compactPanelsBytes, LEAST_INNER, writeCompactPanels } from './compactKernel';
import { Layout, type TaskWork } from './layout';
import { packPanels, panelsLength } from './productKernel';
import { keyOfWeight, outerValues, weightsOf, type Task, type Weight } from './task';
import { TaskMemory } from './taskMemory';
import { stepsName, taskModule } from './taskModule';
import { baseOf, tasksOf, VIEWS } from './tasksOf';
import { Team } from './team';

const BYTES = 4;

/** @returns null where something of the graph is not among the tasks, or the system does not give the memory: then a runtime must do */
export async function predictionProgram(graph: Graph, variables: Variables, info: EngineInfo): Promise<Program | null> {
  const plan = planOf(graph);
  const memory = plan && TaskMemory.create(false);
  if (!memory) return null;
  const { bytes, tables } = taskModule(plan.tasks, false, isCompact);
  const team = await Team.start(new WebAssembly.Module(bytes), memory.memory, 1, 0);
  if (!team) return null;
  try {
    return new PredictionProgram(graph, variables, info, plan, { tasks: plan.tasks, tables, threads: 1, memory, team });
  } catch (error) {
    if (isOutOfMemory(error)) return null;
    throw error;
  }
}

interface Plan {
  readonly tasks: readonly Task[];
  /** Rows of parameters, looked up where those are: the tasks find them in their memory. */
  readonly lookUps: readonly Node[];
  /** Inputs that tasks read, and what is looked up. */
  readonly crossing: readonly Value[];
  /** Parameters that tasks read as they are. */
  readonly whole: readonly Value[];
  readonly weights: readonly Weight[];
}

/** @returns null where something is not among the tasks, or sizes are not known before a run */
function planOf(graph: Graph): Plan | null {
  const live = liveValues(graph);
  const found = tasksOf(graph, live, true);
  const isLookUp = ({ operation, inputs: [table, places] }: Node): boolean => operation === 'Gather' && graph.parameters.includes(table) && graph.inputs.includes(places);
  const lookUps = [...found.keys()].filter(isLookUp);
  const tasks = [...found].filter(([node]) => !isLookUp(node)).map(([, task]) => task);
  const weights = [...new Map(tasks.flatMap(weightsOf).map((weight) => [keyOfWeight(weight), weight])).values()];
  const matrices = new Set(weights.map(({ value }) => value));
  const read = [...new Set(tasks.flatMap((task) => [...task.states.map(({ initial }) => initial), ...outerValues(task).filter((value) => !matrices.has(value))]).map(baseOf))];
  const made = new Set([...lookUps, ...tasks.map(({ node }) => node)].flatMap(({ outputs }) => outputs));
  const absorbed = new Set(tasks.flatMap((task) => task.absorbed));
  const isThere = (value: Value): boolean => made.has(value) || graph.inputs.includes(value) || graph.parameters.includes(value);
  const isDone = (node: Node): boolean => found.has(node) || absorbed.has(node) || VIEWS.has(node.operation) || (node.operation === 'Transpose' && matrices.has(node.inputs[0]));
  const isSettled = settledBy(graph.inputs.map(({ shape }) => shape));
  const crossing = [...read.filter((value) => graph.inputs.includes(value)), ...lookUps.flatMap(({ outputs }) => outputs)];
  const isWhole = graph.nodes.every((node) => isDone(node) || !node.outputs.some((output) => live.has(output))) && read.every(isThere) && weights.every(({ value }) => graph.parameters.includes(value));
  if (!isWhole || !graph.outputs.every(({ value }) => made.has(baseOf(value)) && isSettled(value.shape)) || !tasks.every(({ steps, batch }) => isSettled([steps, batch])) || !crossing.every(({ shape }) => isSettled(shape))) return null;
  return { tasks, lookUps, crossing, whole: read.filter((value) => graph.parameters.includes(value)), weights };
}

/** Of parameters, whose sizes are numbers. */
const isCompact = ({ value, inner }: Weight): boolean => isWorthCompacting(value as { readonly shape: readonly number[] }) && (inner as number) >= LEAST_INNER;

class PredictionProgram implements Program {
  /** Where parameters lie that are read as they are, and weights by `keyOfWeight`. */
  private readonly kept: ReadonlyMap<Value, number>;
  private readonly panels: ReadonlyMap<string, number>;
  private version: number | null = null;
  private running = false;
  private layout: { readonly sizes: string; readonly made: Layout } | null = null;

  /** @throws RangeError where the system does not give the memory */
  constructor(private readonly graph: Graph, private readonly variables: Variables, private readonly info: EngineInfo, private readonly plan: Plan, private readonly work: TaskWork) {
    const { memory } = work;
    this.kept = new Map(plan.whole.map((value) => [value, memory.take(this.present(value).data.byteLength)]));
    this.panels = new Map(plan.weights.map((weight) => {
      const inner = weight.inner as number;
      return [keyOfWeight(weight), memory.take(isCompact(weight) ? compactPanelsBytes(inner, weight.outer) : panelsLength(inner, weight.outer) * BYTES)];
    }));
    memory.keep();
    this.refresh();
  }

  async run(feeds: Feeds): Promise<Results> {
    if (this.running) throw new Error(`internal: ${this.graph.name} runs already; its memory serves one run at a time`);
    this.running = true;
    try {
      return await Promise.resolve(this.compute(this.movedOut(feeds)));
    } finally {
      this.running = false;
    }
  }

  async dispose(): Promise<void> { await this.work.team.dispose(); }

  /** With copies of what the last run gave out, which lies where this one will write. */
  private movedOut(feeds: Feeds): Feeds {
    const { buffer } = this.work.memory.memory;
    return Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, tensor.data.buffer === buffer ? { ...tensor, data: tensor.data.slice() } : tensor]));
  }

  private compute(feeds: Feeds): Results {
    const { graph, info, plan: { tasks, lookUps }, work: { team } } = this;
    const sizes = checkFeeds(graph, feeds);
    try {
      this.refresh();
      const layout = this.layoutFor(sizes);
      const numbersOf = (value: Value): Tensor => feeds[value.name] ?? layout.tensorOf(value);
      layout.takeIn(numbersOf);
      for (const { inputs: [table, places], outputs: [output] } of lookUps) lookUp(this.present(table), feeds[places.name].data as Int32Array, layout.tensorOf(output).data as Float32Array);
      tasks.forEach((task, number) => {
        const { steps, tables } = layout.prepare(task, numbersOf, (weight) => this.panels.get(keyOfWeight(weight))!);
        team.run(stepsName(number), steps, tables);
      });
      return Object.fromEntries(graph.outputs.map(({ name, value }) => [name, layout.tensorOf(value)]));
    } catch (error) {
      throw runFailure(error, graph, info, sizes);
    }
  }

  /** The weights as they are now. */
  private refresh(): void {
    const { variables, plan: { weights }, work: { memory } } = this;
    if (this.version === variables.version) return;
    for (const [value, address] of this.kept) {
      const { data } = this.present(value);
      memory.float32(address, data.length).set(data);
    }
    for (const weight of weights) {
      const { value, transposed, outer } = weight;
      const [matrix, address, inner] = [this.present(value), this.panels.get(keyOfWeight(weight))!, weight.inner as number];
      if (isCompact(weight)) writeCompactPanels(matrix, transposed, memory.memory.buffer, address);
      else packPanels(memory.float32(address, panelsLength(inner, outer)), matrix.data, inner, outer, transposed);
    }
    this.version = variables.version;
  }

  private layoutFor(sizes: Sizes): Layout {
    const key = sizes.toString();
    if (this.layout?.sizes !== key) this.layout = { sizes: key, made: new Layout(this.plan.crossing, this.work, sizes, this.kept) };
    return this.layout.made;
  }

  private present(parameter: Value): FloatTensor { return presentValue(this.graph, parameter, this.variables); }
}

/** @throws Error for a row that the table does not have */
function lookUp({ data, shape: [rows, width] }: FloatTensor, places: Int32Array, to: Float32Array): void {
  places.forEach((place, i) => {
    if (place < 0 || place >= rows) throw new Error(`row ${place} of a table of ${rows}`);
    to.set(data.subarray(place * width, (place + 1) * width), i * width);
  });
}
