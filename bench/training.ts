/**
 * Times training steps of one model on one engine in this process: Adam, clipping at 1, as the peers do.
 *
 *     node out/bench/training.js '{"config": {…}, "engine": "onnxruntime", "threads": 1, "seconds": 2}'       prints one line of JSON
 */
import { createEngine, type EngineChoice } from '../src/engine/choose';
import { Variables } from '../src/engine/engine';
import { attachOptimizer } from '../src/training/optimizers';
import { gigaflops, tokensOf, type BenchConfig } from './configs';
import { batchOf, modelOf } from './models';
import { summarize, timeSteps, type Patience } from './timing';

interface Request extends Patience {
  readonly config: BenchConfig;
  readonly engine: EngineChoice['engine'];
  readonly threads: number;
}

async function measure({ config, engine: engineName, threads, ...patience }: Request): Promise<void> {
  const model = modelOf(config);
  const training = model.train({ labelSmoothing: 0 });
  const plan = attachOptimizer(training, { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1 });
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1));
  for (const { name: moment, shape } of plan.moments) variables.set(moment, shape, new Float32Array(shape.reduce((a, b) => a * b, 1)));

  const engine = await createEngine({ engine: engineName, threads });
  const started = performance.now();
  const program = await engine.load(training.graph, variables);
  const loadMs = performance.now() - started;

  let step = 0;
  let loss = NaN;
  const fixed = batchOf(config, training.states);
  const stepMs = await timeSteps(patience, async () => {
    const results = await program.run({ ...fixed, ...plan.feedsAt(step++, 1e-3) });
    [loss] = results.loss.data as Float32Array;
  });
  console.log(JSON.stringify({ by: engine.info.name, version: engine.info.version, ...summarize(stepMs, tokensOf(config), gigaflops(config)), loadMs: Math.round(loadMs), loss: Number(loss.toFixed(4)) }));
  await program.dispose();
}

await measure(JSON.parse(process.argv[2]) as Request);
