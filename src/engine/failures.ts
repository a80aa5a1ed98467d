/** What onnxruntime says when it fails, told to whom it concerns: want of memory is for the user to mend, the rest is our fault. */
import { UserError } from '../errors/userError';
import type { Graph } from '../graph/graph';
import type { EngineInfo } from './engine';
import { missingNode } from './missing';
import type { Sizes } from './sizes';

/** The words of onnxruntime, of C++, of TensorFlow, of WebAssembly's loaders (a memory of 4 GiB at most) and of V8. */
const OUT_OF_MEMORY = new RegExp([
  'failed to allocate', 'bad_alloc', 'bad_array_new_length', '\\bOOM\\b', 'out of memory', 'cannot enlarge memory', 'could not allocate memory', 'tensor shape is too large', 'integer overflow',
  'array buffer allocation failed', 'invalid (?:typed )?array (?:buffer )?length', 'WebAssembly.Memory.*(?:grow|limit)', 'cuda.* failure 2\\b',
].join('|'), 'i');
const NOT_IMPLEMENTED = /NOT_IMPLEMENTED|could not find an implementation/i;
/** "… for Foo(21) node with name 'bar'" */
const NODE = /implementation for (?:the node )?([\w.]+)(?:\(\d+\))?(?: node with name '([^']*)')?/i;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function isOutOfMemory(error: unknown): boolean {
  return OUT_OF_MEMORY.test(messageOf(error));
}

/** An error while `graph` ran; the runtime names the node, and nodes are named after the values they yield. */
export function runFailure(error: unknown, graph: Graph, info: EngineInfo, sizes: Sizes): Error {
  const message = messageOf(error);
  if (!isOutOfMemory(error)) return new Error(`internal: ${graph.name} failed in ${info.name} with ${sizes.toString() || 'fixed sizes'}: ${message}`, { cause: error });
  const wanted = /requested buffer of size (\d+)/.exec(message)?.[1];
  const amount = wanted === undefined ? 'the memory it needs' : `${(Number(wanted) / 2 ** 20).toFixed(0)} MiB more`;
  return new UserError(`${graph.name} could not get ${amount} for a batch of ${sizes.toString()}`, info.name,
    'make training.batchSize, training.sequenceLength, model.hidden or tokenizer.vocabularySize smaller', 'memory');
}

/** An error while `graph` was made ready. */
export function loadFailure(error: unknown, graph: Graph, info: EngineInfo): Error {
  const message = messageOf(error);
  if (isOutOfMemory(error)) {
    return new UserError(`${graph.name} could not get the memory it needs to be loaded`, info.name, 'make model.hidden or tokenizer.vocabularySize smaller', 'memory');
  }
  if (NOT_IMPLEMENTED.test(message)) {
    const [, operation = 'a node', name = message] = NODE.exec(message) ?? [];
    return missingNode(info.name, 'a kernel', operation, name, graph.name);
  }
  return new Error(`internal: ${graph.name} was refused by ${info.name}: ${message}`, { cause: error });
}
