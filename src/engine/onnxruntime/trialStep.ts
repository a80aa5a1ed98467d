/**
 * A training step in small, by which an execution provider is tried before it is trusted: tokens, an embedding, a recurrent loop through
 * time, softmax cross-entropy, its gradient and an update. Every kind of node that a real training has most of is in it.
 */
import { gradients } from '../../graph/differentiate';
import { Graph, type Tensor } from '../../graph/graph';
import { add, flatten, gather, gatherElements, logSumExp, matMul, reduceSum, reshape, slice, sub, tanh } from '../../graph/ops';
import { scan } from '../../graph/scan/scan';
import { productOf } from '../../graph/size';
import { Variables, type Feeds } from '../engine';

const [T, B, E, H, V] = [3, 2, 4, 8, 5];
/** What the graph assigns. */
export const TRIAL_PARAMETERS = { table: [V, E], w: [E, H], u: [H, H], o: [H, V] } as const;

/** h_t = tanh(e(x_t) W + h_{t-1} U); loss = Σ -log softmax(h_t O)[y_t]; each parameter p becomes p - ∂loss/∂p. */
export function trialStep(): Graph {
  const graph = new Graph('trial step');
  const tokens = graph.input('tokens', 'int32', ['T', 'B']);
  const targets = graph.input('targets', 'int32', ['T', 'B']);
  const start = graph.input('start', 'float32', ['B', H]);
  const parameters = Object.entries(TRIAL_PARAMETERS).map(([name, shape]) => graph.parameter(name, shape));
  const [table, w, u, o] = parameters;
  const { outputs: [states] } = scan({ states: [start], inputs: [matMul(gather(table, tokens), w)] }, ([h], [x]) => {
    const next = tanh(add(x, matMul(h, u)));
    return { states: [next], outputs: [next] };
  });
  const logits = matMul(flatten(states), o); // [T, B, H] -> [T*B, V]
  const picked = gatherElements(logits, reshape(targets, [productOf(targets.shape), 1]));
  const loss = reduceSum(sub(logSumExp(logits), picked), [0, 1]);
  gradients(loss, parameters).forEach((gradient, index) => graph.assign(parameters[index], sub(parameters[index], gradient)));
  graph.output('loss', loss);
  graph.output('last', slice(states, 0, T - 1));
  return graph;
}

export const trialFeeds = (): Feeds => ({
  tokens: whole([4, 0, 1, 3, 2, 4]), targets: whole([0, 1, 3, 2, 4, 0]), start: { type: 'float32', shape: [B, H], data: waves(B * H) },
});

export function trialVariables(): Variables {
  const variables = new Variables();
  for (const [name, shape] of Object.entries(TRIAL_PARAMETERS)) variables.set(name, shape, waves(shape[0] * shape[1]));
  return variables;
}

const whole = (numbers: readonly number[]): Tensor => ({ type: 'int32', shape: [T, B], data: Int32Array.from(numbers) });
/** Numbers between -0.5 and 0.5 without a pattern that a wrong layout could hide behind. */
const waves = (length: number): Float32Array => Float32Array.from({ length }, (_, index) => 0.5 * Math.sin(1 + 1.7 * index));
