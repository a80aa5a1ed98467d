/**
 * A document in pieces whose surprise is measured one by one: what is visible first. An edit marks the pieces it touches, and the one after, whose context
 * it changes; all others keep what was measured. Knows nothing of `vscode`.
 */

/** A measured token; offsets from the start of its piece. */
export interface MeasuredToken { readonly start: number; readonly end: number; readonly bits: number; readonly unknown: boolean }

export interface Piece {
  start: number;
  end: number;
  tokens: readonly MeasuredToken[];
  /** Its text, or what stands before it, has changed since it was measured. */
  stale: boolean;
}

/** Length of a piece: short, because ghost text waits for the piece that is being measured. */
export const PIECE_LENGTH = 1200;
/** So much text before a piece is read first, for the model to know where it is. Less than a piece, so that an edit reaches the next piece at most. */
export const CONTEXT_LENGTH = 400;
/** Beyond so many characters a document is not measured. */
export const LONGEST_DOCUMENT = 200_000;

export class Chunks {
  private list: Piece[];

  constructor(text: string) {
    this.list = split(text.slice(0, LONGEST_DOCUMENT), 0);
  }

  get pieces(): readonly Piece[] { return this.list; }

  /** Mean bits over all that is measured; null where nothing is. */
  get meanBits(): number | null {
    let [sum, count] = [0, 0];
    for (const { tokens } of this.list) {
      for (const { bits } of tokens) [sum, count] = [sum + bits, count + 1];
    }
    return count === 0 ? null : sum / count;
  }

  /** The next piece to measure: a stale one that is visible, else the first stale one; null where all is measured. */
  next(visible: readonly { readonly start: number; readonly end: number }[]): Piece | null {
    const stale = this.list.filter((piece) => piece.stale);
    return stale.find((piece) => visible.some(({ start, end }) => piece.start < end && piece.end > start)) ?? stale.at(0) ?? null;
  }

  /** @param text the whole document after the edit */
  edit({ offset, removed, inserted }: { readonly offset: number; readonly removed: number; readonly inserted: number }, text: string): void {
    if (this.list.length === 0) {
      this.list = split(text.slice(0, LONGEST_DOCUMENT), 0);
      return;
    }
    const first = this.list.findIndex((piece) => offset <= piece.end);
    if (first < 0) return; // beyond what is measured
    const last = Math.max(first, this.list.findLastIndex((piece) => piece.start <= offset + removed));
    const touched = this.list.slice(first, last + 1);
    const grown = inserted - removed;
    const [start, end] = [touched[0].start, touched[touched.length - 1].end + grown];
    const tokens = touched.flatMap((piece) => piece.tokens.flatMap((token) => moved(token, piece.start, start, { offset, removed, grown })));
    const after = this.list.slice(last + 1).map((piece, index) => ({ ...piece, start: piece.start + grown, end: piece.end + grown, stale: piece.stale || index === 0 }));
    const merged = end - start > 2 * PIECE_LENGTH ? split(text.slice(start, Math.min(end, LONGEST_DOCUMENT)), start) : [{ start, end: Math.max(start, end), tokens, stale: true }];
    this.list = [...this.list.slice(0, first), ...merged.filter((piece) => piece.end > piece.start), ...after];
  }

  /** Another model: everything is measured anew. What was measured stays on the screen until then. */
  forget(): void {
    for (const piece of this.list) piece.stale = true;
  }
}

/** Where an edit leaves a token, as offsets from the start of the piece that it is in afterwards; none where it was changed. */
function moved(token: MeasuredToken, from: number, to: number, { offset, removed, grown }: { offset: number; removed: number; grown: number }): MeasuredToken[] {
  const [start, end] = [from + token.start, from + token.end];
  if (end <= offset) return [{ ...token, start: start - to, end: end - to }];
  if (start >= offset + removed) return [{ ...token, start: start + grown - to, end: end + grown - to }];
  return [];
}

/** Cuts behind line ends where there are some, else behind spaces. */
function split(text: string, offset: number): Piece[] {
  const pieces: Piece[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + PIECE_LENGTH);
    if (end < text.length) {
      const line = text.lastIndexOf('\n', end - 1) + 1;
      const space = text.lastIndexOf(' ', end - 1) + 1;
      end = line > start + PIECE_LENGTH / 2 ? line : space > start ? space : end;
    }
    pieces.push({ start: offset + start, end: offset + end, tokens: [], stale: true });
    start = end;
  }
  return pieces;
}
