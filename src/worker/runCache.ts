/** The runs that predict, kept in memory while they are used: the few last ones, with their best weights. */
import type { EngineChoice } from '../engine/choose';
import { createEngine } from '../engine/choose';
import type { Engine } from '../engine/engine';
import type { CheckpointChoice } from '../training/checkpoint';
import { LoadedRun } from './loadedRun';

const MOST_RUNS = 4;
/** How often a checkpoint is looked for: a keystroke must not wait for the disk. */
const REFRESH_MS = 1000;
/** Predicting must not fight a training for the cores. */
const THREADS = 1;

/** `at`: the checkpoint whose weights it has. */
interface Entry { readonly key: string; readonly run: LoadedRun; at: CheckpointChoice; checkedMs: number }

/** Must be used by one task at a time: what `get` returned may have other weights after the next `get`. */
export class RunCache {
  /** The most recently used last. */
  private entries: Entry[] = [];
  private readonly engines = new Map<EngineChoice['engine'], Engine>();

  constructor(private readonly log: (text: string) => void, private readonly now: () => number = Date.now) {}

  /**
   * A run with the weights of a checkpoint, default its best. Who goes back and forth over training time uses one copy of the run, into which weights
   * are read, beside the one that predicts with the best; only that one is frozen, since the other's weights change with every question.
   * @throws UserError where the run cannot be read, has no such checkpoint, or the engine does not load
   */
  async get(folder: string, engine: EngineChoice['engine'], checkpoint: CheckpointChoice = 'best'): Promise<LoadedRun> {
    const key = `${engine} ${checkpoint === 'best' ? 'best' : 'any'} ${folder}`;
    let entry = this.entries.find((one) => one.key === key);
    if (entry === undefined) {
      entry = { key, run: await LoadedRun.load(folder, await this.engineFor(engine, folder), checkpoint, { frozen: checkpoint === 'best' }), at: checkpoint, checkedMs: this.now() };
      this.log(`loaded ${entry.run.run.record.name} at step ${entry.run.checkpointStep}`);
    } else if (entry.at !== checkpoint) {
      await entry.run.refresh(checkpoint);
      [entry.at, entry.checkedMs] = [checkpoint, this.now()];
    } else if (typeof checkpoint !== 'number' && this.now() - entry.checkedMs >= REFRESH_MS) {
      await this.refresh(entry);
    }
    const used = entry;
    this.entries = [...this.entries.filter((one) => one !== used), used];
    while (this.entries.length > MOST_RUNS) await this.entries.shift()!.run.dispose();
    return used.run;
  }

  /** A run whose files are being replaced or have gone still predicts with what it has. */
  private async refresh(entry: Entry): Promise<void> {
    entry.checkedMs = this.now();
    try {
      if (await entry.run.refresh(entry.at)) this.log(`took over the weights of step ${entry.run.checkpointStep}`);
    } catch (error) {
      this.log(`the newest checkpoint cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async engineFor(choice: EngineChoice['engine'], folder: string): Promise<Engine> {
    let engine = this.engines.get(choice);
    if (engine === undefined) this.engines.set(choice, engine = await createEngine({ engine: choice, threads: THREADS, folder }));
    return engine;
  }
}
