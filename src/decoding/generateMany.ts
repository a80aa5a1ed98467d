/** Several texts written at once by one language model: a step of the model serves them all, each draws from its own random stream. */
import { EOS, type Tokenizer } from '../text/tokenizer';
import { chooser, textOf, type GenerateOptions } from './generate';
import { LineTokens } from './lineTokens';
import { logarithms, type Reading, type TokenModel } from './tokenModel';

export interface GenerateManyOptions extends Pick<GenerateOptions, 'prompt' | 'temperature' | 'topK' | 'topP' | 'signal'> {
  /** One text a seed. A text does not depend on those beside it. */
  readonly seeds: readonly number[];
  /** Tokens of a text at most. */
  readonly length: number;
  /** Told the text so far, without the prompt, after each line end: true ends it there. Default: never. */
  readonly isDone?: (text: string) => boolean;
}

export interface GeneratedText {
  /** Without the prompt. */
  readonly text: string;
  /** It came to its end by `isDone`, not by its length. */
  readonly ended: boolean;
}

interface Writer { readonly choose: (logits: Float32Array) => number; reading: Reading; text: string; ended: boolean; needsSpace: boolean }

/** @returns the texts, in order of their seeds */
export async function generateMany(model: TokenModel, tokenizer: Tokenizer, options: GenerateManyOptions): Promise<GeneratedText[]> {
  const { prompt = '', seeds, length, isDone = () => false, signal, temperature, topK, topP } = options;
  const read = await model.read(model.initial, new LineTokens(tokenizer).encode(prompt));
  const needsSpace = prompt !== '' && !/\s$/.test(prompt);
  const writers = seeds.map((seed): Writer => ({ choose: chooser({ temperature, topK, topP, seed }), reading: read, text: '', ended: false, needsSpace }));
  let writing = writers;
  for (let step = 0; step < length && writing.length > 0; step++) {
    signal?.throwIfAborted();
    const tokens = writing.map((writer) => write(writer, tokenizer, isDone));
    const going = writing.map((writer, i) => ({ writer, token: tokens[i] })).filter(({ writer }) => !writer.ended);
    writing = going.map(({ writer }) => writer);
    if (writing.length === 0 || step + 1 === length) break;
    const readings = await model.readEach(writing.map(({ reading }) => reading.state), going.map(({ token }) => token));
    writing.forEach((writer, i) => { writer.reading = readings[i]; });
  }
  return writers.map(({ text, ended }) => ({ text, ended }));
}

/** One token more. @returns it */
function write(writer: Writer, tokenizer: Tokenizer, isDone: (text: string) => boolean): number {
  const token = writer.choose(logarithms(writer.reading.probabilities));
  const piece = textOf(tokenizer, token);
  const isLineEnd = token === EOS || piece === '\n';
  writer.text += isLineEnd ? '\n' : (writer.needsSpace && tokenizer.startsWord(token) ? ' ' : '') + piece;
  writer.needsSpace = !isLineEnd;
  writer.ended = isLineEnd && isDone(writer.text);
  return token;
}
