/** `seqlab evaluate`: how good a run is on text that it was not trained on, beside simple baselines on the same text. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatDuration } from '../protocol/format';
import type { BleuTokenizer, LengthScore } from '../decoding/metrics';
import { UserError } from '../errors/userError';
import { BASELINE_NAMES } from '../protocol/language';
import { evaluateLanguage } from './evaluateLanguage';
import { evaluateTranslation } from './evaluateTranslation';
import { evaluateTunes } from './generateTunes';
import { chooseData, measureLoss } from './measuredData';
import { table } from './table';
import { printJson, printLine, type Terminal } from './terminal';
import { withRun, type EngineOptions } from './useRun';

export interface EvaluateOptions extends EngineOptions {
  readonly data?: readonly string[];
  readonly beam?: number;
  readonly tokenize?: BleuTokenizer;
  /** A file for the translations that are scored. */
  readonly output?: string;
  /** Tunes to compose and judge. */
  readonly tunes?: number;
  readonly baselines: boolean;
  /** Remembered states of the continuous cache. */
  readonly cache?: number;
  readonly partner?: boolean;
  readonly json: boolean;
}

/** Figures by name: those of the model and those of each baseline. */
export type Figures = Readonly<Record<string, number>>;
export interface TaskFigures {
  readonly figures: Figures;
  readonly baselines: Readonly<Record<string, Figures>>;
  /** A language model read as one text, without helpers and with each that was asked for. */
  readonly helped?: Readonly<Record<string, Figures>>;
  /** How scores of translations were computed. */
  readonly signatures?: Readonly<Record<string, string>>;
  /** Translations by the length of their source in tokens. */
  readonly byLength?: readonly LengthScore[];
  /** The translations, a line a sentence. */
  readonly outputs?: readonly string[];
}

export function evaluateCommand(terminal: Terminal, run: string, options: EvaluateOptions): Promise<void> {
  return withRun(terminal, run, options, async (loaded) => {
    const { experiment } = loaded.run;
    if (experiment.task === 'translation') refuseLanguageOptions(options);
    else refuseTranslationOptions(options);
    const began = performance.now();
    const measured = await chooseData(terminal, loaded, options.data);
    const losses = await measureLoss(loaded, measured.heldOut);
    const { figures, baselines, helped, signatures, byLength, outputs } = experiment.task === 'translation'
      ? await evaluateTranslation(loaded, measured, options)
      : await evaluateLanguage(loaded, measured, options);
    if (options.output !== undefined && outputs) await writeOutputs(resolve(terminal.cwd, options.output), outputs);
    const { tokens, ...rest } = losses;
    const all = { ...rest, ...figures, ...await evaluateTunes(loaded, options.tunes) };
    const seconds = (performance.now() - began) / 1000;
    if (options.json) {
      return printJson(terminal, { run: loaded.run.folder, step: loaded.checkpointStep, ...(loaded.isMean ? { averaged: true } : {}), data: measured.name, tokens, ...all, ...(signatures ? { signatures } : {}), ...(byLength ? { byLength } : {}), ...(helped ? { helped } : {}), baselines, seconds });
    }
    await printLine(terminal, `${loaded.run.record.name} at step ${loaded.checkpointStep}${loaded.isMean ? ' (the mean of the last checkpoints)' : ''}, on ${measured.name} (${tokens} tokens, ${formatDuration(seconds)})\n`);
    await printLine(terminal, figuresTable(all, { ...helped, ...baselines }));
    const verdict = verdictOf(all.loss, baselines);
    if (verdict !== null) await printLine(terminal, `\n${verdict}`);
    if (byLength) await printLine(terminal, `\n${lengthTable(byLength)}`);
    if (signatures) await printLine(terminal, `\n${Object.values(signatures).join('\n')}`);
  });
}

function refuseLanguageOptions({ cache, partner }: EvaluateOptions): void {
  for (const [option, given] of [['--cache', cache !== undefined], ['--partner', partner === true]] as const) {
    if (given) throw new UserError('this cannot be used here', option, 'only language models have helpers: leave the option out', 'option');
  }
}

function refuseTranslationOptions({ beam, tokenize, output }: EvaluateOptions): void {
  for (const [option, value] of [['--beam', beam], ['--tokenize', tokenize], ['--output', output]] as const) {
    if (value !== undefined) throw new UserError(`${value} cannot be used here`, option, 'only translators are scored so: leave the option out', 'option');
  }
}

export const HEADS: Readonly<Record<string, string>> = {
  loss: 'loss', perplexity: 'perplexity', bitsPerCharacter: 'bits/character', accuracy: 'accuracy', bleu: 'BLEU', chrf: 'chrF', chrfPlusPlus: 'chrF++', ter: 'TER', exactMatch: 'exact match', tokenAccuracy: 'token accuracy',
  tunesParsed: 'tunes that parse', tunesComplete: 'tunes with all bars complete',
  copySource: 'copy the input', mostFrequentTarget: 'most frequent output', ...BASELINE_NAMES,
  oneText: 'as one text', withPartner: '+ n-gram', withCache: '+ cache', withBoth: '+ both',
};
/** What must be said where a simple model does better. */
function verdictOf(loss: number | undefined, baselines: TaskFigures['baselines']): string | null {
  const [best] = Object.entries(baselines).filter(([, figures]) => figures.loss !== undefined).sort(([, a], [, b]) => a.loss - b.loss);
  if (loss === undefined || best === undefined || best[1].loss >= loss) return null;
  return `${HEADS[best[0]] ?? best[0]} is better: a loss of ${best[1].loss.toFixed(2)} against ${loss.toFixed(2)}`;
}

const isShare = (name: string): boolean => name === 'accuracy' || name === 'exactMatch' || name === 'tokenAccuracy' || name === 'tunesParsed' || name === 'tunesComplete';

/** One row a figure, one column the model and each baseline. */
function figuresTable(figures: Figures, baselines: TaskFigures['baselines']): string {
  const columns = [['this run', figures] as const, ...Object.entries(baselines)];
  const rows = Object.keys(figures).map((name) => [HEADS[name] ?? name, ...columns.map(([, values]) => format(name, values[name]))]);
  return table(['', ...columns.map(([head]) => HEADS[head] ?? head)], rows);
}

export function format(name: string, value: number | undefined): string {
  if (value === undefined) return '\u2013';
  if (isShare(name)) return `${(100 * value).toFixed(1)} %`;
  return value.toFixed(name === 'loss' || name === 'bitsPerCharacter' ? 4 : 2);
}

function lengthTable(groups: readonly LengthScore[]): string {
  return table(['source tokens', 'sentences', 'BLEU', 'chrF', 'exact match'], groups.map(({ from, to, count, bleu, chrf, exact }) => [from === to ? String(from) : `${from}\u2013${to}`, String(count), bleu.toFixed(2), chrf.toFixed(2), format('exactMatch', exact)]));
}

async function writeOutputs(path: string, outputs: readonly string[]): Promise<void> {
  try {
    await writeFile(path, outputs.map((text) => `${text}\n`).join(''));
  } catch (error) {
    throw new UserError(`the translations cannot be written: ${(error as Error).message}`, path, 'give a file in a folder that exists', 'option');
  }
}
