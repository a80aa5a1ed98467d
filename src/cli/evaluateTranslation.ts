/** Scores of a translator's outputs, beside two that translate nothing: one that says its input, one that always says the same. */
import { bleu, chrf, exactMatch, tokenAccuracy, type BleuOptions } from '../decoding/metrics';
import { translateLines } from '../decoding/translate';
import { readTranslationTexts } from '../training/data/translationData';
import type { LoadedRun } from '../worker/loadedRun';
import { bleuOptionsOf } from '../worker/scoring';
import type { EvaluateOptions, Figures, Measured, TaskFigures } from './evaluate';

export async function evaluateTranslation(loaded: LoadedRun, { heldOut: { examples } }: Measured, { beam, tokenize, baselines }: EvaluateOptions): Promise<TaskFigures> {
  const { experiment, record, tokenizers: { target } } = loaded.run;
  const { decoding } = experiment;
  const defaults = bleuOptionsOf(experiment.tokenizer);
  const options: BleuOptions = { ...defaults, tokenize: tokenize ?? defaults.tokenize };
  const sources = examples.map(({ source }) => source);
  const references = examples.map(({ reference }) => reference);
  const translated = await translateLines(loaded.translator(), sources, { beam: beam ?? decoding.beam, lengthPenalty: decoding.lengthPenalty, maxLength: decoding.maxLength });
  const hypotheses = translated.map(({ outputs: [{ text }] }) => text);
  const figures = {
    ...score(hypotheses, references, options), tokenAccuracy: tokenAccuracy(hypotheses.map((text) => target.encode(text)), references.map((text) => target.encode(text))),
  };
  const signatures = { bleu: `BLEU ${bleu(hypotheses, references, options).signature}`, chrf: `chrF ${chrf(hypotheses, references, options).signature}` };
  if (!baselines) return { figures, signatures, baselines: {} };
  const { training } = readTranslationTexts(experiment, record.baseFolder);
  const usual = mostFrequent(training.map((pair) => pair.target));
  return { figures, signatures, baselines: { copySource: score(sources, references, options), mostFrequentTarget: score(references.map(() => usual), references, options) } };
}

function score(hypotheses: readonly string[], references: readonly string[], options: BleuOptions): Figures {
  const { lowercase } = options;
  return {
    bleu: bleu(hypotheses, references, options).score, chrf: chrf(hypotheses, references, { lowercase }).score, chrfPlusPlus: chrf(hypotheses, references, { lowercase, wordOrder: 2 }).score,
    exactMatch: exactMatch(hypotheses, references, { lowercase }),
  };
}

/** Of equals the first. */
function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}
