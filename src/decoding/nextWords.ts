/**
 * What a writer may want to write next: the likeliest next words after a text, the rest of a word that is only begun, and what follows,
 * word by word as long as the model is sure enough.
 */
import { UserError } from '../errors/userError';
import { UNK, type Tokenizer } from '../text/tokenizer';
import { capitalize, matchCase, writesCapitals } from './casing';
import { Draft, spaceAfter, type CompletedWord, type Follower } from './completionDraft';
import { ContextCache } from './contextCache';
import { LineTokens } from './lineTokens';
import type { SpellingModel } from './spelling';
import { TokenClasses, type TokenKind } from './tokenClasses';
import { surpriseOf, type Reading, type TokenModel } from './tokenModel';
import { cutStart, readTypedText, type TypedText, type WantedWord } from './typedText';
import { searchWords, type FoundWord, type NextWordList, type WordSearchOptions, type WordStart } from './wordSearch';

/** Probability of a whole completion from which a step of the model for the space behind it pays. */
const WORTH_A_STEP = 0.1;
/** Beginnings of a word that are carried on, where words have many tokens. */
const SEARCH_WIDTH = 6;
/** Tokens between two places of a long text from which reading can go on. */
const REMEMBERED_EVERY = 64;

/** Words to insert after a text. */
export interface WordCompletion {
  /** What to insert, spaces included; it begins with the rest of a word that is only begun. */
  readonly text: string;
  /** The same in pieces that can be taken one by one; their texts add up to `text`. */
  readonly words: readonly CompletedWord[];
}

export interface CompletionOptions {
  /** Words at most. */
  readonly maxWords: number;
  /** A completion ends before the first word that is less likely. */
  readonly minProbability: number;
  /** Completions at most; they differ in their first word. */
  readonly alternatives: number;
  /** Makes for each completion one who tells where no more of it is wanted. Default: all words are. */
  readonly follower?: () => Follower;
  readonly signal?: AbortSignal;
}

export interface NextWord {
  /** The whole word as it would be written, without the space before it. */
  readonly word: string;
  readonly probability: number;
}

export interface WordChoice extends NextWord {
  /** What must be inserted after the text to write it, with a space where one is needed. */
  readonly insert: string;
}

export class NextWords {
  private readonly lines: LineTokens;
  private readonly classes: TokenClasses;
  private readonly cache = new ContextCache();

  /** @param spelling completes words that the vocabulary does not have; null: such words are not completed. Word models only */
  constructor(private readonly model: TokenModel, tokenizer: Tokenizer, private readonly spelling: SpellingModel | null = null) {
    if (model.vocabulary !== tokenizer.size) throw new Error(`internal: the model knows ${model.vocabulary} tokens, its tokenizer ${tokenizer.size}`);
    this.lines = new LineTokens(tokenizer);
    this.classes = TokenClasses.of(tokenizer);
  }

  /** The likeliest next words, or the likeliest words that begin with what is typed. */
  async words(text: string, count: number, signal?: AbortSignal): Promise<NextWord[]> {
    return (await this.choices(text, count, signal)).map(({ word, probability }) => ({ word, probability }));
  }

  /** The same, ready to be inserted. */
  async choices(text: string, count: number, signal?: AbortSignal): Promise<WordChoice[]> {
    const typed = readTypedText(text, this.lines, this.classes);
    const { words } = await this.firstWords(text, typed, await this.readingAfter(typed.tokens), { count, minProbability: 0, width: Math.max(SEARCH_WIDTH, count), signal });
    return words.map((word) => ({
      word: (typed.kind === null ? '' : begunText(text)) + this.surfaceOf(word), insert: this.firstPiece(text, typed, word), probability: word.probability,
    }));
  }

  /**
   * The probability that `text` goes on with `word`: that of its tokens, times that of anything which ends a word, where words have many. A space is put between
   * them where both have letters. 0 for an empty word.
   */
  async probabilityOf(text: string, word: string, signal?: AbortSignal): Promise<number> {
    const space = /[\p{L}\p{M}\p{N}]$/u.test(text) && /^[\p{L}\p{M}\p{N}]/u.test(word) ? ' ' : '';
    const recent = cutStart(text) + space;
    const located = this.lines.locate(recent + word);
    const first = located.findIndex(({ end }) => end > recent.length);
    if (first < 0 || word.trim() === '') return 0;
    const ids = located.map(({ id }) => id);
    const before = await this.readingAfter([this.lines.start, ...ids.slice(0, first)]);
    signal?.throwIfAborted();
    const said = await this.model.follow(before.state, ids.slice(first));
    let kind: TokenKind | null = null;
    let logProbability = 0;
    ids.slice(first).forEach((id, i) => {
      logProbability -= surpriseOf(i === 0 ? before.probabilities : said.probabilities[i - 1], id);
      kind = this.classes.kindAfter(kind, id);
    });
    if (this.classes.wholeWords) return Math.exp(logProbability);
    const enders = this.classes.enders(kind);
    return Math.exp(logProbability) * said.probabilities.at(-1)!.reduce((sum, probability, token) => sum + enders[token] * probability, 0);
  }

