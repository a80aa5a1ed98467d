/** Follows accepted text through later edits, to tell after half a minute whether it was kept. Knows nothing of `vscode`. */
import { shareKept } from './editDistance';
import type { Change } from './offerTracker';

/** When it is looked at again, and how much of it must then be left. */
export const KEPT_AFTER_MS = 30_000;
export const KEPT_SHARE = 0.67;

interface Piece { readonly document: string; start: number; end: number; text: string; readonly model: string; since: number }

export class KeptText {
  private pieces: Piece[] = [];

  constructor(private readonly onJudged: (model: string, kept: boolean) => void, private readonly now: () => number = Date.now) {}

  get isEmpty(): boolean { return this.pieces.length === 0; }

  /** Text was accepted. Words accepted one after another are one text, whose half minute begins with the last. */
  add(document: string, offset: number, text: string, model: string): void {
    const before = this.pieces.find((piece) => piece.document === document && piece.end === offset && piece.model === model);
    if (before === undefined) {
      this.pieces.push({ document, start: offset, end: offset + text.length, text, model, since: this.now() });
      return;
    }
    before.end += text.length;
    before.text += text;
    before.since = this.now();
  }

  /** Moves and resizes what is followed. Must hear of a change before the acceptance that it is gets added. */
  changed(document: string, changes: readonly Change[]): void {
    for (const piece of this.pieces.filter((one) => one.document === document)) {
      for (const change of changes) follow(piece, change);
    }
  }

  /** Judges what is old enough. @param read the text of a document between two offsets; null where the document is gone */
  judge(read: (document: string, start: number, end: number) => string | null): void {
    const due = this.now() - KEPT_AFTER_MS;
    this.settle((piece) => piece.since <= due, read);
  }

  /** A document is closed: what is in it now is what was kept. */
  closed(document: string, read: (document: string, start: number, end: number) => string | null): void {
    this.settle((piece) => piece.document === document, read);
  }

  private settle(isDue: (piece: Piece) => boolean, read: (document: string, start: number, end: number) => string | null): void {
    const due = this.pieces.filter(isDue);
    this.pieces = this.pieces.filter((piece) => !due.includes(piece));
    for (const { document, start, end, text, model } of due) {
      const now = read(document, start, end);
      if (now !== null) this.onJudged(model, shareKept(text, now) >= KEPT_SHARE);
    }
  }
}

/** An edit before the piece moves it, one inside resizes it, one that overlaps an end cuts it there. Text added right behind is not part of it. */
function follow(piece: Piece, { offset, removed, text }: Change): void {
  const end = offset + removed;
  const grown = text.length - removed;
  if (end <= piece.start) {
    piece.start += grown;
    piece.end += grown;
  } else if (offset >= piece.end) {
    return;
  } else if (offset >= piece.start && end <= piece.end) {
    piece.end += grown;
  } else {
    const cutStart = offset < piece.start;
    const kept = Math.max(0, (cutStart ? piece.end - end : offset - piece.start));
    piece.start = cutStart ? offset + text.length : piece.start;
    piece.end = piece.start + kept;
  }
}
