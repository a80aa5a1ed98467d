/** A run opened for a command that predicts with it. */
import { createEngine, type EngineChoice } from '../engine/choose';
import type { CheckpointChoice } from '../training/checkpoint';
import { LoadedRun } from '../worker/loadedRun';
import { findRun } from './findRun';
import type { Terminal } from './terminal';

export interface EngineOptions {
  readonly engine: EngineChoice['engine'];
  readonly threads?: number;
  /** Default: the best. */
  readonly checkpoint?: CheckpointChoice;
}

/** Loads the run, lets `use` work with it, and puts it away whatever happens. */
export async function withRun<T>(terminal: Terminal, run: string, { engine, threads, checkpoint }: EngineOptions, use: (loaded: LoadedRun) => Promise<T>): Promise<T> {
  const folder = await findRun(run, terminal.cwd);
  const loaded = await LoadedRun.load(folder, await createEngine({ engine, threads: threads ?? null, folder }), checkpoint);
  try {
    return await use(loaded);
  } finally {
    await loaded.dispose();
  }
}
