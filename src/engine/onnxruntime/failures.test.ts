import { describe, expect, it } from 'vitest';
import { UserError } from '../../errors/userError';
import { Graph } from '../../graph/graph';
import type { EngineInfo } from '../engine';
import { Sizes } from '../sizes';
import { isOutOfMemory, loadFailure, runFailure } from '../failures';

const graph = new Graph('training');
const info: EngineInfo = { name: 'onnxruntime', version: '1', provider: 'cpu', threads: 1, why: '' };
const sizes = new Sizes();
sizes.agree(['T', 'B'], [35, 64]);

describe('want of memory', () => {
  it.each([
    'std::bad_alloc', 'Failed to allocate memory for requested buffer of size 5368709120', 'OOM when allocating tensor with shape[9,9]', 'Aborted(OOM). Build with -sASSERTIONS for more info.',
    'Cannot enlarge memory arrays to size 4294967296 bytes (OOM)', 'WebAssembly.Memory(): could not allocate memory', 'WebAssembly.Memory.grow(): Maximum memory size exceeded', 'Array buffer allocation failed',
    'Invalid typed array length: 9000000000', 'Invalid array buffer length', 'CUDA failure 2: out of memory ; GPU=0', 'std::bad_array_new_length', 'JavaScript heap out of memory',
  ])('%s', (message) => {
    expect(isOutOfMemory(new Error(message))).toBe(true);
    expect(runFailure(new Error(message), graph, info, sizes)).toMatchObject({ name: 'UserError', code: 'memory', where: 'onnxruntime', remedy: expect.stringContaining('training.batchSize') as string });
    expect(loadFailure(new Error(message), graph, info)).toMatchObject({ name: 'UserError', code: 'memory' });
  });

  it('names the sizes and what was asked for', () => {
    expect(runFailure(new Error('Failed to allocate memory for requested buffer of size 5368709120'), graph, info, sizes)).toMatchObject({ what: 'training could not get 5120 MiB more for a batch of T = 35, B = 64' });
  });
});

it('a node without a kernel is named with the engines that have it', () => {
  const error = loadFailure(new Error('[ONNXRuntimeError] : 9 : NOT_IMPLEMENTED : Could not find an implementation for TopK(11) node with name \'best\''), graph, info);
  expect(error).toMatchObject({ name: 'UserError', code: 'unavailable', what: 'onnxruntime lacks a kernel for TopK (best) of training', remedy: 'choose an engine that has it: webassembly, reference' });
});

it.each(['Room for one more', 'Load model failed: Type Error', 'indices element out of data bounds'])('%s is a fault of ours', (message) => {
  expect(runFailure(new Error(message), graph, info, sizes)).not.toBeInstanceOf(UserError);
  expect(loadFailure(new Error(message), graph, info).message).toMatch(/^internal: /);
});
