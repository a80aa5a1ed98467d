/** `decoding`: how a translator searches for its sentence. */
import * as z from 'zod';
import type { Complete, Refusals, Task } from './common';
import type { Attention } from './model';
import { sameJson } from './sameJson';

const positive = z.number().int().min(1);

export const decodingSection = z.strictObject({
  beam: positive.max(64).optional().describe('Beam width; 1 is greedy. Default: 5.'),
  lengthPenalty: z.number().min(0).optional().describe('Alpha of Wu et al. 2016, equation 14: 0 favours short outputs. Default: 1.'),
  coveragePenalty: z.number().min(0).optional().describe('Beta of Wu et al. 2016, equation 14: outputs that leave parts of the source unread lose. Needs attention and a beam of at least 2. Default: 0.'),
  noRepeatNgram: positive.max(100).nullable().optional().describe('No run of so many tokens is said twice in an output. Default: null, none is blocked.'),
  minLength: z.number().int().min(0).max(2000).optional().describe('Tokens at least. Default: 0.'),
  maxLength: positive.max(2000).optional().describe('Tokens at most. Default: 100.'),
  replaceUnknown: z.boolean().optional().describe('Write the source word that was looked at most in place of an unknown word. Needs attention. Default: false.'),
});

type Given = z.infer<typeof decodingSection>;
export type DecodingSettings = Complete<Given>;

export function resolveDecoding(given: Given | undefined, { task, attention }: { readonly task: Task; readonly attention: Attention }, refusals: Refusals): DecodingSettings {
  const settings = fill(given ?? {});
  if (task !== 'translation') {
    // A record of an older version lacks the keys that have come since: what counts is what they amount to.
    if (!sameJson(settings, fill({}))) refusals.refuse('decoding', given, 'these settings are a translator\'s: give `seqlab generate` its own options');
    return settings;
  }
  const { beam, coveragePenalty, minLength, maxLength, replaceUnknown } = settings;
  if (attention === 'none') {
    refusals.onlyNeutral('decoding.coveragePenalty', coveragePenalty, 0, 'it sums attention: set model.attention, or remove it');
    refusals.onlyNeutral('decoding.replaceUnknown', replaceUnknown, false, 'unknown words are replaced through attention: set model.attention, or remove it');
  }
  if (beam === 1) refusals.onlyNeutral('decoding.coveragePenalty', coveragePenalty, 0, 'it chooses among the outputs of a beam: set decoding.beam to 2 or more, or remove it');
  if (minLength > maxLength) refusals.refuse('decoding.minLength', minLength, `give at most decoding.maxLength, ${maxLength}`);
  return settings;
}

const fill = (given: Given): DecodingSettings => ({
  beam: given.beam ?? 5, lengthPenalty: given.lengthPenalty ?? 1, coveragePenalty: given.coveragePenalty ?? 0, noRepeatNgram: given.noRepeatNgram ?? null,
  minLength: given.minLength ?? 0, maxLength: given.maxLength ?? 100, replaceUnknown: given.replaceUnknown ?? false,
});
