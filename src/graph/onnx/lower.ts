/**
 * How each operation of ours is written in ONNX: most under their own name, with attributes where opset 21 wants them as inputs, and the few
 * that ONNX lacks in terms of others. `Scan` is in writer.ts.
 */
import type { DataType, Node, Value } from '../graph';
import { writeCompactProduct } from './compactProduct';
import type { Emitter, OnnxAttributes } from './emitter';
import { lowerGatherGradient } from './gatherGradient';
import { elementType } from './messages';

type Lowering = (node: Node, emit: Emitter) => void;

const number = (node: Node, name: string): number => node.attributes[name] as number;
const numbers = (node: Node, name: string): readonly number[] => node.attributes[name] as readonly number[];
const inputNames = (node: Node, emit: Emitter): string[] => node.inputs.map((input) => emit.nameOf(input));
const outputNames = (node: Node, emit: Emitter): string[] => node.outputs.map((output) => emit.nameOf(output));

/** Written as it is, with these attributes and these constants behind its inputs. */
const plain = (attributes: (node: Node) => OnnxAttributes = () => ({}), more: (node: Node, emit: Emitter) => string[] = () => []): Lowering => (node, emit) =>
  emit.node(node.operation, [...inputNames(node, emit), ...more(node, emit)], outputNames(node, emit), attributes(node));

/** Both name an axis as a vector of one. */
const oneAxis = plain(undefined, (node, emit) => [emit.integers(number(node, 'axis'))]);

/** The runtime counts places in int64; ours are int32. */
function narrow(emit: Emitter, places: string, output: Value): void {
  emit.node('Cast', [places], [emit.nameOf(output)], { to: elementType('int32') });
}

/** softmax(x) along the last axis, written once for each x in a graph: `Softmax` itself and `ReduceLogSumExp` share it. */
function softmaxOf(x: Value, emit: Emitter, name?: string): string {
  const known = emit.softmaxes.get(x);
  if (known !== undefined) return known;
  const inputs = [emit.nameOf(x)];
  const written = name ?? emit.step('Softmax', inputs, { axis: -1 });
  if (name !== undefined) emit.node('Softmax', inputs, [name], { axis: -1 });
  emit.softmaxes.set(x, written);
  return written;
}

const lowerings: Readonly<Record<string, Lowering>> = {
  MatMul: (node, emit) => {
    const [a, b] = inputNames(node, emit);
    const compact = emit.compactOf(node.inputs[1]);
    if (compact !== null) {
      writeCompactProduct(a, compact, emit.nameOf(node.outputs[0]), emit);
      return;
    }
    const turned = emit.transposedOfOuter(node.inputs[1]);
    emit.node('MatMul', [a, turned === null ? b : emit.step('Transpose', [turned], { perm: [1, 0] })], outputNames(node, emit));
  },
  Cast: plain((node) => ({ to: elementType(node.attributes.to as DataType) })),
  Transpose: plain((node) => ({ perm: numbers(node, 'perm') })),
  Unsqueeze: oneAxis,
  Squeeze: oneAxis,
  Concat: plain((node) => ({ axis: number(node, 'axis') })),
  Split: plain((node) => ({ axis: number(node, 'axis') }), (node, emit) => [emit.integers(...numbers(node, 'sizes'))]),
  Slice: plain(undefined, (node, emit) => ['start', 'end', 'axis'].map((name) => emit.integers(number(node, name)))),
  Shape: plain((node) => ({ start: number(node, 'axis'), end: number(node, 'axis') + 1 })),
  ConstantOfShape: plain((node) => {
    const value = number(node, 'value');
    const data = node.attributes.type === 'int32' ? Int32Array.of(value) : Float32Array.of(value);
    return { value: { tensor: { type: node.attributes.type as DataType, shape: [1], data } } };
  }),
  Gather: plain(() => ({ axis: 0 })),
  GatherElements: plain(() => ({ axis: -1 })),
  ScatterElements: plain(() => ({ axis: -1, reduction: 'add' })),
  GatherGradient: (node, emit) => lowerGatherGradient(node, emit),
  ReduceSum: plain((node) => ({ keepdims: node.attributes.keepDims ? 1 : 0 }), (node, emit) => [emit.integers(...numbers(node, 'axes'))]),
  ReduceSumSquare: plain(() => ({ keepdims: 0 })),
  ReduceMax: plain(() => ({ keepdims: 1 }), (_, emit) => [emit.integers(-1)]),
  Softmax: (node, emit) => {
    const [output] = outputNames(node, emit);
    const shared = softmaxOf(node.inputs[0], emit, output);
    if (shared !== output) emit.node('Identity', [shared], [output]);
  },
  /** log Σ exp x = max x - log max softmax(x): safe, since the largest probability is at least 1 / V, and the softmax is there for the gradient. */
  ReduceLogSumExp: (node, emit) => {
    const [x] = node.inputs;
    const largest = emit.step('ReduceMax', [emit.nameOf(x), emit.integers(-1)], { keepdims: 1 });
    const probability = emit.step('ReduceMax', [softmaxOf(x, emit), emit.integers(-1)], { keepdims: 1 });
    emit.node('Sub', [largest, emit.step('Log', [probability])], outputNames(node, emit));
  },
  ArgMax: (node, emit) => narrow(emit, emit.step('ArgMax', inputNames(node, emit), { axis: -1, keepdims: 0 }), node.outputs[0]),
  TopK: (node, emit) => {
    const [values, places] = node.outputs;
    const wide = `${emit.nameOf(places)}.int64`;
    emit.node('TopK', [...inputNames(node, emit), emit.integers(number(node, 'k'))], [emit.nameOf(values), wide], { axis: -1 });
    narrow(emit, wide, places);
  },
};

const asTheyAre = ['Add', 'Sub', 'Mul', 'Div', 'Min', 'Max', 'Equal', 'Less', 'Greater', 'Neg', 'Exp', 'Log', 'Sqrt', 'Tanh', 'Sigmoid', 'Relu', 'Abs', 'Not', 'Identity',
  'Where', 'Reshape', 'Expand'];
const table = new Map<string, Lowering>([...asTheyAre.map((name): [string, Lowering] => [name, plain()]), ...Object.entries(lowerings)]);

export function lower(node: Node, emit: Emitter): void {
  const lowering = table.get(node.operation);
  if (!lowering) throw new Error(`internal: ${node.operation} cannot be written as ONNX`);
  lowering(node, emit);
}

/** The operations that can be written. */
export const onnxOperations = (): string[] => [...table.keys(), 'Scan'].sort();
