/** The loops of a training step read transposed weights (`graph/onnx/emitter.ts`); what they compute is the same. */
import { describe, expect, it } from 'vitest';
import { gradients } from '../../graph/differentiate';
import { Graph, type Value } from '../../graph/graph';
import { Emitter, type FileScope } from '../../graph/onnx/emitter';
import { matMul, mul, sub, sumOfSquares, tanh, transpose } from '../../graph/ops';
import { scan } from '../../graph/scan/scan';
import { createEngine } from '../choose';
import { Variables } from '../engine';

/** h ← tanh(x + h U), through time; U follows the slope of Σ h². */
function recurrentStep(): Graph {
  const graph = new Graph('step');
  const x = graph.input('x', 'float32', ['T', 'B', 3]);
  const U = graph.parameter('U', [3, 3]);
  const { outputs: [all] } = scan({ states: [graph.input('start', 'float32', ['B', 3])], inputs: [x] }, ([h], [step]) => {
    const next = tanh(sub(step, matMul(h, U)));
    return { states: [next], outputs: [next] };
  });
  const loss = sumOfSquares(all);
  graph.output('loss', loss);
  graph.assign(U, sub(U, mul(gradients(loss, [U])[0], 0.01)));
  return graph;
}

async function trainedWith(engine: 'onnxruntime' | 'reference'): Promise<Float32Array> {
  const variables = new Variables();
  variables.set('U', [3, 3], Float32Array.from({ length: 9 }, (_, i) => Math.sin(i)));
  const program = await (await createEngine({ engine, threads: 1 })).load(recurrentStep(), variables);
  const feed = (shape: readonly number[], phase: number): { type: 'float32'; shape: readonly number[]; data: Float32Array } =>
    ({ type: 'float32', shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i + phase)) });
  for (let step = 0; step < 3; step++) await program.run({ x: feed([4, 2, 3], step), start: feed([2, 3], -step) });
  await program.dispose();
  return variables.get('U').data;
}

const scopeOf = (trains: boolean): FileScope => ({ names: new Map(), constants: new Map(), next: 0, trains, given: new Set(), readInLoops: new Set(), pieces: new Map(), compact: new Map() });

describe('weights in loops', () => {
  it('train as the reference does', async () => {
    expect(await trainedWith('onnxruntime')).toBeAllclose(await trainedWith('reference'), { rtol: 2e-6, atol: 1e-6 });
  });

  const inLoop = (trains: boolean): { outer: Emitter; body: Emitter; weight: Value } => {
    const graph = new Graph('outer');
    const weight = graph.parameter('U', [2, 3]);
    const scope = scopeOf(trains);
    const outer = new Emitter(scope, graph);
    return { outer, body: new Emitter(scope, new Graph('body', graph), outer), weight };
  };

  it('are turned once, outside, where a graph trains', () => {
    const { outer, body, weight } = inLoop(true);
    const name = body.transposedOfOuter(weight);
    expect(name).not.toBeNull();
    expect(body.transposedOfOuter(weight)).toBe(name);
    expect(outer.nodes.map(({ operation, outputs }) => [operation, ...outputs])).toEqual([['Transpose', name]]);
  });

  it('stay as they are where a graph only predicts: a turn would cost more than a step', () => {
    const { outer, body, weight } = inLoop(false);
    expect(body.transposedOfOuter(weight)).toBeNull();
    expect(outer.nodes).toEqual([]);
  });

  it('that were turned already are read from their source, and the turned one goes', () => {
    const { outer, body, weight } = inLoop(false);
    const turned = transpose(weight);
    outer.node('Transpose', ['U'], [turned.name], { perm: [1, 0] });
    expect(body.transposedOfOuter(turned)).toBe('U');
    outer.dropUnread([]);
    expect(outer.nodes).toEqual([]);
  });

  it('go on being turned for those who read the turned one', () => {
    const { outer, body, weight } = inLoop(false);
    const turned = transpose(weight);
    outer.node('Transpose', ['U'], [turned.name], { perm: [1, 0] });
    body.node('Neg', [turned.name], ['y']);
    outer.dropUnread([]);
    expect(outer.nodes).toHaveLength(1);
  });
});
