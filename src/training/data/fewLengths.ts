/** Batches of sentences for engines that get ready for each length anew: a few lengths instead of nearly as many as there are batches. */
import type { Tensor } from '../../graph/graph';
import type { Batch, BatchPlan, TrainingData } from './trainingData';

/** 191 batches of the phrasebook have 51 pairs of lengths, and 9 where each is a multiple of 4. */
const MULTIPLE = 4;

/** Sentences with more padding, which masks leave out as they do the rest of it. Running text stays as it is: its batches are of one length. */
export function fewLengths(data: TrainingData): TrainingData {
  if (data.experiment.task !== 'translation') return data;
  return { ...data, epoch: (epoch) => padded(data.epoch(epoch)), validation: { ...data.validation, batches: padded(data.validation.batches) } };
}

const padded = (plan: BatchPlan): BatchPlan => ({ length: plan.length, tokens: plan.tokens, get: (index) => paddedBatch(plan.get(index)) });

/** Every feed is [length, rows]; what fills it up is PAD among tokens, and nothing in a mask: 0 in both. */
function paddedBatch(batch: Batch): Batch {
  return { ...batch, feeds: Object.fromEntries(Object.entries(batch.feeds).map(([name, tensor]) => [name, paddedTensor(tensor)])) };
}

function paddedTensor(tensor: Tensor): Tensor {
  const [length, rows] = tensor.shape;
  const wanted = Math.ceil(length / MULTIPLE) * MULTIPLE;
  if (wanted === length) return tensor;
  const data = tensor.type === 'int32' ? new Int32Array(wanted * rows) : new Float32Array(wanted * rows);
  data.set(tensor.data as Int32Array | Float32Array);
  return { ...tensor, shape: [wanted, rows], data };
}
