/**
 * A process that trains a small model for a thousand steps, as often as it is told, and sends its parent what came out, to the bit.
 *
 *     thousandSteps ENGINE THREADS TRAININGS SEED
 */
import { createHash } from 'node:crypto';
import { createEngine, type EngineChoice } from '../../engine/choose';
import { Variables, type Engine } from '../../engine/engine';
import type { Tensor } from '../../graph/graph';
import { languageModel } from '../../models/languageModel';
import { RandomStream } from '../../random/philox';
import { TrainStep } from '../trainStep';

const STEPS = 1000;
const T = 5, B = 8, VOCABULARY = 40;

export interface Outcome {
  /** SHA-256 of every loss, every weight and every moment. */
  readonly digest: string;
  readonly firstLoss: number;
  readonly lastLoss: number;
}

/** An LSTM with dropout and clipping, wide enough that the runtime shares its products among threads. Each token is the one before, times 7, plus 3. */
async function trainThousandSteps(engine: Engine, seed: number): Promise<Outcome> {
  const model = languageModel({
    cell: 'lstm', window: null, vocabulary: VOCABULARY, embedding: 16, hidden: 32, layers: 1, dropout: 0.1, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal',
  });
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(seed));
  const training = await TrainStep.load(model.train({ labelSmoothing: 0 }), engine, variables, { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1, seed });
  const random = new RandomStream(seed, 'tokens');
  const losses = new Float64Array(STEPS);
  for (let step = 0; step < STEPS; step++) {
    const input = Int32Array.from({ length: T * B }, () => random.int(VOCABULARY));
    const whole = (data: Int32Array): Tensor => ({ type: 'int32', shape: [T, B], data });
    const feeds = { input: whole(input), output: whole(input.map((token) => (token * 7 + 3) % VOCABULARY)), outputMask: { type: 'float32', shape: [T, B], data: new Float32Array(T * B).fill(1) } } as const;
    losses[step] = (await training.run([{ feeds, first: step % 10 === 0, tokens: T * B }], step, 3e-3)).loss;
  }
  const hash = createHash('sha256').update(losses);
  for (const name of variables.names()) hash.update(variables.get(name).data);
  await training.dispose();
  return { digest: hash.digest('hex'), firstLoss: losses[0], lastLoss: losses[STEPS - 1] };
}

const [name, threads, trainings, seed] = process.argv.slice(2);
const outcomes: Outcome[] = [];
for (let training = 0; training < Number(trainings); training++) {
  outcomes.push(await trainThousandSteps(await createEngine({ engine: name as EngineChoice['engine'], threads: Number(threads) }), Number(seed)));
}
process.send?.(outcomes);
process.disconnect?.();
