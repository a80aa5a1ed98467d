/** Lines of standard input as they come, many at a time where they come fast. */
import type { Readable } from 'node:stream';
import { UserError } from '../errors/userError';

/** A line longer than this is refused: something other than sentences is being fed. */
const MAX_LINE_CHARACTERS = 1_000_000;

/**
 * Gives out what is complete as soon as it is there, at most `most` lines at once. The last line may lack its end.
 * @throws UserError for bytes that are not UTF-8, and for a line that never ends
 */
export async function* lineChunks(input: Readable, most: number): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let number = 1;
  const decode = (bytes?: Buffer): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw new UserError('the input is not UTF-8 text', `standard input, near line ${number}`, 'convert it to UTF-8, for example with iconv');
    }
  };
  for await (const chunk of input as AsyncIterable<Buffer | string>) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decode(chunk))).split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE_CHARACTERS) throw new UserError(`a line has more than ${MAX_LINE_CHARACTERS} characters`, `standard input, line ${number + lines.length}`, 'give a sentence a line');
    for (let start = 0; start < lines.length; start += most) yield lines.slice(start, start + most).map(withoutReturn);
    number += lines.length;
  }
  rest += decode();
  if (rest !== '') yield [withoutReturn(rest)];
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
