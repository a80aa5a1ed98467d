/** What a training asks of the engine's memory: that it does not grow with every size of a batch, and that nothing is held between evaluations. */
import { expect, it } from 'vitest';
import { Variables, type Engine, type LoadOptions } from '../engine/engine';
import { translator } from '../models/translator';
import { Evaluator } from './evaluate';
import { TrainStep, type TrainStepOptions } from './trainStep';

const model = translator({
  cell: 'gru', activation: 'tanh', recurrentInitializer: 'orthogonal', embedding: 5, hidden: 6, layers: 1, dropout: 0, tieEmbeddings: false,
  bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: 12, targetVocabulary: 11, sharedEmbeddings: false,
});
const training: TrainStepOptions = { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1, seed: 1 };

/** What programs are loaded with, none of which runs. */
async function asked(load: (engine: Engine, variables: Variables) => Promise<unknown>): Promise<unknown[]> {
  const seen: (LoadOptions | undefined)[] = [];
  const engine = { load: (_graph: unknown, _variables: unknown, options?: LoadOptions) => { seen.push(options); return Promise.resolve({}); } } as unknown as Engine;
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1));
  await load(engine, variables);
  return seen.map((options) => options?.memory);
}

it.each<[string, Partial<TrainStepOptions>, unknown[]]>([
  ['plans where nothing is said', {}, [undefined, undefined]], ['pools sentences, but not where it updates: those sizes are fixed', { memory: 'pooled' }, ['pooled', undefined]],
])('a training step %s', async (_what, options, wanted) => {
  expect(await asked((engine, variables) => TrainStep.load(model.train({ labelSmoothing: 0 }), engine, variables, { ...training, ...options }))).toEqual(wanted);
});

it('an evaluation gives its memory back', async () => {
  expect(await asked((engine, variables) => Evaluator.load(model.evaluate(), engine, variables))).toEqual(['returned']);
});
