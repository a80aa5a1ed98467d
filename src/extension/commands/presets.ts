/** Ready-made experiments for the palette: what a person chooses in words, as the experiment file would say it. */
import type { ExperimentFile } from '../../protocol/experiment';

export interface Preset { readonly label: string; readonly description: string; readonly detail: string; readonly settings: Omit<ExperimentFile, '$schema' | 'task' | 'data'> }

interface TranslatorPlan {
  readonly label: string;
  readonly description: string;
  /** Tokenizer and cell in words. */
  readonly kind: string;
  readonly settings: Preset['settings'];
  readonly epochs: number;
  /** A model needs so many steps to come to something, however few the pairs. */
  readonly steps: number;
}

/** The first is the default. */
const translatorPlans: readonly TranslatorPlan[] = [
  {
    label: 'Balanced', description: 'the place to begin', kind: 'Words, or pieces of rare ones · GRU, additive attention', epochs: 10, steps: 4000,
    settings: { tokenizer: { unit: 'auto' }, model: { cell: 'gru', attention: 'additive', embedding: 128, hidden: 256, dropout: 0.2 } },
  },
  {
    label: 'Quick', description: 'a first look', kind: 'Words, or pieces of rare ones · GRU, additive attention', epochs: 5, steps: 1500,
    settings: { tokenizer: { unit: 'auto' }, model: { cell: 'gru', attention: 'additive', embedding: 64, hidden: 128, dropout: 0.1 } },
  },
  {
    label: 'Thorough', description: 'slow and good', kind: 'Subwords · LSTM, additive attention', epochs: 20, steps: 8000,
    settings: {
      tokenizer: { unit: 'bpe', vocabularySize: 8000 }, model: { cell: 'lstm', attention: 'additive', embedding: 256, hidden: 512, dropout: 0.3 },
      training: { learningRate: 0.001, schedule: 'plateau', labelSmoothing: 0.1 },
    },
  },
  {
    label: 'Characters', description: 'for dates, numbers, names', kind: 'Letters · GRU, additive attention', epochs: 10, steps: 3000,
    settings: { tokenizer: { unit: 'char' }, model: { cell: 'gru', attention: 'additive', embedding: 32, hidden: 128, dropout: 0.1 } },
  },
  {
    label: 'Without attention', description: 'to compare: one vector must hold the sentence', kind: 'Words, or pieces of rare ones · GRU, no attention', epochs: 10, steps: 4000,
    settings: { tokenizer: { unit: 'auto' }, model: { cell: 'gru', attention: 'none', embedding: 128, hidden: 256, dropout: 0.2 } },
  },
];

const FEW_PAIRS = 20_000;
/** Pieces of words that a small text can teach: of more, most would be whole words, seen a few times each. */
const FEW_PIECES = 2000;

/** A file of a few hundred pairs is gone through so often, not more: by then it is known by heart. */
const MOST_EPOCHS = 60;

/** The presets for about so many pairs: the fewer they are, the smaller the batches and the more often they are gone through. */
export function translatorPresets(pairs: number): Preset[] {
  const isSmall = pairs < FEW_PAIRS;
  const batchSize = isSmall ? 32 : 64;
  return translatorPlans.map(({ label, description, kind, settings, epochs: least, steps }) => {
    const epochs = Math.min(MOST_EPOCHS, Math.max(least, Math.ceil(steps * batchSize / Math.max(1, pairs))));
    return {
      label, description, detail: `${kind} · embedding ${settings.model?.embedding}, hidden ${settings.model?.hidden} · up to ${epochs} epochs`,
      settings: { ...settings, tokenizer: { ...settings.tokenizer, ...(isSmall && settings.tokenizer?.unit === 'bpe' ? { vocabularySize: FEW_PIECES } : {}) }, training: { ...settings.training, epochs, batchSize, earlyStopping: { patience: Math.max(3, Math.round(epochs / 5)) } } },
    };
  });
}

export type Unit = 'word' | 'char' | 'bpe';
export type LanguageModelCell = 'lstm' | 'gru' | 'rnn' | 'fixed-window' | 'bag-of-words';

/** What one step of the sequence is. The first is the default. */
export const units: readonly { readonly label: string; readonly detail: string; readonly unit: Unit }[] = [
  { label: 'Words', detail: 'Best for ghost text; rare words become unknown', unit: 'word' },
  { label: 'Subwords (BPE)', detail: 'Frequent words whole, rare ones in pieces; for larger texts', unit: 'bpe' },
  { label: 'Characters', detail: 'Letter by letter: learns spelling, needs many steps', unit: 'char' },
];

/** The first is the default. */
export const cells: readonly { readonly label: string; readonly detail: string; readonly cell: LanguageModelCell }[] = [
  { label: 'LSTM', detail: 'Gates and a cell state that carries far: the usual choice', cell: 'lstm' },
  { label: 'GRU', detail: 'Gates with fewer parameters than an LSTM, often as good', cell: 'gru' },
  { label: 'RNN', detail: 'The plain recurrent network: its gradients vanish', cell: 'rnn' },
  { label: 'Fixed window', detail: 'Sees only the last four words: no memory', cell: 'fixed-window' },
  { label: 'Bag of words', detail: 'Sees the last eight words, but not their order', cell: 'bag-of-words' },
];

/** A language model needs about so many steps to come to something; on a short text they come from small batches. */
const LANGUAGE_MODEL_STEPS = 3000;

/** Size, batch and epochs by the amount of text, so that a page and a shelf of books both train in sensible time and learn something. */
export function languageModelSettings(unit: Unit, cell: LanguageModelCell, bytes: number): Preset['settings'] {
  const tokens = Math.max(1, unit === 'char' ? bytes : bytes / 5);
  const small = bytes < 300_000;
  const batchSize = tokens < 100_000 ? 8 : small ? 16 : 32;
  const sequenceLength = unit === 'char' ? 100 : 35;
  const hasMemory = cell === 'lstm' || cell === 'gru' || cell === 'rnn';
  const stepsAnEpoch = tokens / batchSize / (hasMemory ? sequenceLength : 1);
  const epochs = Math.min(MOST_EPOCHS, Math.max(10, Math.ceil(LANGUAGE_MODEL_STEPS / stepsAnEpoch)));
  return {
    tokenizer: unit === 'bpe' ? { unit, vocabularySize: small ? 2000 : 8000 } : { unit },
    model: { cell, embedding: unit === 'char' ? 64 : 128, hidden: bytes < 100_000 ? 128 : 256, dropout: small ? 0.3 : 0.2 },
    training: {
      epochs, batchSize, learningRate: 0.003, earlyStopping: { patience: Math.max(3, Math.round(epochs / 8)) },
      // Without a memory there is no state to carry from one stretch of text to the next, so no length of a stretch either.
      ...(hasMemory ? { sequenceLength } : {}),
    },
  };
}

/** The processor threads of the setting, where the experiment leaves them open. Anything but an experiment is returned as it is. */
export function withThreads(experiment: unknown, threads: number | null): unknown {
  if (threads === null || typeof experiment !== 'object' || experiment === null) return experiment;
  const { training } = experiment as ExperimentFile;
  if (training !== undefined && (typeof training !== 'object' || training === null)) return experiment;
  return { ...experiment, training: { ...training, threads: training?.threads ?? threads } };
}
