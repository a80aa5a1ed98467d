/** The runs that predict, kept in memory while they are used: the few last ones, with their best weights. */
import type { EngineChoice } from '../engine/choose';
import { createEngine } from '../engine/choose';
import type { Engine } from '../engine/engine';
import type { CheckpointChoice } from '../training/checkpoint';
import { LoadedRun } from './loadedRun';
import { Renewal } from './renewal';

const MOST_RUNS = 4;
/** How often a checkpoint is looked for: a keystroke must not wait for the disk. */
const REFRESH_MS = 1000;
/** Predicting must not fight a training for the cores. */
const THREADS = 1;

/** `at`: the checkpoint whose weights it has. `renewal`: better ones, of a run that somebody may be typing with. */
interface Entry { readonly key: string; run: LoadedRun; at: CheckpointChoice; checkedMs: number; readonly renewal: Renewal<LoadedRun> }

/** Must be used by one task at a time: what `get` returned may have other weights after the next `get`. */
export class RunCache {
  /** The most recently used last. */
  private entries: Entry[] = [];
  private readonly engines = new Map<EngineChoice['engine'], Engine>();

  /** @param prepare uses a language model with new weights, before anybody waits for it, as it will be used */
  constructor(private readonly log: (text: string) => void, private readonly prepare: (run: LoadedRun) => Promise<void> = () => Promise.resolve()) {}

  /**
   * A run with the weights of a checkpoint, default its best. Who goes back and forth over training time uses one copy of the run, into which weights
   * are read, beside the one that predicts with the best; only that one is frozen, since the other's weights change with every question. A language model that
   * completes does not wait for better weights: they are made ready beside it, and taken when they are.
   * @throws UserError where the run cannot be read, has no such checkpoint, or the engine does not load
   */
  async get(folder: string, engine: EngineChoice['engine'], checkpoint: CheckpointChoice = 'best'): Promise<LoadedRun> {
    const key = `${engine} ${checkpoint === 'best' ? 'best' : 'any'} ${folder}`;
    let entry = this.entries.find((one) => one.key === key);
    if (entry === undefined) {
      entry = { key, run: await LoadedRun.load(folder, await this.engineFor(engine, folder), checkpoint, { weights: checkpoint === 'best' ? 'compact' : 'fed' }), at: checkpoint, checkedMs: Date.now(), renewal: new Renewal(this.prepare) };
      this.log(`loaded ${entry.run.run.record.name} at step ${entry.run.checkpointStep}`);
    } else if (entry.at !== checkpoint) {
      await entry.run.refresh(checkpoint);
      [entry.at, entry.checkedMs] = [checkpoint, Date.now()];
    } else if (checkpoint === 'best' && entry.run.model.task === 'language-model') {
      await this.renew(entry);
    } else if (typeof checkpoint !== 'number' && Date.now() - entry.checkedMs >= REFRESH_MS) {
      await this.refresh(entry);
    }
    const used = entry;
    used.renewal.used();
    this.entries = [...this.entries.filter((one) => one !== used), used];
    while (this.entries.length > MOST_RUNS) await this.drop(this.entries.shift()!);
    return used.run;
  }

  /** Takes what is ready, or begins to look for it. */
  private async renew(entry: Entry): Promise<void> {
    const ready = entry.renewal.take();
    if (ready !== null) {
      const old = entry.run;
      entry.run = ready;
      this.log(`took over the weights of step ${ready.checkpointStep}`);
      await old.dispose();
    } else if (Date.now() - entry.checkedMs >= REFRESH_MS) {
      entry.checkedMs = Date.now();
      void entry.renewal.begin(entry.run).catch((error: unknown) => this.complain(error));
    }
  }

  private async drop({ run, renewal }: Entry): Promise<void> {
    await Promise.all([run.dispose(), renewal.dispose()]);
  }

  /** A run whose files are being replaced or have gone still predicts with what it has. */
  private async refresh(entry: Entry): Promise<void> {
    entry.checkedMs = Date.now();
    try {
      if (await entry.run.refresh(entry.at)) this.log(`took over the weights of step ${entry.run.checkpointStep}`);
    } catch (error) {
      this.complain(error);
    }
  }

  private complain(error: unknown): void {
    this.log(`the newest checkpoint cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }

  private async engineFor(choice: EngineChoice['engine'], folder: string): Promise<Engine> {
    let engine = this.engines.get(choice);
    if (engine === undefined) this.engines.set(choice, engine = await createEngine({ engine: choice, threads: THREADS, folder }));
    return engine;
  }
}
