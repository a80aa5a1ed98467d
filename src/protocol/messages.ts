/**
 * Every message between the editor, its two background processes and its panel. One map a direction; a request has a result, a
 * notification has none. Each payload has a schema, and is checked where it arrives.
 */
import * as z from 'zod';
import { beamTreeSchema, bottleneckSchema, checkpointSchema, comparisonSchema, lengthPointSchema, significanceSchema } from './insight';
import { composedSchema, compositionSchema, tuneSchema } from './music';
import { baselinesSchema, candidateSchema, explanationSchema, helpersSchema, surpriseSchema } from './language';
import { engineRecordSchema, heatmapSchema, reportSchema, runRecordSchema, sampleSchema, progressSchema, validationSchema } from './run';

/** Raised whenever a message changes its meaning; both ends must have the same. */
export const PROTOCOL_VERSION = 1;

export interface RequestSchema { readonly params: z.ZodType; readonly result: z.ZodType }
export type RequestMap = Readonly<Record<string, RequestSchema>>;
export type NotificationMap = Readonly<Record<string, z.ZodType>>;
/** What one end of a channel answers (`requests`) and listens to (`notifications`). */
export interface Side { readonly requests: RequestMap; readonly notifications: NotificationMap }

const nothing = z.null();
const errorData = z.object({ message: z.string(), what: z.string().optional(), where: z.string().optional(), remedy: z.string().optional(), code: z.string().optional() });
export type ErrorData = z.infer<typeof errorData>;

export const engineChoiceSchema = z.enum(['auto', 'onnxruntime', 'webassembly', 'tensorflow']);
export type EngineChoice = z.infer<typeof engineChoiceSchema>;
/** What computes under onnxruntime: the processor, or a graphics card by one of these ways. */
export const providerSchema = z.enum(['cpu', 'cuda', 'directml', 'coreml', 'webgpu']);
export type Provider = z.infer<typeof providerSchema>;

// ── the training process ────────────────────────────────────────────────────────────────────────────────────────────────────────
export const trainerSide = {
  requests: {
    /** Starts (or resumes) a training; answers once data are read and the graph stands, or fails with a UserError. */
    'train/start': {
      params: z.object({
        /** Experiment as a JSON value (checked again there), and the folder its paths are relative to. Ignored when resuming. */
        experiment: z.unknown(), name: z.string(), baseFolder: z.string(), runFolder: z.string(), resume: z.boolean(), engine: engineChoiceSchema,
        /** Folder of a run with whose best weights and vocabularies a new one begins; refused where the experiment's sizes differ. */
        from: z.string().optional(),
        /** Default `cpu`; a resumed run, with the engine `auto`, then keeps its own. */
        provider: providerSchema.optional(),
        /** Whether a language model's baselines are counted before and its helpers weighed after. Default true. */
        companions: z.boolean().optional(),
      }),
      result: runRecordSchema,
    },
    /** Ends after the step now running; answers when the checkpoint is on disk. */
    'train/stop': { params: nothing, result: z.object({ step: z.number() }) },
    /** Adds a sentence (translator) or a prompt (language model) to those that every sample shows; answers with its first sample. */
    'train/watch': { params: z.object({ source: z.string() }), result: sampleSchema },
  },
  notifications: {},
} as const satisfies Side;

/** What the training process tells the editor. */
export const trainerHostSide = {
  requests: {},
  notifications: {
    'train/report': reportSchema,
    'train/log': z.object({ text: z.string() }),
    /** The last word of a training. `failed` carries the reason. */
    'train/ended': z.object({ status: z.enum(['finished', 'stopped', 'failed']), record: runRecordSchema, error: errorData.nullable() }),
  },
} as const satisfies Side;

