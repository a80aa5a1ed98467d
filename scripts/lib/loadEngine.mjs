/**
 * `node loadEngine.mjs FILE MODULE`: loads an onnxruntime module as the bundle FILE would find it and adds two numbers with it. Run in
 * a process of its own: a native library that does not fit ends the process.
 */
import { createRequire } from 'node:module';

const [file, module] = process.argv.slice(2);
const ort = createRequire(file)(module);

/** An ONNX model, `sum = a + b` for vectors of two floats, as protobuf fields: [number, content]. @typedef {[number, string | number | Field[]]} Field */
const vector = (/** @type {string} */ name) => /** @type {Field[]} */ ([[1, name], [2, [[1, [[1, 1], [2, [[1, [[1, 2]]]]]]]]]]);
/** @type {Field[]} */
const model = [
  [1, 8], // IR version
  [7, [[1, [[1, 'a'], [1, 'b'], [2, 'sum'], [4, 'Add']]], [2, 'g'], [11, vector('a')], [11, vector('b')], [12, vector('sum')]]],
  [8, [[2, 13]]], // operator set
];

/** @param {readonly Field[]} fields @returns {Buffer} */
function encode(fields) {
  return Buffer.concat(fields.map(([number, content]) => {
    if (typeof content === 'number') return Buffer.from([number << 3, content]);
    const bytes = typeof content === 'string' ? Buffer.from(content) : encode(content);
    return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]); // every part is shorter than 128 bytes
  }));
}

const session = await ort.InferenceSession.create(new Uint8Array(encode(model)));
const tensor = (/** @type {number[]} */ values) => new ort.Tensor('float32', values, [2]);
const { sum } = await session.run({ a: tensor([1, 2]), b: tensor([10, 20]) });
if (String(Array.from(sum.data)) !== '11,22') throw new Error(`1 + 10, 2 + 20 became ${Array.from(sum.data)}`);
process.exit(0); // onnxruntime-web's threads would keep the process
