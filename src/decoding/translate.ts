/** Lines of text through a translator: tokens, batches of like length, a search, text again. */
import type { Tokenizer } from '../text/tokenizer';
import { EOS } from '../text/tokenizer';
import { beamSearch } from './beamSearch';
import { attentionMatrix, type AttentionMatrix } from './attentionMatrix';
import { encodeBatch } from './encodedBatch';
import { greedySearch } from './greedy';
import type { Hypothesis } from './hypothesis';
import { lengthPenalty } from './lengthPenalty';
import { copiesForUnknown, writeTokens } from './outputText';
import { readPrefix, type Prefix } from './prefix';
import { sampleSearch } from './sampleSearch';
import type { SearchOptions } from './searchOptions';
import type { StepModel } from './stepModel';
import { checkTranslateOptions, rulesOf, type TranslateOptions } from './translateOptions';
import type { TranslatorPrograms } from './translatorPrograms';

/** Tokens of a source line at most: the longest that training allows. What is longer is cut there, with a warning. */
export const MAX_SOURCE_TOKENS = 400;
/** Hypotheses that step together, and cells (hypotheses × source length) of memory laid out for them. */
const MAX_ROWS = 256;
const MAX_CELLS = 16_384;

export type { TranslateOptions } from './translateOptions';

export interface TranslatedText {
  readonly text: string;
  /** The tokens as they stand in the vocabulary, without the end symbol. */
  readonly tokens: readonly string[];
  /** Log probability (nats) divided by the length penalty, plus the coverage penalty. */
  readonly score: number;
  /** Of the whole output, its end included, under the model. */
  readonly logProbability: number;
  /** False where `maxLength` cut it off. */
  readonly finished: boolean;
  /** Where the model looked; null unless asked for or where it has no attention. */
  readonly attention: AttentionMatrix | null;
}

export interface TranslatedLine {
  readonly source: string;
  /** The best first. Never empty; an empty line has one empty output. */
  readonly outputs: readonly TranslatedText[];
  /** For the user: the line was cut. */
  readonly warning: string | null;
}

export interface TranslationModel {
  readonly programs: TranslatorPrograms;
  readonly source: Tokenizer;
  readonly target: Tokenizer;
}

/** Translates each line; the results are in the order of the lines. @throws UserError for options that cannot be */
export async function translateLines(model: TranslationModel, lines: readonly string[], options: TranslateOptions): Promise<TranslatedLine[]> {
  checkTranslateOptions(options, model.programs.hasAttention);
  const prefix = readPrefix(options.prefix ?? [], model.target, options.maxLength);
  const results = new Array<TranslatedLine>(lines.length);
  const work: Work[] = [];
  lines.forEach((line, index) => {
    const ids = model.source.encode(line);
    const cut = ids.length > MAX_SOURCE_TOKENS;
    const warning = cut ? `the line has ${ids.length} tokens: only the first ${MAX_SOURCE_TOKENS} are translated` : null;
    if (ids.length === 0) results[index] = { source: line, outputs: [nothing], warning };
    else work.push({ index, line, warning, ids: cut ? ids.slice(0, MAX_SOURCE_TOKENS) : ids });
  });
  const { beam = 1, nBest = 1, sampling = null } = options;
  for (const batch of batchesOf(work, sampling === null ? beam : nBest)) {
    const encoded = await encodeBatch(model.programs, batch.map(({ ids }) => ids));
    const found = await search(encoded, options, prefix.ids, batch.map(({ index }) => index + (options.firstLine ?? 0)));
    batch.forEach(({ index, line, warning, ids }, i) => {
      const outputs = found[i].map((hypothesis) => asText(hypothesis, { model, words: () => wordsOf(model.source, line, ids.length), prefix, options }));
      results[index] = { source: line, outputs, warning };
    });
  }
  return results;
}

interface Work { readonly index: number; readonly line: string; readonly ids: readonly number[]; readonly warning: string | null }

const nothing: TranslatedText = { text: '', tokens: [], score: 0, logProbability: 0, finished: true, attention: null };

/** Lines of like length together, so that little is padding. @param width rows a line */
function* batchesOf(work: readonly Work[], width: number): Generator<Work[]> {
  const byLength = [...work].sort((a, b) => b.ids.length - a.ids.length || a.index - b.index);
  for (let start = 0; start < byLength.length;) {
    const rows = Math.min(MAX_ROWS, Math.floor(MAX_CELLS / (byLength[start].ids.length + 1)));
    const count = Math.max(1, Math.floor(rows / width));
    yield byLength.slice(start, start + count);
    start += count;
  }
}

async function search(encoded: StepModel, options: TranslateOptions, prefix: readonly number[], lines: readonly number[]): Promise<Hypothesis[][]> {
  const { beam = 1, nBest = 1, lengthPenalty: alpha = 1, coveragePenalty = 0, sampling = null, maxLength, signal, observer } = options;
  const common: SearchOptions = { maxLength, prefix, signal, attention: options.attention === true || options.replaceUnknown === true, process: rulesOf(options) };
  // A beam of 1 that is watched, or asked for more than it can give, is the beam search's business.
  if (sampling === null && (beam !== 1 || nBest !== 1 || observer)) return beamSearch(encoded, { ...common, beam, nBest, lengthPenalty: alpha, coveragePenalty, observer });
  const found = sampling === null ? (await greedySearch(encoded, common)).map((hypothesis) => [hypothesis]) : await sampleSearch(encoded, common, sampling, nBest, lines);
  return found.map((hypotheses) => hypotheses.map((hypothesis) => ({ ...hypothesis, score: hypothesis.logProbability / lengthPenalty(hypothesis.tokens.length + (hypothesis.finished ? 1 : 0), alpha) })));
}

interface Context {
  readonly model: TranslationModel;
  /** The source tokens as the user wrote them. */
  readonly words: () => readonly string[];
  readonly prefix: Prefix;
  readonly options: TranslateOptions;
}

function asText(hypothesis: Hypothesis, { model: { source, target }, words, prefix, options }: Context): TranslatedText {
  const { tokens, score, logProbability, finished, attention } = hypothesis;
  const copies = options.replaceUnknown === true ? copiesForUnknown(hypothesis, words()) : [];
  const replacements = tokens.map((_, i) => prefix.texts?.[i] ?? copies[i] ?? null);
  return {
    text: writeTokens(tokens, target, replacements), tokens: tokens.map((id) => target.tokenRaw(id)), score, logProbability, finished,
    attention: options.attention === true && attention !== null
      ? attentionMatrix(attention, [...tokens, ...(finished ? [EOS] : [])].map((id) => target.tokenText(id)), [...words(), source.tokenText(EOS)]) : null,
  };
}

const wordsOf = (source: Tokenizer, line: string, count: number): string[] => source.tokenize(line).slice(0, count).map(({ text }) => text);
