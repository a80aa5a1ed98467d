/**
 * The same training step of a language model in TensorFlow.js: its layers, its WebAssembly backend, cross-entropy, Adam, clipping at 1.
 *
 *     node tfjs_step.mjs FOLDER '{"config": {…}, "threads": 1, "seconds": 2}'      prints one line of JSON
 *
 * FOLDER has @tensorflow/tfjs and @tensorflow/tfjs-backend-wasm in its node_modules.
 */
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder, request] = process.argv.slice(2);
const { config, seconds, warmUp = 3, leastSteps = 5 } = JSON.parse(request);
const require = createRequire(path.join(folder, 'package.json'));
const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');

tf.env().set('IS_NODE', false); // in Node it advertises the native backend
tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // its threads are a browser's workers
wasm.setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`);

await tf.setBackend('wasm');
await tf.ready();

const { vocabulary, embedding, hidden, batch, steps } = config;
const numbers = Int32Array.from({ length: steps * batch }, (_, i) => (i * 7919 + (i >> 3) * 104729) % vocabulary);
// Layers take [B, T, …]; which token stands where makes no difference to the time
const tokens = tf.oneHot(tf.tensor2d(numbers, [batch, steps], 'int32'), vocabulary).toFloat();
const targets = tf.tensor1d(numbers.map((token) => (token * 7 + 3) % vocabulary), 'int32');

const recurrent = { lstm: tf.layers.lstm, gru: tf.layers.gru }[config.cell];
const model = tf.sequential();
// Its WebAssembly has no kernel for the gradient of an embedding layer (UnsortedSegmentSum): one-hot tokens times a table are the same
model.add(tf.layers.dense({ inputShape: [steps, vocabulary], units: embedding, useBias: false }));
for (let layer = 0; layer < config.layers; layer++) {
  model.add(recurrent({ units: hidden, returnSequences: true, recurrentInitializer: 'glorotUniform', ...(config.cell === 'gru' ? { resetAfter: false } : {}) }));
}
model.add(tf.layers.dense({ units: vocabulary }));
const optimizer = tf.train.adam(1e-3);

function lossOf() {
  const logits = model.apply(tokens, { training: true }).reshape([batch * steps, vocabulary]);
  return tf.losses.softmaxCrossEntropy(tf.oneHot(targets, vocabulary), logits).asScalar();
}

/** The layers bring the gradient of all but clipping, which is written as TensorFlow defines it. */
function step() {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(lossOf);
    const norm = tf.addN(Object.values(grads).map((grad) => grad.square().sum())).sqrt();
    const factor = tf.minimum(tf.div(1, norm), 1);
    optimizer.applyGradients(Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, grad.mul(factor)])));
    return value.dataSync()[0];
  });
}

let loss = NaN;
for (let i = 0; i < warmUp; i++) loss = step();
const stepMs = [];
const end = performance.now() + seconds * 1e3;
while (performance.now() < end || stepMs.length < leastSteps) {
  const start = performance.now();
  loss = step();
  stepMs.push(performance.now() - start);
}
console.log(JSON.stringify({ version: tf.version.tfjs, stepMs, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024), loss: Number(loss.toFixed(4)) }));
