/** The messages of an ONNX file (onnx.proto3, IR version 10): which field has which number stands here and nowhere else. */
import type { DataType, Tensor } from '../graph';
import type { Shape } from '../size';
import { Message } from './protobuf';

/** TensorProto.DataType */
const ELEMENT_TYPES: Readonly<Record<OnnxType, number>> = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9 };
export const elementType = (type: OnnxType): number => ELEMENT_TYPES[type];

/** Graphs know no bytes as numbers; files do, for compact weights. */
export type OnnxType = DataType | 'uint8' | 'int8';
export type OnnxTensor = Omit<Tensor, 'type' | 'data'> & { readonly type: OnnxType; readonly data: Tensor['data'] | Int8Array };

/** What an attribute may be here: a whole number, text, a list of whole numbers, a tensor or a graph. */
export type OnnxAttribute = number | string | readonly number[] | { readonly tensor: Tensor } | { readonly graph: Message };

export interface OnnxNode {
  /** Appears in the runtime's errors and profiles. */
  readonly name: string;
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface ValueInfo { readonly name: string; readonly type: DataType; readonly shape: Shape }

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly { readonly name: string; readonly tensor: OnnxTensor }[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** Types and shapes of what stands between inputs and outputs. */
  readonly inner: readonly ValueInfo[];
}

export function tensorMessage({ type, shape, data }: OnnxTensor, name?: string): Message {
  const message = new Message();
  for (const size of shape) message.integer(1, size);
  message.integer(2, elementType(type));
  if (name !== undefined) message.text(8, name);
  return message.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)); // little-endian, as every machine we run on
}

function attributeMessage(name: string, attribute: OnnxAttribute): Message {
  const message = new Message().text(1, name);
  if (typeof attribute === 'number') return message.integer(3, attribute).integer(20, 2);
  if (typeof attribute === 'string') return message.bytes(4, new TextEncoder().encode(attribute)).integer(20, 3);
  if ('tensor' in attribute) return message.message(5, tensorMessage(attribute.tensor)).integer(20, 4);
  if ('graph' in attribute) return message.message(6, attribute.graph).integer(20, 5);
  for (const number of attribute) message.integer(8, number);
  return message.integer(20, 7);
}

function nodeMessage({ name, operation, inputs, outputs, attributes }: OnnxNode): Message {
  const message = new Message();
  for (const input of inputs) message.text(1, input);
  for (const output of outputs) message.text(2, output);
  message.text(3, name).text(4, operation);
  for (const [key, attribute] of Object.entries(attributes)) message.message(5, attributeMessage(key, attribute));
  return message;
}

function valueInfoMessage({ name, type, shape }: ValueInfo): Message {
  const sizes = new Message();
  for (const size of shape) sizes.message(1, typeof size === 'number' ? new Message().integer(1, size) : new Message().text(2, size));
  const tensorType = new Message().integer(1, elementType(type)).message(2, sizes);
  return new Message().text(1, name).message(2, new Message().message(1, tensorType));
}

export function graphMessage({ name, nodes, constants, inputs, outputs, inner }: OnnxGraph): Message {
  const message = new Message();
  for (const node of nodes) message.message(1, nodeMessage(node));
  message.text(2, name);
  for (const constant of constants) message.message(5, tensorMessage(constant.tensor, constant.name));
  for (const input of inputs) message.message(11, valueInfoMessage(input));
  for (const output of outputs) message.message(12, valueInfoMessage(output));
  for (const value of inner) message.message(13, valueInfoMessage(value));
  return message;
}

export function modelMessage(graph: Message, opset: number): Message {
  return new Message().integer(1, 10).text(2, 'sequence-lab').message(7, graph).message(8, new Message().text(1, '').integer(2, opset));
}
