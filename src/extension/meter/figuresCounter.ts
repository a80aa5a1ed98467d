/** Counts what happens, for each model, until it is written down. Knows nothing of `vscode`. */
import { addFigures, noFigures, type Figures } from './figures';
import { withLatency } from './histogram';
import { KeptText } from './keptText';
import { OfferTracker, type Change, type Offer } from './offerTracker';

type Read = (document: string, start: number, end: number) => string | null;

export class FiguresCounter {
  private pending = new Map<string, Figures>();
  private readonly kept: KeptText;
  private readonly offers: OfferTracker;

  constructor(now: () => number = Date.now) {
    this.kept = new KeptText((model, isKept) => this.count(model, { judged: 1, kept: isKept ? 1 : 0 }), now);
    this.offers = new OfferTracker({
      onEnd: ({ model, seen, acceptances }) => { if (seen) this.count(model, { seen: 1, accepted: acceptances > 0 ? 1 : 0 }); },
      onAccepted: (document, offset, text, model) => {
        this.count(model, { acceptedCharacters: text.length, keystrokesSaved: text.length - 1 });
        this.kept.add(document, offset, text, model);
      },
    }, now);
  }

  /** A suggestion goes to the editor. @param milliseconds what it took; null where it was remembered @returns its id */
  offered(offer: Offer, milliseconds: number | null): number {
    if (milliseconds === null) this.count(offer.model, { remembered: 1 });
    else this.count(offer.model, { latency: withLatency({}, milliseconds) });
    return this.offers.offered(offer);
  }

  /** @param model the one that completes in this document; null where none does, and typing is not counted */
  changed(document: string, changes: readonly Change[], model: string | null): void {
    this.kept.changed(document, changes);
    const before = this.acceptedCharacters(model);
    this.offers.changed(document, changes);
    const [change] = changes;
    const isTyped = changes.length === 1 && change.text !== '' && ([...change.text].length === 1 || /^\r?\n[ \t]*$/.test(change.text));
    if (model !== null && isTyped && this.acceptedCharacters(model) === before) this.count(model, { typedCharacters: 1 });
  }

  moved(document: string, offset: number): void { this.offers.moved(document, offset); }
  committed(id: number): void { this.offers.committed(id); }
  endOffer(): void { this.offers.end(); }
  judge(read: Read): void { this.kept.judge(read); }
  closed(document: string, read: Read): void { this.kept.closed(document, read); }

  /** What was counted since it was taken last. */
  take(): ReadonlyMap<string, Figures> {
    const taken = this.pending;
    this.pending = new Map();
    return taken;
  }

  /** What was counted and not taken yet. */
  get counted(): ReadonlyMap<string, Figures> { return this.pending; }

  private acceptedCharacters(model: string | null): number { return (model !== null && this.pending.get(model)?.acceptedCharacters) || 0; }

  private count(model: string, figures: Partial<Figures>): void {
    this.pending.set(model, addFigures(this.pending.get(model) ?? noFigures, { ...noFigures, ...figures }));
  }
}
