/** What the prediction process says of a text with a language model, as data. */
import * as z from 'zod';

/**
 * What helps a language model to predict: its n-gram partner, and the cache of the document so far. Default: both, where the run has them (a windowed model
 * has no cache); but for `predict/surprise` and `predict/generate` neither.
 */
export const helpersSchema = z.object({ partner: z.boolean().optional(), cache: z.boolean().optional() });
export const wordProbabilitySchema = z.object({ word: z.string(), probability: z.number() });
/** A place in the training text where the same words stood and went on in the same way. `line` counts from 1; `words` is how many words before the word agree. */
export const wordSourceSchema = z.object({ file: z.string(), line: z.number(), excerpt: z.string(), words: z.number() });
export const explanationSchema = z.object({
  /** The five likeliest next words. */
  candidates: z.array(wordProbabilitySchema),
  /** The word that was asked for, or else the likeliest; null where there is none. */
  word: z.string().nullable(),
  /** Of `word`, given the text and nothing of the word itself; 0 where the model cannot say it. */
  probability: z.number(), /** -log2 of it; null where the probability is 0. */ surpriseBits: z.number().nullable(),
  /** No word of the vocabulary: the probability is that of "some unknown word". */
  unknown: z.boolean(),
  /** How often the training text has `word` after the longest context that agrees, and the first places; empty: not found, or the files have gone. */
  sources: z.array(wordSourceSchema), sourceCount: z.number(),
});
export type Explanation = z.infer<typeof explanationSchema>;
/** A token of a text with how much it surprised: UTF-16 offsets into the text, bits = -log2 of its probability after all before it. */
export const surprisingTokenSchema = z.object({ start: z.number(), end: z.number(), bits: z.number(), /** No word of the vocabulary. */ unknown: z.boolean() });
export const surpriseSchema = z.object({ tokens: z.array(surprisingTokenSchema), meanBits: z.number(), /** 2^meanBits, a token. */ perplexity: z.number() });
export type Surprise = z.infer<typeof surpriseSchema>;
/** A next word to choose: `insert` is what must be inserted after the text, with a space where one is needed. */
export const candidateSchema = z.object({ word: z.string(), insert: z.string(), probability: z.number() });

/** `baselines.json`: simple models of the same training text, scored on the run's held-out text. */
export const baselinesSchema = z.object({
  version: z.literal(1),
  /** Tokens they were counted from: the first of a very long text. */
  trainedOn: z.number(),
  /** Predicted tokens of the held-out text. */
  tokens: z.number(),
  /** `bitsPerCharacter` as the model's own. */
  models: z.array(z.object({ name: z.enum(['unigram', 'bagOfWords', 'kneserNey']), loss: z.number(), perplexity: z.number(), bitsPerCharacter: z.number() })),
});
export type Baselines = z.infer<typeof baselinesSchema>;
export type BaselineName = Baselines['models'][number]['name'];
export const BASELINE_NAMES: Readonly<Record<BaselineName, string>> = { unigram: 'unigram', bagOfWords: 'bag of words', kneserNey: 'Kneser\u2013Ney 5-gram' };

const helperWeightsSchema = z.object({ partner: z.number().min(0).max(1), cache: z.number().min(0).max(1) });
/** `helpers.json`: the shares of a model's helpers, found on held-out text, and what they were good for there. */
export const helpersFileSchema = z.object({
  version: z.literal(1), /** The checkpoint they were found with. */ step: z.number(), cacheSize: z.number().int().min(1), theta: z.number(),
  weights: z.object({ partner: helperWeightsSchema, cache: helperWeightsSchema.nullable(), both: helperWeightsSchema.nullable() }),
  perplexity: z.object({ model: z.number(), partner: z.number(), cache: z.number().nullable(), both: z.number().nullable() }), tokens: z.number(),
});
export type HelpersFile = z.infer<typeof helpersFileSchema>;

/**
 * What must be said of a model beside its baselines: the best baseline, where it is better than the model. Null where the model is better than all.
 * @param loss of the model on the same text, nats a token
 */
export function betterBaseline(loss: number, { models }: Baselines): Baselines['models'][number] | null {
  const best = models.reduce<Baselines['models'][number] | null>((a, b) => (a === null || b.loss < a.loss ? b : a), null);
  return best !== null && best.loss < loss ? best : null;
}