// ── the prediction process ──────────────────────────────────────────────────────────────────────────────────────────────────────
const runFolder = z.string();
const aboutText = { runFolder, engine: engineChoiceSchema, text: z.string(), helpers: helpersSchema.optional() };
/** Which weights: those of the best checkpoint (as training finds better ones, these), or those kept at a step. */
export const checkpointChoiceSchema = z.union([z.literal('best'), z.number().int().min(0)]);
export type CheckpointChoice = z.infer<typeof checkpointChoiceSchema>;
/** What an output begins with: a text, or tokens as they stand in the vocabulary (`raw`, `tokens`), the last of which may be `</s>`. */
export const prefixSchema = z.union([z.string(), z.array(z.string())]);
/** Drawing instead of searching; `topK` null: all tokens. The same seed draws the same outputs. */
export const samplingSchema = z.object({ temperature: z.number(), topK: z.number().int().nullable(), topP: z.number(), seed: z.number().int() });
/** An output: its tokens as they stand in the vocabulary, without the end symbol; its log probability in nats, its end included. */
const outputSchema = z.object({ output: z.string(), tokens: z.array(z.string()), score: z.number(), logProbability: z.number(), attention: heatmapSchema.nullable() });
export const translationSchema = outputSchema.extend({
  source: z.string(), /** The other outputs, the best first. */ alternatives: z.array(outputSchema), milliseconds: z.number(),
  /** For the user: the line was too long and only its beginning is translated. */
  warning: z.string().nullable(),
});
export type Translation = z.infer<typeof translationSchema>;
export const completionSchema = z.object({
  /** What to insert at the cursor, spaces included; starts with the rest of a partly typed word. */
  text: z.string(), words: z.array(z.object({ text: z.string(), probability: z.number(), /** That a space follows, given that the word ends here. */ space: z.number() })),
});
export type Completion = z.infer<typeof completionSchema>;

export const predictorSide = {
  requests: {
    /** Tunes by a model of ABC notation. */
    'predict/compose': { params: z.object({ runFolder: z.string(), engine: engineChoiceSchema, composition: compositionSchema }), result: composedSchema },
    /** The tunes in a text in ABC notation, each judged. Needs no model. */
    'predict/readTunes': { params: z.object({ text: z.string() }), result: z.array(tuneSchema) },
    /** Loads a run (its best checkpoint, again when it changed). */
    'predict/open': { params: z.object({ runFolder, engine: engineChoiceSchema }), result: z.object({ task: z.enum(['language-model', 'translation']), unit: z.string(), checkpointStep: z.number(), engine: engineRecordSchema }) },
    /** The checkpoints that are kept, by step. */
    'predict/checkpoints': { params: z.object({ runFolder }), result: z.array(checkpointSchema) },
    /** What is left out is as the run's experiment says, the best checkpoint's weights, no prefix, no drawing. `nBest` null or left out: up to 6 of the beam. */
    'predict/translate': {
      params: z.object({
        runFolder, engine: engineChoiceSchema, lines: z.array(z.string()), beam: z.number().nullable(),
        checkpoint: checkpointChoiceSchema.optional(), nBest: z.number().int().nullable().optional(), prefix: prefixSchema.optional(), sampling: samplingSchema.nullable().optional(),
      }),
      result: z.array(translationSchema),
    },
    /** One line, with the tree of what the beam search considered. */
    'predict/beamTree': {
      params: z.object({ runFolder, engine: engineChoiceSchema, checkpoint: checkpointChoiceSchema.optional(), line: z.string(), beam: z.number().nullable(), prefix: prefixSchema }),
      result: beamTreeSchema,
    },
    /** How good a translator is on its test data, else its held-out part, by the length of the source; and what it makes of a few sentences, short to long. */
    'predict/scoreByLength': {
      params: z.object({ runFolder, engine: engineChoiceSchema }),
      result: z.object({ unit: z.string(), points: z.array(lengthPointSchema), examples: z.array(z.object({ source: z.string(), reference: z.string(), length: z.number(), output: z.string() })) }),
    },
    /** Whether language models differ by more than chance; `run` of the answer is a folder. The models are read for this alone: who completes meanwhile does not wait. */
    'predict/compareLanguage': { params: z.object({ runFolders: z.array(z.string()).min(2), engine: engineChoiceSchema }), result: significanceSchema },
    /**
     * Next words after `text` (the document up to the cursor, its end is what counts). With `offer`, what the editor would not offer of a completion (`offer.ts`)
     * may be missing from it.
     */
    'predict/complete': {
      params: z.object({
        runFolder, engine: engineChoiceSchema, text: z.string(), maxWords: z.number(), minProbability: z.number(), alternatives: z.number(), helpers: helpersSchema.optional(),
        offer: z.object({ minConfidence: z.number(), endWithSpace: z.boolean() }).optional(),
      }),
      result: z.object({ completions: z.array(completionSchema), milliseconds: z.number() }),
    },
    /** Why a word comes after `text` (which ends before the word): what else might, and where the training text had it. `word` null: the likeliest. */
    'predict/explain': { params: z.object({ ...aboutText, word: z.string().nullable() }), result: explanationSchema },
    /** How much each token of `text` surprises the model. */
    'predict/surprise': { params: z.object(aboutText), result: surpriseSchema },
    /** The `count` likeliest next words: "pick the next word from the top N". */
    'predict/continue': { params: z.object({ ...aboutText, count: z.number() }), result: z.object({ candidates: z.array(candidateSchema) }) },
    /**
     * Text after `text`, told piece by piece by `predict/generated` with the same `id` while it is written; the result is the whole, without `text`. `length` in
     * tokens; `until`: it ends before this string first comes.
     */
    'predict/generate': {
      params: z.object({
        ...aboutText, id: z.string(), length: z.number(), temperature: z.number().optional(), topK: z.number().optional(), topP: z.number().optional(), seed: z.number(), until: z.string().min(1).optional(),
      }),
      result: z.object({ text: z.string(), tokens: z.number(), milliseconds: z.number() }),
    },
  },
  notifications: {},
} as const satisfies Side;

