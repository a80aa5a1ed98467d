/** How programs on TensorFlow behave beyond the numbers: what they refuse, whose memory results lie in, and what they leave behind. */
import { describe, expect, it } from 'vitest';
import '../../graph/operations';
import { UserError } from '../../errors/userError';
import { Graph, type Tensor } from '../../graph/graph';
import * as ops from '../../graph/ops';
import { createEngine } from '../choose';
import { Variables } from '../engine';
import { tensor } from '../testing/cases';
import { loop } from '../testing/loops';
import type { TensorFlow } from './device';
import { backends, createJavaScriptEngine, javascript } from './testing/backends';

const floats = (shape: readonly number[], ...data: number[]): Tensor => ({ type: 'float32', shape, data: Float32Array.from(data) });
const whole = (...data: number[]): Tensor => ({ type: 'int32', shape: [data.length], data: Int32Array.from(data) });
const tensorCount = (): number => javascript.memory().numTensors;

/** next = state · 2 + x */
function carrying(): Graph {
  const graph = new Graph('carrying');
  const x = graph.input('x', 'float32', ['B', 2]);
  const state = graph.input('state', 'float32', ['B', 2]);
  graph.output('next', ops.add(ops.mul(state, 2), x));
  return graph;
}

// First, since the package stays loaded once it is
it('is refused with its remedy where it is not installed', async () => {
  await expect(createEngine({ engine: 'tensorflow', threads: 1, folder: '/' })).rejects.toMatchObject({
    code: 'unavailable', where: 'engine', what: expect.stringContaining('@tensorflow/tfjs-node is not installed in / or ') as string, remedy: expect.stringContaining('npm install @tensorflow/tfjs-node') as string,
  });
});

describe.each(backends)('TensorFlow (%s)', (_name, create) => {
  it('takes what it gave out as the next state', async () => {
    const program = await (await create()).load(carrying(), new Variables());
    const x = floats([1, 2], 1, 10);
    let state = floats([1, 2], 0, 0);
    const seen: number[][] = [];
    for (let step = 0; step < 3; step++) {
      ({ next: state } = await program.run({ x, state }));
      seen.push(Array.from(state.data as Float32Array));
    }
    expect(seen).toEqual([[1, 10], [3, 30], [7, 70]]);
    await program.dispose();
  });

  it('serves batches of every size, and refuses feeds that do not fit', async () => {
    const program = await (await create()).load(carrying(), new Variables());
    for (const rows of [3, 1, 2]) {
      const x = tensor('float32', [rows, 2], () => 1);
      expect((await program.run({ x, state: x })).next).toMatchObject({ shape: [rows, 2], data: new Float32Array(rows * 2).fill(3) });
      await expect(program.run({ x })).rejects.toThrow('feed "state" of carrying: expected float32 [B, 2], got nothing');
    }
    await program.dispose();
  });

  it('gives results that what is fed later does not change', async () => {
    const graph = new Graph('aliases');
    const x = graph.input('x', 'float32', [2]);
    const w = graph.parameter('w', [2]);
    graph.output('same', x);
    graph.output('twice', ops.reshape(x, [1, 2]));
    graph.output('before', ops.identity(w));
    graph.assign(w, x);
    const variables = new Variables();
    variables.set('w', [2], Float32Array.of(7, 8));
    const program = await (await create()).load(graph, variables);
    const fed = floats([2], 1, 2);
    const { same, twice, before } = await program.run({ x: fed });
    expect(Array.from(variables.get('w').data)).toEqual([1, 2]);
    fed.data.fill(0 as never);
    variables.get('w').data.fill(0);
    for (const result of [same, twice]) expect(Array.from(result.data as Float32Array)).toEqual([1, 2]);
    (same.data as Float32Array).fill(5);
    expect(Array.from(twice.data as Float32Array)).toEqual([1, 2]);
    expect(Array.from(before.data as Float32Array)).toEqual([7, 8]);
    await program.dispose();
  });

  it('assigns all parameters at once', async () => {
    const graph = new Graph('exchange');
    const [a, b] = ['a', 'b'].map((name) => graph.parameter(name, [1]));
    graph.assign(a, b);
    graph.assign(b, a);
    const variables = new Variables();
    variables.set('a', [1], Float32Array.of(1));
    variables.set('b', [1], Float32Array.of(2));
    const program = await (await create()).load(graph, variables);
    await program.run({});
    expect([variables.get('a').data[0], variables.get('b').data[0]]).toEqual([2, 1]);
    await program.run({});
    expect([variables.get('a').data[0], variables.get('b').data[0]]).toEqual([1, 2]);
    await program.dispose();
  });

  it.each(['gather', 'gatherGradient', 'gatherElements', 'scatterAdd'] as const)('names the graph, the node and the index that is outside in %s, and leaves nothing behind', async (name) => {
    const graph = new Graph('lookup');
    const table = graph.input('table', 'float32', [2, 3]);
    const index = graph.input('index', 'int32', [2]);
    const column = ops.unsqueeze(index, 1);
    graph.output('y', { gather: () => ops.gather(table, index), gatherGradient: () => ops.gatherGradient(index, table, 2), gatherElements: () => ops.gatherElements(table, column),
      scatterAdd: () => ops.scatterAdd(table, column, ops.slice(table, 1, 0, 1)) }[name]());
    const program = await (await create()).load(graph, new Variables());
    const before = tensorCount();
    const feeds = { table: floats([2, 3], 1, 2, 3, 4, 5, 6), index: whole(0, 7) };
    await expect(program.run(feeds)).rejects.toThrow(/^internal: lookup failed in tensorflow with fixed sizes: (Gather|Scatter)\w* \(\w+\): index 7 at 1 is outside 0 … [12]$/);
    expect(tensorCount()).toBe(before);
    await expect(program.run({ ...feeds, index: whole(0, -4) })).rejects.toThrow('index -4 at 1 is outside');
    await program.run({ ...feeds, index: whole(0, 1) });
    await program.dispose();
  });

  it('says in whose words it lacks memory', async () => {
    const graph = new Graph('huge');
    const x = graph.input('x', 'float32', ['B', 1]);
    graph.output('y', ops.reduceSum(ops.exp(ops.expand(ops.unsqueeze(x, 0), [2 ** 24, 'B', 2 ** 20])), [0, 1, 2]));
    const program = await (await create()).load(graph, new Variables());
    const failure = await program.run({ x: floats([1, 1], 1) }).then(() => null, (error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ code: 'memory', where: 'tensorflow' });
    expect((failure as UserError).what).toMatch(/^huge could not get .* for a batch of B = 1$/);
    await program.dispose();
  }, 30_000); // the native library waits 10 s for memory to come free

  it('misses a parameter by name', async () => {
    const graph = new Graph('weights');
    graph.output('y', ops.neg(graph.parameter('w', [2])));
    const program = await (await create()).load(graph, new Variables());
    await expect(program.run({})).rejects.toThrow('there is no variable w');
    await program.dispose();
  });
});

