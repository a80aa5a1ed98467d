/** Scores of a translator's outputs, beside two that translate nothing: one that says its input, one that always says the same. */
import { bleuMetric, chrfMetric, exactMatch, scoreByLength, scoreCorpus, terMetric, tokenAccuracy, type BleuOptions, type BleuTokenizer, type CorpusMetric } from '../decoding/metrics';
import { translateLines } from '../decoding/translate';
import { readTranslationTexts } from '../training/data/translationData';
import { decodingOptions } from '../worker/decodingOptions';
import type { LoadedRun } from '../worker/loadedRun';
import { bleuOptionsOf } from '../worker/scoring';
import type { EvaluateOptions, Figures, TaskFigures } from './evaluate';
import type { Measured } from './measuredData';

export async function evaluateTranslation(loaded: LoadedRun, measured: Measured, { beam, tokenize, baselines }: EvaluateOptions): Promise<TaskFigures> {
  const { experiment, record, tokenizers } = loaded.run;
  const { sources, references, hypotheses } = await translateHeldOut(loaded, measured, beam);
  const options = scoringOf([experiment.tokenizer], tokenize);
  const metrics = metricsOf(options);
  const figures = {
    ...score(metrics, hypotheses, references, options),
    tokenAccuracy: tokenAccuracy(hypotheses.map((text) => tokenizers.target.encode(text)), references.map((text) => tokenizers.target.encode(text))),
  };
  const byLength = scoreByLength(sources.map((text) => tokenizers.source!.encode(text).length), hypotheses, references, options);
  const result = { figures, byLength, outputs: hypotheses, signatures: signaturesOf(metrics), baselines: {} };
  if (!baselines) return result;
  const { training } = readTranslationTexts(experiment, record.baseFolder);
  const usual = mostFrequent(training.map((pair) => pair.target));
  return { ...result, baselines: { copySource: score(metrics, sources, references, options), mostFrequentTarget: score(metrics, references.map(() => usual), references, options) } };
}

export interface HeldOutTranslations {
  readonly sources: readonly string[];
  readonly references: readonly string[];
  /** A line each: a model of characters may say a line end. */
  readonly hypotheses: readonly string[];
}

/** The held-out sentences as the run translates them. @param beam default: the experiment's */
export async function translateHeldOut(loaded: LoadedRun, { heldOut: { examples } }: Pick<Measured, 'heldOut'>, beam: number | undefined): Promise<HeldOutTranslations> {
  const sources = examples.map(({ source }) => source);
  const translated = await translateLines(loaded.translator(), sources, decodingOptions(loaded.run.experiment, { beam }));
  return { sources, references: examples.map(({ reference }) => reference), hypotheses: translated.map(({ outputs: [{ text }] }) => text.replace(/[\r\n]+/g, ' ')) };
}

/** Without regard to capitals where a run knows none; the tokenizer that suits the first run unless one is given. */
export function scoringOf(tokenizers: readonly Parameters<typeof bleuOptionsOf>[0][], tokenize: BleuTokenizer | undefined): Required<BleuOptions> {
  const [first] = tokenizers.map(bleuOptionsOf);
  return { tokenize: tokenize ?? first.tokenize, lowercase: tokenizers.some(({ lowercase }) => lowercase) };
}

/** By the names of their figures. TER is case-insensitive, as sacreBLEU has it. */
export const metricsOf = ({ tokenize, lowercase }: BleuOptions): Readonly<Record<'bleu' | 'chrf' | 'chrfPlusPlus' | 'ter', CorpusMetric>> => ({
  bleu: bleuMetric({ tokenize, lowercase }), chrf: chrfMetric({ lowercase }), chrfPlusPlus: chrfMetric({ lowercase, wordOrder: 2 }), ter: terMetric(),
});

export const signaturesOf = (metrics: Readonly<Record<string, CorpusMetric>>): Record<string, string> =>
  Object.fromEntries(Object.entries(metrics).map(([key, { name, signature }]) => [key, `${name} ${signature}`]));

function score(metrics: ReturnType<typeof metricsOf>, hypotheses: readonly string[], references: readonly string[], { lowercase }: BleuOptions): Figures {
  const scores = Object.fromEntries(Object.entries(metrics).map(([key, metric]) => [key, scoreCorpus(metric, hypotheses, references)]));
  return { ...scores, exactMatch: exactMatch(hypotheses, references, { lowercase }) };
}

/** Of equals the first. */
function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}
