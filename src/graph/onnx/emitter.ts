/** Collects the ONNX nodes of one graph: names for values, constants in the outermost graph, nodes in order. */
import type { Tensor, Value } from '../graph';
import type { OnnxAttribute, OnnxNode } from './messages';

export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

/** What the graphs of one file share. */
export interface FileScope {
  /** Values that go by another name in the file: outputs by theirs, assigned values by `<parameter>.next`. */
  readonly names: Map<Value, string>;
  /** Constants that lowering adds, by name. */
  readonly constants: Map<string, Tensor>;
  next: number;
}

export class Emitter {
  readonly nodes: OnnxNode[] = [];
  /** `Softmax` of a value in this graph, once it is written: x -> the name of the softmax. */
  readonly softmaxes = new Map<Value, string>();

  constructor(private readonly scope: FileScope) {}

  nameOf(value: Value): string {
    return this.scope.names.get(value) ?? value.name;
  }

  /** A whole-number vector, once in the file. */
  integers(...numbers: readonly number[]): string {
    return this.constant(`integers(${numbers.join()})`, { type: 'int64', shape: [numbers.length], data: BigInt64Array.from(numbers, BigInt) });
  }

  constant(name: string, tensor: Tensor): string {
    this.scope.constants.set(name, tensor);
    return name;
  }

  /** Adds a node that yields `outputs`; it is named after the first of them. */
  node(operation: string, inputs: readonly string[], outputs: readonly string[], attributes: OnnxAttributes = {}): void {
    this.nodes.push({ name: outputs[0], operation, inputs, outputs, attributes });
  }

  /** Adds a node whose one output is for lowering's own use, and names it. */
  step(operation: string, inputs: readonly string[], attributes: OnnxAttributes = {}): string {
    const output = `${operation}.${this.scope.next++}`;
    this.node(operation, inputs, [output], attributes);
    return output;
  }
}
