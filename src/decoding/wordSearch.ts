/**
 * The likeliest next words after a text. A word may be one token or many: a beam of beginnings is carried on until each has ended, and the
 * probability of a word is that of its tokens times that of any token that ends it. A word that is partly typed is completed, never
 * contradicted: only tokens that go on from the typed letters are allowed, and probabilities are given what is typed.
 */
import { LAST_SILENT_TOKEN } from './lineTokens';
import { TopList } from './selection';
import type { TokenClasses, TokenKind } from './tokenClasses';
import type { Reading, TokenModel } from './tokenModel';
import type { WantedWord } from './typedText';

/** Longer words are left out. */
const MAX_TOKENS = 32;
/** One token in so many at most is looked up; of more, their sorting would cost more than it saves. */
const MOST_CANDIDATES = 8;
/** A syllable, or letters that no syllable has been made of yet. */
const HANGUL_END = /[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]$/;

export interface WordStart {
  /** What was read so far. */
  readonly reading: Reading;
  /** What the word must begin with. */
  readonly wanted: WantedWord | null;
  /** The kind of a word that may go on (a character model's, in the middle of a word); null where a new one begins. */
  readonly kind: TokenKind | null;
  /** The kind of the word before, which has ended: what begins now must be able to follow it. Null where nothing is known. */
  readonly after: TokenKind | null;
}

export interface FoundWord {
  /** None where the typed word was complete already. */
  readonly tokens: readonly number[];
  readonly kind: TokenKind | null;
  /** Given what is typed and, with `after`, that the word before has ended. */
  readonly probability: number;
  /** After the word, where the search had to read it; null where nobody did yet. */
  readonly reading: Reading | null;
  /** How it is written, where its tokens do not tell: an unknown word. */
  readonly surface?: string;
}

export interface NextWordList {
  /** The likeliest first. */
  readonly words: readonly FoundWord[];
  /** The probability that the line ends here instead. */
  readonly endOfLine: number;
  /** Probability, among all tokens, of what agrees with what is typed: what the others are relative to. */
  readonly mass: number;
}

export interface WordSearchOptions {
  /** Words a start. */
  readonly count: number;
  /** Words below this probability need not be found. */
  readonly minProbability: number;
  /** Beginnings carried on a start; at least `count`. */
  readonly width: number;
  readonly signal?: AbortSignal;
}

interface Beginning {
  readonly tokens: readonly number[];
  readonly kind: TokenKind | null;
  /** Typed letters that are still to come. */
  readonly rest: string;
  readonly probability: number;
  readonly reading: Reading;
}

/** @returns one list for each start; all starts are searched together, so that the model reads in batches */
export async function searchWords(model: TokenModel, classes: TokenClasses, starts: readonly WordStart[], options: WordSearchOptions): Promise<NextWordList[]> {
  const searches = starts.map((start) => new Search(classes, start, options));
  for (let depth = 0; depth < MAX_TOKENS; depth++) {
    options.signal?.throwIfAborted();
    const extensions = searches.flatMap((search) => search.advance().map((extension) => ({ search, ...extension })));
    if (extensions.length === 0) break;
    const readings = await model.readEach(extensions.map(({ from }) => from.reading.state), extensions.map(({ token }) => token));
    extensions.forEach(({ search, from, token, rest, probability }, i) => {
      search.live.push({ tokens: [...from.tokens, token], kind: classes.kindAfter(from.kind, token), rest, probability, reading: readings[i] });
    });
  }
  return searches.map((search) => search.result());
}

interface Extension { readonly from: Beginning; readonly token: number; readonly rest: string; readonly probability: number }

class Search {
  live: Beginning[];
  private readonly found: FoundWord[] = [];
  private endOfLine = 0;
  /** Probability of everything that agrees with what is typed, or that can follow the word before: what all is relative to. */
  private mass: number;
  private first = true;

  constructor(private readonly classes: TokenClasses, private readonly start: WordStart, private readonly options: WordSearchOptions) {
    this.live = [{ tokens: [], kind: start.kind, rest: start.wanted?.text ?? '', probability: 1, reading: start.reading }];
    this.mass = start.wanted === null && start.after === null ? 1 : 0;
  }

  /** Takes note of the words that end here and gives back the beginnings worth reading on, emptying `live`. */
  advance(): Extension[] {
    const beginnings = this.live;
    this.live = [];
    const extensions: Extension[] = [];
    const best = new TopList(Math.max(this.options.width, this.options.count));
    for (const beginning of beginnings) this.extend(beginning, extensions, best);
    this.first = false;
    const chosen = best.items.map(({ id }) => extensions[id]);
    if (this.classes.wholeWords) {
      for (const { token, probability } of chosen) this.found.push({ tokens: [token], kind: this.classes.kindAfter(null, token), probability, reading: null });
      return [];
    }
    // What is less likely than the last word that would be listed cannot become likelier.
    const listed = this.found.map(({ probability }) => probability).sort((a, b) => b - a)[this.options.count - 1] ?? 0;
    const least = Math.max(listed, this.options.minProbability * Math.min(this.mass, 1));
    return chosen.filter(({ probability }) => probability > least);
  }

