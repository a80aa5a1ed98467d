/**
 * Where the time of a training step goes: onnxruntime's own record of every kernel, gathered into the parts of a step.
 *
 *     node out/bench/profile.js '{"config": {…}, "threads": 1, "steps": 20}'       prints one line of JSON
 *
 * A node's time is the median of its calls times their number, so that a busy moment of the machine does not count. Keeping the record costs
 * about 2 µs a node, which shows in the loops; `stepMs` is the same step without it.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { Variables, type Feeds } from '../src/engine/engine';
import { sessionOptions } from '../src/engine/onnxruntime/native';
import { OrtTensors, type OrtTensor } from '../src/engine/onnxruntime/runtime';
import { nextName, readParameters, writeOnnx } from '../src/graph/onnx/writer';
import { createEngine } from '../src/engine/choose';
import { attachGradients, gradientsOf } from '../src/training/gradients';
import { updateGraph } from '../src/training/optimizers';
import type { BenchConfig } from './configs';
import { ADAM, batchOf, modelOf } from './models';

interface Request { readonly config: BenchConfig; readonly threads: number; readonly steps: number }
interface ProfileEvent { readonly cat: string; readonly name: string; readonly dur: number; readonly args?: { readonly op_name?: string } }
interface Part { readonly part: string; readonly calls: number; readonly ms: number }

const WARM_UP = 3;
const KERNEL = '_kernel_time';
const PRODUCTS = /MatMul|Gemm/;
const SUMS = /^(Reduce|Softmax|ArgMax)/;
const LOOKUPS = /^(Gather|Scatter)/;
const MOVING = new Set(['Split', 'Concat', 'Transpose', 'Reshape', 'Slice', 'Identity', 'Expand', 'Unsqueeze', 'Squeeze', 'Shape', 'ConstantOfShape', 'Cast']);

const request = JSON.parse(process.argv[2]) as Request;
const model = modelOf(request.config);
const training = model.train({ labelSmoothing: 0 });
const plan = updateGraph(training, ADAM);
attachGradients(training);
const variables = new Variables();
for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1));
for (const { name, shape } of [...plan.moments, ...gradientsOf(training)]) variables.set(name, shape, new Float32Array(shape.reduce((a, b) => a * b, 1)));
const update = await (await createEngine({ engine: 'onnxruntime', threads: request.threads })).load(plan.graph, variables);
const folder = mkdtempSync(path.join(tmpdir(), 'seqlab-profile-'));
try {
  const { stepMs } = await timeSteps(null);
  const { updateMs } = await timeSteps(path.join(folder, 'step'));
  const [file] = readdirSync(folder);
  const parts = [...gather(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as ProfileEvent[]), { part: 'norm and update of the weights (Adam)', calls: 1, ms: Number(updateMs.toFixed(2)) }];
  parts.sort((a, b) => b.ms - a.ms);
  console.log(JSON.stringify({ stepMs, parts }));
} finally {
  rmSync(folder, { recursive: true });
}

/** Milliseconds of a step and of its update, medians. @param profilePrefix  where to keep the record; null: none is kept */
async function timeSteps(profilePrefix: string | null): Promise<{ stepMs: number; updateMs: number }> {
  const { graph } = training;
  const options = { ...sessionOptions(request.threads), ...(profilePrefix === null ? {} : { enableProfiling: true, profileFilePrefix: profilePrefix }) };
  const session = await ort.InferenceSession.create(writeOnnx(graph), options);
  const tensors = new OrtTensors(ort);
  const feeds: Record<string, OrtTensor> = {};
  const feed = (all: Feeds): void => { for (const [name, tensor] of Object.entries(all)) feeds[name] = tensors.of(tensor); };
  for (const { name } of readParameters(graph)) feed({ [name]: variables.get(name) });
  feed(batchOf(request.config, training.states));
  const fetches = Object.fromEntries([...graph.outputs.map(({ name }): [string, null] => [name, null]), ...[...graph.assignments.keys()].map((parameter): [string, OrtTensor] => [nextName(parameter), tensors.of(variables.get(parameter.name))])]);
  const times: { stepMs: number; updateMs: number }[] = [];
  for (let step = 0; step < WARM_UP + request.steps; step++) {
    const start = performance.now();
    await session.run(feeds, fetches);
    const middle = performance.now();
    await update.run(plan.feedsAt(step, 1e-3));
    const end = performance.now();
    times.push({ stepMs: end - start, updateMs: end - middle });
  }
  if (profilePrefix !== null) session.endProfiling();
  await session.release();
  const kept = times.slice(WARM_UP);
  return { stepMs: median(kept.map(({ stepMs }) => stepMs)), updateMs: median(kept.map(({ updateMs }) => updateMs)) };
}

function gather(events: readonly ProfileEvent[]): Part[] {
  const runs = WARM_UP + request.steps;
  const nodes = new Map<string, { readonly operation: string; readonly microseconds: number[] }>();
  for (const { cat, name, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith(KERNEL) || !args?.op_name) continue;
    const node = nodes.get(name) ?? { operation: args.op_name, microseconds: [] };
    nodes.set(name, node);
    node.microseconds.push(dur);
  }
  const parts = new Map<string, { calls: number; ms: number }>();
  const give = (part: string, calls: number, ms: number): void => {
    const sum = parts.get(part) ?? { calls: 0, ms: 0 };
    parts.set(part, { calls: sum.calls + calls, ms: sum.ms + ms });
  };
  let loops = 0;
  let inLoops = 0;
  for (const { operation, microseconds } of nodes.values()) {
    const calls = Math.round(microseconds.length / runs);
    const ms = (median(microseconds) * calls) / 1e3;
    if (operation === 'Scan') { loops += ms; continue; }
    if (calls > 1) inLoops += ms;
    give(`${kindOf(operation)}, ${calls > 1 ? 'in the loops' : 'outside'}`, calls, ms);
  }
  give('what the loops cost besides their nodes', 0, Math.max(0, loops - inLoops));
  return [...parts].map(([part, sum]) => ({ part, calls: sum.calls, ms: Number(sum.ms.toFixed(2)) }));
}

function kindOf(operation: string): string {
  if (PRODUCTS.test(operation)) return 'matrix products';
  if (SUMS.test(operation)) return 'softmax and sums';
  if (LOOKUPS.test(operation)) return 'lookups and their gradients';
  return MOVING.has(operation) ? 'numbers moved' : 'element by element';
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}
