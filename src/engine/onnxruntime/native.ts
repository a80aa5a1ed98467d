/** onnxruntime as a native library: the engine wherever its binary loads. */
import type * as Ort from 'onnxruntime-node';
import { UserError } from '../../errors/userError';
import type { Engine } from '../engine';
import { hasRelaxedVectors } from '../wasm/relaxed';
import { ortEngine } from './ortProgram';
import { PROVIDER_FACTS, type Provider } from './providers';
import { memoryOptions, outputsThere, type InferenceSession, type OrtRuntime } from './runtime';
import { tryProvider } from './tryProvider';

type Module = typeof Ort;

/**
 * @param provider what computes; all but `cpu` are tried with a small training step first, and `info.why` tells where that really ran
 * @throws UserError `unavailable` with the reason where the library does not load (a platform without a binary such as Intel Macs, an old
 *   system library, a broken installation) or the provider does not compute
 */
export async function createNativeEngine(threads: number, why: string, provider: Provider = 'cpu'): Promise<Engine> {
  const ort = await load();
  const options = sessionOptions(threads, provider);
  const where = provider === 'cpu' ? '' : `; ${await tryProvider(ort, provider, options)}`;
  const runtime: OrtRuntime = {
    info: { name: 'onnxruntime', version: ort.env.versions.node ?? ort.env.versions.common, provider, threads, why: why + where },
    writesIntoGivenBuffers: true,
    runsTasks: false,
    predictsByItself: provider === 'cpu' && hasRelaxedVectors(),
    multipliesWholeNumbersFaster: provider === 'cpu',
    isCardWithoutLoops: provider !== 'cpu' && PROVIDER_FACTS[provider].withoutLoops,
    Tensor: ort.Tensor,
    createSession: (model, memory, there) => ort.InferenceSession.create(model, { ...options, ...memoryOptions(memory), ...outputsThere(there) }),
  };
  return ortEngine(runtime);
}

/**
 * Since 1.29 the library reports its use to its maker from Linux and macOS, unless this stands in the environment before it is loaded: it keeps an identifier of the device in the
 * home folder, and searches the process's command line with a pattern that overflows the stack where a text of some 20,000 characters stands there. Nothing may leave the machine.
 */
function forbidReports(): void { process.env.ORT_DISABLE_TELEMETRY = '1'; }

/**
 * By default NVIDIA's libraries multiply with ten bits of mantissa (TF32), and products come out some hundred times less exact than on a processor. Full precision is what models of this size can afford.
 * The libraries read it as they load; who sets it otherwise keeps that.
 */
function keepFullPrecision(): void { process.env.NVIDIA_TF32_OVERRIDE ??= '0'; }

async function load(): Promise<Module> {
  forbidReports();
  keepFullPrecision();
  try {
    const loaded: Module & { readonly default?: Module } = await import('onnxruntime-node');
    const ort = loaded.default ?? loaded;
    ort.env.logLevel = 'fatal';
    return ort;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
    throw new UserError(`onnxruntime does not load on ${process.platform} ${process.arch}: ${reason}`, 'engine', 'choose the engine "webassembly", which needs no native library', 'unavailable');
  }
}

/** One node at a time, its loops over `threads` threads: the order of additions, and so every bit, then depends on the thread count alone. */
export const sessionOptions = (threads: number, provider: Provider = 'cpu'): InferenceSession.SessionOptions => ({
  executionProviders: [provider === 'cpu' ? 'cpu' : PROVIDER_FACTS[provider].option],
  ...(provider === 'directml' && { enableMemPattern: false }), // which it cannot work with
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  logSeverityLevel: 4, // what goes wrong is in the error that is thrown
});
