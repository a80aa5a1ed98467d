/** The reference as an engine: slow, exact, everywhere. It computes in double precision and keeps parameters in single precision. */
import { typedArray, type Graph, type Tensor } from '../../graph/graph';
import { refuseFrozenTraining, type Engine, type EngineInfo, type Feeds, type Program, type Variables } from '../engine';
import { checkFeeds } from '../feeds';
import { notAmong, refuseMissing } from '../missing';
import type { Array64 } from './array64';
import { run, type DoubleInput } from './evaluate';
import { referenceOperations } from './kernels';

export function createReferenceEngine(why = 'the reference was asked for'): Engine {
  const info: EngineInfo = { name: 'reference', version: '1', provider: 'double precision', threads: 1, why };
  return { info, load: (graph, variables, options = {}) => new Promise((resolve) => {
    refuseFrozenTraining(graph, options);
    refuseMissing('reference', graph, notAmong(referenceOperations()));
    resolve(program(graph, variables));
  }) };
}

function program(graph: Graph, variables: Variables): Program {
  return {
    run(feeds: Feeds) {
      return new Promise((resolve) => {
        checkFeeds(graph, feeds);
        const parameters = Object.fromEntries(graph.parameters.map(({ name }) => [name, variables.get(name) as DoubleInput]));
        const numbers = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, { shape: tensor.shape, data: Float64Array.from(tensor.data, Number) }]));
        const { outputs, assigned } = run(graph, numbers, parameters);
        for (const [name, { shape, data }] of Object.entries(assigned)) variables.set(name, shape, Float32Array.from(data));
        resolve(Object.fromEntries(Object.entries(outputs).map(([name, array]) => [name, toTensor(array)])));
      });
    },
    dispose: () => Promise.resolve(),
  };
}

const toTensor = ({ type, shape, data }: Array64): Tensor => ({ type, shape, data: typedArray(type, Array.from(data)) });
