/**
 * What the panel asks of a translator beyond its reports: which checkpoints there are, what they say at the moment that is looked at, and
 * sentences that the reader types. Answers go into the state.
 */
import { checkpointOfPlace, placeOf } from '../../src/protocol/insight';
import { CheckpointAnswers } from './checkpointAnswers';
import type { PanelChannel } from './host';
import type { Moment } from './moments';
import type { PanelState } from './panelState';
import type { Preferences } from './preferences';
import { keyOf } from './sampleTimeline';
import type { Selection } from './selection';

/** A checkpoint is on disk a little after its validation was reported. */
const SETTLE_MS = 1500;
/** Typed sentences that are remembered for a run, and runs for which any are. */
const MOST_TYPED = 12;
const MOST_RUNS = 20;

export class Questions {
  private readonly answers: CheckpointAnswers;
  private listed = '';
  private listing: Promise<void> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private restored: PanelState['timeline'] | null = null;

  constructor(private readonly channel: PanelChannel, private readonly preferences: Preferences, private readonly state: PanelState, private readonly selection: Selection, private readonly redraw: () => void) {
    this.answers = new CheckpointAnswers(channel, (sample) => { state.addAnswer(sample); redraw(); }, redraw);
  }

  reset(): void { this.answers.reset(); }

  /** Lists the checkpoints again where there may be more of them than before. */
  update(): void {
    const { state } = this;
    if (state.run === null) return;
    const occasion = `${state.run.id} ${state.running} ${state.validations.length} ${state.mode}`;
    if (occasion !== this.listed) {
      const isSameRun = this.listed.startsWith(`${state.run.id} `);
      this.listed = occasion;
      clearTimeout(this.timer);
      if (isSameRun && state.running) this.timer = setTimeout(() => { this.listing = this.list(); }, SETTLE_MS);
      else this.listing = this.list();
    }
    this.restoreTyped();
  }

  /** Wants the answer of the moment that is looked at, where a checkpoint can give it. */
  lookAt(moment: Moment | null): { readonly isWaiting: boolean; readonly problem: string | null } {
    const { state, selection } = this;
    const subject = selection.subject(state.timeline);
    // A training that is followed gives its answers by itself.
    const isAskable = moment !== null && subject !== null && moment.isCheckpoint && !moment.isAnswered && !(state.running && selection.isFollowing);
    if (!isAskable) return { isWaiting: false, problem: null };
    const problem = this.answers.failure(subject, moment.step);
    if (problem === null) this.answers.want(subject, moment.step);
    return { isWaiting: problem === null, problem };
  }

  /**
   * Asks a sentence or a prompt, by the training that runs, or else by the checkpoint that is looked at, or else by the best one; shows the answer.
   * @throws the editor's refusal
   */
  async ask(source: string): Promise<void> {
    const { state, selection } = this;
    if (state.task === 'translation') this.update();
    await this.listing;
    const run = state.run?.id;
    const held = state.checkpoints.find((one) => placeOf(one) === selection.step);
    const checkpoint = state.running || state.task !== 'translation' ? null : held ?? state.checkpoints.findLast(({ best }) => best) ?? state.checkpoints.at(-1) ?? null;
    const place = checkpoint && placeOf(checkpoint);
    const sample = place === null ? await this.channel.request('panel/watch', { source }) : { ...await this.channel.request('panel/sample', { sources: [source], checkpoint: checkpointOfPlace(place) }), step: place };
    if (state.run?.id !== run) return; // another run has been shown meanwhile
    state.addAnswer(sample);
    this.remember(source);
    const item = sample.items.find((candidate) => candidate.source === source) ?? sample.items.at(0);
    selection.hold(place);
    if (item !== undefined) selection.choose(keyOf(item));
    this.redraw();
  }

  /** Several sentences; the first of them is shown. */
  async askAll(sources: readonly string[]): Promise<void> {
    for (const source of [...sources].reverse()) await this.ask(source);
  }

  private async list(): Promise<void> {
    const { state } = this;
    const run = state.run?.id;
    // A run without checkpoints, or of a version that cannot list them, has no slider over them: nothing else is amiss.
    const checkpoints = await this.channel.request('panel/checkpoints', null).catch(() => []);
    if (state.run?.id !== run) return;
    state.checkpoints = checkpoints;
    const best = checkpoints.findLast((checkpoint) => checkpoint.best);
    // A selection was translated by the best checkpoint, not by the last.
    if (state.mode === 'answers' && this.selection.isFollowing && best !== undefined) this.selection.hold(placeOf(best));
    this.redraw();
  }

  /** Makes sentences known that were typed before the panel was drawn anew. */
  private restoreTyped(): void {
    const { state } = this;
    if (state.mode !== 'run' || state.checkpoints.length === 0 || this.restored === state.timeline) return;
    this.restored = state.timeline;
    for (const source of [...(this.preferences.current.typed[state.run!.id] ?? [])].reverse()) {
      const subject = { source, reference: null, watched: true };
      state.timeline.know({ ...subject, key: keyOf(subject) });
    }
  }

  private remember(source: string): void {
    const { state, preferences } = this;
    if (state.task !== 'translation' || state.mode !== 'run' || state.run === null) return;
    const { [state.run.id]: before = [], ...others } = preferences.current.typed;
    const typed = [source, ...before.filter((one) => one !== source)].slice(0, MOST_TYPED);
    preferences.set({ typed: Object.fromEntries([[state.run.id, typed], ...Object.entries(others)].slice(0, MOST_RUNS)) as Record<string, string[]> });
  }
}
