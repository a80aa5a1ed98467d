/** `seqlab evaluate`: how good a run is on text that it was not trained on, beside simple baselines on the same text. */
import { formatDuration } from '../protocol/format';
import type { BleuTokenizer } from '../decoding/metrics';
import { UserError } from '../errors/userError';
import { BASELINE_NAMES } from '../protocol/language';
import type { DataSource, Experiment } from '../protocol/experiment';
import { loadHeldOut, loadTrainingData } from '../training/data/loadData';
import type { HeldOut } from '../training/data/trainingData';
import { Evaluator, type EvaluationResult } from '../training/evaluate';
import type { LoadedRun } from '../worker/loadedRun';
import { evaluateLanguage } from './evaluateLanguage';
import { evaluateTranslation } from './evaluateTranslation';
import { evaluateTunes } from './generateTunes';
import { table } from './table';
import { printJson, printLine, warn, type Terminal } from './terminal';
import { withRun, type EngineOptions } from './useRun';

export interface EvaluateOptions extends EngineOptions {
  readonly data?: readonly string[];
  readonly beam?: number;
  readonly tokenize?: BleuTokenizer;
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
}

/** The data that a run is measured on. */
export interface Measured {
  /** Null: the run's own held-out part. */
  readonly source: DataSource | null;
  readonly baseFolder: string;
  readonly heldOut: HeldOut;
  /** For the user. */
  readonly name: string;
}

export function evaluateCommand(terminal: Terminal, run: string, options: EvaluateOptions): Promise<void> {
  return withRun(terminal, run, options, async (loaded) => {
    const { experiment } = loaded.run;
    if (experiment.task === 'translation') refuseLanguageOptions(options);
    else refuseTranslationOptions(options);
    const began = performance.now();
    const measured = await chooseData(terminal, loaded, options.data);
    const losses = await measureLoss(loaded, measured.heldOut);
    const { figures, baselines, helped, signatures } = experiment.task === 'translation'
      ? await evaluateTranslation(loaded, measured, options)
      : await evaluateLanguage(loaded, measured, options);
    const { tokens, ...rest } = losses;
    const all = { ...rest, ...figures, ...await evaluateTunes(loaded, options.tunes) };
    const seconds = (performance.now() - began) / 1000;
    if (options.json) {
      return printJson(terminal, { run: loaded.run.folder, step: loaded.checkpointStep, data: measured.name, tokens, ...all, ...(signatures ? { signatures } : {}), ...(helped ? { helped } : {}), baselines, seconds });
    }
    await printLine(terminal, `${loaded.run.record.name} at step ${loaded.checkpointStep}, on ${measured.name} (${tokens} tokens, ${formatDuration(seconds)})\n`);
    await printLine(terminal, figuresTable(all, { ...helped, ...baselines }));
    const verdict = verdictOf(all.loss, baselines);
    if (verdict !== null) await printLine(terminal, `\n${verdict}`);
    if (signatures) await printLine(terminal, `\n${Object.values(signatures).join('\n')}`);
  });
}

function refuseLanguageOptions({ cache, partner }: EvaluateOptions): void {
  for (const [option, given] of [['--cache', cache !== undefined], ['--partner', partner === true]] as const) {
    if (given) throw new UserError('this cannot be used here', option, 'only language models have helpers: leave the option out', 'option');
  }
}

function refuseTranslationOptions({ beam, tokenize }: EvaluateOptions): void {
  for (const [option, value] of [['--beam', beam], ['--tokenize', tokenize]] as const) {
    if (value !== undefined) throw new UserError(`${value} cannot be used here`, option, 'only translators are scored so: leave the option out', 'option');
  }
}

async function chooseData(terminal: Terminal, { run }: LoadedRun, paths: readonly string[] | undefined): Promise<Measured> {
  const { experiment, record, tokenizers } = run;
  const given = paths ? { source: asSource(experiment, paths), baseFolder: terminal.cwd, name: paths.join(', ') } : null;
  const test = experiment.data.test === null ? null : { source: experiment.data.test, baseFolder: record.baseFolder, name: 'its test data' };
  const chosen = given ?? test;
  if (chosen === null) {
    const { validation, files } = loadTrainingData(experiment, record.baseFolder, tokenizers);
    const changed = files.find(({ path, sha256 }) => record.data.find((file) => file.path === path)?.sha256 !== sha256);
    if (changed) await warn(terminal, `${changed.path} has changed since the run began: its held-out part may hold what the model was trained on`);
    return { source: null, baseFolder: record.baseFolder, heldOut: validation, name: 'its held-out part' };
  }
  const { warnings, ...heldOut } = loadHeldOut(experiment, chosen.source, chosen.baseFolder, tokenizers);
  for (const text of warnings) await warn(terminal, text);
  return { ...chosen, heldOut };
}

/** Two files for a translator are parallel; several of pairs are read one after the other where each is a TSV. */
function asSource({ task }: Experiment, paths: readonly string[]): DataSource {
  if (task === 'translation' && paths.length === 2 && !paths.every((path) => /\.tsv$/i.test(path))) return { source: paths[0], target: paths[1] };
  return paths.length === 1 ? paths[0] : [...paths];
}

async function measureLoss({ run: { model }, engine, variables }: LoadedRun, heldOut: HeldOut): Promise<EvaluationResult> {
  const evaluator = await Evaluator.load(model.evaluate(), engine, variables);
  try {
    return (await evaluator.run(heldOut))!;
  } finally {
    await evaluator.dispose();
  }
}

const HEADS: Readonly<Record<string, string>> = {
  loss: 'loss', perplexity: 'perplexity', bitsPerCharacter: 'bits/character', accuracy: 'accuracy', bleu: 'BLEU', chrf: 'chrF', chrfPlusPlus: 'chrF++', exactMatch: 'exact match', tokenAccuracy: 'token accuracy',
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

function format(name: string, value: number | undefined): string {
  if (value === undefined) return '\u2013';
  if (isShare(name)) return `${(100 * value).toFixed(1)} %`;
  return value.toFixed(name === 'loss' || name === 'bitsPerCharacter' ? 4 : 2);
}
