/** Which engine a resumed run goes on with: its own, since the bits depend on the engine, its provider and its threads. */
import { createEngine, type EngineChoice } from '../engine/choose';
import type { Engine } from '../engine/engine';
import { UserError } from '../errors/userError';
import { providerSchema, type Provider } from '../protocol/messages';
import type { EngineRecord } from '../protocol/run';

/**
 * @param wanted   the engine `auto` takes the engine of the record where it loads, with its provider unless another than `cpu` is wanted;
 *   the threads are the experiment's and count for a run without a record
 * @param recorded what the run has used so far; null where it died before it began
 * @throws UserError where the wanted engine does not load
 */
export async function chooseEngine(wanted: EngineChoice, recorded: EngineRecord | null): Promise<{ engine: Engine; warnings: string[] }> {
  if (!recorded) return { engine: await createEngine(wanted), warnings: [] };
  const engine = wanted.engine === 'auto' ? await loadRecorded(wanted, recorded) : await createEngine({ ...wanted, threads: recorded.threads });
  const { info } = engine;
  const same = info.name === recorded.name && info.version === recorded.version && info.provider === recorded.provider && info.threads === recorded.threads;
  const words = ({ name, version, provider, threads: count }: EngineRecord): string => `${name} ${version} (${provider}, ${count} ${count === 1 ? 'thread' : 'threads'})`;
  return { engine, warnings: same ? [] : [`The run began on ${words(recorded)} and goes on with ${words(info)}: its numbers may differ in the last digits from those of an uninterrupted run.`] };
}

/** A card that is asked for is had or refused; the run's own engine and card may have gone, and then what is here goes on. */
async function loadRecorded({ provider = 'cpu', folder }: EngineChoice, { name, threads, provider: recorded }: EngineRecord): Promise<Engine> {
  if (provider !== 'cpu') return createEngine({ engine: 'auto', threads, provider, folder });
  try {
    return await createEngine({ engine: name as EngineChoice['engine'], threads, provider: name === 'onnxruntime' ? asProvider(recorded) : 'cpu', folder });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return createEngine({ engine: 'auto', threads, folder });
  }
}

/** A record may be of another version, whose providers are unknown here. */
const asProvider = (text: string): Provider => providerSchema.catch('cpu').parse(text);
