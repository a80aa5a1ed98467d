import type { Tensor } from '../graph/graph';

/** Scalar feeds that are filled anew for every step. */
export class Scalars {
  readonly feeds: Record<string, Tensor> = {};

  set(name: string, value: number): this {
    const tensor = this.feeds[name] ??= { type: 'float32', shape: [], data: new Float32Array(1) };
    tensor.data[0] = value;
    return this;
  }
}