export const predictorHostSide = {
  requests: {},
  notifications: {
    'predict/log': z.object({ text: z.string() }),
    /** The next piece of a text that `predict/generate` writes. */
    'predict/generated': z.object({ id: z.string(), text: z.string() }),
  },
} as const satisfies Side;

// ── the training panel ──────────────────────────────────────────────────────────────────────────────────────────────────────────
/** All that a panel needs to draw itself from nothing. */
export const panelSnapshotSchema = z.object({
  run: runRecordSchema.nullable(), running: z.boolean(), progress: z.array(progressSchema), validation: z.array(validationSchema), samples: z.array(sampleSchema),
  /** Sentences to be asked at once, e.g. a selection whose attention is wanted. */
  ask: z.array(z.string()).optional(),
  /** A page of its own: the bottleneck lab, or runs laid over each other. The rest is then empty. */
  bottleneck: bottleneckSchema.optional(), comparison: comparisonSchema.optional(),
});
export type PanelSnapshot = z.infer<typeof panelSnapshotSchema>;

/** What the extension host answers its panel. */
export const panelHostSide = {
  requests: {
    /** Tunes by the best checkpoint of the run that is shown. */
    'panel/compose': { params: compositionSchema, result: composedSchema },
    /** Saves a tune to a file that the user chooses. `saved` false: they chose none. */
    'panel/saveTune': { params: z.object({ abc: z.string(), title: z.string() }), result: z.object({ saved: z.boolean() }) },
    'panel/ready': { params: nothing, result: panelSnapshotSchema },
    'panel/stop': { params: nothing, result: nothing },
    /** Attention (or continuation) for a text the user typed, from the running training or else the best checkpoint. */
    'panel/watch': { params: z.object({ source: z.string() }), result: sampleSchema },
    /** The checkpoints that are kept of the run that is shown, earliest first. */
    'panel/checkpoints': { params: nothing, result: z.array(checkpointSchema) },
    /** How simple models do on the held-out text of the run that is shown; null where that is not known (yet). */
    'panel/baselines': { params: nothing, result: baselinesSchema.nullable() },
    /** What the checkpoint of that step (null: the best) says for these sentences, by the search that the run's experiment names. */
    'panel/sample': { params: z.object({ sources: z.array(z.string()), checkpoint: z.number().nullable() }), result: sampleSchema },
    /** A whole beam search at a checkpoint (null: the best), with the first tokens of the output given. `beam` null: as the experiment has it. */
    'panel/search': { params: z.object({ source: z.string(), checkpoint: z.number().nullable(), beam: z.number().nullable(), prefix: z.array(z.string()) }), result: beamTreeSchema },
    /** Runs an editor command from a button of the panel; only these. */
    'panel/command': { params: z.object({ command: z.enum(['trainTranslator', 'trainLanguageModel', 'trainWithAttention', 'openRunFolder', 'resumeTraining']) }), result: nothing },
  },
  notifications: {},
} as const satisfies Side;

export const panelSide = {
  requests: {},
  notifications: {
    'panel/snapshot': panelSnapshotSchema,
    'panel/report': reportSchema,
    'panel/run': z.object({ run: runRecordSchema, running: z.boolean() }),
    /** Asks these sentences as if they had been typed into the panel. */
    'panel/ask': z.object({ sources: z.array(z.string()) }),
    /** The bottleneck lab goes on. */
    'panel/bottleneck': bottleneckSchema,
  },
} as const satisfies Side;

// ── inference of payloads from the maps ─────────────────────────────────────────────────────────────────────────────────────────
export type RequestName<S extends Side> = keyof S['requests'] & string;
export type NotificationName<S extends Side> = keyof S['notifications'] & string;
export type RequestParams<S extends Side, K extends RequestName<S>> = z.infer<S['requests'][K]['params']>;
export type RequestResult<S extends Side, K extends RequestName<S>> = z.infer<S['requests'][K]['result']>;
export type NotificationPayload<S extends Side, K extends NotificationName<S>> = z.infer<S['notifications'][K]>;