  /** Completions after `text`, the likeliest first; none where the model is not sure enough. @throws UserError for options out of range */
  async complete(text: string, options: CompletionOptions): Promise<WordCompletion[]> {
    const { maxWords, minProbability, alternatives, follower, signal } = options;
    checkOptions(options);
    const typed = readTypedText(text, this.lines, this.classes);
    const reading = await this.readingAfter(typed.tokens);
    const { words, endOfLine } = await this.firstWords(text, typed, reading, { count: alternatives, minProbability, width: Math.max(SEARCH_WIDTH, alternatives), signal });
    const drafts = words.filter(({ probability }) => probability > endOfLine).map((word) => new Draft(typed.tokens, reading, word, this.firstPiece(text, typed, word), follower?.()));
    // One more round than words: where the typed word was complete already, its piece is empty and does not count; and what follows the last one is asked too.
    for (let round = 0; round <= maxWords; round++) {
      for (const draft of drafts) draft.closeIfEnough(maxWords);
      const open = drafts.filter((draft) => draft.open);
      if (open.length === 0) break;
      await this.extend(open, text, options);
    }
    return distinct(drafts.filter(({ pieces }) => pieces.length > 0).map(({ pieces, text: inserted }) => ({ text: inserted, words: pieces })));
  }

  /** The weights have changed: nothing that was read counts any more. */
  forget(): void {
    this.cache.clear();
  }

  /** Tells each draft what follows its last word, and adds the likeliest next word to it, or closes it. */
  private async extend(drafts: readonly Draft[], text: string, { maxWords, minProbability, signal }: CompletionOptions): Promise<void> {
    const [full, growing] = [drafts.filter(({ pieces }) => pieces.length === maxWords), drafts.filter(({ pieces }) => pieces.length < maxWords)];
    for (const draft of full) draft.open = false;
    // One more step, for the space after the last word alone: only where so long a completion is likely to be taken to its end, which saves one key.
    const last = full.filter(({ probability }) => probability >= Math.max(minProbability, WORTH_A_STEP));
    this.endWords(last, await this.readDrafts(last));
    if (growing.length === 0) return;
    const readings = await this.readDrafts(growing);
    this.endWords(growing, readings);
    const starts = growing.map(({ last: { kind } }, i): WordStart => ({ reading: readings[i], wanted: null, kind: null, after: kind }));
    const lists = await searchWords(this.model, this.classes, starts, { count: 1, minProbability, width: this.classes.wholeWords ? 1 : SEARCH_WIDTH, signal });
    growing.forEach((draft, i) => {
      const { words: [word], endOfLine } = lists[i];
      if (word === undefined || word.probability <= endOfLine) draft.open = false;
      else draft.add(word, readings[i], this.pieceOf(word, text + draft.text, this.spaceBefore(word)));
    });
  }

  private endWords(drafts: readonly Draft[], readings: readonly Reading[]): void {
    drafts.forEach((draft, i) => draft.endWord(spaceAfter(this.classes, draft.last.kind, readings[i])));
  }

  /** What each draft has read. The search finds a word of one token without reading it: those are read here, all at once, and remembered. */
  private async readDrafts(drafts: readonly Draft[]): Promise<Reading[]> {
    const known = drafts.map(({ tokens, last }) => last.reading ?? this.cache.get(tokens));
    const unread = drafts.filter((_, i) => known[i] === null);
    const read = unread.length === 0 ? [] : await this.model.readEach(unread.map(({ before }) => before.state), unread.map(({ tokens }) => tokens.at(-1)!));
    const readings = known.map((reading) => reading ?? read.shift()!);
    drafts.forEach(({ tokens }, i) => this.cache.add(tokens, readings[i]));
    return readings;
  }

  /** The words that agree with what is typed, unknown ones among them; without regard to capitals where nothing else does. */
  private async firstWords(text: string, typed: TypedText, reading: Reading, options: WordSearchOptions): Promise<NextWordList> {
    const list = await this.search(this.classes, typed.wanted, typed.kind, reading, options);
    const { wanted } = typed;
    const all = wanted === null ? list : this.withUnknown(text, wanted, reading, list, options);
    if (all.words.length > 0 || wanted === null || wanted.text === '') return all;
    return this.search(this.classes.folded(), { ...wanted, text: wanted.text.toLowerCase() }, null, reading, options);
  }

