/** How programs behave beyond the numbers: what they refuse, what they keep from run to run, and that they repeat themselves to the bit. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import '../graph/operations';
import { UserError } from '../errors/userError';
import { Graph, type Tensor } from '../graph/graph';
import * as ops from '../graph/ops';
import { createEngine } from './choose';
import { Variables, type Program } from './engine';
import { generator, tensor } from './testing/cases';

const THREADS = 2;
const names = ['onnxruntime', 'webassembly', 'reference'] as const;
const floats = (shape: readonly number[], ...data: number[]): Tensor => ({ type: 'float32', shape, data: Float32Array.from(data) });

async function load(name: (typeof names)[number], graph: Graph, variables = new Variables()): Promise<Program> {
  return (await createEngine({ engine: name, threads: THREADS })).load(graph, variables);
}

/** next = state · 2 + x */
function carrying(): Graph {
  const graph = new Graph('carrying');
  const x = graph.input('x', 'float32', ['B', 2]);
  const state = graph.input('state', 'float32', ['B', 2]);
  graph.output('next', ops.add(ops.mul(state, 2), x));
  graph.output('sum', ops.reduceSum(ops.add(ops.mul(state, 2), x), [0, 1]));
  return graph;
}

describe.each(names)('%s', (name) => {
  it('takes what it gave out as the next state', async () => {
    const program = await load(name, carrying());
    const x = floats([1, 2], 1, 10);
    let state = floats([1, 2], 0, 0);
    const seen: number[][] = [];
    for (let step = 0; step < 4; step++) {
      const results = await program.run({ x, state });
      state = results.next;
      seen.push([...Array.from(results.next.data as Float32Array), (results.sum.data as Float32Array)[0]]);
    }
    expect(seen).toEqual([[1, 10, 11], [3, 30, 33], [7, 70, 77], [15, 150, 165]]);
  });

  it('serves batches of every size', async () => {
    const program = await load(name, carrying());
    for (const rows of [3, 1, 2, 3]) {
      const x = tensor('float32', [rows, 2], () => 1);
      expect((await program.run({ x, state: x })).next).toMatchObject({ shape: [rows, 2], data: new Float32Array(rows * 2).fill(3) });
    }
  });

  it('refuses feeds that do not fit, and goes on afterwards', async () => {
    const program = await load(name, carrying());
    const x = floats([1, 2], 1, 1);
    await expect(program.run({ x })).rejects.toThrow('feed "state" of carrying: expected float32 [B, 2], got nothing');
    await expect(program.run({ x, state: { type: 'int32', shape: [1, 2], data: Int32Array.of(1, 1) } })).rejects.toThrow('expected float32 [B, 2] with B = 1, got int32 [1, 2]');
    await expect(program.run({ x, state: floats([0, 2]) })).rejects.toThrow('a size of 0 leaves nothing to compute');
    expect(Array.from((await program.run({ x, state: x })).next.data as Float32Array)).toEqual([3, 3]);
  });

  it('names the graph and the trouble when an index is outside its table', async () => {
    const graph = new Graph('lookup');
    graph.output('row', ops.gather(graph.input('table', 'float32', [2, 2]), graph.input('index', 'int32', ['N'])));
    const program = await load(name, graph);
    const table = floats([2, 2], 1, 2, 3, 4);
    await expect(program.run({ table, index: { type: 'int32', shape: [1], data: Int32Array.of(7) } })).rejects.toThrow(name === 'reference' ? /gather: index 7/ : /lookup failed in .* with N = 1: .*Gather/);
  });

  it('misses a parameter by name', async () => {
    const graph = new Graph('weights');
    graph.output('y', ops.neg(graph.parameter('w', [2])));
    const program = await load(name, graph);
    await expect(program.run({})).rejects.toThrow('there is no variable w');
  });
});

describe.each(['onnxruntime', 'webassembly'] as const)('%s', (name) => {
  it('yields the same bits in every run and every session', async () => {
    const graph = new Graph('bits');
    const x = graph.input('x', 'float32', ['B', 96]);
    const w = graph.input('w', 'float32', [96, 200]);
    graph.output('y', ops.softmax(ops.matMul(ops.tanh(ops.matMul(x, w)), ops.transpose(w))));
    graph.output('sum', ops.sumOfSquares(ops.matMul(x, w)));
    const random = generator(3);
    const feeds = { x: tensor('float32', [150, 96], () => random() - 0.5), w: tensor('float32', [96, 200], () => random() - 0.5) };
    const hashes = new Set<string>();
    for (let session = 0; session < 2; session++) {
      const program = await load(name, graph);
      for (let run = 0; run < 20; run++) {
        const { y, sum } = await program.run(feeds);
        hashes.add(createHash('sha256').update(y.data as Float32Array).update(sum.data as Float32Array).digest('hex'));
      }
      await program.dispose();
    }
    expect(hashes.size).toBe(1);
  });

  it('says in whose words it lacks memory', async () => {
    const graph = new Graph('huge');
    const x = graph.input('x', 'float32', ['B', 1]);
    graph.output('y', ops.reduceSum(ops.exp(ops.expand(ops.unsqueeze(x, 0), [2 ** 24, 'B', 2 ** 20])), [0, 1, 2]));
    const program = await load(name, graph);
    const failure = await program.run({ x: floats([1, 1], 1) }).then(() => null, (error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ code: 'memory', where: name });
    expect((failure as UserError).what).toMatch(/^huge could not get .* for a batch of B = 1$/);
  });

  it('runs one step at a time', async () => {
    const program = await load(name, carrying());
    const feeds = { x: floats([1, 2], 1, 1), state: floats([1, 2], 1, 1) };
    const first = program.run(feeds);
    await expect(program.run(feeds)).rejects.toThrow('runs already');
    await first;
  });
});

describe('choosing an engine', () => {
  it('says which library runs, with how many threads, and why', async () => {
    const { info } = await createEngine({ engine: 'auto', threads: 2 });
    expect(info).toMatchObject({ name: 'onnxruntime', provider: 'cpu', threads: 2 });
    expect(info.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(info.why).toContain('fastest');
  });

  it('takes a sensible number of threads when none is given', async () => {
    const { info } = await createEngine({ engine: 'onnxruntime', threads: null });
    expect(info.threads).toBeGreaterThanOrEqual(1);
    expect(info.threads).toBeLessThanOrEqual(4);
  });

  it('refuses what cannot be', async () => {
    await expect(createEngine({ engine: 'auto', threads: 0 })).rejects.toMatchObject({ code: 'option', where: 'training.threads' });
    await expect(createEngine({ engine: 'abacus' as 'auto', threads: 1 })).rejects.toMatchObject({ code: 'option', where: 'engine' });
    await expect(createEngine({ engine: 'webassembly', threads: THREADS + 1 })).rejects.toMatchObject({ code: 'unavailable', where: 'training.threads' });
  });
});
