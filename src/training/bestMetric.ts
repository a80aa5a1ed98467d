/**
 * What a run is judged by (`training.earlyStopping.metric`): which checkpoint is best, when training stops early, when the plateau schedule lowers
 * the rate. Values are turned into costs, of which the lower is the better.
 */
import { UserError } from '../errors/userError';
import type { Experiment } from '../protocol/experiment';
import type { Metric } from '../protocol/experiment/training';
import type { ValidationReport } from '../protocol/run';

const lowerIsBetter: Readonly<Record<Metric, boolean>> = {
  loss: true, perplexity: true, bitsPerCharacter: true, ter: true, accuracy: false, bleu: false, chrf: false, exactMatch: false, tunesParsed: false, tunesComplete: false,
};
const names: Readonly<Record<Metric, string>> = {
  loss: 'validation loss', perplexity: 'validation perplexity', bitsPerCharacter: 'bits per character', ter: 'TER', accuracy: 'validation accuracy', bleu: 'BLEU', chrf: 'chrF', exactMatch: 'share of exact outputs',
  tunesParsed: 'share of tunes that parse', tunesComplete: 'share of tunes whose bars are complete',
};
/** They need what the model says, not only its probabilities. */
const scored: ReadonlySet<Metric> = new Set<Metric>(['bleu', 'chrf', 'ter', 'exactMatch', 'tunesParsed', 'tunesComplete']);
const ofTunes: ReadonlySet<Metric> = new Set<Metric>(['tunesParsed', 'tunesComplete']);

type Settings = Pick<Experiment['training'], 'earlyStopping'>;

export const metricOf = ({ earlyStopping }: Settings): Metric => earlyStopping?.metric ?? 'loss';
export const needsOutputs = (settings: Settings): boolean => scored.has(metricOf(settings));

/** @throws UserError where the metric is one of music and the training text is none, which its content tells */
export function refuseUnmeasurable(settings: Settings, notation: 'abc' | undefined): void {
  const metric = metricOf(settings);
  if (ofTunes.has(metric) && notation !== 'abc') throw new UserError(`${metric} is of tunes in ABC notation, and the training text has none`, 'training.earlyStopping.metric', 'set it to "loss", or train on tunes', 'option');
}

/** The cost of a validation. @throws UserError where the metric was not measured */
export function costOf(settings: Settings, report: Pick<ValidationReport, Metric>): number {
  const metric = metricOf(settings);
  const value = report[metric];
  if (value === undefined) throw unmeasured(metric);
  return lowerIsBetter[metric] ? value : 0 - value;
}

export const unmeasured = (metric: Metric): UserError =>
  new UserError(`${metric} could not be measured in this training`, 'training.earlyStopping.metric', 'set it to "loss"; the log of the run says what went wrong', 'option');

/** Why a run stops that has not become better for so many epochs. */
export function patienceReason(settings: Settings): string {
  const metric = metricOf(settings);
  const { patience, minDelta } = settings.earlyStopping!;
  const by = minDelta > 0 ? ` by more than ${minDelta}` : '';
  return `the ${names[metric]} has not ${lowerIsBetter[metric] ? 'fallen' : 'risen'}${by} for ${patience} ${patience === 1 ? 'epoch' : 'epochs'} (training.earlyStopping)`;
}
