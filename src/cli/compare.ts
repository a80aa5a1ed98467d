/** `seqlab compare`: runs on the same data, side by side: figures, settings that differ, and whether a difference could be chance. */
import { pairedBootstrap, statisticsOf, type BleuTokenizer, type PairedDifference } from '../decoding/metrics';
import { UserError } from '../errors/userError';
import type { Experiment } from '../protocol/experiment';
import { format, HEADS, type Figures } from './evaluate';
import { metricsOf, scoringOf, signaturesOf, translateHeldOut } from './evaluateTranslation';
import { chooseData, measureLoss, type Measured } from './measuredData';
import { table } from './table';
import { printJson, printLine, type Terminal } from './terminal';
import { withRun, type EngineOptions } from './useRun';
import { compareTexts, readText, type NotCompared, type ReadText } from '../worker/languageComparison';
import type { LoadedRun } from '../worker/loadedRun';

export interface CompareOptions extends EngineOptions {
  readonly data?: readonly string[];
  readonly beam?: number;
  readonly tokenize?: BleuTokenizer;
  readonly samples: number;
  readonly seed: number;
  readonly json: boolean;
}

interface MeasuredRun {
  readonly run: string;
  readonly id: string;
  readonly name: string;
  readonly step: number;
  readonly parameters: number;
  readonly experiment: Experiment;
  readonly figures: Figures;
  readonly data: string;
  readonly examples: readonly { readonly source: string; readonly reference: string }[];
  /** Null for a language model. */
  readonly hypotheses: readonly string[] | null;
  /** Null for a translator. */
  readonly read: ReadText | null;
}

/** The second run of each is a later one, the first the first: what `PairedDifference` says, but for its samples. */
type Difference = Omit<PairedDifference, 'resampled'> & { readonly run: string; readonly metric: string };
interface Judged {
  /** Of each run; what it adds to those that were measured already. */
  readonly figures: readonly Figures[];
  readonly differences: readonly Difference[];
  readonly notCompared: readonly (NotCompared & { readonly run: string })[];
  readonly signatures?: Readonly<Record<string, string>>;
  /** What the bootstrap draws. */
  readonly drawn: string;
}

export async function compareCommand(terminal: Terminal, names: readonly string[], options: CompareOptions): Promise<void> {
  if (names.length < 2) throw new UserError('one run cannot be compared', 'seqlab compare', 'name two runs or more', 'option');
  const runs: MeasuredRun[] = [];
  for (const name of names) {
    runs.push(await measure(terminal, name, options));
    refuseUnlike(runs[0], runs.at(-1)!);
  }
  const judged = compareTranslations(runs, options) ?? compareLanguage(runs, options);
  const { differences, notCompared, signatures, drawn } = judged;
  const figured = runs.map(({ figures, ...run }, i) => ({ ...run, figures: { ...figures, ...judged.figures[i] } }));
  const settings = differingSettings(runs.map(({ experiment }) => experiment));
  if (options.json) {
    return printJson(terminal, {
      data: runs[0].data, runs: figured.map(({ run, name, step, parameters, figures }) => ({ run, name, step, parameters, ...figures })), settings, differences,
      ...(notCompared.length > 0 ? { notCompared } : {}), ...(signatures ? { signatures } : {}), samples: options.samples, seed: options.seed,
    });
  }
  const heads = runs.map(({ id }) => id);
  await printLine(terminal, `on ${runs[0].data} (${runs[0].read ? `${runs[0].read.lines} lines, read as one text` : `${runs[0].examples.length} sentences`})\n`);
  const keys = [...new Set(figured.flatMap(({ figures }) => Object.keys(figures)))];
  await printLine(terminal, table(['', ...heads], [
    ...keys.map((key) => [HEADS[key] ?? key, ...figured.map(({ figures }) => format(key, figures[key]))]), ['parameters', ...runs.map(({ parameters }) => String(parameters))], ['step', ...runs.map(({ step }) => String(step))],
  ]));
  if (Object.keys(settings).length > 0) await printLine(terminal, `\n${table(['setting', ...heads], Object.entries(settings).map(([path, values]) => [path, ...values.map((value) => JSON.stringify(value))]))}`);
  if (differences.length > 0) {
    await printLine(terminal, `\n${differenceTable(differences, runs)}\n\npaired bootstrap (Koehn 2004), ${options.samples} samples of ${drawn}, seed ${options.seed}; difference to ${heads[0]}, 95 % interval`);
  }
  for (const { metric, why } of notCompared) await printLine(terminal, `\n${HEADS[metric] ?? metric} is not compared: ${why}`);
  if (signatures) await printLine(terminal, `\n${Object.values(signatures).join('\n')}`);
}

function measure(terminal: Terminal, name: string, options: CompareOptions): Promise<MeasuredRun> {
  return withRun(terminal, name, options, async (loaded) => {
    const { record, experiment, folder } = loaded.run;
    const isTranslator = experiment.task === 'translation';
    if (!isTranslator) refuseForLanguage(options);
    const measured = await chooseData(terminal, loaded, options.data);
    const found = isTranslator ? await measureTranslator(loaded, measured, options.beam) : await measureLanguage(loaded, measured);
    return { run: folder, id: record.id, name: record.name, step: loaded.checkpointStep, parameters: record.parameters, experiment, data: measured.name, examples: measured.heldOut.examples, ...found };
  });
}

