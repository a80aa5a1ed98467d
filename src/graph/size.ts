/**
 * Sizes that may be symbols. A graph is built once for every batch: `B` (batch), `T` (time), `S` (source length) stay letters until it
 * runs. Two sizes are equal when they are the same number or the same symbol; a product such as `T*B` is a symbol of its own.
 */
export type Size = number | string;
export type Shape = readonly Size[];

export const formatShape = (shape: Shape): string => `[${shape.join(', ')}]`;

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, axis) => size === b[axis]);

/** The product of sizes as one size, symbols sorted so that it has one spelling. */
export function productOf(sizes: Shape): Size {
  let number = 1;
  const symbols: string[] = [];
  for (const size of sizes) {
    if (typeof size === 'number') number *= size;
    else for (const factor of size.split('*')) {
      if (/^\d+$/.test(factor)) number *= Number(factor);
      else symbols.push(factor);
    }
  }
  if (symbols.length === 0 || number === 0) return number;
  return [...(number === 1 ? [] : [String(number)]), ...symbols.sort()].join('*');
}

/** The shape that two operands broadcast to (numpy's rule: aligned at the end, 1 stretches), or null where they do not meet. */
export function broadcast(a: Shape, b: Shape): Shape | null {
  const rank = Math.max(a.length, b.length);
  const result: Size[] = [];
  for (let i = 0; i < rank; i++) {
    const left = a[a.length - rank + i] ?? 1;
    const right = b[b.length - rank + i] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return null;
    result.push(left === 1 ? right : left);
  }
  return result;
}

/** Counts an axis from the front; `-1` is the last. */
export function axisOf(axis: number, rank: number, operation: string): number {
  const counted = axis < 0 ? axis + rank : axis;
  if (counted < 0 || counted >= rank) throw new RangeError(`${operation}: there is no axis ${axis} in ${rank} dimensions`);
  return counted;
}
