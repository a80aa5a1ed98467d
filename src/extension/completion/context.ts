/** Second stage: where the text begins that the model reads. */

/** At least so many characters before the cursor are read, where there are so many. */
const READ_AT_LEAST = 1500;
/** The beginning moves in steps of this size only, so that from one keystroke to the next the text just grows at its end. */
const STEP = 1000;

/**
 * Where reading begins for a cursor at `offset`: 0, or a multiple of 1,000 at least 1,500 characters back. The predictor can then keep
 * its state and read only what was typed.
 */
export function contextStart(offset: number): number {
  return Math.max(0, Math.floor((offset - READ_AT_LEAST) / STEP) * STEP);
}

/**
 * Cuts the text so that it does not begin inside a line, unless that line is all there is: half a word at the start is no word.
 * @param startsAtDocument whether the text begins where the document does
 */
export function wholeLines(text: string, startsAtDocument: boolean): string {
  if (startsAtDocument) return text;
  const lineEnd = text.indexOf('\n');
  if (lineEnd >= 0 && text.length - lineEnd > STEP / 2) return text.slice(lineEnd + 1);
  const space = text.search(/\s/);
  return space < 0 ? text : text.slice(space + 1);
}
