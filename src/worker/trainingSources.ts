/** The training text of a run, searched for where a word was learnt. Read when first asked; without its files there is nothing to find. */
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

export class TrainingSources {
  private opened: { readonly corpus: Corpus; readonly words: WordSources } | null = null;

  /** @throws UserError where the files have gone or cannot be read */
  static open({ experiment, record }: OpenedRun): TrainingSources {
    const sources = new TrainingSources();
    const { corpus, range } = openLanguageTexts(experiment, record.baseFolder).training;
    const words = new WordSources();
    for (const { text, file, number } of corpus.lines(range)) words.add(text, file, number);
    sources.opened = { corpus, words };
    return sources;
  }

  /** Of files that cannot be read. */
  static empty(): TrainingSources {
    return new TrainingSources();
  }

  find(context: string, word: string): { readonly count: number; readonly sources: readonly WordSource[] } {
    const found = this.opened?.words.find(context, word, SHOWN);
    if (!this.opened || !found) return { count: 0, sources: [] };
    const { corpus } = this.opened;
    const sources: WordSource[] = [];
    for (const { text, file, number } of corpus.lines()) {
      const place = found.places.find((one) => one.file === file && one.line === number);
      if (place) sources.push({ file: corpus.files[file].path, line: number, excerpt: excerptAround(text, place.word), words: found.contextWords });
      if (sources.length === found.places.length) break;
    }
    return { count: found.count, sources };
  }
}
