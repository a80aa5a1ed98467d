/** TensorFlow's native library by way of `@tensorflow/tfjs-node`, for those who have it. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../errors/userError';
import type { Engine } from '../engine';
import { loadTensorFlow, PACKAGE } from './install';
import { tensorflowEngine } from './tensorflowEngine';

/** TensorFlow starts its threads when it is loaded, once for a process. */
let started: { readonly threads: number; readonly tf: ReturnType<typeof loadTensorFlow> } | null = null;

/** The backend of the package knows these about the library under it. */
interface NativeBackend { readonly isUsingGpuDevice?: boolean; readonly binding?: { readonly TF_Version?: string } }

/**
 * @param folder where the package is looked for first, then in the folders above it, then beside this program
 * @throws UserError `unavailable` where it is not installed or does not load, or where it already runs here with another number of threads
 */
export async function createTensorFlowEngine(threads: number, why: string, folder: string): Promise<Engine> {
  if (started && started.threads !== threads) {
    throw new UserError(`TensorFlow already runs with ${started.threads} threads in this process`, 'training.threads', `use ${started.threads} threads, or start a new process`, 'unavailable');
  }
  started ??= { threads, tf: loadTensorFlow([folder, path.dirname(fileURLToPath(import.meta.url))], environmentFor(threads)) };
  const { tf } = started;
  await tf.ready();
  const { isUsingGpuDevice = false, binding } = tf.backend() as NativeBackend;
  return tensorflowEngine(tf, {
    name: 'tensorflow', version: `${tf.version['tfjs-node'] ?? PACKAGE} with TensorFlow ${binding?.TF_Version ?? 'of unknown version'}`, provider: isUsingGpuDevice ? 'gpu' : 'cpu', threads, why,
  });
}

/** One kernel at a time, its loops over `threads` threads; complaints come as errors, not as lines on the terminal. */
const environmentFor = (threads: number): Record<string, string> => ({
  TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '3',
});
