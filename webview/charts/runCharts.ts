/** The charts of a run: which columns they draw and how their values read. */
import { formatCompact, formatEpoch, formatLoss, formatPerplexity, formatShare, formatSmall } from '../lib/format';
import type { ColumnName, RunTable } from '../panel/runTable';
import type { ChartGroup } from './chartGroup';
import { DerivedColumn, smoothedPerplexity, smoother } from './derived';
import type { ChartSpec, SeriesSpec } from './lineChart';

const column = (label: string, name: ColumnName, colour: SeriesSpec['colour'], style: SeriesSpec['style'], format: (value: number) => string): SeriesSpec =>
  ({ label, colour, style, format, values: (table) => table.columns[name] });

/** A smoothed copy of the loss, made anew when the weight changes. */
function alongTheLoss(group: ChartGroup, make: typeof smoother): (table: RunTable) => (number | null)[] {
  let weight = -1;
  let derived = new DerivedColumn(() => make(0));
  return (table) => {
    if (weight !== group.smoothing) {
      weight = group.smoothing;
      const present = weight;
      derived = new DerivedColumn(() => make(present));
    }
    return derived.of(table, table.columns.loss);
  };
}

export function runCharts(group: ChartGroup): ChartSpec[] {
  return [
    {
      id: 'loss', title: 'Loss', explanation: 'Mean cross-entropy in nats a token; lower is better', height: 230, logarithmic: 'off', formatAxis: formatLossTick,
      series: [
        column('each report', 'loss', 'trainingFaint', 'background', formatLoss),
        { label: 'training', colour: 'training', style: 'line', format: formatLoss, values: alongTheLoss(group, smoother) },
        column('validation', 'validationLoss', 'validation', 'points', formatLoss),
      ],
      summarize: (table) => [fromTo(table, 'loss', 'Training loss', formatLoss), lowest(table, 'validationLoss', 'validation loss', formatLoss)].filter(Boolean).join('; ') || 'No loss yet.',
    },
    {
      id: 'perplexity', title: 'Perplexity', explanation: 'exp(loss): among how many tokens the model hesitates', height: 130, logarithmic: 'on', formatAxis: formatPerplexityTick,
      series: [
        { label: 'training', colour: 'training', style: 'line', format: formatPerplexity, values: alongTheLoss(group, smoothedPerplexity) },
        column('validation', 'validationPerplexity', 'validation', 'points', formatPerplexity),
      ],
      summarize: (table) => lowest(table, 'validationPerplexity', 'Validation perplexity', formatPerplexity) || 'No validation yet.',
    },
    {
      id: 'quality', title: 'Quality', explanation: 'On the held-out part: token accuracy and whole answers exactly right in per cent, BLEU and chrF from 0 to 100', height: 130, logarithmic: 'never', floor: 0,
      formatAxis: (value) => formatSmall(value),
      series: [
        percent('tokens right', 'accuracy', 'validation'), percent('answers right', 'exactMatch', 'second'), percent('tunes that parse', 'tunesParsed', 'second'), percent('tunes with all bars complete', 'tunesComplete', 'third'),
        column('BLEU', 'bleu', 'third', 'points', (value) => value.toFixed(1)), column('chrF', 'chrf', 'fourth', 'points', (value) => value.toFixed(1)),
      ],
      summarize: (table) => {
        const accuracy = table.latest('accuracy');
        const bleu = table.latest('bleu');
        return [accuracy === null ? 'No validation yet.' : `${formatShare(accuracy)} of held-out tokens right`, bleu === null ? '' : `BLEU ${bleu.toFixed(1)}`].filter(Boolean).join('; ');
      },
    },
    {
      id: 'gradient-norm', title: 'Gradient norm', explanation: 'Global norm of all gradients, before clipping', height: 130, logarithmic: 'off', formatAxis: formatSmall, floor: 0,
      series: [column('norm', 'gradientNorm', 'training', 'line', formatSmall)],
      summarize: (table) => fromTo(table, 'gradientNorm', 'Gradient norm', formatSmall) || 'No report yet.',
    },
    {
      id: 'learning-rate', title: 'Learning rate', explanation: 'As its schedule and warm-up have it', height: 130, logarithmic: 'off', formatAxis: formatSmall, floor: 0,
      series: [column('rate', 'learningRate', 'training', 'line', formatSmall)],
      summarize: (table) => fromTo(table, 'learningRate', 'Learning rate', formatSmall) || 'No report yet.',
    },
    {
      id: 'speed', title: 'Speed', explanation: 'Tokens trained on in a second', height: 130, logarithmic: 'never', formatAxis: formatCompact, floor: 0,
      series: [column('tokens a second', 'tokensPerSecond', 'training', 'line', formatCompact)],
      summarize: (table) => fromTo(table, 'tokensPerSecond', 'Tokens a second', formatCompact) || 'No report yet.',
    },
  ];
}

/** A share of one drawn in per cent, so that it stands on one axis with BLEU. */
function percent(label: string, name: ColumnName, colour: SeriesSpec['colour']): SeriesSpec {
  return { label, colour, style: 'points', format: (value) => formatShare(value / 100), values: (table) => table.columns[name].map((value) => (value === null ? null : value * 100)) };
}

function fromTo(table: RunTable, name: ColumnName, title: string, format: (value: number) => string): string {
  const first = table.columns[name].find((value) => value !== null) ?? null;
  const last = table.latest(name);
  if (first === null || last === null) return '';
  return first === last ? `${title} ${format(last)}` : `${title} ${format(last)}, at first ${format(first)}`;
}

function lowest(table: RunTable, name: ColumnName, title: string, format: (value: number) => string): string {
  let best = -1;
  table.columns[name].forEach((value, row) => { if (value !== null && (best < 0 || value < table.columns[name][best]!)) best = row; });
  const last = table.latest(name);
  return best < 0 || last === null ? '' : `${title} ${format(last)}, lowest ${format(table.columns[name][best]!)} at epoch ${formatEpoch(table.epoch[best])}`;
}

const formatLossTick = (value: number): string => (Math.abs(value) >= 0.01 || value === 0 ? String(Number(value.toPrecision(4))) : formatLoss(value));
const formatPerplexityTick = (value: number): string => (value < 10_000 ? String(Number(value.toPrecision(4))) : formatCompact(value));
