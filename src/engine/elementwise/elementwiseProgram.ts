/**
 * Runs an element-wise graph (`plan.ts`) without a runtime: one WebAssembly function for each kind of walk, over arrays that lie in its memory. The variables are
 * moved there once; other programs read and write them in place as before. Adam over four million weights takes 5 ms so, and 24 ms as the dozen passes of a runtime.
 */
import type { Graph, Tensor, Value } from '../../graph/graph';
import type { Feeds, Program, Results, Variables } from '../engine';
import { checkFeeds } from '../feeds';
import { kernelOf, scalarOf } from './kernel';
import { planElementwise, type Pass, type Step } from './plan';
import { MEMORY, MOST_PAGES, PAGE, wasmModule } from '../wasm/module';

/** Arrays begin at a cache line. */
const ALIGNMENT = 64;
const BYTES = 4;

type Kernel = (...numbers: number[]) => number;
type Planned = { readonly scalar: Parameters<typeof scalarOf>[0] } | { readonly pass: Pass; readonly kernel: Kernel };
interface Array32 { readonly parameter: Value; readonly address: number; readonly data: Float32Array }

/** @returns null where the graph is not element-wise, its arrays do not fit into a memory of 4 GiB, or the system gives none: then a runtime must do */
export function elementwiseProgram(graph: Graph, variables: Variables): Program | null {
  const steps = planElementwise(graph);
  if (!steps) return null;
  const ends: number[] = [];
  for (const { shape } of graph.parameters) ends.push(Math.ceil(((ends.at(-1) ?? 0) + lengthOf(shape as readonly number[]) * BYTES) / ALIGNMENT) * ALIGNMENT);
  const pages = Math.ceil((ends.at(-1) ?? 0) / PAGE);
  if (pages > MOST_PAGES) return null;
  const memory = newMemory(pages);
  if (!memory) return null;
  const arrays = new Map(graph.parameters.map((parameter, i): [Value, Array32] => {
    const address = ends[i - 1] ?? 0;
    return [parameter, { parameter, address, data: new Float32Array(memory.buffer, address, lengthOf(parameter.shape as readonly number[])) }];
  }));
  return new ElementwiseProgram(graph, variables, arrays, compile(steps, memory));
}

class ElementwiseProgram implements Program {
  constructor(private readonly graph: Graph, private readonly variables: Variables, private readonly arrays: ReadonlyMap<Value, Array32>, private readonly steps: readonly Planned[]) {
    for (const array of arrays.values()) this.moveIn(array);
  }

  run(feeds: Feeds): Promise<Results> {
    return new Promise((resolve) => {
      checkFeeds(this.graph, feeds);
      for (const array of this.arrays.values()) this.moveIn(array);
      const scalars = new Map<Value, number>([...this.graph.constants].map(([value, { data }]) => [value, data[0] as number]));
      for (const input of this.graph.inputs) scalars.set(input, feeds[input.name].data[0] as number);
      const valueOf = (value: Value): number => scalars.get(value)!;
      for (const step of this.steps) {
        if ('scalar' in step) scalars.set(step.scalar.outputs[0], scalarOf(step.scalar, valueOf));
        else this.walk(step.pass, step.kernel, scalars);
      }
      this.variables.changed();
      resolve(Object.fromEntries(this.graph.outputs.map(({ name, value }): [string, Tensor] => [name, { type: 'float32', shape: [], data: Float32Array.of(valueOf(value)) }])));
    });
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  private walk({ arrays, scalars: read, sum }: Pass, kernel: Kernel, scalars: Map<Value, number>): void {
    const places = arrays.map((array) => this.arrays.get(array)!);
    const total = kernel(places[0].data.length, ...places.map(({ address }) => address), ...read.map((value) => scalars.get(value)!));
    if (sum) scalars.set(sum.outputs[0], Math.fround(total));
  }

  /** Takes over a variable whose numbers lie elsewhere: at first all of them, later those that another program has put anew. */
  private moveIn({ parameter: { name, shape }, data }: Array32): void {
    const present = this.variables.get(name);
    if (present.data === data) return;
    if (present.shape.join() !== shape.join()) throw new Error(`internal: ${this.graph.name} expects ${name} [${shape.join(', ')}], got [${present.shape.join(', ')}]`);
    data.set(present.data);
    this.variables.replace(name, { ...present, data });
  }
}

/** One function for all passes that have the same code. */
function compile(steps: readonly Step[], memory: WebAssembly.Memory): Planned[] {
  const names = new Map<string, string>();
  const functions: ReturnType<typeof kernelOf>[] = [];
  const named = steps.map((step) => {
    if ('scalar' in step) return step;
    const kernel = kernelOf(step.pass, `pass${functions.length}`);
    const key = [kernel.parameters, kernel.locals, kernel.code].join('|');
    const known = names.get(key);
    if (known !== undefined) return { pass: step.pass, name: known };
    names.set(key, kernel.name);
    functions.push(kernel);
    return { pass: step.pass, name: kernel.name };
  });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasmModule(functions)), { [MEMORY.module]: { [MEMORY.name]: memory } });
  return named.map((step) => ('scalar' in step ? step : { pass: step.pass, kernel: exports[step.name] as Kernel }));
}

/** The address space that goes with it may be limited where its pages would fit. */
function newMemory(pages: number): WebAssembly.Memory | null {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch {
    return null;
  }
}

const lengthOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
