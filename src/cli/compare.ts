/** `seqlab compare`: runs on the same data, side by side: figures, settings that differ, and whether a difference of translators could be chance. */
import { pairedBootstrap, statisticsOf, type BleuTokenizer, type PairedDifference } from '../decoding/metrics';
import { UserError } from '../errors/userError';
import type { Experiment } from '../protocol/experiment';
import { format, HEADS, type Figures } from './evaluate';
import { metricsOf, scoringOf, signaturesOf, translateHeldOut } from './evaluateTranslation';
import { chooseData, measureLoss } from './measuredData';
import { table } from './table';
import { printJson, printLine, type Terminal } from './terminal';
import { withRun, type EngineOptions } from './useRun';

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
}

/** The second run of each is a later one, the first the first: what `PairedDifference` says, but for its samples. */
type Difference = Omit<PairedDifference, 'resampled'> & { readonly run: string; readonly metric: string };

export async function compareCommand(terminal: Terminal, names: readonly string[], options: CompareOptions): Promise<void> {
  if (names.length < 2) throw new UserError('one run cannot be compared', 'seqlab compare', 'name two runs or more', 'option');
  const runs: MeasuredRun[] = [];
  for (const name of names) {
    runs.push(await measure(terminal, name, options));
    refuseUnlike(runs[0], runs.at(-1)!);
  }
  const compared = compareTranslations(runs, options);
  const figured = runs.map(({ figures, ...run }, i) => ({ ...run, figures: { ...figures, ...compared?.figures[i] } }));
  const settings = differingSettings(runs.map(({ experiment }) => experiment));
  const { differences = [], signatures } = compared ?? {};
  if (options.json) {
    return printJson(terminal, {
      data: runs[0].data, runs: figured.map(({ run, name, step, parameters, figures }) => ({ run, name, step, parameters, ...figures })), settings, differences,
      ...(signatures ? { signatures, samples: options.samples, seed: options.seed } : {}),
    });
  }
  const heads = runs.map(({ id }) => id);
  await printLine(terminal, `on ${runs[0].data} (${runs[0].examples.length} ${compared ? 'sentences' : 'examples'})\n`);
  const keys = [...new Set(figured.flatMap(({ figures }) => Object.keys(figures)))];
  await printLine(terminal, table(['', ...heads], [
    ...keys.map((key) => [HEADS[key] ?? key, ...figured.map(({ figures }) => format(key, figures[key]))]), ['parameters', ...runs.map(({ parameters }) => String(parameters))], ['step', ...runs.map(({ step }) => String(step))],
  ]));
  if (Object.keys(settings).length > 0) await printLine(terminal, `\n${table(['setting', ...heads], Object.entries(settings).map(([path, values]) => [path, ...values.map((value) => JSON.stringify(value))]))}`);
  if (differences.length > 0) {
    await printLine(terminal, `\n${differenceTable(differences, runs)}\n\npaired bootstrap (Koehn 2004), ${options.samples} samples, seed ${options.seed}; difference to ${heads[0]}, 95 % interval`);
  }
  if (signatures) await printLine(terminal, `\n${Object.values(signatures).join('\n')}`);
}

function measure(terminal: Terminal, name: string, options: CompareOptions): Promise<MeasuredRun> {
  return withRun(terminal, name, options, async (loaded) => {
    const { record, experiment, folder } = loaded.run;
    const isTranslator = experiment.task === 'translation';
    if (!isTranslator) refuseForLanguage(options);
    const measured = await chooseData(terminal, loaded, options.data);
    const losses = await measureLoss(loaded, measured.heldOut);
    const figures = Object.fromEntries(Object.entries(losses).filter(([key]) => key !== 'tokens'));
    return {
      run: folder, id: record.id, name: record.name, step: loaded.checkpointStep, parameters: record.parameters, experiment, figures, data: measured.name, examples: measured.heldOut.examples,
      hypotheses: isTranslator ? (await translateHeldOut(loaded, measured, options.beam)).hypotheses : null,
    };
  });
}

function refuseForLanguage({ beam, tokenize }: CompareOptions): void {
  for (const [option, value] of [['--beam', beam], ['--tokenize', tokenize]] as const) {
    if (value !== undefined) throw new UserError(`${value} cannot be used here`, option, 'only translators are scored so: leave the option out', 'option');
  }
}

/** Figures of different tasks or texts say nothing beside each other. */
function refuseUnlike(first: MeasuredRun, other: MeasuredRun): void {
  if (first.experiment.task !== other.experiment.task) throw new UserError(`the tasks differ: ${first.id} has "${first.experiment.task}", ${other.id} "${other.experiment.task}"`, 'seqlab compare', 'compare runs of the same task', 'option');
  const isSame = first.examples.length === other.examples.length && first.examples.every(({ source, reference }, i) => other.examples[i].source === source && other.examples[i].reference === reference);
  if (!isSame) throw new UserError(`${first.id} and ${other.id} would be measured on different text`, 'seqlab compare', 'give the same text to both with --data', 'option');
}

function compareTranslations(runs: readonly MeasuredRun[], { tokenize, samples, seed }: CompareOptions): { figures: Figures[]; differences: Difference[]; signatures: Record<string, string> } | null {
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
  return { figures, differences, signatures: signaturesOf(metrics) };
}

const differenceTable = (differences: readonly Difference[], runs: readonly MeasuredRun[]): string => table(
  ['', 'run', 'difference', '95 % interval', 'p', 'better in'],
  differences.map(({ run, metric, difference, interval: [low, high], p, secondBetter }) => [
    HEADS[metric] ?? metric, runs.find((one) => one.run === run)!.id, signed(difference), `${signed(low)} to ${signed(high)}`, p < 0.001 ? '<0.001' : p.toFixed(3), `${(100 * secondBetter).toFixed(1)} %`,
  ]),
);

const signed = (value: number): string => `${value < 0 ? '\u2212' : '+'}${Math.abs(value).toFixed(2)}`;

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