describe('a tensor is given back after its last reader, not at the end of the run', () => {
  /** The most tensors that there are at once while the graph runs, beyond those before. */
  async function peakOf(graph: Graph, feeds: Record<string, Tensor>): Promise<number> {
    let peak = 0;
    const counting: TensorFlow = { ...javascript, engine: () => { peak = Math.max(peak, tensorCount()); return javascript.engine(); } };
    const program = await (await createJavaScriptEngine(counting)).load(graph, new Variables());
    const before = tensorCount();
    await program.run(feeds);
    expect(tensorCount()).toBe(before);
    await program.dispose();
    return peak - before;
  }

  it('in a chain of 50 nodes', async () => {
    const graph = new Graph('chain');
    let value = graph.input('x', 'float32', [2]);
    for (let count = 0; count < 50; count++) value = ops.tanh(value);
    graph.output('y', value);
    expect(await peakOf(graph, { x: floats([2], 1, 2) })).toBeLessThanOrEqual(4);
  });

  it('in a loop of 30 steps: their slices, what is stacked, and one step', async () => {
    const graph = new Graph('looped');
    const x = graph.input('x', 'float32', ['T', 2]);
    const [last, all] = loop('cell', [graph.input('h', 'float32', [2])], [x], false, ({ states: [h], slices: [slice] }) => {
      const next = ops.tanh(ops.add(ops.sigmoid(slice), ops.exp(ops.neg(h))));
      return { next: [next], outputs: [next] };
    });
    graph.output('last', last);
    graph.output('all', all);
    expect(await peakOf(graph, { x: tensor('float32', [30, 2], () => 0.5), h: floats([2], 0, 0) })).toBeLessThanOrEqual(30 + 10);
  });
});

/** The JavaScript backend without one of its kernels. */
const without = (kernel: string): TensorFlow => ({ ...javascript, getKernel: (name, backend) => (name === kernel ? undefined as never : javascript.getKernel(name, backend)) });

describe('what TensorFlow lacks is refused before anything runs', () => {
  it('a kernel, by node and graph, with the engines that have it', async () => {
    const graph = new Graph('lookup');
    graph.output('y', ops.gatherGradient(graph.input('i', 'int32', ['N']), graph.input('d', 'float32', ['N', 2]), 5));
    const engine = await createJavaScriptEngine(without('ScatterNd'));
    await expect(engine.load(graph, new Variables())).rejects.toMatchObject({
      code: 'unavailable', what: expect.stringMatching(/^TensorFlow lacks the kernel ScatterNd for GatherGradient \(GatherGradient_\d\) of lookup$/) as string,
      remedy: 'choose an engine that has it: onnxruntime, webassembly, reference',
    });
  });

  it('a kernel of a loop or inside it', async () => {
    const graph = new Graph('looped');
    const x = graph.input('x', 'float32', ['T', 2]);
    const [last] = loop('sum', [graph.input('h', 'float32', [2])], [x], false, ({ states: [h], slices: [slice] }) => ({ next: [ops.tanh(ops.add(h, slice))], outputs: [] }));
    graph.output('last', last);
    for (const [kernel, node] of [['Unpack', /for Scan \(Scan_\d+\) of looped/], ['Tanh', /for Tanh \(Tanh_\d+\) of looped/]] as const) {
      const engine = await createJavaScriptEngine(without(kernel));
      await expect(engine.load(graph, new Variables())).rejects.toMatchObject({ code: 'unavailable', what: expect.stringMatching(node) as string });
    }
  });

  it('but not a kernel that is not called: quotients of whole numbers are computed in this process, cut off towards zero', async () => {
    const graph = new Graph('quotients');
    const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'int32', [3]));
    graph.output('y', ops.div(a, b));
    const program = await (await createJavaScriptEngine(without('RealDiv'))).load(graph, new Variables());
    const { y } = await program.run({ a: whole(7, -7, 2 ** 31 - 1), b: whole(2, 2, 1) });
    expect(Array.from(y.data as Int32Array)).toEqual([3, -3, 2 ** 31 - 1]);
    await program.dispose();
  });

  it('an operation that nobody has', async () => {
    const graph = new Graph('strange');
    graph.output('y', graph.addNode('Erf', [graph.input('x', 'float32', [2])], {}, [{ type: 'float32', shape: [2] }]).outputs[0]);
    await expect((await createJavaScriptEngine()).load(graph, new Variables())).rejects.toMatchObject({ what: expect.stringContaining('lacks an operation for Erf') as string, remedy: 'no engine has it: change the model' });
  });
});