  private async search(classes: TokenClasses, wanted: WantedWord | null, kind: TokenKind | null, reading: Reading, options: WordSearchOptions): Promise<NextWordList> {
    const [list] = await searchWords(this.model, classes, [{ reading, wanted, kind, after: null }], options);
    return list;
  }

  /** Words of the document that the vocabulary does not have, and what else could be spelt so, take their share of the unknown word's probability. */
  private withUnknown(text: string, wanted: WantedWord, { probabilities }: Reading, list: NextWordList, { count, minProbability }: WordSearchOptions): NextWordList {
    if (this.spelling === null || !this.classes.wholeWords || !wanted.leads) return list;
    const complete = cutStart(text);
    const document = this.lines.unknownWords(complete.slice(0, complete.length - wanted.text.length));
    const { words, mass } = this.spelling.complete(wanted.text, document, count);
    if (words.length === 0) return list;
    const unknown = probabilities[UNK];
    // With nothing typed the unknown word is among what agrees already.
    const total = list.mass + (wanted.text === '' ? 0 : unknown * mass);
    const known = list.words.map((word) => ({ ...word, probability: (word.probability * list.mass) / total }));
    const spelt = words.map(({ word, probability }): FoundWord => ({ tokens: [UNK], kind: 'word', probability: (unknown * probability) / total, reading: null, surface: word }));
    const kept = [...known, ...spelt].filter(({ probability }) => probability > 0 && probability >= minProbability).sort((a, b) => b.probability - a.probability);
    return { words: kept.slice(0, count), endOfLine: (list.endOfLine * list.mass) / total, mass: total };
  }

  private async readingAfter(tokens: readonly number[]): Promise<Reading> {
    const known = this.cache.find(tokens);
    if (known?.length === tokens.length) return known.reading;
    // A long text is remembered at several places: an edit in its middle is then read from the place before it.
    let state = known?.reading.state ?? this.model.initial;
    for (let start = known?.length ?? 0; ; ) {
      const end = tokens.length - start > 2 * REMEMBERED_EVERY ? start + REMEMBERED_EVERY : tokens.length;
      const reading = await this.model.read(state, tokens.slice(start, end));
      this.cache.add(tokens.slice(0, end), reading);
      if (end === tokens.length) return reading;
      [state, start] = [reading.state, end];
    }
  }

  private surfaceOf({ tokens, surface }: FoundWord): string {
    return surface ?? tokens.map((token) => this.classes.get(token).text).join('');
  }

  private spaceBefore({ tokens }: FoundWord): boolean {
    return this.lines.tokenizer.unit !== 'char' && tokens.length > 0 && this.classes.get(tokens[0]).leads;
  }

  /** What a word adds to a text: only what is not typed yet. */
  private firstPiece(text: string, { wanted, needsSpace }: TypedText, word: FoundWord): string {
    if (wanted === null || wanted.text === '') return this.pieceOf(word, text, needsSpace && this.spaceBefore(word));
    return matchCase(this.surfaceOf(word).slice(wanted.text.length), begunText(text));
  }

  private pieceOf(word: FoundWord, before: string, withSpace: boolean): string {
    const piece = (withSpace ? ' ' : '') + this.surfaceOf(word);
    const isNew = word.tokens.length > 0 && (withSpace || before === '' || /\s$/.test(before) || /^\s/.test(piece));
    return this.classes.lowercase && isNew && writesCapitals(before) ? capitalize(piece, before) : piece;
  }
}

/** The letters at the end of a text. */
const begunText = (text: string): string => /[^\s]*$/.exec(text)![0];

/** Words that differ in their tokens alone look the same. */
function distinct(completions: readonly WordCompletion[]): WordCompletion[] {
  const seen = new Set<string>();
  return completions.filter(({ text }) => !seen.has(text) && seen.add(text));
}

function checkOptions({ maxWords, minProbability, alternatives }: CompletionOptions): void {
  const whole = (name: string, value: number): void => {
    if (!(Number.isInteger(value) && value >= 1)) throw new UserError(`${name} is ${value}`, name, 'give a whole number of at least 1', 'option');
  };
  whole('maxWords', maxWords);
  whole('alternatives', alternatives);
  if (!(minProbability >= 0 && minProbability <= 1)) throw new UserError(`minProbability is ${minProbability}`, 'minProbability', 'give a number from 0 to 1', 'option');
}
