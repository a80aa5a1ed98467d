import { expect, it } from 'vitest';
import { checkExperiment } from '../../protocol/experiment';
import { variantsOf } from './variants';

const base = { task: 'translation', data: { train: 'pairs.tsv' } };

it.each([
  ['an experiment that says nothing', base, 'additive'],
  ['one with another attention and its options', { ...base, model: { attention: 'general', inputFeeding: true, hidden: 64 }, decoding: { beam: 3, coveragePenalty: 0.2, replaceUnknown: true } }, 'general'],
  ['one without attention', { ...base, model: { attention: 'none', feedContext: true } }, 'additive'],
  ['what a run has recorded', checkExperiment({ ...base, model: { coverage: true } }, 'x') as unknown as Record<string, unknown>, 'additive'],
  ['what a run without attention has recorded', checkExperiment({ ...base, model: { attention: 'none' } }, 'x') as unknown as Record<string, unknown>, 'additive'],
])('makes a valid pair of %s', (_what, experiment, attention) => {
  const [without, withIt] = variantsOf(experiment).map((variant) => ({ name: variant.name, ...checkExperiment(variant.experiment, 'x') }));
  expect(without.model.attention).toBe('none');
  expect(withIt.model.attention).toBe(attention);
  expect(withIt.model.inputFeeding).toBe(true);
  expect(withIt.name).toBe(`with ${attention} attention`);
  // What only attention has is neutral without it.
  const shared = ({ data, tokenizer, training }: typeof without): unknown => ({ data, tokenizer, training: { ...training, coverageLoss: null } });
  expect(shared(without)).toEqual(shared(withIt));
  expect({ ...without.model, attention, inputFeeding: true, feedContext: false, coverage: withIt.model.coverage }).toEqual(withIt.model);
});

it('keeps what was written', () => {
  const [without] = variantsOf({ ...base, model: { hidden: 64 }, training: { seed: 7 } });
  expect(without.experiment).toEqual({ ...base, model: { hidden: 64, attention: 'none' }, training: { seed: 7 } });
});
