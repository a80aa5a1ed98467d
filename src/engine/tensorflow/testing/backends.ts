/**
 * The TensorFlows that tests run on: tfjs's own JavaScript backend always, and a native one where `SEQLAB_TENSORFLOW` names a folder that
 * has `@tensorflow/tfjs-node` in its node_modules.
 */
import * as tfjs from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { Engine } from '../../engine';
import { createTensorFlowEngine } from '../createTensorFlowEngine';
import type { TensorFlow } from '../device';
import { tensorflowEngine } from '../tensorflowEngine';

export const javascript: TensorFlow = tfjs;

export async function createJavaScriptEngine(tf: TensorFlow = javascript): Promise<Engine> {
  tf.env().set('IS_NODE', false); // in Node the backend advertises the native one
  await tf.setBackend('cpu');
  return tensorflowEngine(tf, { name: 'tensorflow', version: tfjs.version_core, provider: 'cpu', threads: 1, why: 'a test' });
}

const nativeFolder = process.env.SEQLAB_TENSORFLOW;

export const backends: [string, () => Promise<Engine>][] = [
  ['JavaScript', () => createJavaScriptEngine()],
  ...(nativeFolder === undefined ? [] : [['native', () => createTensorFlowEngine(2, 'a test', nativeFolder)] as [string, () => Promise<Engine>]]),
];
