/**
 * How fast this machine multiplies matrices in the native library: the ceiling for everything else.
 *
 *     node out/bench/matrixRate.js '{"threads": 1, "seconds": 1}'       prints one line of JSON
 */
import '../src/graph/operations/index';
import { createEngine } from '../src/engine/choose';
import { Variables } from '../src/engine/engine';
import { Graph, type Tensor } from '../src/graph/graph';
import { matMul, sumOfSquares } from '../src/graph/ops';
import { summarize, timeSteps } from './timing';

const SIZE = 1024;
const { threads, seconds } = JSON.parse(process.argv[2]) as { threads: number; seconds: number };
const graph = new Graph('matrixRate');
const a = graph.input('a', 'float32', [SIZE, SIZE]);
graph.output('y', sumOfSquares(matMul(a, graph.input('b', 'float32', [SIZE, SIZE]))));
const program = await (await createEngine({ engine: 'onnxruntime', threads })).load(graph, new Variables());
const matrix: Tensor = { type: 'float32', shape: [SIZE, SIZE], data: Float32Array.from({ length: SIZE * SIZE }, (_, i) => (i % 17) / 17 - 0.5) };
const times = await timeSteps({ seconds }, async () => { await program.run({ a: matrix, b: matrix }); });
const { gflopPerSecondBest } = summarize(times, 1, (2 * SIZE ** 3) / 1e9);
console.log(JSON.stringify({ threads, gflopPerSecondBest }));
