/** onnxruntime as a native library: the engine wherever its binary loads. */
import type * as Ort from 'onnxruntime-node';
import { UserError } from '../../errors/userError';
import type { Engine } from '../engine';
import { ortEngine } from './ortProgram';
import type { InferenceSession, OrtRuntime } from './runtime';

type Module = typeof Ort;

/**
 * @throws UserError `unavailable` with the reason where the library does not load: a platform without a binary (Intel Macs), an old system
 *   library, a broken installation
 */
export async function createNativeEngine(threads: number, why: string): Promise<Engine> {
  const ort = await load();
  const runtime: OrtRuntime = {
    info: { name: 'onnxruntime', version: ort.env.versions.node ?? ort.env.versions.common, provider: 'cpu', threads, why },
    writesIntoGivenBuffers: true,
    Tensor: ort.Tensor,
    createSession: (model) => ort.InferenceSession.create(model, sessionOptions(threads)),
  };
  return ortEngine(runtime);
}

async function load(): Promise<Module> {
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
export const sessionOptions = (threads: number): InferenceSession.SessionOptions => ({
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  logSeverityLevel: 4, // what goes wrong is in the error that is thrown
});
