/** Which engine a resumed run goes on with: its own, since the bits depend on the engine and its threads. */
import { createEngine, type EngineChoice } from '../engine/choose';
import type { Engine } from '../engine/engine';
import { UserError } from '../errors/userError';
import type { EngineRecord } from '../protocol/run';

/**
 * @param wanted   `auto` takes the engine of the record where it loads
 * @param recorded what the run has used so far; null where it died before it began
 * @param threads  of the experiment, for a run without a record
 * @param folder   where packages that the user may have installed are looked for
 * @throws UserError where the wanted engine does not load
 */
export async function chooseEngine(wanted: EngineChoice['engine'], recorded: EngineRecord | null, threads: number | null, folder?: string): Promise<{ engine: Engine; warnings: string[] }> {
  if (!recorded) return { engine: await createEngine({ engine: wanted, threads, folder }), warnings: [] };
  const engine = await load(wanted === 'auto' ? recorded.name as EngineChoice['engine'] : wanted, wanted, recorded.threads, folder);
  const { info } = engine;
  const same = info.name === recorded.name && info.version === recorded.version && info.provider === recorded.provider && info.threads === recorded.threads;
  const words = ({ name, version, provider, threads: count }: EngineRecord): string => `${name} ${version} (${provider}, ${count} ${count === 1 ? 'thread' : 'threads'})`;
  return { engine, warnings: same ? [] : [`The run began on ${words(recorded)} and goes on with ${words(info)}: its numbers may differ in the last digits from those of an uninterrupted run.`] };
}

async function load(engine: EngineChoice['engine'], wanted: EngineChoice['engine'], threads: number, folder: string | undefined): Promise<Engine> {
  try {
    return await createEngine({ engine, threads, folder });
  } catch (error) {
    if (wanted !== 'auto' || !(error instanceof UserError)) throw error;
    return createEngine({ engine: 'auto', threads });
  }
}
