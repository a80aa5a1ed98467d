import { describe, expect, it } from 'vitest';
import '../graph/operations';
import { Graph } from '../graph/graph';
import { createEngine } from './choose';
import { Variables } from './engine';
import { missingNode } from './missing';
import { loop } from './testing/loops';

/** y = Abacus(x), an operation that nobody has. */
function unknown(): Graph {
  const graph = new Graph('unknown');
  const x = graph.input('x', 'float32', ['B', 2]);
  graph.output('y', graph.addNode('Abacus', [x], {}, [{ type: 'float32', shape: ['B', 2] }]).outputs[0]);
  return graph;
}

/** The same inside a loop. */
function unknownInLoop(): Graph {
  const graph = new Graph('loop');
  const [x, h] = [graph.input('x', 'float32', ['T', 'B', 2]), graph.input('h', 'float32', ['B', 2])];
  const [last] = loop('cell', [h], [x], false, ({ slices: [slice], graph: body }) => ({ next: [body.addNode('Abacus', [slice], {}, [{ type: 'float32', shape: ['B', 2] }]).outputs[0]], outputs: [] }));
  graph.output('last', last);
  return graph;
}

describe.each(['onnxruntime', 'webassembly', 'reference'] as const)('%s', (name) => {
  it.each([['the graph', unknown], ['a loop', unknownInLoop]])('refuses a node of %s that it lacks before anything runs', async (_where, build) => {
    const engine = await createEngine({ engine: name, threads: 2 });
    const graph = build();
    await expect(engine.load(graph, new Variables())).rejects.toMatchObject({
      name: 'UserError', code: 'unavailable', where: 'engine', what: expect.stringMatching(new RegExp(`^${name} lacks an operation for Abacus \\(Abacus_\\d+\\) of ${graph.name}$`)) as string, remedy: 'no engine has it: change the model',
    });
  });
});

it('names the engines that have it', () => {
  expect(missingNode('webassembly', 'a kernel', 'TopK', 'best', 'decoder')).toMatchObject({ what: 'webassembly lacks a kernel for TopK (best) of decoder', remedy: 'choose an engine that has it: onnxruntime, reference' });
});
