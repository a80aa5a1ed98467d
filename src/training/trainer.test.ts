import { describe, expect, it, vi } from 'vitest';
import { checkExperiment } from '../protocol/experiment';
import type { Report } from '../protocol/run';
import type { TrainingState } from './checkpoint';
import type { Sampler } from './sampling';
import { initialState, Trainer, type TrainerParts } from './trainer';

const BATCHES = 5;

interface World {
  readonly parts: TrainerParts;
  readonly reports: Report[];
  readonly rates: number[];
  readonly checkpoints: TrainingState[];
  readonly log: string[];
  /** The clock, in ms; a step takes `stepMs`. */
  clock: number;
}

/** A trainer whose model is a list of numbers: the validation losses to come, the last of which stays. */
function world(training: Record<string, unknown>, losses: number[], more: { task?: 'translation'; sampler?: Sampler; state?: TrainingState; stepMs?: number; lossAt?: (step: number) => number } = {}): World {
  const { training: settings } = checkExperiment({ task: more.task ?? 'language-model', data: { train: 'x' }, training }, 'x');
  const reports: Report[] = [];
  const rates: number[] = [];
  const checkpoints: TrainingState[] = [];
  const log: string[] = [];
  let validations = 0;
  const plan = { length: BATCHES, tokens: 10 * BATCHES, get: () => ({ feeds: {}, tokens: 10, first: false }) };
  const it: World = {
    reports, rates, checkpoints, log, clock: 0,
    parts: {
      settings, state: more.state ?? initialState(), sampler: more.sampler ?? null,
      data: { epoch: () => plan, validation: { batches: plan, characters: null, examples: [{ source: 'a', reference: 'b' }] }, samples: [{ source: 'a', reference: 'b', watched: false }], counts: { training: 50, validation: 1 } },
      step: { run: (_batches, step, rate) => { rates.push(rate); it.clock += more.stepMs ?? 100; return Promise.resolve({ loss: more.lossAt?.(step) ?? 2, gradientNorm: 1 }); } },
      evaluator: {
        async run(_data, between) {
          if (await between?.()) return null;
          const loss = losses[Math.min(validations++, losses.length - 1)];
          return { loss, perplexity: Math.exp(loss), accuracy: 0.5, tokens: 50 };
        },
      },
      report: (report) => reports.push(report), log: (text) => log.push(text), checkpoint: (state) => { checkpoints.push(structuredClone(state)); return Promise.resolve(); }, now: () => it.clock,
    },
  };
  return it;
}

const kinds = (reports: Report[], kind: Report['kind']) => reports.filter((report) => report.kind === kind);
const talkative = (more: Partial<Sampler> = {}): Sampler => ({
  sample: (inputs) => Promise.resolve(inputs.map((input) => ({ ...input, output: input.source.toUpperCase(), attention: null }))), score: () => Promise.resolve({ bleu: 12 }), dispose: () => Promise.resolve(), ...more,
});

