import { describe, expect, it } from 'vitest';
import '../graph/operations';
import { Graph, type Tensor } from '../graph/graph';
import * as ops from '../graph/ops';
import { createEngine } from './choose';
import { Variables, type MemoryUse } from './engine';
import { ortEngine } from './onnxruntime/ortProgram';
import { memoryOptions, type OrtRuntime } from './onnxruntime/runtime';
import { tensor } from './testing/cases';

const uses: readonly MemoryUse[] = ['planned', 'pooled', 'returned'];

/** sums = Σ tanh(x w)², which needs n · 4,096 numbers in between; w moves with each run. */
function wide(): Graph {
  const graph = new Graph('wide');
  const x = graph.input('x', 'float32', ['N', 8]);
  const w = graph.parameter('w', [8, 4096]);
  const y = ops.tanh(ops.matMul(x, w));
  const sum = ops.sumOfSquares(y);
  graph.output('sum', sum);
  graph.assign(w, ops.mul(w, ops.div(1, ops.add(ops.mul(sum, 1e-6), 1))));
  return graph;
}

const weights = (): Variables => {
  const variables = new Variables();
  variables.set('w', [8, 4096], Float32Array.from({ length: 8 * 4096 }, (_, i) => Math.sin(i)));
  return variables;
};
const rows = (count: number): Tensor => { let i = 0; return tensor('float32', [count, 8], () => Math.cos(i++)); };

describe.each(['onnxruntime', 'webassembly'] as const)('%s', (name) => {
  it('computes the same bits whatever it keeps of its memory', async () => {
    const engine = await createEngine({ engine: name, threads: 2 });
    const outcomes = await Promise.all(uses.map(async (memory) => {
      const variables = weights();
      const program = await engine.load(wide(), variables, { memory });
      const sums: number[] = [];
      for (const count of [3, 50, 3, 17, 50, 1]) sums.push((await program.run({ x: rows(count) })).sum.data[0] as number);
      await program.dispose();
      return { sums, w: [...variables.get('w').data] };
    }));
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]).toEqual(outcomes[0]);
    expect(new Set(outcomes[0].sums).size).toBe(6);
  });
});

/** Only Linux tells at once what a process has given back. */
it.skipIf(process.platform !== 'linux')('onnxruntime holds 128 MiB that a run needed, or gives them back', async () => {
  const engine = await createEngine({ engine: 'onnxruntime', threads: 1 });
  const x = rows(8192);
  const held: Record<string, number> = {};
  for (const memory of ['returned', 'planned'] as const) {
    const program = await engine.load(wide(), weights(), { memory });
    await program.run({ x: rows(1) });
    const before = process.memoryUsage.rss();
    await program.run({ x });
    held[memory] = (process.memoryUsage.rss() - before) / 2 ** 20;
    await program.dispose();
  }
  expect(held['returned']).toBeLessThan(64);
  expect(held['planned']).toBeGreaterThan(100);
});

it('a session is told what to keep, frozen or not', async () => {
  const seen: MemoryUse[] = [];
  const runtime = { info: { name: 'onnxruntime' }, createSession: (_model: Uint8Array, memory: MemoryUse) => { seen.push(memory); return Promise.resolve({}); } } as unknown as OrtRuntime;
  const still = new Graph('still');
  still.output('y', ops.neg(still.parameter('w', [2])));
  const variables = new Variables();
  variables.set('w', [2], new Float32Array(2));
  for (const weights of ['fed', 'frozen'] as const) for (const memory of [undefined, ...uses]) await ortEngine(runtime).load(still, variables, { weights, memory });
  expect(seen).toEqual(['planned', ...uses, 'planned', ...uses]);
  expect(uses.map(memoryOptions)).toEqual([{}, { enableMemPattern: false }, { enableMemPattern: false, enableCpuMemArena: false }]);
});
