/**
 * onnxruntime compiled to WebAssembly: slower, and at home wherever JavaScript is. Its files come from the installed package, never from a network. Where this JavaScript engine has relaxed
 * vector instructions, loops and matrix products of trainings are code of our own, twice as fast as the runtime's.
 */
import type * as Ort from 'onnxruntime-web';
import { UserError } from '../../errors/userError';
import type { Engine } from '../engine';
import { hasRelaxedVectors } from '../wasm/relaxed';
import { ortEngine } from './ortProgram';
import { memoryOptions, type OrtRuntime } from './runtime';

type Module = typeof Ort;

/** The thread pool of the WebAssembly build is made once for a process, with its first session. */
let askedFor: number | null = null;
let isStarted = false;

/** @throws UserError `unavailable` where the module does not load, or where it already runs here with another number of threads */
export async function createWebAssemblyEngine(threads: number, why: string): Promise<Engine> {
  const ort = await load();
  if (askedFor !== null && askedFor !== threads) {
    throw new UserError(`WebAssembly already runs with ${askedFor} threads in this process`, 'training.threads', `use ${askedFor} threads, or start a new process`, 'unavailable');
  }
  askedFor = threads;
  const startThreads = (count: number): void => {
    if (!isStarted) ort.env.wasm.numThreads = count;
    isStarted = true;
  };
  const relaxed = hasRelaxedVectors();
  const runtime: OrtRuntime = {
    info: { name: 'webassembly', version: ort.env.versions.web ?? ort.env.versions.common, provider: relaxed ? 'wasm, relaxed SIMD' : 'wasm', threads, why },
    writesIntoGivenBuffers: false,
    runsTasks: relaxed,
    predictsByItself: relaxed,
    multipliesWholeNumbersFaster: false, // two rows of 650 × 10,000: 5 ms instead of 3
    isCardWithoutLoops: false,
    Tensor: ort.Tensor,
    startThreads,
    createSession: (model, memory) => {
      startThreads(threads);
      return ort.InferenceSession.create(model, { executionProviders: ['wasm'], executionMode: 'sequential', graphOptimizationLevel: 'all', logSeverityLevel: 4, ...memoryOptions(memory) });
    },
  };
  return ortEngine(runtime);
}

async function load(): Promise<Module> {
  try {
    const ort = await import('onnxruntime-web');
    ort.env.logLevel = 'fatal';
    return ort;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
    throw new UserError(`the WebAssembly engine does not load: ${reason}`, 'engine', 'install Sequence Lab again: the package onnxruntime-web is missing or damaged', 'unavailable');
  }
}
