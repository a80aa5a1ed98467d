/** Language models on the same text: what each block of lines cost them, and whether the difference could be chance. */
import { createEngine, type EngineChoice } from '../engine/choose';
import { pairedBootstrap, type BootstrapOptions, type PairedDifference } from '../decoding/metrics';
import type { DataSource } from '../protocol/experiment';
import type { Significance } from '../protocol/insight';
import { Evaluator, type EvaluationResult } from '../training/evaluate';
import { measuredPart } from '../training/data/languageData';
import { readOneText } from '../training/data/oneText';
import { LoadedRun } from './loadedRun';

/** What a block cost: nats, predictions, code points. */
type Cost = readonly [nats: number, predictions: number, characters: number];

/** A text as a language model read it, from its beginning to its end. */
export interface ReadText {
  readonly id: string;
  readonly figures: Omit<EvaluationResult, 'tokens'>;
  readonly costs: readonly Cost[];
  readonly lines: number;
  readonly linesInBlock: number;
  /** The same where the text is the same. */
  readonly digest: string;
  /** The same where texts become the same tokens. */
  readonly tokenizer: string;
  readonly lowercase: boolean;
  readonly unknown: number;
}

export type LanguageMetric = 'perplexity' | 'bitsPerCharacter';
export type LanguageDifference = Omit<PairedDifference, 'resampled'> & { readonly metric: LanguageMetric };
/** A figure that says nothing beside that of the other run, and why. */
export interface NotCompared { readonly metric: LanguageMetric; readonly why: string }

const metrics = {
  perplexity: { better: 'lower', score: ([nats, predictions]: readonly number[]) => Math.exp(nats / predictions) },
  bitsPerCharacter: { better: 'lower', score: ([nats, , characters]: readonly number[]) => nats / Math.LN2 / characters },
} as const;

/**
 * @param source null: the run's own held-out text
 * @param between called before every batch; returning true gives up
 * @returns null where it was given up @throws UserError for bad files
 */
export async function readText({ run: { record, experiment, tokenizers: { target }, model }, engine, variables }: Pick<LoadedRun, 'run' | 'engine' | 'variables'>, source: DataSource | null, baseFolder: string, between?: () => Promise<boolean>): Promise<ReadText | null> {
  const text = readOneText(measuredPart(experiment, source, baseFolder), target, experiment.model);
  const nats = new Float64Array(text.blocks.length);
  const evaluator = await Evaluator.load(model.evaluate(), engine, variables);
  try {
    const result = await evaluator.run(text, between, (batch, cost) => { nats[text.blockOf(batch)] += cost; });
    if (result === null) return null;
    const { loss, perplexity, accuracy, bitsPerCharacter } = result;
    return {
      id: record.id, figures: { loss, perplexity, accuracy, bitsPerCharacter }, costs: text.blocks.map(({ predictions, characters }, i) => [nats[i], predictions, characters]),
      lines: text.lines, linesInBlock: text.linesInBlock, digest: text.digest, tokenizer: JSON.stringify(target.toJSON()), lowercase: experiment.tokenizer.lowercase, unknown: text.unknown,
    };
  } finally {
    await evaluator.dispose();
  }
}

/** Differences of the second to the first by paired bootstrap over blocks of lines, and what cannot be compared. Both have read the same text. */
export function compareTexts(first: ReadText, second: ReadText, options: BootstrapOptions = {}): { readonly differences: readonly LanguageDifference[]; readonly notCompared: readonly NotCompared[] } {
  if (first.digest !== second.digest) throw new Error('internal: compareTexts: different texts');
  const isSameVocabulary = first.tokenizer === second.tokenizer;
  const notCompared: NotCompared[] = [];
  if (!isSameVocabulary) {
    const other = `${second.id} and ${first.id} have different vocabularies`;
    notCompared.push({ metric: 'perplexity', why: `${other}: its unit is a token` });
    const withUnknown = [first, second].find(({ unknown }) => unknown > 0);
    if (first.lowercase !== second.lowercase) notCompared.push({ metric: 'bitsPerCharacter', why: 'one of the runs reads small letters alone, and need not predict capitals' });
    else if (withUnknown) notCompared.push({ metric: 'bitsPerCharacter', why: `${other}, and ${withUnknown.id} knows ${withUnknown.unknown} of the words only as <unk>, which is cheaper to predict than their letters` });
  }
  const compared = (Object.keys(metrics) as LanguageMetric[]).filter((metric) => !notCompared.some((one) => one.metric === metric));
  return {
    notCompared,
    differences: compared.map((metric) => {
      const { first: a, second: b, difference, interval, p, secondBetter } = pairedBootstrap(metrics[metric], first.costs, second.costs, options);
      return { metric, first: a, second: b, difference, interval, p, secondBetter };
    }),
  };
}

/** As the command line's own. */
const SAMPLES = 1000;
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Loads each run for this alone, on one thread, and measures it on its test data, else its held-out text.
 * @throws UserError where a run or its text cannot be read @throws the signal's reason where it is aborted
 */
export async function compareRuns(folders: readonly string[], choice: EngineChoice['engine'], signal: AbortSignal): Promise<Significance> {
  const read: ReadText[] = [];
  for (const folder of folders) {
    const loaded = await LoadedRun.load(folder, await createEngine({ engine: choice, threads: 1, folder }), 'best', { weights: 'fed' });
    try {
      const { experiment: { data }, record } = loaded.run;
      loaded.languageModel(); // refuses translators
      const text = await readText(loaded, data.test, record.baseFolder, async () => { await breathe(); return signal.aborted; });
      signal.throwIfAborted();
      read.push(text!);
    } finally {
      await loaded.dispose();
    }
  }
  const [first] = read;
  const differences: Significance['differences'] = [];
  const notCompared: Significance['notCompared'] = [];
  folders.slice(1).forEach((run, i) => {
    const other = read[i + 1];
    if (other.digest !== first.digest) {
      notCompared.push({ run, metric: null, why: `${other.id} would be measured on another text than ${first.id}` });
      return;
    }
    const found = compareTexts(first, other, { samples: SAMPLES });
    differences.push(...found.differences.map(({ interval: [low, high], ...one }) => ({ ...one, run, interval: [low, high] as [number, number] })));
    notCompared.push(...found.notCompared.map((one) => ({ ...one, run })));
  });
  return { lines: first.lines, linesInBlock: first.linesInBlock, samples: SAMPLES, differences, notCompared };
}
