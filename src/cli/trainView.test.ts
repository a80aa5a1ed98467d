import { describe, expect, it } from 'vitest';
import type { ProgressReport, SampleReport, ValidationReport } from '../protocol/run';
import { ProgressLine } from './progressLine';
import { displayWidth, table } from './table';
import { testTerminal } from './testTerminal';
import { TrainView } from './trainView';

const progress: ProgressReport = {
  kind: 'progress', step: 30, totalSteps: 120, epoch: 0.5, totalEpochs: 2, loss: 1.234, learningRate: 0.001, gradientNorm: 1, tokensPerSecond: 12_345, elapsedSeconds: 10, secondsLeft: 65,
};
const validation: ValidationReport = { kind: 'validation', step: 60, epoch: 1, loss: 0.5, perplexity: Math.exp(0.5), accuracy: 0.91, bleu: 45.25, best: true };
const sample = (step: number): SampleReport => ({ kind: 'sample', step, epoch: step / 60, items: [{ source: 'un', reference: 'one', output: 'one', attention: null, watched: false }] });

describe('the progress of a training', () => {
  it('is one line of a terminal that is drawn over, no wider than the terminal', () => {
    let now = 0;
    const terminal = testTerminal('.', { tty: true });
    const line = new ProgressLine(terminal, () => now);
    line.show(progress);
    line.show(progress); // too soon
    now += 200;
    line.show({ ...progress, step: 60 });
    line.clear();
    const drawn = terminal.errors().split('\r\u001b[2K');
    expect(drawn).toHaveLength(4);
    expect(drawn[1]).toBe('██████░░░░░░░░░░░░░░░░░░ 25 %  epoch 1/2  step 30/120  loss 1.23  12.3k tokens/s  1 min 5 s left');
    expect(drawn[2].startsWith('████████████░░░░░░░░░░░░ 50 %')).toBe(true);
    expect(drawn[3]).toBe('');
    Object.assign(terminal.stderr, { columns: 40 });
    now += 200;
    line.show(progress);
    expect(terminal.errors().split('\r\u001b[2K').at(-1)).toHaveLength(39);
  });

  it('is a plain line every few seconds elsewhere', () => {
    let now = 0;
    const terminal = testTerminal('.');
    const line = new ProgressLine(terminal, () => now);
    for (; now < 11_000; now += 250) line.show(progress);
    expect(terminal.errors()).toBe('25 %  epoch 1/2  step 30/120  loss 1.23  12.3k tokens/s  1 min 5 s left\n'.repeat(3));
  });

  it('makes way for lines that stay', () => {
    const terminal = testTerminal('.', { tty: true });
    const view = new TrainView(terminal, false);
    view.report(progress);
    view.report(validation);
    expect(terminal.output()).toBe('epoch 1: validation loss 0.50, perplexity 1.649, accuracy 91.0 %, BLEU 45.3 (best so far)\n');
    expect(terminal.errors().split('\r\u001b[2K').map((part) => part.length > 0)).toEqual([false, true, true]);
  });

  it('shows the samples of an epoch\'s end alone', () => {
    const terminal = testTerminal('.');
    const view = new TrainView(terminal, false);
    view.report(sample(50));
    view.report(validation);
    view.report(sample(60));
    view.report(sample(70));
    expect(terminal.output().match(/input/g)).toHaveLength(1);
    expect(terminal.output()).toMatch(/ {2}reference {2}\(the same\)\n$/);
  });
});

describe('tables', () => {
  it('align words at the left and numbers at the right', () => {
    expect(table(['a', 'number'], [['한국어', '1.5'], ['b', '22.5']])).toBe('a       number\n한국어     1.5\nb         22.5');
    expect(displayWidth('한a')).toBe(3);
    expect(displayWidth('e\u0301')).toBe(1);
  });
});
