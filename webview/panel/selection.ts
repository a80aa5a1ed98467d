/** Which sentence and which moment of training the panel shows: the newest, unless the reader went back. */
import type { Answer, SampleTimeline, Subject } from './sampleTimeline';

export class Selection {
  /** Key of the chosen sentence; null takes the first. */
  chosen: string | null = null;
  /** Step of the moment looked at, or null to follow the newest. */
  private heldStep: number | null = null;
  private readonly listeners = new Set<() => void>();

  onChange(listener: () => void): void { this.listeners.add(listener); }

  get isFollowing(): boolean { return this.heldStep === null; }

  /** Index of the sample looked at; -1 when there is none. */
  index(timeline: SampleTimeline): number {
    if (this.heldStep === null) return timeline.length - 1;
    const at = timeline.samples.findLastIndex((sample) => sample.step <= this.heldStep!);
    return at < 0 ? Math.min(0, timeline.length - 1) : at;
  }

  subject(timeline: SampleTimeline): Subject | null {
    const { subjects } = timeline;
    return subjects.find(({ key }) => key === this.chosen) ?? subjects[0] ?? null;
  }

  answer(timeline: SampleTimeline): Answer | null {
    const subject = this.subject(timeline);
    return subject === null ? null : timeline.answer(subject.key, this.index(timeline));
  }

  choose(key: string): void {
    if (this.chosen === key) return;
    this.chosen = key;
    this.tell();
  }

  /** The last one follows the newest from then on. */
  goTo(timeline: SampleTimeline, index: number): void {
    this.heldStep = index >= timeline.length - 1 ? null : timeline.samples[Math.max(0, index)].step;
    this.tell();
  }

  follow(): void {
    if (this.heldStep === null) return;
    this.heldStep = null;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
