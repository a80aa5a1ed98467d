/**
 * Trains a small model for many steps in this process and notes its resident memory on the way: a leak of a few bytes a step shows after thousands.
 * Lengths change from step to step, as those of sentences do.
 *
 *     node out/bench/memory.js '{"config": {…}, "engine": "onnxruntime", "threads": 1, "steps": 40000, "points": 9}'       prints one line of JSON
 */
import { createEngine, type EngineChoice } from '../src/engine/choose';
import { Variables } from '../src/engine/engine';
import { Updater } from '../src/training/trainStep';
import type { BenchConfig } from './configs';
import { ADAM, batchOf, modelOf } from './models';

interface Request { readonly config: BenchConfig; readonly engine: EngineChoice['engine']; readonly threads: number; readonly steps: number; readonly points: number }

const MIB = 1 << 20;
/** Steps before the first point: by then every length was seen, and every buffer made. */
const SETTLING = 500;

const { config, engine: engineName, threads, steps, points } = JSON.parse(process.argv[2]) as Request;
const model = modelOf(config);
const training = model.train({ labelSmoothing: 0 });
const variables = new Variables();
for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1));
const updater = await Updater.load(training, await createEngine({ engine: engineName, threads }), variables, ADAM);
const batches = Array.from({ length: config.steps }, (_, i) => ({ tokens: (i + 1) * config.batch, feeds: batchOf({ ...config, steps: i + 1 }, training.states) }));

const at: { step: number; residentMiB: number; heapMiB: number }[] = [];
const every = Math.max(1, Math.floor((steps - SETTLING) / (points - 1)));
for (let step = 1; step <= steps; step++) {
  await updater.run([batches[(step * 7) % batches.length]], step, 1e-3, ({ feeds }) => feeds);
  if (step < SETTLING || (step - SETTLING) % every !== 0) continue;
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  at.push({ step, residentMiB: Number((rss / MIB).toFixed(1)), heapMiB: Number(((heapUsed + arrayBuffers) / MIB).toFixed(1)) });
}
console.log(JSON.stringify({ at }));
await updater.dispose();
