/** The engines that single precision has here, for tests that hold each against the reference: onnxruntime twice, TensorFlow's JavaScript kernels. */
import { createEngine } from '../choose';
import type { Engine } from '../engine';
import { backends } from '../tensorflow/testing/backends';

export const everyEngine: readonly (readonly [string, () => Promise<Engine>])[] = [
  ['onnxruntime', () => createEngine({ engine: 'onnxruntime', threads: 2 })],
  ['webassembly', () => createEngine({ engine: 'webassembly', threads: 2 })],
  ...backends.map(([name, create]) => [`TensorFlow (${name})`, create] as const),
];
