/** Which engine runs: the one that was asked for, or the fastest that loads, with the reason. */
import { UserError } from '../errors/userError';
import { physicalCores } from './cores';
import type { Engine } from './engine';
import { createNativeEngine } from './onnxruntime/native';
import { PROVIDERS, type Provider } from './onnxruntime/providers';
import { createWebAssemblyEngine } from './onnxruntime/webassembly';
import { createReferenceEngine } from './reference/referenceEngine';
import { createTensorFlowEngine } from './tensorflow/createTensorFlowEngine';

export interface EngineChoice {
  readonly engine: 'auto' | 'onnxruntime' | 'webassembly' | 'tensorflow' | 'reference';
  /** Null: as many as there are physical cores, at most 4, since small models gain nothing beyond. */
  readonly threads: number | null;
  /** What computes under the native library: the processor, or a graphics card by one of these ways. Default `cpu`. */
  readonly provider?: Provider;
  /** Where packages that the user may have installed are looked for first, and in the folders above. Default: the working folder. */
  readonly folder?: string;
}

const MOST_THREADS_BY_DEFAULT = 4;

/**
 * `auto` takes the native library and, where it does not load, WebAssembly; `info.why` says which and why. Who asks for a card gets
 * it or an error, never something else in its place.
 * @throws UserError where the engine or the provider that was asked for does not load, or no engine does
 */
export async function createEngine({ engine, threads, provider = 'cpu', folder = process.cwd() }: EngineChoice): Promise<Engine> {
  if (threads !== null && (!Number.isInteger(threads) || threads < 1)) {
    throw new UserError(`${threads} threads`, 'training.threads', 'give a whole number from 1, or null for the default', 'option');
  }
  const count = threads ?? Math.min(MOST_THREADS_BY_DEFAULT, physicalCores());
  if (provider !== 'cpu') return createOnCard(engine, provider, count);
  const asked = `"${engine}" was asked for`;
  switch (engine) {
    case 'onnxruntime': return createNativeEngine(count, asked);
    case 'webassembly': return createWebAssemblyEngine(count, asked);
    case 'tensorflow': return createTensorFlowEngine(count, asked, folder);
    case 'reference': return createReferenceEngine(asked);
    case 'auto': return fastest(count);
    default: throw new UserError(`there is no engine ${JSON.stringify(engine satisfies never)}`, 'engine', 'use "auto", "onnxruntime", "webassembly", "tensorflow" or "reference"', 'option');
  }
}

function createOnCard(engine: EngineChoice['engine'], provider: Provider, threads: number): Promise<Engine> {
  if (!PROVIDERS.includes(provider)) throw new UserError(`there is no provider ${JSON.stringify(provider)}`, 'provider', `use one of ${PROVIDERS.join(', ')}`, 'option');
  if (engine !== 'auto' && engine !== 'onnxruntime') {
    throw new UserError(`the engine "${engine}" has no provider "${provider}"`, 'provider', 'choose the engine "onnxruntime" or "auto", or the provider "cpu"', 'option');
  }
  return createNativeEngine(threads, `"${provider}" was asked for`, provider);
}

async function fastest(threads: number): Promise<Engine> {
  try {
    return await createNativeEngine(threads, 'the native library loads, and is the fastest');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const engine = await createWebAssemblyEngine(threads, error.what);
    return { ...engine, info: { ...engine.info, fallback: error.what } };
  }
}
