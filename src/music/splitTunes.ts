/** ABC text as the tunes in it. Nothing is thrown away but what stands before the first tune: a model's text may hold anything. */

/** One tune as it stands in a text. */
export interface TuneText {
  /** From its `X:` line to its last line with text, each line ended by `\n`. */
  readonly abc: string;
  /** UTF-16 offset of the tune in the text. */
  readonly start: number;
}

/** `X:` begins a tune, wherever a line begins with it; a model may leave out the empty line before. */
const REFERENCE = /^X:/;

/**
 * Splits a text at its `X:` lines. By the standard (ABC 2.1, section 2.2) an empty line ends a tune; what follows it up to the next `X:` is text
 * between tunes and is left out, unless the head was not complete yet (no `K:`).
 * @param text a tune book, a file, or what a model wrote; any line ends
 */
export function splitTunes(text: string): TuneText[] {
  const tunes: TuneText[] = [];
  let lines: string[] | null = null;
  let start = 0;
  let hasKey = false;
  const close = (): void => {
    if (lines === null) return;
    while (lines.at(-1)?.trim() === '') lines.pop();
    tunes.push({ abc: `${lines.join('\n')}\n`, start });
    lines = null;
  };
  let offset = 0;
  for (const raw of text.split(/(?<=\n)|(?<=\r)(?!\n)/)) {
    const line = raw.replace(/[\r\n]+$/, '');
    if (REFERENCE.test(line)) {
      close();
      [lines, start, hasKey] = [[line], offset, false];
    } else if (lines !== null) {
      if (line.trim() === '' && hasKey) close();
      else if (line.trim() !== '') lines.push(line);
      if (/^K:/.test(line)) hasKey = true;
    }
    offset += raw.length;
  }
  close();
  return tunes;
}

/** The fields of a tune's head: those before and including `K:`, by their letter; the first of each letter counts. */
export function headOf(abc: string): ReadonlyMap<string, string> {
  const head = new Map<string, string>();
  for (const line of abc.split('\n')) {
    const field = /^([A-Za-z]):(.*)$/.exec(line);
    if (field === null) continue;
    const [, letter, value] = field;
    if (!head.has(letter)) head.set(letter, value.replace(/(?<!\\)%.*$/, '').trim());
    if (letter === 'K') break;
  }
  return head;
}

/** Whether a tune that is being written has ended: an empty line after its head, or the `X:` of the next. @param text from its `X:` on, up to a line end */
export function isTuneOver(text: string): boolean {
  const lines = text.split('\n').slice(0, -1);
  if (lines.slice(1).some((line) => REFERENCE.test(line))) return true;
  return lines.at(-1)?.trim() === '' && lines.some((line) => /^K:/.test(line));
}