  result(): NextWordList {
    const mass = this.mass > 0 ? this.mass : 1;
    const words = this.found.map((word) => ({ ...word, probability: word.probability / mass }))
      .filter(({ probability }) => probability > 0 && probability >= this.options.minProbability)
      .sort((a, b) => b.probability - a.probability);
    return { words: words.slice(0, this.options.count), endOfLine: this.endOfLine / mass, mass: this.mass };
  }

  /**
   * Looks at the tokens after a beginning: those that go on with it are offered, those that end it add to its probability as a word. While typed letters are
   * still to come, nothing ends it, and only the tokens that may agree with them are looked at.
   */
  private extend(from: Beginning, extensions: Extension[], best: TopList): void {
    const { classes, first, start: { after, wanted, kind } } = this;
    if (wanted === null && classes.wholeWords) {
      this.extendByAnyWord(from, extensions, best);
      return;
    }
    const { probabilities } = from.reading;
    const candidates = wanted === null || from.rest === '' ? null : this.candidatesFor(from.rest);
    const count = candidates?.length ?? probabilities.length;
    const mayBeComposed = wanted !== null && HANGUL_END.test(from.rest);
    const enders = classes.enders(from.kind);
    const followers = first && after !== null ? classes.enders(after) : null;
    let ending = 0; // each by itself: see `spaceAfter`
    let mass = 0;
    for (let i = 0; i < count; i++) {
      const token = candidates === null ? i : candidates[i];
      const probability = from.probability * probabilities[token];
      if (followers !== null) {
        if (followers[token] === 0) continue;
        mass += probability;
      }
      if (enders[token] === 1) {
        ending += probability;
        continue;
      }
      const rest = wanted === null ? '' : this.restAfter(from.rest, token, wanted);
      if (rest === null) {
        if (mayBeComposed && this.isBeingComposed(from.rest, token)) mass += probability;
        continue;
      }
      if (wanted !== null && rest === '' && (from.rest !== '' || first)) mass += probability;
      if (token > LAST_SILENT_TOKEN && probability > best.threshold) best.offer(probability, extensions.push({ from, token, rest, probability }) - 1);
    }
    this.mass += mass;
    // Who has typed a space or half a word does not end the line here.
    if (first && wanted === null) for (const token of classes.lineEnds) this.endOfLine += from.probability * probabilities[token];
    const begun = from.tokens.length > 0 || kind !== null;
    if (begun && from.rest === '' && from.kind !== null && !classes.wholeWords) this.found.push({ tokens: from.tokens, kind: from.kind, probability: ending, reading: from.reading });
  }

  /** The same where every token is a word and none is begun: the walk over the vocabulary that most keys take several times, without what it does not need. */
  private extendByAnyWord(from: Beginning, extensions: Extension[], best: TopList): void {
    const { classes, start: { after } } = this;
    const { probability: before, reading: { probabilities } } = from;
    const lineEnds = classes.enders(null);
    const followers = after === null ? null : classes.enders(after);
    let mass = 0;
    let threshold = best.threshold / before;
    for (let token = 0; token < probabilities.length; token++) {
      const probability = probabilities[token];
      if (followers !== null) {
        if (followers[token] === 0) continue;
        mass += probability;
      }
      if (!(probability > threshold) || token <= LAST_SILENT_TOKEN || lineEnds[token] === 1) continue;
      best.offer(before * probability, extensions.push({ from, token, rest: '', probability: before * probability }) - 1);
      threshold = best.threshold / before;
    }
    this.mass += before * mass;
    for (const token of classes.lineEnds) this.endOfLine += before * probabilities[token];
  }

  /**
   * The tokens that may agree with typed letters, in order: those that begin so, those that the letters begin with, and those that a last syllable may become.
   * Null where that is so many that it is quicker to look at all.
   */
  private candidatesFor(rest: string): Int32Array | null {
    const { classes } = this;
    const shortest = HANGUL_END.test(rest) ? rest.slice(0, -1) : rest;
    const longer = classes.beginningWith(shortest);
    if (longer.length * MOST_CANDIDATES > classes.leads.length) return null;
    const found = [...longer];
    if (!classes.wholeWords) for (let length = 0; length < shortest.length; length++) found.push(...classes.withText(shortest.slice(0, length)));
    return Int32Array.from(found).sort();
  }

  /**
   * Whether the last typed syllable may be on its way to one of the token's: of Hangul, letter after letter joins the syllable (구 becomes 국). Such a word is as
   * likely as any that agrees, but nothing can be inserted to write it, so it is counted and not offered.
   */
  private isBeingComposed(rest: string, token: number): boolean {
    const { wanted } = this.start;
    const { leads, text } = this.classes.get(token);
    if (wanted === null || (this.first && leads !== wanted.leads)) return false;
    const last = rest.length - 1;
    return text.length > last && text.startsWith(rest.slice(0, last)) && text[last] !== rest[last] && text[last].normalize('NFD').startsWith(rest[last].normalize('NFD'));
  }

  /** The typed letters that are still to come after a token; null where it contradicts what is typed. */
  private restAfter(rest: string, token: number, wanted: WantedWord): string | null {
    if (this.first && (this.classes.leads[token] === 1) !== wanted.leads) return null;
    if (rest === '') return '';
    const { text } = this.classes.get(token);
    if (text.startsWith(rest)) return '';
    return !this.classes.wholeWords && rest.startsWith(text) ? rest.slice(text.length) : null;
  }
}
