import { describe, expect, it } from 'vitest';
import { UserError } from '../../errors/userError';
import { checkExperiment, type Experiment } from '../experiment';

const base = { translation: { task: 'translation', data: { train: 'pairs.tsv' } }, 'language-model': { task: 'language-model', data: { train: 'a.txt' } } } as const;
const resolved = (task: keyof typeof base, training: object, more: object = {}): Experiment => checkExperiment({ ...base[task], ...more, training }, 'x');

describe('how a training is told', () => {
  it('has defaults that change nothing', () => {
    expect(resolved('translation', {}).training).toMatchObject({ keepCheckpoints: null, batchTokens: null, accumulate: 1, averageCheckpoints: 0, clipValue: null, earlyStopping: { patience: 3, metric: 'loss', minDelta: 0 } });
  });

  it.each([
    ['translation', { keepCheckpoints: 0, averageCheckpoints: 5, accumulate: 4, clipValue: 0.5, clipNorm: null }],
    ['translation', { earlyStopping: { patience: null, metric: 'ter', minDelta: 0.5 } }], ['language-model', { earlyStopping: { patience: 2, metric: 'bitsPerCharacter', minDelta: 0 } }],
    ['language-model', { earlyStopping: null }], ['translation', { batchTokens: 4096, batchSize: 64 }],
  ] as const)('%s %j stays what it is', (task, training) => {
    const once = resolved(task, training);
    expect(once.training).toMatchObject(training);
    expect(checkExperiment(once, 'x')).toEqual(once);
  });

  it('may be judged by tunes where characters are learnt', () => {
    const earlyStopping = { patience: 2, metric: 'tunesComplete', minDelta: 0 };
    expect(resolved('language-model', { earlyStopping }, { tokenizer: { unit: 'char' } }).training).toMatchObject({ earlyStopping });
  });

  it.each([
    ['translation', { keepCheckpoints: -1 }, 'training.keepCheckpoints', /-1/], ['translation', { keepCheckpoints: 1.5 }, 'training.keepCheckpoints', /1.5/],
    ['translation', { averageCheckpoints: 1 }, 'training.averageCheckpoints', /^1/],
    ['translation', { batchTokens: 4096, batchSize: 32 }, 'training.batchSize', /^32/], ['language-model', { batchTokens: 4096 }, 'training.batchTokens', /^4096/],
    ['translation', { accumulate: 0 }, 'training.accumulate', /^0/], ['translation', { clipValue: 0 }, 'training.clipValue', /^0/],
    ['language-model', { earlyStopping: { metric: 'bleu' } }, 'training.earlyStopping.metric', /bleu/], ['translation', { earlyStopping: { metric: 'bitsPerCharacter' } }, 'training.earlyStopping.metric', /bitsPer/],
    ['translation', { earlyStopping: { metric: 'tunesParsed' } }, 'training.earlyStopping.metric', /tunesParsed/], ['language-model', { earlyStopping: { metric: 'tunesComplete' } }, 'training.earlyStopping.metric', /tunesComplete/],
    ['translation', { earlyStopping: { metric: 'beauty' } }, 'training.earlyStopping.metric', /beauty/], ['translation', { earlyStopping: { patience: 0 } }, 'training.earlyStopping.patience', /^0/],
    ['translation', { earlyStopping: { minDelta: -1 } }, 'training.earlyStopping.minDelta', /^-1/],
  ] as const)('%s %j is refused', (task, training, where, what) => {
    let refused: unknown;
    try {
      resolved(task, training);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(UserError);
    expect((refused as UserError).where).toBe(`x, ${where}`);
    expect((refused as UserError).what).toMatch(what);
  });
});

it('a translator is trained for up to twenty epochs with more dropout, a language model for ten', () => {
  const defaultsOf = (task: 'translation' | 'language-model') => {
    const { training: { epochs, earlyStopping }, model: { dropout } } = resolved(task, {});
    return { epochs, dropout, patience: earlyStopping?.patience };
  };
  expect(defaultsOf('translation')).toEqual({ epochs: 20, dropout: 0.3, patience: 3 });
  expect(defaultsOf('language-model')).toEqual({ epochs: 10, dropout: 0.2, patience: 3 });
});
