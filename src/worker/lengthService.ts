/** How good a translator is by the length of the sentence: the figures of the bottleneck lab. */
import { scoreByLength } from '../decoding/metrics';
import { translateLines } from '../decoding/translate';
import type { predictorSide, RequestResult } from '../protocol/messages';
import { loadHeldOut, loadTrainingData } from '../training/data/loadData';
import { spread } from '../training/data/trainingData';
import { decodingOptions } from './decodingOptions';
import type { LoadedRun } from './loadedRun';
import { bleuOptionsOf } from './scoring';

/** Sentences translated at most: enough for a curve, few enough that it comes while one looks. */
const MOST_SENTENCES = 1000;
/** Sentences shown with what the model makes of them, from the shortest to the longest. */
const EXAMPLES = 8;

const UNITS = { word: 'words', char: 'characters', bpe: 'tokens' } as const;

/** On the run's test data, else its held-out part. */
export async function lengthReport(loaded: LoadedRun, signal: AbortSignal): Promise<RequestResult<typeof predictorSide, 'predict/scoreByLength'>> {
  const translator = loaded.translator();
  const { experiment, record: { baseFolder }, tokenizers } = loaded.run;
  const { test } = experiment.data;
  const { examples } = test === null ? loadTrainingData(experiment, baseFolder, tokenizers).validation : loadHeldOut(experiment, test, baseFolder, tokenizers);
  const scored = spread(examples, MOST_SENTENCES);
  const translated = await translateLines(translator, scored.map(({ source }) => source), { ...decodingOptions(experiment, {}), signal });
  const outputs = translated.map(({ outputs: [{ text }] }) => text);
  const lengths = scored.map(({ source }) => translator.source.encode(source).length);
  const points = scoreByLength(lengths, outputs, scored.map(({ reference }) => reference), bleuOptionsOf(experiment.tokenizer));
  const byLength = [...scored.keys()].sort((a, b) => lengths[a] - lengths[b] || a - b);
  return { unit: UNITS[tokenizers.target.unit], points, examples: spread(byLength, EXAMPLES).map((i) => ({ ...scored[i], length: lengths[i], output: outputs[i] })) };
}
