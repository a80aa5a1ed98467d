/** `seqlab translate`: a line in, a line out. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AttentionMatrix } from '../decoding/attentionMatrix';
import { translateLines, type TranslatedLine } from '../decoding/translate';
import { UserError } from '../errors/userError';
import { lineChunks } from './lines';
import { namedAsTyped, searchOf, type SearchOptions } from './searchOptions';
import { printJson, printLine, warn, type Terminal } from './terminal';
import { withRun, type EngineOptions } from './useRun';

/** Lines that are batched together where they come fast. */
const LINES_AT_ONCE = 512;

export interface TranslateOptions extends EngineOptions, SearchOptions {
  readonly attention?: string;
  readonly json: boolean;
}

export function translateCommand(terminal: Terminal, run: string, options: TranslateOptions): Promise<void> {
  return withRun(terminal, run, options, async (loaded) => {
    const model = loaded.translator();
    const { nbest: nBest, attention: attentionFile, json } = options;
    if (attentionFile !== undefined && !model.programs.hasAttention) throw new UserError('this model has no attention to write', '--attention', 'leave the option out, or train with model.attention', 'option');
    const search = { ...searchOf(loaded.run.experiment, options), attention: attentionFile !== undefined };
    if (terminal.stdin.isTTY === true) terminal.stderr.write('Type a sentence and press Enter; Ctrl-D ends.\n');
    const kept: TranslatedLine[] = [];
    let index = 0;
    for await (const lines of lineChunks(terminal.stdin, LINES_AT_ONCE)) {
      for (const translated of await translateLines(model, lines, { ...search, firstLine: index }).catch((error: unknown) => { throw namedAsTyped(error, options); })) {
        index++;
        if (translated.warning !== null) await warn(terminal, `line ${index}: ${translated.warning}`);
        if (json || attentionFile !== undefined) kept.push(translated);
        if (!json) await printOutputs(terminal, index, translated, nBest);
      }
    }
    if (attentionFile !== undefined) await writeAttention(resolve(terminal.cwd, attentionFile), kept);
    if (json) await printJson(terminal, { run: loaded.run.folder, step: loaded.checkpointStep, beam: search.beam, lines: kept.map(asJson) });
  });
}

/** One output is the line alone; of several, each line holds the number of the input, the score and the text. */
async function printOutputs(terminal: Terminal, index: number, { outputs }: TranslatedLine, nBest: number): Promise<void> {
  if (nBest === 1) return printLine(terminal, oneLine(outputs[0].text));
  for (const { text, score } of outputs) await printLine(terminal, `${index}\t${score.toFixed(4)}\t${oneLine(text)}`);
}

/** A model of characters may say a line end. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

const asJson = ({ source, outputs, warning }: TranslatedLine): object => ({
  source, output: outputs[0].text, ...(warning === null ? {} : { warning }),
  outputs: outputs.map(({ text, score, logProbability, finished, attention }) => ({ text, score, logProbability, finished, ...(attention ? { attention: nested(attention) } : {}) })),
});

async function writeAttention(path: string, lines: readonly TranslatedLine[]): Promise<void> {
  const document = { lines: lines.map(({ source, outputs: [{ text, attention }] }) => ({ source, output: text, ...(attention ? nested(attention) : { rows: [], columns: [], values: [] }) })) };
  try {
    await writeFile(path, `${JSON.stringify(document)}\n`);
  } catch (error) {
    throw new UserError(`the attention cannot be written: ${(error as Error).message}`, path, 'give a file in a folder that exists', 'option');
  }
}

/** A matrix as rows of numbers. */
function nested({ rows, columns, values }: AttentionMatrix): { rows: string[]; columns: string[]; values: number[][] } {
  const width = columns.length;
  return { rows, columns, values: rows.map((_, row) => Array.from(values.subarray(row * width, (row + 1) * width), (value) => Number(value.toPrecision(5)))) };
}
