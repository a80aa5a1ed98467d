/**
 * Times training steps of one language model on one engine in this process: LSTM, Adam, clipping at 1, as the peers do.
 *
 *     node out/bench/training.js CONFIG ENGINE THREADS SECONDS       prints one line of JSON
 */
import { createEngine, type EngineChoice } from '../src/engine/choose';
import { Variables, type Feeds } from '../src/engine/engine';
import type { Tensor } from '../src/graph/graph';
import { languageModel } from '../src/models/languageModel';
import { attachOptimizer } from '../src/training/optimizers';
import { configs, gigaflops, type BenchConfig, type ConfigName } from './configs';
import { summarize, timeSteps } from './timing';

async function measure(name: ConfigName, engineName: EngineChoice['engine'], threads: number, seconds: number): Promise<void> {
  const config: BenchConfig = configs[name];
  const { vocabulary, embedding, hidden, layers, batch, steps } = config;
  const model = languageModel({
    cell: 'lstm', activation: 'tanh', recurrentInitializer: 'orthogonal', embedding, hidden, layers, dropout: 0, tieEmbeddings: false, window: null, vocabulary,
  });
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
  const fixed = batchFeeds(config, training.states.map(({ input }) => input));
  const stepMs = await timeSteps(seconds, async () => {
    const results = await program.run({ ...fixed, ...plan.feedsAt(step++, 1e-3) });
    [loss] = results.loss.data as Float32Array;
  });
  console.log(JSON.stringify({
    by: engine.info.name, version: engine.info.version, config: name, threads, ...summarize(stepMs, batch * steps, gigaflops(config)), loadMs: Math.round(loadMs), loss: Number(loss.toFixed(4)),
  }));
  await program.dispose();
}

/** Tokens that repeat by a rule, every one of them counted. */
function batchFeeds({ vocabulary, hidden, batch, steps }: BenchConfig, states: readonly string[]): Feeds {
  const tokens = Int32Array.from({ length: steps * batch }, (_, i) => (i * 7919 + (i >> 3) * 104729) % vocabulary);
  const shape = [steps, batch];
  const zeros: Tensor = { type: 'float32', shape: [batch, hidden], data: new Float32Array(batch * hidden) };
  return {
    input: { type: 'int32', shape, data: tokens },
    output: { type: 'int32', shape, data: tokens.map((token) => (token * 7 + 3) % vocabulary) },
    outputMask: { type: 'float32', shape, data: new Float32Array(tokens.length).fill(1) },
    ...Object.fromEntries(states.map((state) => [state, zeros])),
  };
}

const [name, engine, threads, seconds] = process.argv.slice(2);
await measure(name as ConfigName, engine as EngineChoice['engine'], Number(threads), Number(seconds));
