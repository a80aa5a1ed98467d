import { describe, expect, it } from 'vitest';
import { checkExperiment } from '../../protocol/experiment';
import { cells, languageModelSettings, translatorPresets, units, withThreads } from './presets';

describe('every preset is a possible experiment', () => {
  it.each(translatorPresets)('translator: $label', ({ settings }) => {
    const { model, tokenizer } = checkExperiment({ task: 'translation', data: { train: 'a.tsv' }, ...settings }, 'preset');
    expect(model).toMatchObject(settings.model!);
    expect(tokenizer).toMatchObject(settings.tokenizer!);
  });

  const choices = units.flatMap(({ unit }) => cells.flatMap(({ cell }) => [1000, 10_000_000].map((bytes) => ({ unit, cell, bytes }))));
  it.each(choices)('next-word model: $cell over $unit of $bytes bytes', ({ unit, cell, bytes }) => {
    const { model, tokenizer } = checkExperiment({ task: 'language-model', data: { train: 'a.txt' }, ...languageModelSettings(unit, cell, bytes) }, 'preset');
    expect([tokenizer.unit, model.cell]).toEqual([unit, cell]);
    expect(model.hidden).toBe(bytes > 300_000 ? 256 : 128);
  });
});

it('what details promise is what is set', () => {
  for (const { detail, settings } of translatorPresets) {
    const said = /embedding (\d+), hidden (\d+)/.exec(detail);
    if (said) expect([settings.model?.embedding, settings.model?.hidden]).toEqual([Number(said[1]), Number(said[2])]);
    const epochs = /(\d+) epochs/.exec(detail);
    if (epochs) expect(settings.training?.epochs).toBe(Number(epochs[1]));
  }
  const defaults = cells.map(({ cell }) => checkExperiment({ task: 'language-model', data: { train: 'a' }, model: { cell } }, 'x').model.window);
  expect(defaults).toEqual([null, null, null, 4, 8]);
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
