import { expect, it } from 'vitest';
import { UserError } from '../errors/userError';
import { checkExperiment } from '../protocol/experiment';
import { adviseOnMemory } from './memoryAdvice';

const experiment = (task: string) => checkExperiment({ task, data: { train: 'pairs.tsv' }, training: { batchSize: 48 }, model: { hidden: 321 }, tokenizer: { vocabularySize: 7654 } }, 'test');
const lack = new UserError('training could not get 5120 MiB more for a batch of T = 35, B = 48', 'onnxruntime', 'make something smaller', 'memory');

it('names what to make smaller, and how large it is', () => {
  expect(adviseOnMemory(lack, experiment('translation'))).toMatchObject({
    code: 'memory', what: lack.what, where: 'onnxruntime', remedy: 'make one of these smaller: training.batchSize (now 48), model.hidden (now 321), tokenizer.vocabularySize (now 7654)',
  });
  expect((adviseOnMemory(lack, experiment('language-model')) as UserError).remedy).toContain('training.sequenceLength (now 35)');
});

it('names the tokens of a batch where these say how large it is', () => {
  const tokens = checkExperiment({ task: 'translation', data: { train: 'pairs.tsv' }, training: { batchTokens: 4096 } }, 'test');
  const { remedy } = adviseOnMemory(lack, tokens) as UserError;
  expect(remedy).toContain('training.batchTokens (now 4096)');
  expect(remedy).not.toContain('batchSize');
});

it('knows want of memory outside of engines too', () => {
  expect(adviseOnMemory(new RangeError('Array buffer allocation failed'), experiment('translation'))).toMatchObject({ name: 'UserError', code: 'memory', where: 'train' });
});

it('leaves everything else as it is', () => {
  for (const error of [new Error('internal: oh'), new UserError('a', 'b', 'c', 'input'), 'text']) expect(adviseOnMemory(error, experiment('translation'))).toBe(error);
  expect(adviseOnMemory(lack, null)).toBe(lack);
});
