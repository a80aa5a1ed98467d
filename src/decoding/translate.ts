/** Lines in one language to lines in another: tokens, batches of like length, a search, text again. */
import type { Tokenizer } from '../text/tokenizer';
import { BOS, EOS, PAD, UNK } from '../text/tokenizer';
import { beamSearch, type BeamOptions } from './beamSearch';
import { attentionMatrix, type AttentionMatrix } from './attentionMatrix';
import { encodeBatch } from './encodedBatch';
import { greedySearch } from './greedy';
import type { Hypothesis } from './hypothesis';
import { lengthPenalty } from './lengthPenalty';
import { forbidTokens, pipeline } from './processors';
import type { StepModel } from './stepModel';
import type { TranslatorPrograms } from './translatorPrograms';

/** Tokens of a source line at most: the longest that training allows. What is longer is cut there, with a warning. */
export const MAX_SOURCE_TOKENS = 400;
/** Hypotheses that step together, and cells (hypotheses × source length) of memory laid out for them. */
const MAX_ROWS = 256;
const MAX_CELLS = 16_384;

export interface TranslateOptions extends Pick<BeamOptions, 'maxLength' | 'process' | 'signal' | 'attention'> {
  /** Default 1: greedy. */
  readonly beam?: number;
  /** α of `lengthPenalty`. Default 1. */
  readonly lengthPenalty?: number;
  /** Outputs a line, at most `beam`. Default 1. */
  readonly nBest?: number;
  /** Never say `<unk>`. Default false. */
  readonly forbidUnknown?: boolean;
}

export interface TranslatedText {
  readonly text: string;
  /** Log probability (nats) divided by the length penalty. */
  readonly score: number;
  /** Of the whole output, its end included. */
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
  const results = new Array<TranslatedLine>(lines.length);
  const work: Work[] = [];
  lines.forEach((line, index) => {
    const ids = model.source.encode(line);
    const cut = ids.length > MAX_SOURCE_TOKENS;
    const warning = cut ? `the line has ${ids.length} tokens: only the first ${MAX_SOURCE_TOKENS} are translated` : null;
    if (ids.length === 0) results[index] = { source: line, outputs: [nothing], warning };
    else work.push({ index, line, warning, ids: cut ? ids.slice(0, MAX_SOURCE_TOKENS) : ids });
  });
  for (const batch of batchesOf(work, options.beam ?? 1)) {
    const encoded = await encodeBatch(model.programs, batch.map(({ ids }) => ids));
    const found = await search(encoded, options);
    batch.forEach(({ index, line, warning, ids }, i) => {
      const outputs = found[i].map((hypothesis) => asText(hypothesis, model, line, ids));
      results[index] = { source: line, outputs, warning };
    });
  }
  return results;
}

interface Work { readonly index: number; readonly line: string; readonly ids: readonly number[]; readonly warning: string | null }

const nothing: TranslatedText = { text: '', score: 0, logProbability: 0, finished: true, attention: null };

/** Lines of like length together, so that little is padding. */
function* batchesOf(work: readonly Work[], beam: number): Generator<Work[]> {
  const byLength = [...work].sort((a, b) => b.ids.length - a.ids.length || a.index - b.index);
  for (let start = 0; start < byLength.length;) {
    const rows = Math.min(MAX_ROWS, Math.floor(MAX_CELLS / (byLength[start].ids.length + 1)));
    const count = Math.max(1, Math.floor(rows / beam));
    yield byLength.slice(start, start + count);
    start += count;
  }
}

async function search(encoded: StepModel, options: TranslateOptions): Promise<Hypothesis[][]> {
  const { beam = 1, nBest = 1, lengthPenalty: alpha = 1, maxLength, attention, signal } = options;
  const forbidden = forbidTokens(options.forbidUnknown === true ? [PAD, BOS, UNK] : [PAD, BOS]);
  const process = options.process ? pipeline([forbidden, options.process]) : forbidden;
  if (beam !== 1 || nBest !== 1) return beamSearch(encoded, { beam, nBest, lengthPenalty: alpha, maxLength, attention, signal, process });
  const found = await greedySearch(encoded, { maxLength, attention, signal, process });
  return found.map((hypothesis) => [{ ...hypothesis, score: hypothesis.logProbability / lengthPenalty(hypothesis.tokens.length + (hypothesis.finished ? 1 : 0), alpha) }]);
}

function asText({ tokens, score, logProbability, finished, attention }: Hypothesis, { source, target }: TranslationModel, line: string, ids: readonly number[]): TranslatedText {
  return {
    text: target.decode(tokens), score, logProbability, finished,
    attention: attention && attentionMatrix(attention, [...tokens, ...(finished ? [EOS] : [])].map((id) => target.tokenText(id)), [...source.tokenize(line).slice(0, ids.length).map(({ text }) => text), source.tokenText(EOS)]),
  };
}
