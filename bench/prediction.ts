/**
 * Times how long a next-word model takes from a state and one more token to the ten likeliest next tokens with their probabilities.
 *
 *     node out/bench/prediction.js '{"engine": "onnxruntime", "threads": 1, "calls": 2000, "layers": 1, …}'       prints one line of JSON
 */
import { topIndices } from '../src/decoding/selection';
import { loadTokenModel } from '../src/decoding/tokenModel';
import { createEngine, type EngineChoice } from '../src/engine/choose';
import { Variables, type WeightUse } from '../src/engine/engine';
import { languageModel } from '../src/models/languageModel';

interface Request {
  readonly engine: EngineChoice['engine'];
  readonly threads: number;
  readonly calls: number;
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
  readonly weights: WeightUse;
}

const WARM_UP = 50;
const LIKELIEST = 10;

async function measure({ engine: engineName, threads, calls, vocabulary, embedding, hidden, layers, weights }: Request): Promise<void> {
  const model = languageModel({
    cell: 'lstm', window: null, vocabulary, embedding, hidden, layers, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'uniform',
  });
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1));
  const engine = await createEngine({ engine: engineName, threads });
  const tokenModel = await loadTokenModel(model, engine, variables, { weights });
  let { initial: state } = tokenModel;
  let token = 1;
  const times: number[] = [];
  let began = process.cpuUsage();
  for (let call = 0; call < WARM_UP + calls; call++) {
    if (call === WARM_UP) began = process.cpuUsage();
    const start = performance.now();
    const [reading] = await tokenModel.readEach([state], [token]);
    const top = topIndices(reading.probabilities, LIKELIEST).map((id) => ({ id, probability: reading.probabilities[id] }));
    if (call >= WARM_UP) times.push(performance.now() - start);
    ({ state } = reading);
    token = top[call % LIKELIEST].id; // the text goes on, so that no call is like the one before
  }
  const used = process.cpuUsage(began);
  await tokenModel.dispose();
  times.sort((a, b) => a - b);
  const quantile = (share: number): number => Number(times[Math.min(times.length - 1, Math.ceil(share * times.length) - 1)].toFixed(3));
  console.log(JSON.stringify({ p50Ms: quantile(0.5), p95Ms: quantile(0.95), p99Ms: quantile(0.99), worstMs: quantile(1), cpuMs: Number(((used.user + used.system) / 1e3 / calls).toFixed(3)) }));
}

await measure(JSON.parse(process.argv[2]) as Request);