async function measureTranslator(loaded: LoadedRun, measured: Measured, beam: number | undefined): Promise<Pick<MeasuredRun, 'figures' | 'hypotheses' | 'read'>> {
  const figures = Object.fromEntries(Object.entries(await measureLoss(loaded, measured.heldOut)).filter(([key]) => key !== 'tokens'));
  return { figures, hypotheses: (await translateHeldOut(loaded, measured, beam)).hypotheses, read: null };
}

/** Read as one text: the streams in which `evaluate` reads it depend on each run's batches. */
async function measureLanguage(loaded: LoadedRun, { source, baseFolder }: Measured): Promise<Pick<MeasuredRun, 'figures' | 'hypotheses' | 'read'>> {
  const read = (await readText(loaded, source, baseFolder))!;
  return { figures: { ...read.figures }, hypotheses: null, read };
}

function refuseForLanguage({ beam, tokenize }: CompareOptions): void {
  for (const [option, value] of [['--beam', beam], ['--tokenize', tokenize]] as const) {
    if (value !== undefined) throw new UserError(`${value} cannot be used here`, option, 'only translators are scored so: leave the option out', 'option');
  }
}

/** Figures of different tasks or texts say nothing beside each other. */
function refuseUnlike(first: MeasuredRun, other: MeasuredRun): void {
  if (first.experiment.task !== other.experiment.task) throw new UserError(`the tasks differ: ${first.id} has "${first.experiment.task}", ${other.id} "${other.experiment.task}"`, 'seqlab compare', 'compare runs of the same task', 'option');
  const isSame = first.read !== null ? other.read?.digest === first.read.digest : first.examples.length === other.examples.length && first.examples.every(({ source, reference }, i) => other.examples[i].source === source && other.examples[i].reference === reference);
  if (!isSame) throw new UserError(`${first.id} and ${other.id} would be measured on different text`, 'seqlab compare', 'give the same text to both with --data', 'option');
}

function compareTranslations(runs: readonly MeasuredRun[], { tokenize, samples, seed }: CompareOptions): Judged | null {
  if (runs.some(({ hypotheses }) => hypotheses === null)) return null;
  const metrics = metricsOf(scoringOf(runs.map(({ experiment }) => experiment.tokenizer), tokenize));
  const references = runs[0].examples.map(({ reference }) => reference);
  const figures = runs.map((): Record<string, number> => ({}));
  const differences: Difference[] = [];
  for (const [name, metric] of Object.entries(metrics)) {
    const statistics = runs.map(({ hypotheses }) => statisticsOf(metric, hypotheses!, references));
    runs.forEach(({ run }, i) => {
      const { first, second, difference, interval, p, secondBetter } = pairedBootstrap(metric, statistics[0], statistics[i], { samples, seed });
      figures[i][name] = second;
      if (i > 0) differences.push({ run, metric: name, first, second, difference, interval, p, secondBetter });
    });
  }
  return { figures, differences, notCompared: [], signatures: signaturesOf(metrics), drawn: 'as many sentences' };
}

function compareLanguage([first, ...others]: readonly MeasuredRun[], options: CompareOptions): Judged {
  const all = others.map(({ run, read }) => ({ run, ...compareTexts(first.read!, read!, options) }));
  const { linesInBlock } = first.read!;
  return {
    figures: [], differences: all.flatMap(({ run, differences }) => differences.map((one) => ({ run, ...one }))), notCompared: all.flatMap(({ run, notCompared }) => notCompared.map((one) => ({ run, ...one }))),
    drawn: linesInBlock === 1 ? 'as many lines' : `as many blocks of ${linesInBlock} lines`,
  };
}

const differenceTable = (differences: readonly Difference[], runs: readonly MeasuredRun[]): string => table(
  ['', 'run', 'difference', '95 % interval', 'p', 'better in'],
  differences.map(({ run, metric, difference, interval: [low, high], p, secondBetter }) => [
    HEADS[metric] ?? metric, runs.find((one) => one.run === run)!.id, signed(difference, placesOf(metric)), `${signed(low, placesOf(metric))} to ${signed(high, placesOf(metric))}`, p < 0.001 ? '<0.001' : p.toFixed(3), `${(100 * secondBetter).toFixed(1)} %`,
  ]),
);

/** Bits a character differ in their third place where BLEU differs in its first. */
const signed = (value: number, places: number): string => `${value < 0 ? '\u2212' : '+'}${Math.abs(value).toFixed(places)}`;
const placesOf = (metric: string): number => (metric === 'bitsPerCharacter' ? 4 : 2);

/** Settings by path that are not the same in all experiments, with their values. */
export function differingSettings(experiments: readonly Experiment[]): Record<string, unknown[]> {
  const flat = experiments.map((experiment) => new Map(settingsOf(experiment, '')));
  const paths = [...new Set(flat.flatMap((settings) => [...settings.keys()]))];
  return Object.fromEntries(paths.map((path) => [path, flat.map((settings) => settings.get(path) ?? null)] as const).filter(([, values]) => new Set(values.map((value) => JSON.stringify(value))).size > 1));
}

function settingsOf(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, field]) => settingsOf(field, path === '' ? key : `${path}.${key}`));
}
