/** `training`: batches, optimizer, schedule, when to stop. */
import * as z from 'zod';
import type { Complete, Refusals, Task } from './common';
import { isRecurrent, type ModelSettings } from './model';
import type { TokenizerSettings } from './tokenizer';

const positive = z.number().int().min(1);
const USUAL_PATIENCE = 3;
const USUAL_PAIRS = 64;
/** A translator of few pairs still gets better after ten; early stopping ends one that does not. */
const usualEpochs: Readonly<Record<Task, number>> = { translation: 20, 'language-model': 10 };

const share = z.number().min(0).max(1);
const teacherForcingSchedule = z.strictObject({
  start: share.optional().describe('In the first epoch. Default: 1.'),
  end: share.optional().describe('From the last of these epochs on. Default: 0.5.'),
  epochs: positive.optional().describe('How many epochs it takes. Default: training.epochs.'),
  shape: z.enum(['linear', 'exponential', 'inverse-sigmoid']).optional().describe('In a line, by the same factor each epoch, or slowly, fast, slowly. Default: linear.'),
});

/** What a validation measures and a run can be judged by, as the report names it. */
const metric = z.enum(['loss', 'perplexity', 'accuracy', 'bitsPerCharacter', 'bleu', 'chrf', 'ter', 'exactMatch', 'tunesParsed', 'tunesComplete']);
export type Metric = z.infer<typeof metric>;
const metricsOf: Readonly<Record<Task, readonly Metric[]>> = {
  translation: ['loss', 'perplexity', 'accuracy', 'bleu', 'chrf', 'ter', 'exactMatch'],
  'language-model': ['loss', 'perplexity', 'accuracy', 'bitsPerCharacter', 'tunesParsed', 'tunesComplete'],
};
const earlyStoppingSettings = z.strictObject({
  patience: positive.nullable().optional().describe('Epochs without improvement after which training stops; null: never, the metric only says which checkpoint is best. Default: 3.'),
  metric: metric.optional().describe('What the best checkpoint, early stopping and the plateau schedule go by. bleu, chrf, ter and exactMatch are of greedy translations, tunesParsed and tunesComplete of tunes that a model of ABC notation composes. Default: loss.'),
  minDelta: z.number().min(0).optional().describe('A smaller change is no improvement. Default: 0.'),
});

export const trainingSection = z.strictObject({
  epochs: positive.optional().describe('Passes over the training data, unless earlyStopping ends them. Default: 10; 20 for translators.'),
  maxSteps: positive.nullable().optional().describe('Stop after so many steps. Default: none.'),
  batchSize: positive.optional().describe('Pairs or streams a step. Default: 64; 32 for language models.'),
  batchTokens: positive.nullable().optional().describe('Translators: a batch holds as many pairs as fit into so many tokens a side, padding counted, instead of batchSize. Default: null.'),
  accumulate: positive.max(1024).optional().describe('Batches whose gradients are summed, weighted by their tokens, before an update: a larger batch in the memory of a small one. Default: 1.'),
  sequenceLength: positive.max(4096).optional().describe('Language models: steps of truncated backpropagation through time. Default: 35 for words, 100 for characters.'),
  optimizer: z.enum(['adam', 'adamw', 'sgd']).optional().describe('Default: adam.'),
  learningRate: z.number().gt(0).optional().describe('Default: 0.002 for adam and adamw, 1 for sgd.'),
  momentum: z.number().min(0).lt(1).optional().describe('sgd alone. Default: 0.'),
  weightDecay: z.number().min(0).optional().describe('adamw alone, decoupled (Loshchilov and Hutter 2019). Default: 0.01.'),
  schedule: z.enum(['constant', 'plateau', 'exponential', 'inverse-square-root', 'cosine', 'one-cycle']).optional().describe('How the learning rate changes. Default: constant.'),
  warmupSteps: z.number().int().min(0).optional().describe('The rate rises linearly over so many steps first. Default: 0.'),
  decay: z.number().gt(0).lt(1).optional().describe('plateau: factor when the validation loss did not fall; exponential: factor an epoch. Default: 0.5 and 0.9.'),
  decayAfter: z.number().int().min(0).optional().describe('exponential: epochs before the decay begins. Default: 0.'),
  clipNorm: z.number().gt(0).nullable().optional().describe('Gradients are scaled down to this global norm. Default: 1; null switches it off.'),
  clipValue: z.number().gt(0).nullable().optional().describe('Each number of a gradient is cut to this, either sign, before clipNorm. Default: null, never.'),
  teacherForcing: z.union([share, teacherForcingSchedule]).optional().describe('Translators: share of steps at which the decoder reads the right token instead of its own likeliest one (scheduled sampling, Bengio et al. 2015): a number from 0 to 1, or how it changes epoch by epoch. Default: 1, always.'),
  coverageLoss: z.number().min(0).optional().describe('With model.coverage: weight of looking again where one has looked (See et al. 2017, equation 13). Default: 1; 0 without coverage.'),
  labelSmoothing: z.number().min(0).lt(1).optional().describe('Default: 0.'),
  earlyStopping: earlyStoppingSettings.nullable().optional().describe('Stop when the metric has not become better for so many epochs. Default: {"patience": 3, "metric": "loss", "minDelta": 0}; null switches it off.'),
  averageCheckpoints: z.number().int().min(0).max(100).optional().describe('At the end the mean of so many last checkpoints is measured too, and is the best where it is better. Default: 0, off.'),
  keepCheckpoints: z.number().int().min(0).max(1000).nullable().optional().describe('Validated weights that stay besides the best and the last, spread over training time from step 0. Default: null, up to 12 and about 256 MiB; 0: none.'),
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().describe('Of weights, order and dropout. Default: 1.'),
  threads: positive.max(256).nullable().optional().describe('Default: as many as the machine has cores, at most 4.'),
});

