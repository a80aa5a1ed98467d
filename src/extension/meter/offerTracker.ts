/**
 * Follows one offered suggestion from the moment it is shown to its end: typed along, accepted word by word, accepted whole, or passed over.
 *
 * VS Code tells extensions neither that ghost text is seen nor that a part of it is accepted. What can be known: our answer was asked for and not withdrawn;
 * an insertion at the cursor of several characters with which the suggestion goes on is an acceptance (a key types one); and the item's own command runs
 * after a whole acceptance. Knows nothing of `vscode`.
 */

/** Shown so long, a suggestion counts as seen. */
export const SEEN_MS = 750;

export interface Offer {
  readonly id: number;
  readonly document: string;
  /** Where its text would be inserted, in UTF-16 units from the start of the document. */
  readonly offset: number;
  /** The candidates, the one that is shown first first. */
  readonly texts: readonly string[];
  readonly model: string;
}

export interface Change { readonly offset: number; readonly removed: number; readonly text: string }

/** What became of an offer. */
export interface Outcome {
  readonly model: string;
  readonly seen: boolean;
  readonly acceptedCharacters: number;
  /** Keys that accepted them. */
  readonly acceptances: number;
  /** The text was accepted, or typed, to its end. */
  readonly whole: boolean;
}

export interface OfferListener {
  onEnd(outcome: Outcome): void;
  onAccepted(document: string, offset: number, text: string, model: string): void;
}

interface Current { offer: Offer; rest: readonly string[]; offset: number; since: number; accepted: number; acceptances: number; lastTyped: string; whole: boolean }

export class OfferTracker {
  private current: Current | null = null;

  constructor(private readonly listener: OfferListener, private readonly now: () => number = Date.now) {}

  /**
   * A suggestion goes to the editor. One that carries the present one on is the same. Where it reads otherwise, the editor may still keep the one that was
   * accepted in part: what is left of it can be accepted too.
   * @returns the id of the offer that is now followed
   */
  offered(offer: Offer): number {
    const { current } = this;
    const isSamePlace = current !== null && current.offer.document === offer.document && current.offset === offer.offset;
    const left = isSamePlace && current.offset > current.offer.offset ? current.rest.filter((rest) => rest !== '') : [];
    const rest = [...new Set([...offer.texts, ...left])];
    if (isSamePlace && offer.texts.length > 0 && current.rest.includes(offer.texts[0])) {
      current.rest = rest;
      return current.offer.id;
    }
    this.end();
    if (offer.texts.length === 0) return offer.id;
    this.current = { offer, rest, offset: offer.offset, since: this.now(), accepted: 0, acceptances: 0, lastTyped: '', whole: false };
    return offer.id;
  }

  changed(document: string, changes: readonly Change[]): void {
    const { current } = this;
    if (current === null || current.offer.document !== document) return;
    const [change] = changes;
    const rest = changes.length === 1 && change.removed === 0 && change.offset === current.offset && change.text !== '' ? current.rest.filter((text) => text.startsWith(change.text)) : [];
    if (rest.length === 0) return this.end();
    current.rest = rest.map((text) => text.slice(change.text.length));
    current.offset += change.text.length;
    current.whole = current.rest.includes('');
    if ([...change.text].length === 1) current.lastTyped = change.text;
    else this.accept(current, change.text);
  }

  /** The cursor stands somewhere. Anywhere but where the offer goes on, the ghost text is gone. */
  moved(document: string, offset: number): void {
    if (this.current !== null && (this.current.offer.document !== document || this.current.offset !== offset)) this.end();
  }

  /** The item's command ran: it was accepted to its end, be its last piece a single character, which otherwise looks typed. */
  committed(id: number): void {
    const { current } = this;
    if (current === null || current.offer.id !== id) return;
    if (current.lastTyped !== '') this.accept(current, current.lastTyped);
    current.whole = true;
    this.end();
  }

  /** Whatever is offered is gone: the editor was left, or completions were switched off. */
  end(): void {
    const { current } = this;
    if (current === null) return;
    this.current = null;
    this.listener.onEnd({
      model: current.offer.model, acceptedCharacters: current.accepted, acceptances: current.acceptances, whole: current.whole,
      // Nobody accepts what they have not seen, however quick they are.
      seen: current.acceptances > 0 || this.now() - current.since >= SEEN_MS,
    });
  }

  private accept(current: Current, text: string): void {
    current.accepted += text.length;
    current.acceptances++;
    current.lastTyped = '';
    this.listener.onAccepted(current.offer.document, current.offset - text.length, text, current.offer.model);
  }
}
