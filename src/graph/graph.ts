/**
 * The computation as data. A graph is a list of nodes in an order in which they can run; a node applies an operation named as in ONNX to
 * values and yields values; a value has a type and a shape of numbers and symbols. The body of a `Scan` is a graph inside a graph: it may
 * read the values of the graphs around it. Nothing here knows of words, files or engines.
 */
import { formatShape, type Shape, type Size } from './size';

export type DataType = 'float32' | 'int32' | 'int64' | 'bool';

/** Numbers with a type and a shape of known sizes: the constants of a graph, and what engines take and give. bool is 0 or 1. */
export interface Tensor {
  readonly type: DataType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | BigInt64Array | Uint8Array;
}

export type Attribute = number | string | boolean | readonly number[] | Shape;

export interface Value {
  readonly name: string;
  readonly type: DataType;
  readonly shape: Shape;
  readonly graph: Graph;
  /** Null for an input, a parameter or a constant. */
  producer: Node | null;
}

export interface Node {
  readonly operation: string;
  /** Rewritten when a loop is rearranged. */
  readonly inputs: Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** A `Scan` grows outputs when its gradient asks for values of the loop. */
  readonly outputs: Value[];
  readonly body: Graph | null;
  readonly graph: Graph;
}

export class Graph {
  readonly inputs: Value[] = [];
  /** Inputs that the engine keeps between runs: weights and the optimizer's moments. */
  readonly parameters: Value[] = [];
  /** What a body yields in order (states first), or what a run returns by name. */
  readonly outputs: { readonly name: string; readonly value: Value }[] = [];
  readonly nodes: Node[] = [];
  readonly constants = new Map<Value, Tensor>();
  /** Parameter -> the value it has after the run. */
  readonly assignments = new Map<Value, Value>();
  private readonly names: { next: number; readonly taken: Set<string> };
  private readonly constantsByKey = new Map<string, Value>();
  /** Symbol -> the first value that has it, with its axis: where a run reads the size off. */
  private readonly symbols = new Map<Size, { readonly value: Value; readonly axis: number }>();

  constructor(readonly name: string, readonly parent: Graph | null = null) {
    this.names = parent ? parent.names : { next: 0, taken: new Set() };
  }

  get root(): Graph {
    return this.parent ? this.parent.root : this;
  }

  /** Whether values of `other` can be read here: it is this graph or one around it. */
  isWithin(other: Graph): boolean {
    return this === other || (this.parent?.isWithin(other) ?? false);
  }

  input(name: string, type: DataType, shape: Shape): Value {
    const value = this.value(this.claim(name), type, shape, null);
    this.inputs.push(value);
    return value;
  }

  /** A value that a body will be given; `inputs` is settled when its loop is. */
  placeholder(type: DataType, shape: Shape): Value {
    return this.value(this.fresh('step'), type, shape, null);
  }

  /** An input that stays with the engine from run to run. Shape in numbers only. */
  parameter(name: string, shape: readonly number[]): Value {
    const value = this.value(this.claim(name), 'float32', shape, null);
    this.parameters.push(value);
    return value;
  }

  /** Gives `value` out under `name` when the graph runs. */
  output(name: string, value: Value): void {
    if (this.outputs.some((output) => output.name === name)) throw new Error(`internal: two outputs are called ${name}`);
    this.outputs.push({ name, value });
  }

  /** After the run `parameter` holds `value`. */
  assign(parameter: Value, value: Value): void {
    if (!this.parameters.includes(parameter)) throw new Error(`internal: ${parameter.name} is not a parameter of ${this.name}`);
    if (formatShape(parameter.shape) !== formatShape(value.shape)) {
      throw new TypeError(`assign ${parameter.name}: expected ${formatShape(parameter.shape)}, got ${formatShape(value.shape)}`);
    }
    this.assignments.set(parameter, value);
  }

  /** Constants stand in the outermost graph, each only once. */
  constant(type: DataType, shape: readonly number[], data: readonly number[]): Value {
    if (this.parent) return this.root.constant(type, shape, data);
    const key = `${type}${formatShape(shape)}${data.join()}`;
    let value = this.constantsByKey.get(key);
    if (!value) {
      value = this.value(this.fresh('constant'), type, shape, null);
      this.constantsByKey.set(key, value);
      this.constants.set(value, { type, shape, data: typedArray(type, data) });
    }
    return value;
  }

  addNode(operation: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>>, outputs: readonly { type: DataType; shape: Shape }[], body: Graph | null = null): Node {
    const node: Node = { operation, inputs: [...inputs], attributes, outputs: [], body, graph: this };
    for (const { type, shape } of outputs) this.addOutputTo(node, type, shape);
    this.nodes.push(node);
    return node;
  }

  /** One more output of a node: `addNode`'s own, and what the gradient of a `Scan` asks for. */
  addOutputTo(node: Node, type: DataType, shape: Shape): Value {
    const value = this.value(this.fresh(node.operation), type, shape, node);
    node.outputs.push(value);
    return value;
  }

  /** Where a run reads the size called `symbol`, or undefined. */
  whereIs(symbol: Size): { readonly value: Value; readonly axis: number } | undefined {
    return this.root.symbols.get(symbol);
  }

  private value(name: string, type: DataType, shape: Shape, producer: Node | null): Value {
    const value: Value = { name, type, shape, graph: this, producer };
    if (!this.parent) {
      shape.forEach((size, axis) => {
        if (typeof size === 'string' && !this.symbols.has(size)) this.symbols.set(size, { value, axis });
      });
    }
    return value;
  }

  private claim(name: string): string {
    if (this.names.taken.has(name)) throw new Error(`internal: the name ${name} is taken in graph ${this.name}`);
    this.names.taken.add(name);
    return name;
  }

  /** A name that nothing else has. */
  fresh(stem: string): string {
    let name: string;
    do name = `${stem}_${this.names.next++}`; while (this.names.taken.has(name));
    return this.claim(name);
  }
}

export function typedArray(type: DataType, data: readonly number[]): Tensor['data'] {
  switch (type) {
    case 'float32': return Float32Array.from(data);
    case 'int32': return Int32Array.from(data);
    case 'int64': return BigInt64Array.from(data, (number) => BigInt(number));
    case 'bool': return Uint8Array.from(data);
    default: throw new Error(`internal: unknown data type ${String(type satisfies never)}`);
  }
}
