/**
 * What the model said, in order of training steps, looked up by sentence: which sentences there are, and how the answer to one of them
 * stood at a moment. A sentence that a sample lacks (it was typed later, or asked of the best checkpoint alone) is answered by the
 * newest sample before that moment which has it, or else by the first one after.
 */
import type { SampleItem, SampleReport } from '../../src/protocol/run';

/** A sentence that the panel can show, over all samples. */
export interface Subject {
  /** Identifies it over reloads: two held-out inputs may read the same and differ in their reference. */
  readonly key: string;
  readonly source: string;
  readonly reference: string | null;
  readonly watched: boolean;
}

export interface Answer {
  readonly item: SampleItem;
  /** The moment at which the model gave it. */
  readonly step: number;
  readonly epoch: number;
}

export const keyOf = (item: Pick<SampleItem, 'source' | 'reference' | 'watched'>): string => `${item.watched ? 'w' : 'h'}\n${item.source}\n${item.reference ?? ''}`;

export class SampleTimeline {
  readonly samples: SampleReport[] = [];
  private readonly known = new Map<string, { readonly subject: Subject; readonly arrival: number }>();
  private arrivals = 0;

  get length(): number { return this.samples.length; }

  /** Watched sentences, those that came last first, then the held-out ones; together as they came together. */
  get subjects(): readonly Subject[] {
    const all = [...this.known.values()];
    const watched = all.filter(({ subject }) => subject.watched).sort((a, b) => b.arrival - a.arrival);
    return [...watched, ...all.filter(({ subject }) => !subject.watched)].map(({ subject }) => subject);
  }

  /** Puts a sample at its step; a second one of the same step adds to and replaces what the first had. */
  insert(sample: SampleReport): void {
    const arrival = this.arrivals++;
    for (const item of sample.items) {
      const key = keyOf(item);
      if (!this.known.has(key)) this.known.set(key, { arrival, subject: { key, source: item.source, reference: item.reference, watched: item.watched } });
    }
    let at = this.samples.length;
    while (at > 0 && this.samples[at - 1].step >= sample.step) at--;
    const present = this.samples.at(at);
    if (present?.step !== sample.step) { this.samples.splice(at, 0, sample); return; }
    const items = new Map([...present.items, ...sample.items].map((item) => [keyOf(item), item]));
    this.samples[at] = { ...sample, items: [...items.values()] };
  }

  /** A resumed run says again what it had said after its checkpoint. */
  dropAfter(step: number): void {
    while (this.samples.length > 0 && this.samples[this.samples.length - 1].step > step) this.samples.pop();
  }

  /** How a sentence was answered at a step (Infinity: now), or else last before it, or else first after it. */
  answer(key: string, step: number): Answer | null {
    const at = this.lastAt(step);
    for (let i = at; i >= 0; i--) {
      const found = this.find(key, i);
      if (found !== null) return found;
    }
    for (let i = at + 1; i < this.samples.length; i++) {
      const found = this.find(key, i);
      if (found !== null) return found;
    }
    return null;
  }

  /** The answer before the one at a step, to see what changed. */
  previous(key: string, step: number): Answer | null {
    const now = this.answer(key, step);
    if (now === null) return null;
    for (let i = this.lastAt(now.step) - 1; i >= 0; i--) {
      const found = this.find(key, i);
      if (found !== null) return found;
    }
    return null;
  }

  /** The moments at which a sentence was answered, in order. */
  momentsOf(key: string): readonly SampleReport[] {
    return this.samples.filter((sample) => sample.items.some((item) => keyOf(item) === key));
  }

  /** Makes a sentence known that has no answer yet. */
  know(subject: Subject): void {
    if (!this.known.has(subject.key)) this.known.set(subject.key, { arrival: this.arrivals++, subject });
  }

  /** Whether any answer of this run has attention to draw. */
  get hasAttention(): boolean {
    return this.samples.some((sample) => sample.items.some((item) => item.attention !== null));
  }

  /** Index of the last sample at or before a step; -1 when there is none. */
  private lastAt(step: number): number {
    return this.samples.findLastIndex((sample) => sample.step <= step);
  }

  private find(key: string, index: number): Answer | null {
    const sample = this.samples[index];
    const item = sample.items.find((candidate) => keyOf(candidate) === key);
    return item === undefined ? null : { item, step: sample.step, epoch: sample.epoch };
  }
}
