import { describe, expect, it } from 'vitest';
import type { ProgressReport, RunRecord, ValidationReport } from '../../src/protocol/run';
import { describeModel, describeTask, figures, setting, shareDone } from './describeRun';

const translator = {
  experiment: { task: 'translation', tokenizer: { unit: 'word' }, model: { cell: 'gru', layers: 1, bidirectional: true, attention: 'additive', embedding: 128, hidden: 256, window: null } },
  parameters: 1_204_000, vocabulary: { source: 4210, target: 5311 }, examples: { training: 9500, validation: 500 },
} as unknown as RunRecord;
const progress: ProgressReport = {
  kind: 'progress', step: 1240, totalSteps: 5000, epoch: 2.48, totalEpochs: 10, loss: 2, learningRate: 0.002, gradientNorm: 1, tokensPerSecond: 12_345, elapsedSeconds: 250, secondsLeft: 757,
};

describe('a run in words', () => {
  it('names model, sizes and vocabulary', () => {
    expect(describeModel(translator)).toBe('GRU encoder–decoder, bidirectional encoder, additive attention · embedding 128, hidden 256 · 1.2\u00a0M parameters · vocabulary 4,210 → 5,311 words');
    expect(describeTask(translator)).toBe('Translator: 9,500 pairs to learn from, 500 held out');
  });

  it('names a language model and its window', () => {
    const run = { ...translator, experiment: { task: 'language-model', tokenizer: { unit: 'char' }, model: { cell: 'fixed-window', window: 4, hidden: 64 } }, vocabulary: { source: null, target: 65 } };
    expect(describeModel(run)).toBe('Fixed-window language model, sees 4 tokens back · hidden 64 · 1.2\u00a0M parameters · vocabulary 65 characters');
  });

  it('says no more than it knows while a run starts', () => {
    const run = { ...translator, experiment: { task: 'translation' }, parameters: 0, vocabulary: { source: null, target: 0 }, examples: { training: 0, validation: 0 } };
    expect([describeModel(run), describeTask(run)]).toEqual(['Recurrent encoder–decoder', 'Translator']);
    expect(setting(run, 'model.cell')).toBeNull();
    expect(figures(run, true, null, null)).toEqual([]);
  });

  it('gives figures in people\'s units, and time left only while there is any', () => {
    const best: ValidationReport = { kind: 'validation', step: 1000, epoch: 2, loss: 1.2341, perplexity: 3.4, accuracy: 0.7, bleu: 41.23, exactMatch: 0.982, best: true };
    const shown = (running: boolean) => Object.fromEntries(figures(translator, running, progress, best).map(({ label, value }) => [label, value]));
    expect(shown(true)).toEqual({
      Step: '1,240 of 5,000', Epoch: '2.4 of 10', Time: '4 min 10 s', Left: 'about 13 min', Speed: '12.3k tok/s', 'Best validation': 'loss 1.234, BLEU 41.2, 98.2 % of answers right (epoch 2)',
    });
    expect(shown(false)).not.toHaveProperty('Left');
  });

  it('knows how far along it is', () => {
    expect(shareDone(progress, 'running')).toBe(0.248);
    expect(shareDone(progress, 'finished')).toBe(1); // also when it stopped early because nothing got better
    expect(shareDone(null, 'starting')).toBeNull();
  });
});