type Given = z.infer<typeof trainingSection>;
export type TrainingSettings = Complete<Omit<Given, 'teacherForcing' | 'earlyStopping'>> & {
  readonly teacherForcing: number | Complete<z.infer<typeof teacherForcingSchedule>>;
  readonly earlyStopping: Complete<z.infer<typeof earlyStoppingSettings>> | null;
};

/** What the choices of other sections mean for the training. */
export interface TrainingContext { readonly task: Task; readonly model: ModelSettings; readonly tokenizer: TokenizerSettings }

export function resolveTraining(given: Given, context: TrainingContext, refusals: Refusals): TrainingSettings {
  return {
    epochs: given.epochs ?? usualEpochs[context.task], maxSteps: given.maxSteps ?? null,
    batchSize: given.batchSize ?? (context.task === 'translation' ? USUAL_PAIRS : 32), batchTokens: batchTokens(given, context, refusals), accumulate: given.accumulate ?? 1,
    sequenceLength: sequenceLength(given, context, refusals),
    ...optimizer(given, refusals), ...schedule(given, refusals),
    clipNorm: given.clipNorm === undefined ? 1 : given.clipNorm, clipValue: given.clipValue ?? null, teacherForcing: teacherForcing(given, context, refusals), labelSmoothing: given.labelSmoothing ?? 0, coverageLoss: coverageLoss(given, context, refusals),
    earlyStopping: earlyStopping(given, context, refusals),
    averageCheckpoints: averageCheckpoints(given, refusals), keepCheckpoints: given.keepCheckpoints ?? null, seed: given.seed ?? 1, threads: given.threads ?? null,
  };
}

function teacherForcing(given: Given, { task }: TrainingContext, refusals: Refusals): TrainingSettings['teacherForcing'] {
  if (task !== 'translation') {
    refusals.onlyNeutral<Given['teacherForcing']>('training.teacherForcing', given.teacherForcing, 1, 'only a translator\'s decoder could read its own tokens: remove it');
    return 1;
  }
  if (given.teacherForcing === undefined || typeof given.teacherForcing === 'number') return given.teacherForcing ?? 1;
  const { start = 1, end = 0.5, epochs = given.epochs ?? usualEpochs.translation, shape = 'linear' } = given.teacherForcing;
  if (shape === 'exponential' && (start === 0 || end === 0)) refusals.refuse('training.teacherForcing', given.teacherForcing, 'no factor leads to or from 0: give start and end above 0, or another shape');
  return { start, end, epochs, shape };
}

