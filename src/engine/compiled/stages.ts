/**
 * Cuts a graph at what is computed by code of our own. Stage i is computed by the runtime from what is given and from the tasks before it; then follow the tasks that can run once
 * stage i is done. What crosses a cut lies in the memory of the tasks.
 */
import type { Graph, Node, Value } from '../../graph/graph';
import { liveValues, type GraphPart } from '../../graph/onnx/live';
import { resultsOf } from '../../graph/onnx/writer';
import { outerValues, type Task } from './task';
import { baseOf, readWithin, tasksOf, VIEWS } from './tasksOf';

export interface Stage {
  /** Null: the runtime has nothing to do. */
  readonly part: GraphPart | null;
  readonly tasks: readonly Task[];
}

export interface Stages {
  readonly stages: readonly Stage[];
  /** What tasks read or leave for others, inputs and parameters included. All else stays with the runtime. */
  readonly crossing: readonly Value[];
  /** Whether loops stay with the runtime. */
  readonly leavesLoops: boolean;
}

/** @returns null where nothing of the graph can be taken from the runtime */
export function stagesOf(graph: Graph): Stages | null {
  const live = liveValues(graph);
  const tasks = tasksOf(graph, live, false);
  return tasks.size === 0 ? null : new Cutter(graph, live, tasks).cut();
}

class Cutter {
  private readonly levels = new Map<Value, number>();
  private readonly nodes: readonly Node[];
  private readonly wanted = new Set<Value>();

  constructor(private readonly graph: Graph, live: ReadonlySet<Value>, private readonly tasks: ReadonlyMap<Node, Task>) {
    const within = new Set([...tasks.values()].flatMap(({ absorbed }) => absorbed));
    this.nodes = graph.nodes.filter((node) => !within.has(node) && node.outputs.some((output) => live.has(output)));
  }

  cut(): Stages {
    for (const node of this.nodes) {
      const level = Math.max(0, ...this.readBy(node).map((value) => this.levelOf(value)));
      for (const output of node.outputs) this.levels.set(output, level + (this.tasks.has(node) ? 1 : 0));
    }
    for (const node of this.nodes) {
      if (this.tasks.has(node)) this.readBy(node).forEach((value) => this.wanted.add(baseOf(value)));
      else if (!this.isCheap(node)) this.want(this.readBy(node), this.levelOf(node.outputs[0]));
    }
    const results = resultsOf(this.graph);
    for (const { value } of results) if (value.producer && this.isCheap(value.producer)) this.want([value], this.levelOf(value));
    const last = Math.max(...this.levels.values());
    const stages = Array.from({ length: last + 1 }, (_, level) => this.stage(level, results));
    return { stages, crossing: [...this.wanted], leavesLoops: this.nodes.some((node) => node.body && !this.tasks.has(node)) };
  }

  private stage(level: number, results: GraphPart['results']): Stage {
    const isHere = (value: Value): boolean => value.producer !== null && !this.isOurs(value) && this.levelOf(value) === level;
    const mine = [...results.filter(({ value }) => isHere(value)), ...[...this.wanted].filter(isHere).map((value) => ({ name: value.name, value }))];
    const given = new Set([...this.levels.keys()].filter((value) => !this.isCheap(value.producer!) && (this.levelOf(value) < level || (this.isOurs(value) && this.levelOf(value) === level))));
    return {
      part: mine.length > 0 ? { given, results: mine } : null,
      tasks: this.nodes.filter((node) => this.tasks.has(node) && this.levelOf(node.outputs[0]) === level + 1).map((node) => this.tasks.get(node)!),
    };
  }

  /** Notes what must be handed to a level from those before it. */
  private want(values: readonly Value[], level: number): void {
    for (const value of values) {
      if (!value.producer) continue;
      if (this.isCheap(value.producer)) this.want(value.producer.inputs, level);
      else if (this.isOurs(value) || this.levelOf(value) < level) this.wanted.add(value);
    }
  }

  private levelOf(value: Value): number { return this.levels.get(value) ?? 0; }
  private isOurs({ producer }: Value): boolean { return producer !== null && this.tasks.has(producer); }
  /** Cheaper to do again than to hand over: views, sizes, weights turned. */
  private isCheap({ operation, inputs, outputs }: Node): boolean {
    return VIEWS.has(operation) || outputs[0].type === 'int64' || (operation === 'Transpose' && inputs[0].producer === null);
  }

  /** Everything of this graph that a node reads. */
  private readBy(node: Node): Value[] {
    const task = this.tasks.get(node);
    const read = task ? [...task.states.map(({ initial }) => initial), ...outerValues(task)] : readWithin(node);
    return read.filter((value) => value.graph === this.graph && !this.graph.constants.has(value));
  }
}
