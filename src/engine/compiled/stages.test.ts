/** What is taken from a runtime, and how a graph is cut there. */
import { describe, expect, it } from 'vitest';
import '../../graph/operations';
import { Graph, type Value } from '../../graph/graph';
import * as ops from '../../graph/ops';
import { scan } from '../../graph/scan/scan';
import { languageModel } from '../../models/languageModel';
import type { LanguageModelConfig } from '../../models/model';
import { translator } from '../../models/translator';
import { attachGradients } from '../../training/gradients';
import { stagesOf, type Stages } from './stages';
import type { Task } from './task';

const lm: LanguageModelConfig = { cell: 'lstm', window: null, vocabulary: 60, embedding: 8, hidden: 12, layers: 1, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal' };

function trainingGraph(change: Partial<LanguageModelConfig> = {}): Graph {
  const model = languageModel({ ...lm, ...change }).train({ labelSmoothing: 0 });
  attachGradients(model);
  return model.graph;
}

const trainingOf = (change: Partial<LanguageModelConfig>): Stages => stagesOf(trainingGraph(change))!;

const tasksOf = ({ stages }: Stages): Task[] => stages.flatMap(({ tasks }) => tasks);
const loopsOf = (stages: Stages): Task[] => tasksOf(stages).filter(({ node }) => node.body);
const kinds = ({ instructions }: Task): string => instructions.map((instruction) => ('product' in instruction ? 'product' : 'walk' in instruction ? `walk ${instruction.walk.width}` : instruction.work.kind)).join(', ');

describe('the training step of a language model', () => {
  it('has an LSTM as one product and one walk a step, forward, and one walk before the product on the way back', () => {
    const [forward, backward] = loopsOf(trainingOf({}));
    expect(kinds(forward)).toBe('product, walk 12');
    expect(kinds(backward)).toBe('walk 12, product, walk 12');
    expect([forward.reverse, backward.reverse]).toEqual([false, true]);
  });

  it('keeps what is stacked of a state among its states', () => {
    const [forward] = loopsOf(trainingOf({}));
    const places = [...forward.stacks.values()].map(({ source }) => source.kind);
    expect(places.filter((kind) => kind === 'after')).toHaveLength(1); // the outputs
    expect(places.filter((kind) => kind === 'before')).toHaveLength(2); // h and c of the step before, for the gradients
  });

  it('turns no weight, in loops or outside', () => {
    const weights = tasksOf(trainingOf({})).flatMap(({ instructions }) => instructions.flatMap((instruction) => ('product' in instruction ? [instruction.product.weight] : [])));
    expect(weights.some(({ transposed }) => transposed)).toBe(true);
    for (const { value } of weights) expect(value.producer?.operation).not.toBe('Transpose');
  });

  it.each([['rnn', 2], ['gru', 2], ['lstm', 2], ['lstm', 4]] as const)('of %s takes its %i loops', (cell, loops) => {
    const stages = trainingOf({ cell, layers: loops / 2 });
    expect(loopsOf(stages)).toHaveLength(loops);
    expect(stages.leavesLoops).toBe(false);
  });

  it('runs a loop after all that it reads and before all that reads it', () => {
    const { stages } = trainingOf({ layers: 2 });
    const done = new Set<Value>();
    for (const { part, tasks } of stages) {
      part?.results.forEach(({ value }) => done.add(value));
      for (const task of tasks) {
        for (const { producer } of task.walked) if (producer && producer.operation !== 'Reshape') expect(done.has(producer.outputs[0]) || producer.outputs.some((output) => done.has(output))).toBe(true);
        task.node.outputs.forEach((output) => done.add(output));
      }
    }
  });
});

describe('a loss', () => {
  const workOf = (labelSmoothing: number): string[] => {
    const model = languageModel(lm).train({ labelSmoothing });
    attachGradients(model);
    return tasksOf(stagesOf(model.graph)!).filter(({ instructions }) => instructions.some((instruction) => 'work' in instruction)).map(kinds);
  };

  it('is taken from the logits where they lie, with its gradient and the biases’; embeddings are looked up for the first product', () => {
    expect(workOf(0)).toEqual(['lookUp', 'pick', 'logSumExp', 'walk 60, scatter', 'columnSums', 'columnSums', 'addUp']);
    expect(workOf(0.1)).toEqual(['lookUp', 'pick', 'logSumExp', 'sum', 'walk 60, scatter', 'columnSums', 'columnSums', 'addUp']);
  });

  it('leaves no matrix of the vocabulary to the runtime', () => {
    const { stages } = trainingOf({});
    expect(stages.flatMap(({ part }) => part?.results ?? []).filter(({ value: { shape } }) => shape.length === 2 && shape[1] === 60)).toEqual([]);
  });

  it('stays with the runtime where the logits do, or their softmax is wanted otherwise', () => {
    const graph = new Graph('loss');
    const logits = ops.matMul(graph.input('x', 'float32', ['B', 8]), graph.input('w', 'float32', [8, 20])); // few rows: no task
    graph.output('loss', ops.logSumExp(logits));
    expect(stagesOf(graph)).toBeNull();
    const other = new Graph('probabilities');
    const more = ops.matMul(other.input('x', 'float32', ['T', 'B', 8]), other.input('w', 'float32', [8, 20]));
    other.output('p', ops.softmax(more));
    expect(tasksOf(stagesOf(other)!).map(({ node }) => node.operation)).toEqual(['MatMul']);
  });
});

it.each([['gru', 'additive', true], ['lstm', 'general', true], ['rnn', 'dot', false]] as const)('takes all loops of a translator: %s, %s attention', (cell, attention, bidirectional) => {
  const model = translator({
    cell, bidirectional, attention, inputFeeding: true, sourceVocabulary: 16, targetVocabulary: 17, sharedEmbeddings: false,
    embedding: 32, hidden: 64, layers: 1, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal',
  }).train({ labelSmoothing: 0 });
  attachGradients(model);
  const stages = stagesOf(model.graph)!;
  expect(loopsOf(stages)).toHaveLength(bidirectional ? 6 : 4); // each there and back
  expect(stages.leavesLoops).toBe(false);
  // The gradients of all that additive attention looks at are added up where they lie: an array for each step would be the largest of all.
  expect(loopsOf(stages).flatMap(({ states }) => states).filter(({ positions }) => positions !== undefined).map(({ inPlace }) => inPlace)).toEqual(attention === 'additive' ? [true] : []);
});

/** y = the loop's output, h ← step(h, x). */
function loopOf(width: number, step: (h: Value, x: Value, graph: Graph) => Value): Stages | null {
  const graph = new Graph('loop');
  const { outputs: [all] } = scan({ states: [graph.input('start', 'float32', ['B', width])], inputs: [graph.input('x', 'float32', ['T', 'B', width])] }, ([h], [x]) => {
    const next = step(h, x, graph);
    return { states: [next], outputs: [next] };
  });
  graph.output('all', all);
  return stagesOf(graph);
}

describe('a bias', () => {
  const withBias = (bias: readonly (string | number)[], more?: (sum: Value, product: Value, graph: Graph) => void): Task[] => {
    const graph = new Graph('bias');
    const product = ops.matMul(graph.input('a', 'float32', ['T', 'B', 8]), graph.input('b', 'float32', [8, 20]));
    const sum = ops.add(product, graph.input('bias', 'float32', bias));
    graph.output('y', sum);
    more?.(sum, product, graph);
    return tasksOf(stagesOf(graph)!);
  };

  it('is what its product begins with', () => {
    const [task, ...more] = withBias([20]);
    expect([task.node.operation, kinds(task), more.length]).toEqual(['Add', 'walk 20, product, walk 20', 0]); // 20 columns are not a whole number of panels
    expect(stagesOf(trainingGraph())!.stages.flatMap(({ part }) => part?.results ?? []).filter(({ value }) => value.producer?.operation === 'Add')).toEqual([]);
  });

  it('is added by the runtime where it is a matrix, or somebody else wants the product', () => {
    expect(withBias(['T', 'B', 20]).map(({ node }) => node.operation)).toEqual(['MatMul']);
    expect(withBias([1]).map(({ node }) => node.operation)).toEqual(['MatMul']);
    expect(withBias([20], (_, product, graph) => graph.output('product', product)).map(({ node }) => node.operation)).toEqual(['MatMul']);
    expect(withBias([20], (_, product, graph) => graph.output('z', ops.tanh(product))).map(({ node }) => node.operation)).toEqual(['MatMul']);
  });
});

describe('left to the runtime', () => {
  it('are loops with other operations, more dimensions, other types, or rows of less than four numbers', () => {
    expect(loopOf(4, (h, x) => ops.tanh(ops.add(h, x)))).not.toBeNull();
    expect(loopOf(3, (h, x) => ops.tanh(ops.add(h, x)))).toBeNull();
    expect(loopOf(4, (h, x) => ops.where(ops.greater(h, x), h, x))).toBeNull();
    expect(loopOf(4, (h, x) => ops.mul(ops.softmax(h), x))).toBeNull();
    expect(loopOf(4, (h, x) => ops.add(h, ops.squeeze(ops.matMul(ops.unsqueeze(x, 1), ops.expand(ops.unsqueeze(h, 2), ['B', 4, 4])), 1)))).toBeNull();
  });

  it('are products that are small, of few rows, or of stacks', () => {
    const productOf = (left: readonly (string | number)[], right: readonly (string | number)[]): Stages | null => {
      const graph = new Graph('product');
      graph.output('y', ops.matMul(graph.input('a', 'float32', left), graph.input('b', 'float32', right)));
      return stagesOf(graph);
    };
    expect(productOf(['T', 'B', 8], [8, 20])).not.toBeNull();
    expect(productOf([64, 'N'], ['N', 20])).not.toBeNull();
    expect(productOf([64, 64], [64, 64])).not.toBeNull();
    expect(productOf([8, 8], [8, 8])).toBeNull();
    expect(productOf(['B', 8], [8, 20])).toBeNull();
    expect(productOf(['T', 'B', 8], ['T', 8, 20])).toBeNull();
    expect(productOf(['T', 'B', 8], [8, 3])).toBeNull();
    expect(productOf(['T', 'B', 8], [8, 'V'])).toBeNull();
  });
});
