/**
 * Asks checkpoints what they say, as the reader moves through training time: one question at a time, so that a slider that is dragged
 * over twenty checkpoints asks where it rests and not at each of them. What was answered stands in the timeline and is not asked again.
 */
import { checkpointOfPlace } from '../../src/protocol/insight';
import type { SampleReport } from '../../src/protocol/run';
import { messageOf, type PanelChannel } from './host';
import type { Subject } from './sampleTimeline';

export class CheckpointAnswers {
  private wanted: { readonly subject: Subject; readonly step: number; readonly id: string } | null = null;
  private isAsking = false;
  private readonly failures = new Map<string, string>();
  private epoch = 0;

  /**
   * @param onAnswer  the answer, as a sample of that step
   * @param onChange  a question failed
   */
  constructor(private readonly channel: PanelChannel, private readonly onAnswer: (sample: SampleReport) => void, private readonly onChange: () => void) {}

  /** Wants the answer of the checkpoint of a place (`placeOf`); what was wanted before and not asked yet is forgotten. Does nothing where it failed before. */
  want(subject: Subject, step: number): void {
    const id = idOf(subject, step);
    if (this.failures.has(id)) return;
    this.wanted = { subject, step, id };
    void this.ask();
  }

  /** Why a checkpoint gave no answer; null where none was refused. */
  failure(subject: Subject, step: number): string | null {
    return this.failures.get(idOf(subject, step)) ?? null;
  }

  /** Another run: its checkpoints have not refused anything yet, and what is still asked of the run before is of no interest. */
  reset(): void {
    this.epoch++;
    this.wanted = null;
    this.failures.clear();
  }

  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    while (this.wanted !== null) {
      const { subject, step, id } = this.wanted;
      const { epoch } = this;
      this.wanted = null;
      try {
        const sample = await this.channel.request('panel/sample', { sources: [subject.source], checkpoint: checkpointOfPlace(step) });
        if (epoch !== this.epoch) continue;
        // The answer is to the sentence as the panel knows it: held out with its reference, or typed.
        this.onAnswer({ ...sample, step, items: sample.items.slice(0, 1).map((item) => ({ ...item, source: subject.source, reference: subject.reference, watched: subject.watched })) });
      } catch (error) {
        if (epoch !== this.epoch) continue;
        this.failures.set(id, messageOf(error));
        this.onChange();
      }
    }
    this.isAsking = false;
  }
}

const idOf = ({ key }: Subject, step: number): string => `${step}\n${key}`;
