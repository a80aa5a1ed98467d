/** Symbols and what they stand for in one run: `B` is 64 here, 17 in the last batch. */
import type { Shape, Size } from '../graph/size';

/** @returns whether all sizes of a shape are known once values of these shapes are */
export function settledBy(shapes: readonly Shape[]): (shape: Shape) => boolean {
  const symbols = new Set(shapes.flat());
  return (shape) => shape.every((size) => typeof size === 'number' || size.split('*').every((factor) => /^\d+$/.test(factor) || symbols.has(factor)));
}

export class Sizes {
  private readonly known = new Map<string, number>();

  /** The number behind a size, or undefined where a symbol in it has not been met yet. */
  resolve(size: Size): number | undefined {
    if (typeof size === 'number') return size;
    const known = this.known.get(size);
    if (known !== undefined || !size.includes('*')) return known;
    let product = 1;
    for (const factor of size.split('*')) {
      const number = /^\d+$/.test(factor) ? Number(factor) : this.known.get(factor);
      if (number === undefined) return undefined;
      product *= number;
    }
    return product;
  }

  /** Whether `shape` can be the declared one; symbols not met before take their number from it. */
  agree(declared: Shape, shape: readonly number[]): boolean {
    if (declared.length !== shape.length) return false;
    return declared.every((size, axis) => {
      const number = this.resolve(size);
      if (number === undefined) this.known.set(size as string, shape[axis]);
      return number === undefined || number === shape[axis];
    });
  }

  /** The symbols met so far in words: `S = 12, B = 64`. */
  toString(): string {
    return [...this.known].map(([symbol, number]) => `${symbol} = ${number}`).join(', ');
  }
}
