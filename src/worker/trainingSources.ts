/**
 * The training text of a run, searched for where a word was learnt. Read when first asked; without its files there is nothing to find. Reading and searching
 * pause every few milliseconds, so that who writes meanwhile is answered.
 */
import { excerptAround, WordSources } from '../decoding/wordSources';
import type { Corpus } from '../text/corpus';
import { openLanguageTexts } from '../training/data/languageData';
import type { OpenedRun } from '../training/openRun';

export interface WordSource {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly excerpt: string;
  /** Words before the word that agree. */
  readonly words: number;
}

const SHOWN = 3;
/** Milliseconds of work between two pauses. */
const SLICE_MS = 4;
/** Lines between two looks at the clock. */
const LINES_A_LOOK = 16;

/** Goes through something in slices, with whatever waits in between. */
async function* inSlices<T>(all: Iterable<T>, signal?: AbortSignal): AsyncGenerator<readonly T[]> {
  let slice: T[] = [];
  let began = performance.now();
  for (const one of all) {
    slice.push(one);
    if (slice.length < LINES_A_LOOK) continue;
    yield slice;
    slice = [];
    if (performance.now() - began < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    began = performance.now();
  }
  yield slice;
}

export class TrainingSources {
  private constructor(private readonly corpus: Corpus, private readonly words: WordSources) {}

  /** @throws UserError where the files have gone or cannot be read */
  static async open({ experiment, record }: OpenedRun): Promise<TrainingSources> {
    const { corpus, range } = openLanguageTexts(experiment, record.baseFolder).training;
    const words = new WordSources();
    for await (const lines of inSlices(corpus.lines(range))) for (const { text, file, number } of lines) words.add(text, file, number);
    return new TrainingSources(corpus, words);
  }

  /** @throws the signal's reason, and UserError where the files have changed */
  async find(context: string, word: string, signal?: AbortSignal): Promise<{ readonly count: number; readonly sources: readonly WordSource[] }> {
    const { corpus } = this;
    const found = this.words.find(context, word, SHOWN);
    if (!found) return { count: 0, sources: [] };
    const sources: WordSource[] = [];
    for await (const lines of inSlices(corpus.lines(), signal)) {
      for (const { text, file, number } of lines) {
        const place = found.places.find((one) => one.file === file && one.line === number);
        if (place) sources.push({ file: corpus.files[file].path, line: number, excerpt: excerptAround(text, place.word), words: found.contextWords });
      }
      if (sources.length === found.places.length) break;
    }
    return { count: found.count, sources };
  }
}
