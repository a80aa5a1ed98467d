/**
 * Trains a small model for many steps in this process and notes its resident memory on the way: a leak of a few bytes a step shows after thousands.
 * Lengths change from step to step, as those of sentences do.
 *
 *     node out/bench/memory.js '{"config": {…}, "engine": "onnxruntime", "threads": 1, "steps": 40000, "points": 9}'       prints one line of JSON
 */
import { createEngine, type EngineChoice } from '../src/engine/choose';
import { Variables } from '../src/engine/engine';
import { attachOptimizer } from '../src/training/optimizers';
import type { BenchConfig } from './configs';
import { batchOf, modelOf } from './models';

interface Request { readonly config: BenchConfig; readonly engine: EngineChoice['engine']; readonly threads: number; readonly steps: number; readonly points: number }

const MIB = 1 << 20;
/** Steps before the first point: by then every length was seen, and every buffer made. */
const SETTLING = 500;

const { config, engine: engineName, threads, steps, points } = JSON.parse(process.argv[2]) as Request;
const model = modelOf(config);
const training = model.train({ labelSmoothing: 0 });
const plan = attachOptimizer(training, { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1 });
const variables = new Variables();
for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1));
for (const { name, shape } of plan.moments) variables.set(name, shape, new Float32Array(shape.reduce((a, b) => a * b, 1)));
const program = await (await createEngine({ engine: engineName, threads })).load(training.graph, variables);
const batches = Array.from({ length: config.steps }, (_, i) => batchOf({ ...config, steps: i + 1 }, training.states));

const at: { step: number; residentMiB: number; heapMiB: number }[] = [];
const every = Math.max(1, Math.floor((steps - SETTLING) / (points - 1)));
for (let step = 1; step <= steps; step++) {
  await program.run({ ...batches[(step * 7) % batches.length], ...plan.feedsAt(step, 1e-3) });
  if (step < SETTLING || (step - SETTLING) % every !== 0) continue;
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  at.push({ step, residentMiB: Number((rss / MIB).toFixed(1)), heapMiB: Number(((heapUsed + arrayBuffers) / MIB).toFixed(1)) });
}
console.log(JSON.stringify({ at }));
await program.dispose();
