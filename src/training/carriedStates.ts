/** States of a recurrent model that go from one batch to the next: zero at the start of a text, then what the run before gave out. */
import type { Results } from '../engine/engine';
import type { Sizes } from '../engine/sizes';
import type { Tensor } from '../graph/graph';
import type { Shape } from '../graph/size';
import type { StateSpec } from '../models/model';
import type { NamedTensor } from './safetensors';

interface State { shape: readonly number[]; data: Float32Array }

export class CarriedStates {
  private readonly states = new Map<string, State>();

  constructor(private readonly specs: readonly StateSpec[]) {}

  /** Adds the states to the feeds. @param first they start at zero */
  feed(feeds: Record<string, Tensor>, sizes: Sizes, first: boolean): void {
    for (const { input, shape: symbolic } of this.specs) {
      const shape = resolveShape(symbolic, sizes, input);
      const length = shape.reduce((product, size) => product * size, 1);
      let state = this.states.get(input);
      if (first) {
        if (state?.data.length === length) state.data.fill(0);
        else this.states.set(input, state = { shape, data: new Float32Array(length) });
        state.shape = shape;
      }
      if (state?.shape.join() !== shape.join()) throw new Error(`internal: the carried ${input} is [${state?.shape.join(', ') ?? 'not there'}], the batch needs [${shape.join(', ')}]`);
      feeds[input] = { type: 'float32', shape: state.shape, data: state.data };
    }
  }

  /** Copies what the run gave out: its memory may be used again by the next run, which reads these. */
  keep(results: Results): void {
    for (const { input, output } of this.specs) this.states.get(input)!.data.set(results[output].data as Float32Array);
  }

  snapshot(): NamedTensor[] {
    return [...this.states].map(([name, { shape, data }]) => ({ name, shape, data }));
  }

  restore(tensors: readonly NamedTensor[]): void {
    for (const { name, shape, data } of tensors) this.states.set(name, { shape, data: data.slice() });
  }
}

/** A shape in numbers. */
export function resolveShape(shape: Shape, sizes: Sizes, name: string): number[] {
  return shape.map((size) => {
    const number = sizes.resolve(size);
    if (number === undefined) throw new Error(`internal: no data input tells the size ${size} of ${name}`);
    return number;
  });
}
