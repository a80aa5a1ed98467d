/** A run in words: what is learnt, by which model, from what. Reads the recorded experiment, which older versions may have written. */
import type { ProgressReport, RunRecord, RunStatus, ValidationReport } from '../../src/protocol/run';
import { formatCompact, formatDuration, formatEpoch, formatExact, formatLoss, formatPerplexity, formatShare, plural } from '../lib/format';

/** A value of the experiment by its path, if it is there and of that type. */
export function setting(run: RunRecord, path: string): string | number | boolean | null {
  const value = path.split('.').reduce<unknown>((part, key) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[key] : undefined), run.experiment);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

const cellNames: Readonly<Record<string, string>> = { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU', 'fixed-window': 'Fixed-window', 'bag-of-words': 'Bag-of-words' };
const unitNames: Readonly<Record<string, string>> = { word: 'words', char: 'characters', bpe: 'subwords (BPE)' };

/** "GRU encoder–decoder, both ways, additive attention · embedding 128, hidden 256 · 1.2 M parameters · vocabulary 4,210 → 5,311 words". */
export function describeModel(run: RunRecord): string {
  const isTranslation = setting(run, 'task') === 'translation';
  const cell = setting(run, 'model.cell');
  const layers = setting(run, 'model.layers');
  const attention = setting(run, 'model.attention');
  const window = setting(run, 'model.window');
  const kind = [
    `${cellNames[String(cell)] ?? 'Recurrent'} ${isTranslation ? 'encoder–decoder' : 'language model'}`,
    typeof layers === 'number' && layers > 1 ? plural(layers, 'layer') : '',
    isTranslation && setting(run, 'model.bidirectional') === true ? 'bidirectional encoder' : '',
    isTranslation ? (attention === 'none' ? 'no attention' : typeof attention === 'string' ? `${attention} attention` : '') : '',
    typeof window === 'number' ? `sees ${plural(window, 'token')} back` : '',
  ];
  const [embedding, hidden] = [setting(run, 'model.embedding'), setting(run, 'model.hidden')];
  const sizes = [embedding === null ? '' : `embedding ${embedding}`, hidden === null ? '' : `hidden ${hidden}`];
  const unit = unitNames[String(setting(run, 'tokenizer.unit'))] ?? 'tokens';
  const { source, target } = run.vocabulary;
  const vocabulary = target === 0 ? '' : `vocabulary ${source === null ? '' : `${formatExact(source)} → `}${formatExact(target)} ${unit}`;
  return [kind, sizes].map((parts) => parts.filter(Boolean).join(', ')).concat(run.parameters > 0 ? `${formatCompact(run.parameters)} parameters` : '', vocabulary).filter(Boolean).join(' · ');
}

/** "Translator", and from how much: "9,500 pairs to learn from, 500 held out". */
export function describeTask(run: RunRecord): string {
  const isTranslation = setting(run, 'task') === 'translation';
  const { training, validation } = run.examples;
  const name = isTranslation ? 'Translator' : 'Next-word model';
  if (training === 0) return name;
  const count = isTranslation ? plural(training, 'pair') : plural(training, 'token');
  return `${name}: ${count} to learn from, ${formatExact(validation)} held out`;
}

const statusNames: Readonly<Record<RunStatus, string>> = { starting: 'Starting', running: 'Running', stopped: 'Stopped', finished: 'Finished', failed: 'Failed', interrupted: 'Interrupted' };
export const describeStatus = (status: RunStatus): string => statusNames[status];

/** How far along a run is, between 0 and 1; null before the first report. */
export function shareDone(progress: ProgressReport | null, status: RunStatus): number | null {
  if (status === 'finished') return 1;
  return progress === null || !(progress.totalSteps > 0) ? null : Math.min(1, progress.step / progress.totalSteps);
}

export interface Figure { readonly label: string; readonly value: string }

/** The figures under the progress bar, in the order of their interest. */
export function figures(run: RunRecord, running: boolean, progress: ProgressReport | null, best: ValidationReport | null): Figure[] {
  const list: Figure[] = [];
  if (progress !== null) {
    list.push({ label: 'Step', value: `${formatExact(progress.step)} of ${formatExact(progress.totalSteps)}` });
    list.push({ label: 'Epoch', value: `${formatEpoch(Math.floor(progress.epoch * 10) / 10)} of ${formatExact(progress.totalEpochs)}` });
    list.push({ label: 'Time', value: formatDuration(progress.elapsedSeconds) });
    if (running) list.push({ label: 'Left', value: progress.secondsLeft < 1 ? 'almost done' : `about ${formatDuration(roundTime(progress.secondsLeft))}` });
    list.push({ label: 'Speed', value: `${formatCompact(progress.tokensPerSecond)} tok/s` });
  }
  if (best !== null) list.push({ label: 'Best validation', value: describeValidation(best, setting(run, 'task') === 'translation') });
  return list;
}

/** "loss 1.234, BLEU 41.2, 98.2 % of answers right (epoch 6)". */
export function describeValidation(report: ValidationReport, isTranslation: boolean): string {
  const parts = [
    `loss ${formatLoss(report.loss)}`,
    isTranslation ? '' : `perplexity ${formatPerplexity(report.perplexity)}`,
    report.bleu === undefined ? '' : `BLEU ${report.bleu.toFixed(1)}`,
    report.exactMatch === undefined ? '' : `${formatShare(report.exactMatch)} of answers right`,
    report.bitsPerCharacter === undefined ? '' : `${report.bitsPerCharacter.toFixed(3)} bits a character`,
  ];
  return `${parts.filter(Boolean).join(', ')} (epoch ${formatEpoch(report.epoch)})`;
}

/** Why there is no answer to show. */
export function noAnswer({ running }: { readonly running: boolean }): string {
  return running ? 'The first answers come in a moment.' : 'This run ended before its first answers.';
}

/** An estimate does not need its last digit, which would only flicker. */
function roundTime(seconds: number): number {
  const grain = seconds < 20 ? 1 : seconds < 120 ? 5 : seconds < 600 ? 10 : seconds < 3600 ? 60 : 300;
  return Math.round(seconds / grain) * grain;
}