describe('a training', () => {
  it('validates before the first epoch and after each, and keeps a checkpoint after each', async () => {
    const { parts, reports, checkpoints } = world({ epochs: 3 }, [5, 4, 3, 3.5]);
    expect(await new Trainer(parts).run()).toEqual({ status: 'finished', reason: null });
    expect(kinds(reports, 'validation').map((report) => [report.step, report.epoch, 'loss' in report && report.loss, 'best' in report && report.best])).toEqual([[0, 0, 5, false], [5, 1, 4, true], [10, 2, 3, true], [15, 3, 3.5, false]]);
    expect(checkpoints.map(({ step, epoch, batch }) => [step, epoch, batch])).toEqual([[5, 1, 0], [10, 2, 0], [15, 3, 0], [15, 3, 0]]);
    expect(checkpoints.at(-1)).toMatchObject({ best: { step: 10, cost: 3, loss: 3 }, costs: [4, 3, 3.5], validatedStep: 15 });
  });

  it('ends early when the loss has not fallen for `patience` epochs', async () => {
    const { parts } = world({ epochs: 9, earlyStopping: { patience: 2 } }, [5, 4, 4, 4.1, 1]);
    expect(await new Trainer(parts).run()).toEqual({ status: 'finished', reason: expect.stringMatching(/not fallen for 2 epochs/) as string });
    expect(parts.state.epoch).toBe(3);
  });

  it('does not end early when told not to', async () => {
    const { parts } = world({ epochs: 6, earlyStopping: null }, [1]);
    await new Trainer(parts).run();
    expect(parts.state.epoch).toBe(6);
  });

  it('ends after maxSteps in the middle of an epoch, with a last validation that no schedule counts', async () => {
    const { parts, reports } = world({ epochs: 9, maxSteps: 7 }, [5, 4, 3]);
    expect(await new Trainer(parts).run()).toEqual({ status: 'finished', reason: expect.stringMatching(/the 7 steps/) as string });
    expect(parts.state).toMatchObject({ step: 7, epoch: 1, batch: 2, costs: [4], best: { step: 7, cost: 3, loss: 3 } });
    expect(kinds(reports, 'progress').at(-1)).toMatchObject({ step: 7, totalSteps: 7, epoch: 1.4 });
  });

  it('ends early when the loss has not fallen by more than `minDelta`', async () => {
    const { parts } = world({ epochs: 9, earlyStopping: { patience: 2, minDelta: 0.5 } }, [5, 4, 3.8, 3.6, 1]);
    expect(await new Trainer(parts).run()).toEqual({ status: 'finished', reason: expect.stringMatching(/not fallen by more than 0.5 for 2 epochs/) as string });
    expect(parts.state.best).toEqual({ step: 15, cost: 3.6, loss: 3.6 });
  });

  it('goes by its schedule', async () => {
    const { parts, rates } = world({ epochs: 3, schedule: 'plateau', decay: 0.5, learningRate: 0.8 }, [5, 4, 4, 3]);
    await new Trainer(parts).run();
    expect(rates).toEqual([...Array<number>(10).fill(0.8), ...Array<number>(5).fill(0.4)]);
  });

  it.each([['loss', NaN], ['loss', Infinity]])('ends with a remedy when the %s becomes %s, and keeps no checkpoint of it', async (_what, loss) => {
    const { parts, checkpoints } = world({ epochs: 3, clipNorm: null }, [5, 4], { lossAt: (step) => (step === 7 ? loss : 2) });
    await expect(new Trainer(parts).run()).rejects.toMatchObject({ name: 'UserError', what: `the loss became ${loss} at step 8`, remedy: expect.stringMatching(/lower training.learningRate .*set training.clipNorm/) as string });
    expect(checkpoints.map(({ step }) => step)).toEqual([5]);
  });

  it('ends when the gradient or the validation loss is no number', async () => {
    const wild = world({}, [5]);
    const step = { run: () => Promise.resolve({ loss: 1, gradientNorm: NaN }) };
    await expect(new Trainer({ ...wild.parts, step }).run()).rejects.toThrow(/gradient's norm became NaN at step 1/);
    await expect(new Trainer(world({}, [5, NaN]).parts).run()).rejects.toThrow(/validation loss is NaN after step 5/);
  });
});

it('warns of a warm-up that is longer than the training', async () => {
  const warnings = async (warmupSteps: number): Promise<string[]> => {
    const { parts, log } = world({ epochs: 2, warmupSteps }, [2]);
    await new Trainer(parts).run();
    return log.filter((line) => line.startsWith('warning'));
  };
  expect(await warnings(2 * BATCHES)).toEqual([]);
  expect(await warnings(2 * BATCHES + 1)).toEqual([`warning: training.warmupSteps is ${2 * BATCHES + 1}, and the training has ${2 * BATCHES} steps: the learning rate never reaches its peak`]);
});

describe('judged by another metric than the loss', () => {
  const bleu = (values: number[]): Sampler => talkative({ score: () => Promise.resolve({ bleu: values.shift()! }) });

  it('has its best checkpoint, its patience and its plateaus by that', async () => {
    const { parts, rates, reports } = world(
      { epochs: 9, schedule: 'plateau', learningRate: 0.8, earlyStopping: { metric: 'bleu', patience: 2 } }, [5, 4, 3, 2, 1], { task: 'translation', sampler: bleu([10, 30, 20, 30]) });
    expect(await new Trainer(parts).run()).toEqual({ status: 'finished', reason: 'the BLEU has not risen for 2 epochs (training.earlyStopping)' });
    expect(parts.state).toMatchObject({ best: { step: 10, cost: -30, loss: 3 }, costs: [-10, -30, -20, -30] });
    expect(kinds(reports, 'validation').map((report) => 'best' in report && report.best)).toEqual([false, true, true, false, false]);
    expect(rates.map((rate) => rate / 0.8)).toEqual([...Array<number>(15).fill(1), ...Array<number>(5).fill(0.5)]);
  });

  it.each([['accuracy', /accuracy has not risen for 3/], ['perplexity', /perplexity has not fallen for 3/]])('%s', async (metric, wanted) => {
    const { parts } = world({ epochs: 9, earlyStopping: { metric } }, [2]);
    expect((await new Trainer(parts).run()).reason).toMatch(wanted);
  });

  it('without patience never stops early', async () => {
    const { parts } = world({ epochs: 7, earlyStopping: { metric: 'accuracy', patience: null } }, [5]);
    expect(await new Trainer(parts).run()).toEqual({ status: 'finished', reason: null });
    expect(parts.state).toMatchObject({ epoch: 7, best: { step: 5 } });
  });

  it('is refused where nothing measures it, and ends the run where that fails', async () => {
    const settings = { earlyStopping: { metric: 'chrf' } };
    expect(() => new Trainer(world(settings, [5], { task: 'translation' }).parts)).toThrow(/chrf could not be measured/);
    const { parts, log } = world(settings, [5], { task: 'translation', sampler: talkative({ score: () => Promise.reject(new Error('no such axis')) }) });
    await expect(new Trainer(parts).run()).rejects.toMatchObject({ name: 'UserError', where: 'training.earlyStopping.metric' });
    expect(log.join()).toContain('no such axis');
  });
});

describe('schedules over a whole run', () => {
  it('reach their end at maxSteps, after the warm-up', async () => {
    const { parts, rates } = world({ epochs: 9, maxSteps: 9, schedule: 'cosine', warmupSteps: 3, learningRate: 1, earlyStopping: null }, [5]);
    await new Trainer(parts).run();
    expect(rates).toBeAllclose([1 / 3, 2 / 3, 1, ...[0, 1, 2, 3, 4, 5].map((k) => 0.5 * (1 + Math.cos((Math.PI * k) / 6)))]);
  });

  it('are planned by the first epoch, wherever a run resumes', async () => {
    const longer = (losses: number[], state?: TrainingState): World => {
      const it = world({ epochs: 3, schedule: 'cosine', learningRate: 1, earlyStopping: null }, losses, { state });
      const epoch = (number: number) => ({ ...it.parts.data.epoch(0), length: BATCHES + number });
      return { ...it, parts: { ...it.parts, data: { ...it.parts.data, epoch } } };
    };
    const whole = longer([5]);
    await new Trainer(whole.parts).run();
    const rest = longer([5], structuredClone(whole.checkpoints.find(({ epoch }) => epoch === 1)));
    await new Trainer(rest.parts).run();
    expect(rest.rates).toEqual(whole.rates.slice(BATCHES));
  });

  it('count updates where batches are gathered for them', async () => {
    const { parts, rates } = world({ epochs: 2, accumulate: 2, schedule: 'one-cycle', learningRate: 1, earlyStopping: null }, [5]);
    await new Trainer(parts).run();
    expect(rates).toHaveLength(6); // 5 batches: three updates an epoch
    expect([rates[0], rates[5]]).toBeAllclose([0.04, 0.04 / 10_000]);
  });
});

describe('stopping', () => {
  it('ends after the step under way, with a checkpoint of it', async () => {
    const { parts, checkpoints } = world({ epochs: 3 }, [5, 4]);
    const trainer: Trainer = new Trainer({ ...parts, step: { run: (batch, step, rate) => { if (step === 6) trainer.stop(); return parts.step.run(batch, step, rate); } } });
    expect(await trainer.run()).toEqual({ status: 'stopped', reason: null });
    expect(checkpoints.at(-1)).toMatchObject({ step: 7, epoch: 1, batch: 2, validatedStep: 5 });
  });

  it('in a validation leaves that for the resumed run, which then does not train the epoch again', async () => {
    const first = world({ epochs: 2 }, [5, 4]);
    const trainer: Trainer = new Trainer({ ...first.parts, step: { run: (batch, step, rate) => { if (step === 4) trainer.stop(); return first.parts.step.run(batch, step, rate); } } });
    await trainer.run();
    expect(first.checkpoints.at(-1)).toMatchObject({ step: 5, epoch: 0, batch: 5, validatedStep: 0, costs: [] });
    const second = world({ epochs: 2 }, [4, 3], { state: first.checkpoints.at(-1) });
    expect(await new Trainer(second.parts).run()).toMatchObject({ status: 'finished' });
    expect(second.rates).toHaveLength(5);
    expect(second.parts.state).toMatchObject({ step: 10, costs: [4, 3] });
  });

  it('a resumed run that was done only says so', async () => {
    const { parts, rates } = world({ epochs: 2, earlyStopping: { patience: 1 } }, [1], { state: { ...initialState(), step: 10, epoch: 1, validatedStep: 10, costs: [3, 4] } });
    expect(await new Trainer(parts).run()).toMatchObject({ status: 'finished' });
    expect(rates).toEqual([]);
  });
});

describe('reports', () => {
  it('come at most four times a second, tell means since the one before, and all steps are told of', async () => {
    const { parts, reports } = world({ epochs: 4, earlyStopping: null }, [5], { stepMs: 100, lossAt: (step) => step });
    await new Trainer(parts).run();
    const progress = kinds(reports, 'progress') as Extract<Report, { kind: 'progress' }>[];
    expect(progress.map(({ step, loss }) => [step, loss])).toEqual([[1, 0], [4, 2], [7, 5], [10, 8], [13, 11], [16, 14], [19, 17], [20, 19]]);
    expect(progress[1]).toMatchObject({ tokensPerSecond: 100, elapsedSeconds: 0.4, secondsLeft: 1.6, totalSteps: 20, totalEpochs: 4, epoch: 0.8, gradientNorm: 1 });
  });

  it('checkpoints come every two minutes', async () => {
    const { parts, checkpoints } = world({ epochs: 1 }, [5], { stepMs: 70_000 });
    await new Trainer(parts).run();
    expect(checkpoints.map(({ step }) => step)).toEqual([2, 4, 5, 5]);
    expect(checkpoints[0].elapsedSeconds).toBe(140);
  });
});

describe('samples', () => {
  it('come before the first step, every second at first, and after each epoch', async () => {
    const { parts, reports } = world({ epochs: 1 }, [5], { sampler: talkative(), stepMs: 400 });
    await new Trainer(parts).run();
    expect(kinds(reports, 'sample').map(({ step }) => step)).toEqual([0, 3, 5]);
    expect(kinds(reports, 'sample')[1]).toMatchObject({ epoch: 0.6, items: [{ source: 'a', reference: 'b', output: 'A', watched: false }] });
  });

  it('cost a twentieth of the time at most, and the last one comes anyhow', async () => {
    const slow = talkative({ sample: () => { slowWorld.clock += 500; return Promise.resolve([]); } });
    const slowWorld: World = world({ epochs: 8, earlyStopping: null }, [5], { sampler: slow, stepMs: 1000 });
    await new Trainer(slowWorld.parts).run();
    expect(kinds(slowWorld.reports, 'sample').map(({ step }) => step)).toEqual([0, 10, 20, 30, 40]);
  });

  it('scores join the validation', async () => {
    const { parts, reports } = world({ epochs: 1 }, [5], { sampler: talkative() });
    await new Trainer(parts).run();
    const [before, after] = kinds(reports, 'validation');
    expect(before).not.toHaveProperty('bleu');
    expect(after).toMatchObject({ bleu: 12 });
  });

  it('show what is watched from then on, in the resumed run too', async () => {
    const { parts, reports, checkpoints } = world({ epochs: 2 }, [5], { sampler: talkative() });
    const trainer = new Trainer(parts);
    const answer = trainer.watch('look');
    await trainer.run();
    expect(await answer).toMatchObject({ step: 0, items: [{ source: 'look', output: 'LOOK', reference: null, watched: true }] });
    expect(kinds(reports, 'sample').at(-1)).toMatchObject({ items: [{ source: 'a' }, { source: 'look', watched: true }] });
    expect(checkpoints.at(-1)?.watched).toEqual(['look']);
  });

  it('that fail are switched off, and the training goes on', async () => {
    const sample = vi.fn(() => Promise.reject(new Error('internal: no such axis')));
    const { parts, log } = world({ epochs: 2 }, [5], { sampler: talkative({ sample }) });
    expect(await new Trainer(parts).run()).toMatchObject({ status: 'finished' });
    expect(sample).toHaveBeenCalledTimes(1);
    expect(log.join()).toContain('no such axis');
  });

  it('are refused where there are none, and once the training has ended', async () => {
    await expect(new Trainer(world({}, [5]).parts).watch('x')).rejects.toThrow(/shows no samples/);
    const trainer = new Trainer(world({ epochs: 1 }, [5], { sampler: talkative() }).parts);
    await trainer.run();
    await expect(trainer.watch('x')).rejects.toThrow('the training has ended');
  });
});
