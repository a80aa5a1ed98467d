/** What the prediction process says of a text with a language model, as data. */
import * as z from 'zod';

/**
 * What helps a language model to predict: its n-gram partner, and the cache of the document so far. Default: both, where the run has them (a windowed model
 * has no cache).
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
