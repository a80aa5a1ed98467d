/** Collects the ONNX nodes of one graph: names for values, constants in the outermost graph, nodes in order. */
import type { Graph, Tensor, Value } from '../graph';
import type { Size } from '../size';
import { compactMatrix, isWorthCompacting } from './compactWeights';
import type { OnnxAttribute, OnnxNode, OnnxTensor } from './messages';

export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

/** The constants that a compact weight is in the file. */
export interface CompactNames { readonly codes: string; readonly scales: string }

/** What sizes are in one run; undefined where that is not known before it. */
export interface KnownSizes { resolve(size: Size): number | undefined }

/** What the graphs of one file share. */
export interface FileScope {
  /** Values that go by another name in the file: outputs by theirs, assigned values by `<parameter>.next`. */
  readonly names: Map<Value, string>;
  /** Constants that lowering adds, by name. */
  readonly constants: Map<string, OnnxTensor>;
  next: number;
  /** Whether the graph is a training step: its loops run for many steps. */
  readonly trains: boolean;
  /** Values that come from outside the file: not what they were computed from. */
  readonly given: ReadonlySet<Value>;
  /** What the bodies of loops read. */
  readonly readInLoops: Set<string>;
  /** What the sizes are, where loops are written step by step. */
  readonly sizes?: KnownSizes;
  /** What a loop that was written step by step stacked: its pieces in their order. */
  readonly pieces: Map<Value, readonly string[]>;
  /** Weights whose products are computed from compact numbers, where they are large. */
  readonly compact: ReadonlyMap<Value, Tensor>;
}

const DROPPED_UNREAD: ReadonlySet<string> = new Set(['Transpose', 'Concat', 'Unsqueeze', 'Gather', 'Identity']);

export class Emitter {
  readonly nodes: OnnxNode[] = [];
  /** `Softmax` of a value in this graph, once it is written: x -> the name of the softmax. */
  readonly softmaxes = new Map<Value, string>();

  /** Matrices of this graph that the loops in it want turned: value -> the name of its transposed. */
  private readonly turned = new Map<Value, string>();

  /** @param outer  writes the graph around this one */
  constructor(private readonly scope: FileScope, private readonly graph: Graph, private readonly outer: Emitter | null = null) {}

  nameOf(value: Value): string {
    return this.scope.names.get(value) ?? value.name;
  }

  /** A whole-number vector, once in the file. */
  integers(...numbers: readonly number[]): string {
    return this.constant(`integers(${numbers.join()})`, { type: 'int64', shape: [numbers.length], data: BigInt64Array.from(numbers, BigInt) });
  }

  /** A place along an axis, which a look-up there takes away. */
  index(place: number): string {
    return this.constant(`index(${place})`, { type: 'int64', shape: [], data: BigInt64Array.of(BigInt(place)) });
  }

  constant(name: string, tensor: OnnxTensor): string {
    this.scope.constants.set(name, tensor);
    return name;
  }

  /** The right side of a product where it is a weight, or the transposed of one, that is to be compact; else null. */
  compactOf(b: Value): CompactNames | null {
    const turned = b.producer?.operation === 'Transpose' ? b.producer.inputs[0] : null;
    const weight = turned ?? b;
    const tensor = this.scope.compact.get(weight);
    if (tensor === undefined || !isWorthCompacting(tensor)) return null;
    const name = turned ? `${weight.name}.turned` : weight.name;
    const names = { codes: `${name}.codes`, scales: `${name}.scales` };
    if (!this.scope.constants.has(names.codes)) {
      const { codes, scales, shape } = compactMatrix(tensor, turned !== null);
      this.constant(names.codes, { type: 'int8', shape, data: codes });
      this.constant(names.scales, { type: 'float32', shape: [scales.length], data: scales });
    }
    return names;
  }

  /**
   * The name of bᵀ for a matrix b from outside this loop, null where b is not one or turning it would not pay. A product of few rows with b reads
   * bᵀ faster than b, and the runtime merges a transposition with the product that follows it. b itself is often the transposed of a
   * weight: then nothing needs turning.
   */
  transposedOfOuter(b: Value): string | null {
    if (this.scope.sizes || b.graph === this.graph || b.shape.length !== 2) return null;
    if (b.producer?.operation === 'Transpose' && !this.scope.given.has(b)) return this.nameOf(b.producer.inputs[0]);
    return this.scope.trains ? this.writerOf(b.graph).transposed(b) : null;
  }

  private transposed(value: Value): string {
    let name = this.turned.get(value);
    if (name === undefined) this.turned.set(value, name = this.step('Transpose', [this.nameOf(value)], { perm: [1, 0] }));
    return name;
  }

  private writerOf(graph: Graph): Emitter {
    if (this.graph === graph) return this;
    if (!this.outer) throw new Error(`internal: ${graph.name} is not being written`);
    return this.outer.writerOf(graph);
  }

  /** Drops what was written in case somebody reads it: transpositions, since the loops read what they turn, or products the weight's compact numbers, and what steps stack, since other steps read its pieces. */
  dropUnread(results: readonly string[]): void {
    const read = new Set([...results, ...this.scope.readInLoops]);
    const kept = this.nodes.toReversed().filter(({ operation, inputs, outputs }) => {
      if (DROPPED_UNREAD.has(operation) && !outputs.some((output) => read.has(output))) return false;
      for (const input of inputs) read.add(input);
      return true;
    });
    this.nodes.splice(0, this.nodes.length, ...kept.toReversed());
  }

  /** What nodes of the outermost graph, and of the loops in it, read. */
  readNames(): ReadonlySet<string> {
    return new Set([...this.scope.readInLoops, ...this.nodes.flatMap(({ inputs }) => inputs)]);
  }

  /** Adds a node that yields `outputs`; it is named after the first of them. */
  node(operation: string, inputs: readonly string[], outputs: readonly string[], attributes: OnnxAttributes = {}): void {
    this.nodes.push({ name: outputs[0], operation, inputs, outputs, attributes });
    if (this.outer) for (const input of inputs) this.scope.readInLoops.add(input);
  }

  /** Adds a node whose one output is for lowering's own use, and names it. */
  step(operation: string, inputs: readonly string[], attributes: OnnxAttributes = {}): string {
    return this.steps(operation, inputs, 1, attributes)[0];
  }

  /** The same with several outputs. */
  steps(operation: string, inputs: readonly string[], count: number, attributes: OnnxAttributes = {}): string[] {
    const outputs = Array.from({ length: count }, () => `${operation}.${this.scope.next++}`);
    this.node(operation, inputs, outputs, attributes);
    return outputs;
  }
}
