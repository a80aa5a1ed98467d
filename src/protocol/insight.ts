/**
 * What can be seen inside a translator: its kept checkpoints, a search at one of them with the tree that it grew, and comparisons of whole runs.
 * Payloads of messages; `messages.ts` says who sends them.
 */
import * as z from 'zod';
import { heatmapSchema, measurement, progressSchema, runRecordSchema, runStatusSchema, validationSchema } from './run';

/** A checkpoint on disk. `epoch` counts finished epochs with a fraction; the loss is null where the model was not validated at that step. */
export const checkpointSchema = z.object({
  step: z.number(), epoch: z.number(), validationLoss: measurement.nullable(), best: z.boolean(), last: z.boolean(),
  /** It is the mean of the last checkpoints up to this step, which is the best of the run. Asked for as the best: the step's own weights are others. */
  mean: z.literal(true).optional(),
});
export type CheckpointInfo = z.infer<typeof checkpointSchema>;

/** Where a checkpoint stands in training time: at its step; the mean of the last ones after the last of them, half way to a step that does not come. */
export const placeOf = ({ step, mean }: Pick<CheckpointInfo, 'step' | 'mean'>): number => (mean ? step + 0.5 : step);
/** The step that a place is told by. */
export const stepOfPlace = (place: number): number => Math.floor(place);
/** The checkpoint of a place, as questions name it: null is the best, as which alone a mean is shown. */
export const checkpointOfPlace = (place: number): number | null => (Number.isInteger(place) ? place : null);

/** What became of a hypothesis: kept in the beam at its step, dropped there for better ones, the end of an output, or along the best output. */
export const beamStateSchema = z.enum(['alive', 'pruned', 'finished', 'best']);
export type BeamState = z.infer<typeof beamStateSchema>;

/** A token that the search considered after the one before it (`parent`; null: it begins the output). */
export const beamNodeSchema = z.object({
  id: z.number(), parent: z.number().nullable(),
  /** As it stands in a heatmap's rows; `</s>` ends the output. */
  token: z.string(),
  /** As it stands in the vocabulary: the raw tokens from the root to a node are the `prefix` that forces it. */
  raw: z.string(),
  /** Of the output up to here, in nats: the token's own is the difference from its parent's. */
  logProbability: measurement,
  /** `logProbability` divided by the length penalty of the output up to here. */
  score: measurement,
  /** Place by `logProbability` among the nodes of its depth, from 0. */
  rank: z.number(), state: beamStateSchema,
});
export type BeamNode = z.infer<typeof beamNodeSchema>;

export const searchOutputSchema = z.object({
  text: z.string(), /** As they stand in the vocabulary, without the end symbol. */ tokens: z.array(z.string()), score: measurement, logProbability: measurement, /** False where the length limit cut it off. */ finished: z.boolean(),
  attention: heatmapSchema.nullable(),
});
export type SearchOutput = z.infer<typeof searchOutputSchema>;

/** A whole beam search of one sentence. Parents come before their children. */
export const beamTreeSchema = z.object({
  source: z.string(), nodes: z.array(beamNodeSchema), /** Best first. */ outputs: z.array(searchOutputSchema),
  /** Tokens at the beginning that were given, not searched. */
  forced: z.number(),
});
export type BeamTree = z.infer<typeof beamTreeSchema>;

/** How good the translations of source sentences of `from` to `to` tokens (both included) are: BLEU and chrF from 0 to 100, `exact` a share of 1. */
export const lengthPointSchema = z.object({ from: z.number(), to: z.number(), count: z.number(), bleu: z.number(), chrf: z.number(), exact: z.number() });
export type LengthPoint = z.infer<typeof lengthPointSchema>;

/** One model of the bottleneck lab. `points` is empty until it was evaluated. */
export const lengthSeriesSchema = z.object({
  /** As in a legend: "with attention". */
  name: z.string(), runId: z.string(), runFolder: z.string(),
  /** `waiting`: its training comes after the other's; `evaluating`: it is trained, and translates the held-out part now. */
  status: z.union([runStatusSchema, z.enum(['waiting', 'evaluating'])]),
  step: z.number(), totalSteps: z.number(), bestValidationLoss: measurement.nullable(), points: z.array(lengthPointSchema),
});
export type LengthSeries = z.infer<typeof lengthSeriesSchema>;

/** The bottleneck lab: the same translator with and without attention, measured by the length of the source. */
export const bottleneckSchema = z.object({
  title: z.string(),
  /** Two or more, the same data and settings but for what their names say. */
  series: z.array(lengthSeriesSchema),
  /** What is counted as length: "words", "tokens", "characters". */
  unit: z.string(),
  /** Held-out sentences with what each model makes of them, in the order of `series`; null: not asked yet. */
  examples: z.array(z.object({ source: z.string(), reference: z.string(), length: z.number(), outputs: z.array(z.string().nullable()) })),
  /** Why something is missing, e.g. that a training failed; null where all is well. */
  note: z.string().nullable(),
});
export type Bottleneck = z.infer<typeof bottleneckSchema>;

/**
 * Whether language models differ by more than chance on the test data or held-out text of the first of them: each of the others beside the first, by paired
 * bootstrap over blocks of lines.
 */
export const significanceSchema = z.object({
  lines: z.number(), linesInBlock: z.number(), samples: z.number(),
  differences: z.array(z.object({
    run: z.string(), metric: z.enum(['perplexity', 'bitsPerCharacter']), first: measurement, second: measurement, difference: measurement,
    /** Holds 95 % of the resampled differences. */
    interval: z.tuple([measurement, measurement]), p: z.number(), secondBetter: z.number(),
  })),
  /** `metric` null: nothing of that run can be compared. */
  notCompared: z.array(z.object({ run: z.string(), metric: z.enum(['perplexity', 'bitsPerCharacter']).nullable(), why: z.string() })),
});
export type Significance = z.infer<typeof significanceSchema>;

/** Runs laid over each other. `significance`: being measured, measured, or why it was not; left out where it is not asked. */
export const comparisonSchema = z.object({
  runs: z.array(z.object({ folder: z.string(), record: runRecordSchema, progress: z.array(progressSchema), validation: z.array(validationSchema) })),
  significance: z.union([z.literal('measuring'), significanceSchema, z.object({ problem: z.string() })]).optional(),
});
export type Comparison = z.infer<typeof comparisonSchema>;
