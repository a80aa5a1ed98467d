/** Memory for the outputs of a program, taken again from run to run as long as the sizes repeat. */
import type { DataType, Graph, Tensor, Value } from '../../graph/graph';
import type { Feeds } from '../engine';
import type { Sizes } from '../sizes';

function allocate(type: DataType, length: number): Tensor['data'] {
  switch (type) {
    case 'float32': return new Float32Array(length);
    case 'int32': return new Int32Array(length);
    case 'int64': return new BigInt64Array(length);
    case 'bool': return new Uint8Array(length);
    default: throw new Error(`internal: unknown data type ${String(type satisfies never)}`);
  }
}

export class OutputBuffers {
  /** Two for each output: what the last run gave out may be fed to the next one, as a carried state is. */
  private readonly kept = new Map<string, [Tensor | null, Tensor | null]>();

  constructor(private readonly graph: Graph) {}

  /** A buffer for every output whose shape is known before the run; null for the others. */
  choose(sizes: Sizes, feeds: Feeds): Map<string, Tensor | null> {
    const fed = new Set(Object.values(feeds).map(({ data }) => data.buffer));
    return new Map(this.graph.outputs.map(({ name, value }) => [name, this.bufferFor(name, value, sizes, fed)]));
  }

  private bufferFor(name: string, { type, shape: declared }: Value, sizes: Sizes, fed: ReadonlySet<ArrayBufferLike>): Tensor | null {
    const shape: number[] = [];
    for (const size of declared) {
      const number = sizes.resolve(size);
      if (number === undefined) return null;
      shape.push(number);
    }
    let pair = this.kept.get(name);
    if (!pair) this.kept.set(name, pair = [null, null]);
    const slot = pair[0] && fed.has(pair[0].data.buffer) ? 1 : 0;
    const old = pair[slot];
    if (old && old.shape.every((size, axis) => size === shape[axis]) && !fed.has(old.data.buffer)) return old;
    return pair[slot] = { type, shape, data: allocate(type, shape.reduce((product, size) => product * size, 1)) };
  }
}
