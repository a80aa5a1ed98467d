/**
 * The searches that the panel has asked for, by sentence, checkpoint, beam and given words: the newest question is asked, at most one at a
 * time, and answers are kept so that going back and forth over training time shows them at once.
 */
import type { BeamTree } from '../../src/protocol/insight';
import { messageOf, type PanelChannel } from './host';

export interface SearchQuestion {
  readonly source: string;
  /** Null: the best. */
  readonly checkpoint: number | null;
  /** Null: as the experiment has it. */
  readonly beam: number | null;
  readonly prefix: readonly string[];
}
export type SearchAnswer = { readonly tree: BeamTree } | { readonly problem: string };

/** Trees are small, but a long film has many. */
const MOST_KEPT = 100;

export class Searches {
  private readonly answers = new Map<string, SearchAnswer>();
  private wanted: SearchQuestion | null = null;
  private isAsking = false;
  private epoch = 0;

  constructor(private readonly channel: PanelChannel, private readonly onAnswer: () => void) {}

  /** The answer, or null while it is awaited: then it is asked for. */
  get(question: SearchQuestion): SearchAnswer | null {
    const known = this.answers.get(keyOf(question));
    if (known === undefined) {
      this.wanted = question;
      void this.ask();
    }
    return known ?? null;
  }

  /** Another run, or the same one trained further: what was found is found no more. */
  reset(): void {
    this.epoch++;
    this.answers.clear();
    this.wanted = null;
  }

  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    while (this.wanted !== null) {
      const question = this.wanted;
      const { epoch } = this;
      this.wanted = null;
      const answer = await this.channel.request('panel/search', { ...question, prefix: [...question.prefix] })
        .then((tree): SearchAnswer => ({ tree }), (error: unknown): SearchAnswer => ({ problem: messageOf(error) }));
      if (epoch !== this.epoch) continue;
      this.answers.set(keyOf(question), answer);
      if (this.answers.size > MOST_KEPT) this.answers.delete(this.answers.keys().next().value!);
      if (this.wanted === null) this.onAnswer();
    }
    this.isAsking = false;
  }
}

const keyOf = ({ source, checkpoint, beam, prefix }: SearchQuestion): string => JSON.stringify([source, checkpoint, beam, prefix]);
