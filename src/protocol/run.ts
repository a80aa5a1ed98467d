/** What a run reports and records: the lines of `metrics.jsonl` and `samples.jsonl`, and `run.json`. Everything a panel shows is one of these. */
import * as z from 'zod';
import { tuneSchema } from './music';

/** A measurement. Unlike `z.number()` it may be NaN or infinite: a training that diverges says so. */
export const measurement = z.custom<number>((value) => typeof value === 'number', 'expected a number');

/** A matrix with words on its axes: one row an output token, one column an input token, values row by row. */
export const heatmapSchema = z.object({ rows: z.array(z.string()), columns: z.array(z.string()), values: z.instanceof(Float32Array) });
export type Heatmap = z.infer<typeof heatmapSchema>;

/** Many times an epoch, throttled. Losses are means in nats a token since the report before. */
export const progressSchema = z.object({
  kind: z.literal('progress'), step: z.number(), totalSteps: z.number(), epoch: z.number(), totalEpochs: z.number(),
  loss: measurement, learningRate: z.number(), gradientNorm: measurement, tokensPerSecond: measurement,
  elapsedSeconds: z.number(), secondsLeft: measurement,
});
export type ProgressReport = z.infer<typeof progressSchema>;

/** On the held-out part, after each epoch and before the first (step 0). `epoch` counts finished epochs. */
export const validationSchema = z.object({
  kind: z.literal('validation'), step: z.number(), epoch: z.number(), loss: measurement, perplexity: measurement, accuracy: z.number(),
  bitsPerCharacter: measurement.optional(), bleu: z.number().optional(), chrf: z.number().optional(), ter: z.number().optional(), exactMatch: z.number().optional(), best: z.boolean(),
  /** Of the mean of so many last checkpoints, at the end of a run. */ averaged: z.number().optional(),
  /** Models of ABC notation: shares, 0 to 1, of the `tunes` composed then that parse, and whose bars are complete besides. */
  tunesParsed: z.number().optional(), tunesComplete: z.number().optional(), tunes: z.array(tuneSchema).optional(),
});
export type ValidationReport = z.infer<typeof validationSchema>;

/** What the model says now for one held-out or watched input. For a language model `source` is the prompt and `reference` how the text went on. */
export const sampleItemSchema = z.object({
  source: z.string(), reference: z.string().nullable(), output: z.string(), attention: heatmapSchema.nullable(), watched: z.boolean(),
});
export type SampleItem = z.infer<typeof sampleItemSchema>;
/** After each epoch and, so that the heatmap is seen forming, every few seconds in between. */
export const sampleSchema = z.object({ kind: z.literal('sample'), step: z.number(), epoch: z.number(), items: z.array(sampleItemSchema) });
export type SampleReport = z.infer<typeof sampleSchema>;

export const reportSchema = z.discriminatedUnion('kind', [progressSchema, validationSchema, sampleSchema]);
export type Report = z.infer<typeof reportSchema>;

/** `interrupted`: the process died or was killed; `stopped`: by the user; both can resume. */
export const runStatusSchema = z.enum(['starting', 'running', 'stopped', 'finished', 'failed', 'interrupted']);
export type RunStatus = z.infer<typeof runStatusSchema>;

/** Which engine really ran. */
export const engineRecordSchema = z.object({ name: z.string(), version: z.string(), provider: z.string(), threads: z.number(), why: z.string(), /** Why a faster engine could not be taken. */ fallback: z.string().optional() });
export type EngineRecord = z.infer<typeof engineRecordSchema>;

/** `run.json`. `experiment` is the resolved experiment; it is checked by the code that trains. */
export const runRecordSchema = z.object({
  version: z.literal(1), id: z.string(), name: z.string(), status: runStatusSchema, reason: z.string().nullable(),
  experiment: z.record(z.string(), z.unknown()), baseFolder: z.string(), created: z.string(), updated: z.string(),
  seed: z.number(), engine: engineRecordSchema.nullable(), versions: z.record(z.string(), z.string()),
  data: z.array(z.object({ path: z.string(), sha256: z.string(), bytes: z.number() })),
  parameters: z.number(), vocabulary: z.object({ source: z.number().nullable(), target: z.number() }),
  examples: z.object({ training: z.number(), validation: z.number() }), warnings: z.array(z.string()),
  /** The run and its checkpoint that this one began with; absent: with fresh weights. */
  from: z.object({ id: z.string(), folder: z.string(), step: z.number(), /** It was the mean of the last weights. */ averaged: z.literal(true).optional() }).optional(),
  /** What the training text is written in, where that is known: ABC is music. */
  notation: z.literal('abc').optional(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** One line of a list of runs. */
export const runSummarySchema = z.object({
  folder: z.string(), id: z.string(), name: z.string(), task: z.enum(['language-model', 'translation']), status: runStatusSchema, updated: z.string(),
  bestValidationLoss: measurement.nullable(), hasCheckpoint: z.boolean(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
