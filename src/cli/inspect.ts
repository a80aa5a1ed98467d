/** `seqlab inspect`: what a run makes of a text, number by number. */
import { UserError } from '../errors/userError';
import { LineTokens } from '../decoding/lineTokens';
import { measureSurprise } from '../decoding/surprise';
import type { InspectOptions } from './inspectOptions';
import { table } from './table';
import { printJson, printLine, type Terminal } from './terminal';
import { withRun } from './useRun';

export function inspectCommand(terminal: Terminal, run: string, { text, what, json, ...engine }: InspectOptions): Promise<void> {
  return withRun(terminal, run, engine, async (loaded) => {
    const { tokens: model } = loaded.languageModel();
    const { tokens, meanBits, perplexity } = await measureSurprise(model, new LineTokens(loaded.run.tokenizers.target), text);
    if (tokens.length === 0) throw new UserError('there is nothing in the text to look at', '--text', 'give at least one word', 'option');
    if (json) {
      return printJson(terminal, {
        run: loaded.run.folder, step: loaded.checkpointStep, what, shape: [tokens.length], labels: tokens.map(({ start, end }) => text.slice(start, end)), bits: tokens.map(({ bits }) => bits),
        tokens, meanBits, perplexity,
      });
    }
    const rows = tokens.map(({ start, end, bits, unknown }) => [shown(text.slice(start, end)), bits.toFixed(2), unknown ? 'unknown' : '']);
    await printLine(terminal, table(['token', 'bits', ''], rows));
    await printLine(terminal, `\n${meanBits.toFixed(3)} bits a token, perplexity ${perplexity.toFixed(2)}`);
  });
}

/** Line ends and spaces can be seen. */
const shown = (token: string): string => token.replace(/\r\n|\n|\r/g, '\u21b5').replaceAll(' ', '\u2423').replaceAll('\t', '\u21e5');
