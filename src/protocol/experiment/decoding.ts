/** `decoding`: how a translator searches for its sentence. */
import * as z from 'zod';
import type { Complete, Refusals, Task } from './common';

const positive = z.number().int().min(1);

export const decodingSection = z.strictObject({
  beam: positive.max(64).optional().describe('Beam width; 1 is greedy. Default: 5.'),
  lengthPenalty: z.number().min(0).optional().describe('Alpha of Wu et al. 2016, equation 14. Default: 1.'),
  maxLength: positive.max(2000).optional().describe('Tokens at most. Default: 100.'),
});

type Given = z.infer<typeof decodingSection>;
export type DecodingSettings = Complete<Given>;

export function resolveDecoding(given: Given | undefined, task: Task, refusals: Refusals): DecodingSettings {
  const settings = { beam: given?.beam ?? 5, lengthPenalty: given?.lengthPenalty ?? 1, maxLength: given?.maxLength ?? 100 };
  if (task === 'language-model') refusals.onlyNeutral('decoding', given, resolveDecoding({}, 'translation', refusals), 'these settings are a translator\'s: give `seqlab generate` its own options');
  return settings;
}
