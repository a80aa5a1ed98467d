import { expect, it } from 'vitest';
import { describePlacement, ranThere, readPlacement } from './placement';

const node = (operation: string, provider: string): object => ({ cat: 'Node', args: { op_name: operation, provider } });
const profile = (...events: object[]): string => JSON.stringify([{ cat: 'Session', args: {} }, ...events]);

it('counts the runs of nodes by where they ran; copies and sessions compute nothing', () => {
  const text = profile(node('MatMul', 'CUDAExecutionProvider'), node('MatMul', 'CUDAExecutionProvider'), node('MemcpyToHost', 'CUDAExecutionProvider'), node('Shape', 'CPUExecutionProvider'), node('Scan', 'CPUExecutionProvider'));
  const placement = readPlacement([text], 'CUDAExecutionProvider');
  expect([[...placement.there], [...placement.elsewhere]]).toEqual([[['MatMul', 2]], [['Shape', 1], ['Scan', 1]]]);
  expect(describePlacement(placement)).toBe('2 of 4 nodes of a trial step ran there; Scan and Shape stayed on the processor');
  expect(ranThere(placement)).toBe(true);
});

it('a provider that leaves a product to the processor, or does nothing, did not run', () => {
  expect(ranThere(readPlacement([profile(node('Add', 'DmlExecutionProvider')), profile(node('FusedMatMul', 'CPUExecutionProvider'))], 'DmlExecutionProvider'))).toBe(false);
  expect(ranThere(readPlacement([profile()], 'DmlExecutionProvider'))).toBe(false);
  expect(ranThere(readPlacement([profile(node('CoreML_1', 'CoreMLExecutionProvider'))], 'CoreMLExecutionProvider'))).toBe(true);
});
