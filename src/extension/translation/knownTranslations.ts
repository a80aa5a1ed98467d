/** The translations that were put into documents of this window, found again by what they say: lines move, are undone and redone, and stay known. */
import type { Translation } from '../../protocol/messages';

/** Translations remembered a document; of more the oldest are forgotten. */
const MOST = 5000;

export class KnownTranslations {
  private readonly documents = new Map<string, Map<string, Translation>>();

  /** @param document its URI as text */
  add(document: string, translations: readonly Translation[]): void {
    const known = this.documents.get(document) ?? new Map<string, Translation>();
    this.documents.set(document, known);
    for (const translation of translations) {
      for (const output of outputsOf(translation)) {
        known.delete(output);
        known.set(output, translation);
      }
    }
    for (const output of known.keys()) {
      if (known.size <= MOST) break;
      known.delete(output);
    }
  }

  /** The translation of which this sentence is an output, the best or another; null where it is none. */
  find(document: string, sentence: string): Translation | null {
    return this.documents.get(document)?.get(sentence) ?? null;
  }

  forget(document: string): void {
    this.documents.delete(document);
  }
}

export const outputsOf = ({ output, alternatives }: Translation): string[] => [...new Set([output, ...alternatives.map((alternative) => alternative.output)])].filter((text) => text !== '');
