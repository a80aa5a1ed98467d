/**
 * A language model's text read once, from its beginning to its end, and measured in blocks of lines: two models of different units, or trained with
 * different batches, then read the same text in the same way, and what each block cost them stands side by side.
 */
import { createHash } from 'node:crypto';
import type { Experiment } from '../../protocol/experiment';
import { isBlank } from '../../text/corpus';
import { encodeLanguageText } from '../../text/languageText';
import type { Tokenizer } from '../../text/tokenizer';
import { fillContext } from '../../text/windowBatches';
import type { TextPart } from './languageData';
import type { Batch, BatchPlan } from './trainingData';

/** Neighbouring lines are of one piece, so they are drawn together where there are enough of them. */
const MOST_LINES = 10;
/** With fewer blocks a resampling says little. */
const FEWEST_BLOCKS = 100;
/** Predictions of one batch at most: every one of them has a row of the size of the vocabulary. */
const MOST_PREDICTIONS = 128;

export interface TextBlock {
  /** Predictions in it: its tokens, but for the first of the text. */
  readonly predictions: number;
  /** Code points, line ends counted. */
  readonly characters: number;
}

export interface OneText {
  /** In order, one stream; a batch never spans two blocks. */
  readonly batches: BatchPlan;
  /** The block that a batch is of. */
  blockOf(batch: number): number;
  readonly blocks: readonly TextBlock[];
  /** Lines that have text on them, in all and in a block (the last may have fewer). */
  readonly lines: number;
  readonly linesInBlock: number;
  readonly characters: number;
  /** Tokens that stand for unknown words. */
  readonly unknown: number;
  /** SHA-256 of the lines that have text on them: the same for the same text, whatever the unit. */
  readonly digest: string;
}

/** @throws UserError for files that have changed beyond reading */
export function readOneText({ corpus, range }: TextPart, tokenizer: Tokenizer, { cell, window }: Pick<Experiment['model'], 'cell' | 'window'>): OneText {
  const hash = createHash('sha256');
  const lines: { tokens: number; characters: number }[] = [];
  const before = { tokens: 0, characters: 0 };
  const isChar = tokenizer.unit === 'char';
  const { tokens, unknown, characters } = encodeLanguageText(corpus, tokenizer, range, (text) => {
    const ids = tokenizer.encode(text);
    // Words and pieces have an end symbol after each line; characters have the line's end in the text.
    const line = { tokens: ids.length + (isChar ? 0 : 1), characters: Array.from(text).length + (isChar ? 0 : 1) };
    // A line without text, which only characters read, belongs to the line before it, or else to the first.
    const target = isBlank(text) ? lines.at(-1) ?? before : line;
    if (target === line) {
      hash.update(isChar ? text : `${text}\n`);
      lines.push(line);
      if (lines.length > 1) return ids;
      line.tokens += before.tokens;
      line.characters += before.characters;
    } else {
      target.tokens += line.tokens;
      target.characters += line.characters;
    }
    return ids;
  });
  const linesInBlock = Math.max(1, Math.min(MOST_LINES, Math.floor(lines.length / FEWEST_BLOCKS)));
  const blocks: TextBlock[] = [];
  const pieces: { from: number; to: number; block: number }[] = [];
  let end = 0;
  for (let first = 0; first < lines.length; first += linesInBlock) {
    const start = end;
    let count = 0;
    for (const line of lines.slice(first, first + linesInBlock)) {
      end += line.tokens;
      count += line.characters;
    }
    const from = Math.max(1, start);
    for (let at = from; at < end; at += MOST_PREDICTIONS) pieces.push({ from: at, to: Math.min(end, at + MOST_PREDICTIONS), block: blocks.length });
    blocks.push({ predictions: Math.max(0, end - from), characters: count });
  }
  const batchOf = cell === 'fixed-window' || cell === 'bag-of-words' ? windowBatch(tokens, window!) : streamBatch(tokens);
  return {
    blocks, lines: lines.length, linesInBlock, characters, unknown, digest: hash.digest('hex'),
    blockOf: (batch) => pieces[batch].block,
    batches: { length: pieces.length, tokens: Math.max(0, tokens.length - 1), get: (index) => ({ ...batchOf(pieces[index].from, pieces[index].to), first: index === 0 }) },
  };
}

type BatchOf = (from: number, to: number) => Omit<Batch, 'first'>;

/** The tokens from `from` to before `to`, predicted each from the one before it. */
const streamBatch = (tokens: Int32Array): BatchOf => (from, to) => {
  const shape = [to - from, 1];
  return {
    tokens: to - from,
    feeds: {
      input: { type: 'int32', shape, data: tokens.slice(from - 1, to - 1) }, output: { type: 'int32', shape, data: tokens.slice(from, to) },
      outputMask: { type: 'float32', shape, data: new Float32Array(to - from).fill(1) },
    },
  };
};

const windowBatch = (tokens: Int32Array, window: number): BatchOf => (from, to) => {
  const size = to - from;
  const [input, mask] = [new Int32Array(size * window), new Float32Array(size * window)];
  for (let i = 0; i < size; i++) fillContext(tokens, from + i, window, input, mask, i * window);
  return {
    tokens: size,
    feeds: {
      input: { type: 'int32', shape: [size, window], data: input }, inputMask: { type: 'float32', shape: [size, window], data: mask },
      output: { type: 'int32', shape: [size], data: tokens.slice(from, to) }, outputMask: { type: 'float32', shape: [size], data: new Float32Array(size).fill(1) },
    },
  };
};
