/**
 * How a word is spelt that the vocabulary does not have: as such words were spelt in the document, or else letter by letter, as the known words are.
 *
 *   P(s | unknown) = μ c(s)/n + (1 - μ) P_letters(s),   μ = n / (n + d)
 *
 * c(s) counts the spelling among the n unknown words of the document, of which d are different (Witten and Bell 1991). P_letters is a Kneser–Ney 5-gram of
 * characters, counted once over each known word.
 */
import { normalize } from '../text/normalize';
import { SPACE_MARKER, UNK, type Tokenizer } from '../text/tokenizer';
import { NgramModel } from './ngram';
import { TopList } from './selection';

const ORDER = 5;
/** The end of a word, and a character of no known word. */
const [END, OTHER] = [0, 1];
/** Beginnings that are carried on, and characters of the longest word. */
const [WIDTH, LONGEST] = [8, 30];
/** Letters that must be typed before a word is spelt out that stands nowhere. */
const FEWEST_LETTERS = 3;
/** A word that stands nowhere is a guess: it must have this share of all that begin so. */
const LEAST_SHARE = 0.2;

export interface SpeltWord {
  /** As the document has it; where it stands nowhere, as the vocabulary would. */
  readonly word: string;
  /** P(word | an unknown word) */
  readonly probability: number;
}

export class SpellingModel {
  private readonly ids = new Map<string, number>();
  private letters: NgramModel | null = null;

  private constructor(private readonly tokenizer: Tokenizer, private readonly lowercase: boolean) {}

  /** Cheap: letters are counted when first needed. */
  static of(tokenizer: Tokenizer): SpellingModel {
    return new SpellingModel(tokenizer, tokenizer.toJSON().sequenceLab.lowercase);
  }

  /**
   * The likeliest unknown words that begin so, and the probability of all that do.
   * @param begun    the letters that are typed, prepared as the vocabulary is; none: only the document's words come
   * @param document the unknown words of the document, as often as they came
   * @param count    words at most
   */
  complete(begun: string, document: readonly string[], count: number): { readonly words: readonly SpeltWord[]; readonly mass: number } {
    const spellings = new Map<string, { word: string; times: number }>();
    for (const word of document) {
      const key = normalize(word, this.lowercase);
      const known = spellings.get(key);
      if (known) known.times++;
      else spellings.set(key, { word, times: 1 });
    }
    const [n, d] = [document.length, spellings.size];
    const mu = n === 0 ? 0 : n / (n + d);
    let mass = (1 - mu) * this.probabilityOfLetters(begun);
    const words: SpeltWord[] = [];
    for (const [key, { word, times }] of spellings) {
      if (!key.startsWith(begun)) continue;
      mass += (mu * times) / n;
      // One whose letters are others in number as it stands could not be cut where the typed ones end.
      if (key.length === word.length) words.push({ word, probability: (mu * times) / n + (1 - mu) * this.probabilityOfLetters(key, true) });
    }
    if (begun.length >= FEWEST_LETTERS) {
      for (const { word, probability } of this.spellOut(begun)) if (!spellings.has(word)) words.push({ word, probability: (1 - mu) * probability });
    }
    return { words: words.sort((a, b) => b.probability - a.probability).slice(0, count), mass };
  }

  /** The words that go on from these letters, that the vocabulary does not have, and that are likely enough. */
  private spellOut(begun: string): SpeltWord[] {
    const model = this.lettersModel();
    const all = this.probabilityOfLetters(begun);
    let live = [{ word: begun, ids: [END, ...this.idsOf(begun)], probability: all }];
    const found: SpeltWord[] = [];
    for (let length = begun.length; length < LONGEST && live.length > 0; length++) {
      const best = new TopList(WIDTH);
      const extensions: typeof live = [];
      for (const { word, ids, probability } of live) {
        const ended = probability * model.probability(ids, END);
        if (word !== begun && ended >= LEAST_SHARE * all) found.push({ word, probability: ended });
        for (const [name, id] of this.ids) {
          const longer = probability * model.probability(ids, id);
          if (longer >= LEAST_SHARE * all && longer > best.threshold) best.offer(longer, extensions.push({ word: word + name, ids: [...ids, id], probability: longer }) - 1);
        }
      }
      live = best.items.map(({ id }) => extensions[id]);
    }
    return found.filter(({ word }) => this.tokenizer.encode(word).includes(UNK)).sort((a, b) => b.probability - a.probability);
  }

  private probabilityOfLetters(text: string, ended = false): number {
    const model = this.lettersModel();
    const ids = [END, ...this.idsOf(text), ...(ended ? [END] : [])];
    let probability = 1;
    for (let i = 1; i < ids.length; i++) probability *= model.probability(ids, ids[i], i);
    return probability;
  }

  private idsOf(text: string): number[] {
    return Array.from(text, (character) => this.ids.get(character) ?? OTHER);
  }

  private lettersModel(): NgramModel {
    if (this.letters !== null) return this.letters;
    const sequence: number[] = [END];
    for (let id = UNK + 3; id < this.tokenizer.size; id++) {
      const word = this.tokenizer.tokenText(id).replaceAll(SPACE_MARKER, '');
      if (!/^\p{L}/u.test(word)) continue;
      for (const character of word) {
        let number = this.ids.get(character);
        if (number === undefined) this.ids.set(character, number = this.ids.size + 2);
        sequence.push(number);
      }
      sequence.push(END);
    }
    this.letters = NgramModel.train(Int32Array.from(sequence), ORDER, this.ids.size + 2);
    return this.letters;
  }
}
