/** Which nodes of a graph are tasks. */
import type { Graph, Node, Value } from '../../graph/graph';
import { resultsOf } from '../../graph/onnx/writer';
import { loopTaskOf } from './loopTask';
import { productTaskOf } from './productTask';
import { rowTaskOf } from './rowTasks';
import type { Task } from './task';

/** Operations that yield the same numbers in another shape. */
export const VIEWS = new Set(['Reshape', 'Unsqueeze', 'Squeeze', 'Identity']);

/** Whose numbers a value has. */
export const baseOf = (value: Value): Value => (value.producer && VIEWS.has(value.producer.operation) ? baseOf(value.producer.inputs[0]) : value);

/**
 * @param live what the graph's results need
 * @param predicts whether nothing is to be left to the runtime, and weights lie prepared: then products of a few rows are tasks too, and what stands between tasks
 */
export function tasksOf(graph: Graph, live: ReadonlySet<Value>, predicts: boolean): ReadonlyMap<Node, Task> {
  const tasks = new Map<Node, Task>();
  const readOnce = readOnceIn(graph);
  const nodes = graph.nodes.filter(({ outputs }) => outputs.some((output) => live.has(output)));
  const context = {
    predicts,
    isReadOnce: (value: Value) => readOnce.has(value), isOurs: (value: Value) => tasks.has(baseOf(value).producer!),
    find: (operation: string, operand: Value) => nodes.find((node) => node.operation === operation && node.inputs[0] === operand && tasks.has(node))?.outputs[0] ?? null,
  };
  for (const node of nodes) {
    const task = node.body ? loopTaskOf(node, live) : productTaskOf(node, context) ?? rowTaskOf(node, context);
    if (!task) continue;
    tasks.set(node, task);
    for (const absorbed of task.absorbed) tasks.delete(absorbed);
  }
  return tasks;
}

function readOnceIn(graph: Graph): ReadonlySet<Value> {
  const [once, more] = [new Set<Value>(), new Set<Value>()];
  for (const value of [...graph.nodes.flatMap(readWithin), ...resultsOf(graph).map((result) => result.value)]) (once.has(value) ? more : once).add(value);
  return new Set([...once].filter((value) => !more.has(value)));
}

/** What a node reads, its loop's body included. */
export function readWithin({ inputs, body }: Node): Value[] {
  return [...inputs, ...(body?.nodes.flatMap(readWithin) ?? []), ...(body?.outputs.map(({ value }) => value) ?? [])];
}
