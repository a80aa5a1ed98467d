/** Tunes in ABC notation, as they travel: composed by a model or read from a file, each with a judgement of what is wrong with it. */
import * as z from 'zod';

/** One tune. `src/music/checkTune.ts` says precisely what the judgements mean. */
export const tuneSchema = z.object({
  abc: z.string(), /** `T:`; empty where there is none. */ title: z.string(),
  /** Whether abcjs reads it whole. */ parses: z.boolean(), /** Whether besides every bar is as long as its meter says. */ complete: z.boolean(),
  /** What is wrong; null where nothing is. */ problem: z.string().nullable(), /** Bars with notes. */ bars: z.number(),
});
export type Tune = z.infer<typeof tuneSchema>;

/** How tunes are composed. Tune i of the seed s is the first tune of the seed s + i. */
export const compositionSchema = z.object({ count: z.number().int().min(1).max(1000), seed: z.number().int().min(0), temperature: z.number().min(0).max(5) });
export type Composition = z.infer<typeof compositionSchema>;

/** Tunes by the weights of a step of training. */
export const composedSchema = z.object({ tunes: z.array(tuneSchema), step: z.number() });
export type Composed = z.infer<typeof composedSchema>;

/** More cautious than the model itself: its own distribution (1) makes a slip somewhere in most tunes. */
export const USUAL_TEMPERATURE = 0.7;

/** What the page of the tune player may ask: nothing is computed or written by the page itself. */
export const tunePageHostSide = {
  requests: {
    'tunes/ready': { params: z.null(), result: z.object({ title: z.string(), tunes: z.array(tuneSchema) }) },
    /** Saves a tune to a file that the user chooses. @returns false where they chose none */
    'tunes/save': { params: z.object({ abc: z.string(), title: z.string() }), result: z.object({ saved: z.boolean() }) },
  },
  notifications: {},
} as const;

/** What the tune player's page is told. */
export const tunePageSide = {
  requests: {},
  notifications: { 'tunes/show': z.object({ title: z.string(), tunes: z.array(tuneSchema) }) },
} as const;
