/**
 * The simple models that every language model is held against: unigram, a bag of words in closed form, and the Kneser–Ney 5-gram that later is its partner.
 * Counted from the run's own training text before the first step, and scored on its held-out text.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BagOfWords } from '../decoding/bagOfWords';
import { FrozenNgram } from '../decoding/frozenNgram';
import { NgramModel } from '../decoding/ngram';
import { baselinesSchema, type BaselineName, type Baselines } from '../protocol/language';
import { runFiles } from '../protocol/runFiles';
import { encodeLanguageText, type LanguageText } from '../text/languageText';
import { writeFileAtomic } from '../training/atomicFiles';
import { openLanguageTexts, type TextPart } from '../training/data/languageData';
import { openRun, type OpenedRun } from '../training/openRun';

export const NGRAM_ORDER = 5;
/** Longer texts are counted only so far: about half a gigabyte of memory while it lasts. */
const MOST_TOKENS = 3_000_000;

interface Scored { score(tokens: Int32Array): { readonly nats: number; readonly tokens: number } }

/** Lets messages in between two models, each of which takes seconds for a million tokens. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Measures a new language model's baselines and leaves them, and the partner, in its folder. Does nothing for other tasks, or where it is done. What goes wrong is
 * told and harms no training.
 */
export async function prepareBaselines(folder: string, say: (text: string) => void): Promise<void> {
  try {
    const run = await openRun(folder);
    if (run.experiment.task !== 'language-model' || await readBaselines(folder) !== null) return;
    const { training, validation } = textsOf(run);
    const { baselines, partner } = await measureBaselines(training, validation, run.tokenizers.target.size);
    await writeFileAtomic(join(folder, runFiles.partner), partner.toBytes());
    await writeFileAtomic(join(folder, runFiles.baselines), `${JSON.stringify(baselines, null, 2)}\n`);
    say(`baselines on the held-out text: ${baselines.models.map(({ name, perplexity }) => `${name} ${perplexity.toFixed(2)}`).join(', ')} (perplexity)`);
  } catch (error) {
    say(`warning: the baselines could not be measured: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Null where there are none, or none that can be read. */
export async function readBaselines(folder: string): Promise<Baselines | null> {
  const text = await readFile(join(folder, runFiles.baselines), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return baselinesSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Counts the simple models and scores them. */
export async function measureBaselines(training: LanguageText, heldOut: LanguageText, vocabulary: number): Promise<{ baselines: Baselines; partner: FrozenNgram }> {
  const tokens = training.tokens.subarray(0, MOST_TOKENS);
  const score = async (name: BaselineName, model: Scored): Promise<Baselines['models'][number]> => {
    const { nats, tokens: count } = model.score(heldOut.tokens);
    await breathe();
    return { name, loss: nats / count, perplexity: Math.exp(nats / count), bitsPerCharacter: nats / Math.LN2 / heldOut.characters };
  };
  const kneserNey = NgramModel.train(tokens, NGRAM_ORDER, vocabulary);
  const models = [
    await score('unigram', NgramModel.train(tokens, 1, vocabulary)), await score('bagOfWords', new BagOfWords(tokens, vocabulary)), await score('kneserNey', kneserNey),
  ];
  const partner = FrozenNgram.freeze(kneserNey);
  return { partner, baselines: { version: 1, trainedOn: tokens.length, tokens: Math.max(0, heldOut.tokens.length - 1), models } };
}

/**
 * The partner of a run: from its folder, or counted again from the training files, and then left there for the next time. Null where neither can be.
 * @param say told why there is none
 */
export async function loadPartner(run: OpenedRun, say: (text: string) => void): Promise<FrozenNgram | null> {
  const path = join(run.folder, runFiles.partner);
  const bytes = await readFile(path).catch(() => null);
  const stored = bytes === null ? null : FrozenNgram.fromBytes(bytes);
  const vocabulary = run.tokenizers.target.size;
  if (stored?.vocabulary === vocabulary) return stored;
  try {
    const partner = FrozenNgram.freeze(NgramModel.train(textsOf(run).training.tokens.subarray(0, MOST_TOKENS), NGRAM_ORDER, vocabulary));
    await writeFileAtomic(path, partner.toBytes()).catch(() => undefined); // a folder that cannot be written to is counted anew each time
    return partner;
  } catch (error) {
    say(`no n-gram partner: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** The run's training and held-out text as its tokens. @throws UserError where the files have gone */
export function textsOf({ experiment, record, tokenizers: { target } }: OpenedRun): { readonly training: LanguageText; readonly validation: LanguageText } {
  const texts = openLanguageTexts(experiment, record.baseFolder);
  const read = ({ corpus, range }: TextPart): LanguageText => encodeLanguageText(corpus, target, range);
  return { training: read(texts.training), validation: read(texts.validation) };
}
