/** Text written by a language model, token by token. */
import { UserError } from '../errors/userError';
import { RandomStream } from '../random/philox';
import { BOS, EOS, PAD, UNK, type Tokenizer } from '../text/tokenizer';
import { LineTokens } from './lineTokens';
import { forbidTokens, pipeline, temperature as withTemperature, topK as withTopK, topP as withTopP, type LogitsProcessor } from './processors';
import { sampleToken } from './sampling';
import { argMax } from './selection';
import { logarithms, type Reading, type TokenModel } from './tokenModel';

export interface GenerateOptions {
  /** What the text begins with; it is not given out again. Default: nothing, the text begins with a line. */
  readonly prompt?: string;
  /** Tokens to write. */
  readonly length: number;
  /** Below 1 more cautious, above 1 more daring; 0 always takes the likeliest token. Default 1. */
  readonly temperature?: number;
  /** Choose among the k likeliest tokens only. Default: all. */
  readonly topK?: number;
  /** Choose among the fewest likeliest tokens that hold this probability (Holtzman et al. 2020). Default 1: all. */
  readonly topP?: number;
  /** The same seed gives the same text. */
  readonly seed: number;
  /** Stop at the end of a line. Default false: line after line. */
  readonly oneLine?: boolean;
  /** Stop where this string would come; it is not given out. Text that may still become it is held back. Default: nothing. */
  readonly until?: string;
  readonly signal?: AbortSignal;
}

/** Gives out the text piece by piece. @throws UserError for options out of range */
export async function* generate(model: TokenModel, tokenizer: Tokenizer, options: GenerateOptions): AsyncGenerator<string, void> {
  const { until = '' } = options;
  if (until === '') {
    yield* generateAll(model, tokenizer, options);
    return;
  }
  let held = '';
  for await (const piece of generateAll(model, tokenizer, options)) {
    held += piece;
    const end = held.indexOf(until);
    const sure = end < 0 ? held.length - overlap(held, until) : end;
    if (sure > 0) yield held.slice(0, sure);
    if (end >= 0) return;
    held = held.slice(sure);
  }
  if (held !== '') yield held;
}

/** How much of the end of `text` is a beginning of `wanted`. */
function overlap(text: string, wanted: string): number {
  for (let length = Math.min(text.length, wanted.length - 1); length > 0; length--) if (text.endsWith(wanted.slice(0, length))) return length;
  return 0;
}

async function* generateAll(model: TokenModel, tokenizer: Tokenizer, options: GenerateOptions): AsyncGenerator<string, void> {
  const { prompt = '', length, oneLine = false, signal } = options;
  if (!(Number.isInteger(length) && length >= 1)) throw new UserError(`a length of ${length} cannot be used`, 'length', 'give a whole number of at least 1', 'option');
  const choose = chooser(options);
  const lines = new LineTokens(tokenizer);
  let reading: Reading = await model.read(model.initial, lines.encode(prompt));
  let needsSpace = prompt !== '' && !/\s$/.test(prompt);
  for (let i = 0; i < length; i++) {
    signal?.throwIfAborted();
    const token = choose(logarithms(reading.probabilities));
    const isLineEnd = token === EOS || tokenizer.tokenText(token) === '\n';
    if (isLineEnd && oneLine) return;
    yield isLineEnd ? '\n' : (needsSpace && tokenizer.startsWord(token) ? ' ' : '') + textOf(tokenizer, token);
    needsSpace = !isLineEnd;
    if (i + 1 < length) reading = await model.read(reading.state, [token]);
  }
}

/** A token as it is written, without the space before it. */
export function textOf(tokenizer: Tokenizer, token: number): string {
  return tokenizer.unit === 'char' ? tokenizer.tokenText(token) : tokenizer.decode([token]);
}

/** Chooses a token from logits, which it changes, by these options; each call is the next draw of the seed. */
export function chooser({ temperature = 1, topK, topP = 1, seed }: Pick<GenerateOptions, 'temperature' | 'topK' | 'topP' | 'seed'>): (logits: Float32Array) => number {
  // The end of a line is a token that character models never see: they have line ends in the text.
  const processors: LogitsProcessor[] = [forbidTokens([PAD, BOS, UNK])];
  if (temperature !== 0) processors.push(withTemperature(temperature));
  if (topK !== undefined) processors.push(withTopK(topK));
  processors.push(withTopP(topP));
  const process = pipeline(processors);
  const random = new RandomStream(seed, 'generate');
  return (logits) => {
    process(logits, []);
    return temperature === 0 ? argMax(logits) : sampleToken(logits, random);
  };
}
