/** Want of memory, told with the sizes of the experiment that it grows with. */
import { isOutOfMemory } from '../engine/failures';
import { UserError } from '../errors/userError';
import type { Experiment } from '../protocol/experiment';

/**
 * The error as it is, unless it is want of memory: then one whose remedy names what to make smaller, and how large it is now.
 * @param experiment null where the failure came before it was known
 */
export function adviseOnMemory(error: unknown, experiment: Experiment | null): unknown {
  if (experiment === null) return error;
  const remedy = `make one of these smaller: ${sizesOf(experiment).map(([path, size]) => `${path} (now ${size})`).join(', ')}`;
  if (error instanceof UserError) return error.code === 'memory' ? new UserError(error.what, error.where, remedy, 'memory') : error;
  return isOutOfMemory(error) ? new UserError(`the training could not get the memory it needs: ${error instanceof Error ? error.message : String(error)}`, 'train', remedy, 'memory') : error;
}

/** Those that this model has: a translator reads whole sentences, a window is as long as it is, and characters are as many as there are. */
function sizesOf({ task, training, model, tokenizer }: Experiment): (readonly [path: string, size: number])[] {
  const steps = task === 'language-model' && model.window === null ? training.sequenceLength : null;
  const sizes = [
    ['training.batchSize', training.batchTokens === null ? training.batchSize : null], ['training.batchTokens', training.batchTokens], ['training.sequenceLength', steps], ['model.window', model.window], ['model.hidden', model.hidden], ['tokenizer.vocabularySize', tokenizer.vocabularySize],
  ] as const;
  return sizes.flatMap(([path, size]) => (size === null ? [] : [[path, size] as const]));
}
