/** Which sentence and which moment of training the panel shows: the newest, unless the reader went back. */
import type { Answer, SampleTimeline, Subject } from './sampleTimeline';

export class Selection {
  /** Key of the chosen sentence; null takes the first. */
  chosen: string | null = null;
  private heldStep: number | null = null;
  private readonly listeners = new Set<() => void>();

  onChange(listener: () => void): void { this.listeners.add(listener); }

  get isFollowing(): boolean { return this.heldStep === null; }

  /** Step of the moment looked at; Infinity to follow the newest. */
  get step(): number { return this.heldStep ?? Infinity; }

  /** Which of the moments is looked at; -1 when there is none. */
  index(moments: readonly { readonly step: number }[]): number {
    const at = moments.findLastIndex(({ step }) => step <= this.step);
    return at < 0 ? Math.min(0, moments.length - 1) : at;
  }

  subject(timeline: SampleTimeline): Subject | null {
    const { subjects } = timeline;
    return subjects.find(({ key }) => key === this.chosen) ?? subjects[0] ?? null;
  }

  answer(timeline: SampleTimeline): Answer | null {
    const subject = this.subject(timeline);
    return subject === null ? null : timeline.answer(subject.key, this.step);
  }

  choose(key: string): void {
    if (this.chosen === key) return;
    this.chosen = key;
    this.tell();
  }

  /** The last one follows the newest from then on. */
  goTo(moments: readonly { readonly step: number }[], index: number): void {
    this.hold(index >= moments.length - 1 ? null : moments[Math.max(0, index)].step);
  }

  /** @param step null to follow the newest */
  hold(step: number | null): void {
    if (step === this.heldStep) return;
    this.heldStep = step;
    this.tell();
  }

  follow(): void { this.hold(null); }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
