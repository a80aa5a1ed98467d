import { describe, expect, it } from 'vitest';
import { checkExperiment } from '../../protocol/experiment';
import { cells, languageModelSettings, translatorPresets, units, withThreads } from './presets';

describe('every preset is a possible experiment', () => {
  it.each([10, 4000, 1_000_000].flatMap(translatorPresets))('translator: $label, $detail', ({ settings }) => {
    const { model, tokenizer } = checkExperiment({ task: 'translation', data: { train: 'a.tsv' }, ...settings }, 'preset');
    expect(model).toMatchObject(settings.model!);
    expect(tokenizer).toMatchObject(settings.tokenizer!);
  });

  it('learns fewer pieces of words from few pairs', () => {
    const pieces = (pairs: number) => translatorPresets(pairs).find(({ settings }) => settings.tokenizer?.unit === 'bpe')!.settings.tokenizer!.vocabularySize;
    expect([pieces(5000), pieces(100_000)]).toEqual([2000, 8000]);
    expect(translatorPresets(5000)[0].settings.tokenizer).toEqual({ unit: 'auto' });
  });

  const choices = units.flatMap(({ unit }) => cells.flatMap(({ cell }) => [1000, 10_000_000].map((bytes) => ({ unit, cell, bytes }))));
  it.each(choices)('next-word model: $cell over $unit of $bytes bytes', ({ unit, cell, bytes }) => {
    const { model, tokenizer } = checkExperiment({ task: 'language-model', data: { train: 'a.txt' }, ...languageModelSettings(unit, cell, bytes) }, 'preset');
    expect([tokenizer.unit, model.cell]).toEqual([unit, cell]);
    expect(model.hidden).toBe(bytes > 300_000 ? 256 : 128);
  });
});

it('what details promise is what is set', () => {
  for (const { detail, settings: { model, training } } of translatorPresets(5000)) {
    const [, embedding, hidden, epochs] = /embedding (\d+), hidden (\d+) · up to (\d+) epochs/.exec(detail)!;
    expect([model?.embedding, model?.hidden, training?.epochs]).toEqual([embedding, hidden, epochs].map(Number));
    expect(/no attention/.test(detail)).toBe(model?.attention === 'none');
  }
  const defaults = cells.map(({ cell }) => checkExperiment({ task: 'language-model', data: { train: 'a' }, model: { cell } }, 'x').model.window);
  expect(defaults).toEqual([null, null, null, 4, 8]);
});

it('few pairs are gone through more often, in smaller batches, but not for ever', () => {
  const training = (pairs: number) => translatorPresets(pairs)[0].settings.training;
  expect(training(100_000)).toMatchObject({ epochs: 10, batchSize: 64 });
  expect(training(4000)).toMatchObject({ epochs: 32, batchSize: 32 });
  expect(training(0)).toMatchObject({ epochs: 60, batchSize: 32 });
});

it('a short text is gone through more often than a long one', () => {
  const training = (bytes: number) => languageModelSettings('word', 'lstm', bytes).training;
  expect(training(24_000)).toMatchObject({ epochs: 60, batchSize: 8 });
  expect(training(250_000)).toMatchObject({ epochs: 17, batchSize: 8 });
  expect(training(5_000_000)).toMatchObject({ epochs: 10, batchSize: 32 });
});

describe('withThreads', () => {
  it('fills in what the experiment leaves open', () => {
    expect(withThreads({ task: 'translation' }, 2)).toEqual({ task: 'translation', training: { threads: 2 } });
    expect(withThreads({ training: { epochs: 1, threads: null } }, 2)).toEqual({ training: { epochs: 1, threads: 2 } });
  });

  it('leaves alone what the experiment says, and what is no experiment', () => {
    expect(withThreads({ training: { threads: 8 } }, 2)).toEqual({ training: { threads: 8 } });
    expect(withThreads({ task: 'translation' }, null)).toEqual({ task: 'translation' });
    for (const wrong of [null, 7, { training: 'fast' }]) expect(withThreads(wrong, 2)).toEqual(wrong);
  });
});
