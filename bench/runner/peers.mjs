/** The peers: found or installed on demand, or left out with the reason. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { npmInstall } from '../../scripts/lib/npm.mjs';
import { filledFolder } from '../../scripts/lib/onDemand.mjs';
import { runJson } from './programs.mjs';

const peers = path.join(import.meta.dirname, '..', 'peers');
const TFJS = '4.22.0';

/** @typedef {{ readonly by: string, readonly version: string, readonly threads?: readonly number[], readonly onCard?: boolean, measure(request: object): Promise<{ stepMs: number[], peakMiB: number }> }} Peer */

/** What computes on a card, as it stands in tables. */
export const onCard = (by, provider) => `${by} on ${provider}`;

/** PyTorch in `python3`, or in the Python that SEQLAB_PYTHON names. @param {'cpu' | 'cuda'} device @returns {Peer | { missing: string }} */
export function findPyTorch(device = 'cpu') {
  const python = process.env.SEQLAB_PYTHON ?? 'python3';
  const run = (program, request) => runJson(python, [path.join(peers, program), JSON.stringify({ ...request, device })]);
  const ask = (code) => execFileSync(python, ['-c', `import torch; print(${code})`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    if (device === 'cpu') return { by: 'pytorch', version: ask('torch.__version__'), measure: (request) => run('pytorch_step.py', request), run };
    const version = ask('f"{torch.__version__}, cuDNN {torch.backends.cudnn.version()}, {torch.cuda.get_device_name()}" if torch.cuda.is_available() else ""');
    if (version === '') return { missing: `PyTorch on a card is left out: ${python} sees none` };
    return { by: onCard('pytorch', device), version, onCard: true, measure: (request) => run('pytorch_step.py', request), run };
  } catch {
    return { missing: `PyTorch is left out: ${python} has no module torch (another Python by SEQLAB_PYTHON)` };
  }
}

/** TensorFlow.js on WebAssembly, installed once under .vscode-test/peers. In Node it has one thread. @returns {Promise<Peer | { missing: string }>} */
export async function ensureTensorFlowJs() {
  try {
    const folder = await filledFolder(`tfjs-${TFJS}`, async (empty) => {
      writeFileSync(path.join(empty, 'package.json'), JSON.stringify({ private: true, dependencies: { '@tensorflow/tfjs': TFJS, '@tensorflow/tfjs-backend-wasm': TFJS } }));
      await npmInstall(empty);
    }, path.join(import.meta.dirname, '..', '..', '.vscode-test', 'peers'));
    // A step takes it a hundred times as long as the others: few are enough
    return { by: 'tfjs-wasm', version: TFJS, threads: [1], measure: (request) => runJson(process.execPath, [path.join(peers, 'tfjs_step.mjs'), folder, JSON.stringify({ ...request, seconds: 0, warmUp: 1, leastSteps: 3 })]) };
  } catch (error) {
    return { missing: `TensorFlow.js is left out: it could not be installed (${error.message.split('\n').at(-1)})` };
  }
}
