/**
 * Times training steps of one model on one engine in this process: Adam, clipping at 1, as the peers do.
 *
 *     node out/bench/training.js '{"config": {…}, "engine": "onnxruntime", "threads": 1, "seconds": 2}'       prints one line of JSON
 */
import { createEngine, type EngineChoice } from '../src/engine/choose';
import { Variables } from '../src/engine/engine';
import { Updater } from '../src/training/trainStep';
import { gigaflops, tokensOf, type BenchConfig } from './configs';
import { ADAM, batchOf, modelOf } from './models';
import { summarize, timeSteps, type Patience } from './timing';

interface Request extends Patience {
  readonly config: BenchConfig;
  readonly engine: EngineChoice['engine'];
  readonly threads: number;
  readonly provider?: EngineChoice['provider'];
}

async function measure({ config, engine: engineName, threads, provider, ...patience }: Request): Promise<void> {
  const model = modelOf(config);
  const training = model.train({ labelSmoothing: 0 });
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1));

  const engine = await createEngine({ engine: engineName, threads, provider });
  const started = performance.now();
  const updater = await Updater.load(training, engine, variables, ADAM);
  const loadMs = performance.now() - started;

  let step = 0;
  let loss = NaN;
  const batch = { tokens: config.batch * config.steps, feeds: batchOf(config, training.states) };
  const stepMs = await timeSteps(patience, async () => {
    ({ loss } = await updater.run([batch], step++, 1e-3, ({ feeds }) => feeds));
  });
  console.log(JSON.stringify({ by: engine.info.name, version: engine.info.version, why: engine.info.why, ...summarize(stepMs, tokensOf(config), gigaflops(config)), loadMs: Math.round(loadMs), loss: Number(loss.toFixed(4)) }));
  await updater.dispose();
}

await measure(JSON.parse(process.argv[2]) as Request);