function coverageLoss(given: Given, { model }: TrainingContext, refusals: Refusals): number {
  return model.coverage ? given.coverageLoss ?? 1 : refusals.onlyNeutral('training.coverageLoss', given.coverageLoss, 0, 'set model.coverage to true or remove it');
}

function earlyStopping({ earlyStopping: given = {} }: Given, { task, tokenizer }: TrainingContext, refusals: Refusals): TrainingSettings['earlyStopping'] {
  if (given === null) return null;
  const { patience = USUAL_PATIENCE, metric = 'loss', minDelta = 0 } = given;
  const known = metricsOf[task];
  if (!known.includes(metric)) refusals.refuse('training.earlyStopping.metric', metric, `a ${task} is measured by ${known.join(', ')}: use one of these`);
  else if (metric.startsWith('tunes') && tokenizer.unit !== 'char') refusals.refuse('training.earlyStopping.metric', metric, 'only models of characters compose tunes: set tokenizer.unit to "char", or use another metric');
  return { patience, metric, minDelta };
}

function averageCheckpoints({ averageCheckpoints: count = 0 }: Given, refusals: Refusals): number {
  if (count === 1) refusals.refuse('training.averageCheckpoints', count, 'the mean of one checkpoint is that checkpoint: use at least 2, or 0 for none');
  return count;
}

function batchTokens({ batchTokens: tokens = null, batchSize }: Given, { task }: TrainingContext, refusals: Refusals): number | null {
  if (task !== 'translation') return refusals.onlyNeutral('training.batchTokens', tokens, null, 'a language model\'s batches have batchSize × sequenceLength tokens: set those');
  if (tokens !== null) refusals.onlyNeutral('training.batchSize', batchSize, USUAL_PAIRS, 'training.batchTokens says how large a batch is: remove one of them');
  return tokens;
}

function sequenceLength(given: Given, { task, model, tokenizer }: TrainingContext, refusals: Refusals): number {
  const usual = tokenizer.unit === 'char' ? 100 : 35;
  // 35 and 100 are the defaults: written out, as in an example of all keys, they ask for nothing.
  if (task === 'translation' && given.sequenceLength !== 35) refusals.onlyNeutral('training.sequenceLength', given.sequenceLength, usual, 'a translator reads whole sentences: remove it');
  if (!isRecurrent(model.cell)) refusals.onlyNeutral('training.sequenceLength', given.sequenceLength, usual, `${model.cell} sees model.window words: remove it`);
  return given.sequenceLength ?? usual;
}

function optimizer(given: Given, refusals: Refusals): Pick<TrainingSettings, 'optimizer' | 'learningRate' | 'momentum' | 'weightDecay'> {
  const optimizer = given.optimizer ?? 'adam';
  if (optimizer !== 'sgd') refusals.onlyNeutral('training.momentum', given.momentum, 0, 'only sgd has momentum: remove it or set training.optimizer to "sgd"');
  if (optimizer !== 'adamw') refusals.onlyNeutral('training.weightDecay', given.weightDecay, 0, 'set training.optimizer to "adamw" or remove it');
  return {
    optimizer, learningRate: given.learningRate ?? (optimizer === 'sgd' ? 1 : 0.002),
    momentum: given.momentum ?? 0, weightDecay: given.weightDecay ?? (optimizer === 'adamw' ? 0.01 : 0),
  };
}

function schedule(given: Given, refusals: Refusals): Pick<TrainingSettings, 'schedule' | 'warmupSteps' | 'decay' | 'decayAfter'> {
  const schedule = given.schedule ?? 'constant';
  const usualDecay = schedule === 'exponential' ? 0.9 : 0.5;
  if (schedule !== 'plateau' && schedule !== 'exponential') refusals.onlyNeutral('training.decay', given.decay, usualDecay, 'only the schedules plateau and exponential decay by a factor: remove it');
  if (schedule !== 'exponential') refusals.onlyNeutral('training.decayAfter', given.decayAfter, 0, 'only the schedule exponential has it: remove it');
  if (schedule === 'inverse-square-root' && !given.warmupSteps) refusals.refuse('training.schedule', schedule, 'it needs training.warmupSteps of at least 1');
  return { schedule, warmupSteps: given.warmupSteps ?? 0, decay: given.decay ?? usualDecay, decayAfter: given.decayAfter ?? 0 };
}
