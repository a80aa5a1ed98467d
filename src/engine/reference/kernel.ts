/** What the reference engine knows of an operation: a function from arrays to arrays, written to be obviously right rather than fast. */
import type { Attribute } from '../../graph/graph';
import type { Array64 } from './array64';

export type Attributes = Readonly<Record<string, Attribute>>;
export type Kernel = (inputs: readonly Array64[], attributes: Attributes) => Array64[];

/** Operations by name; a family of operations is a file that yields one of these. */
export type Kernels = Readonly<Record<string, Kernel>>;

export function numberAttribute(attributes: Attributes, name: string): number {
  const attribute = attributes[name];
  if (typeof attribute !== 'number') throw new Error(`internal: attribute ${name} is no number but ${JSON.stringify(attribute)}`);
  return attribute;
}

export function numbersAttribute(attributes: Attributes, name: string): readonly number[] {
  const attribute = attributes[name];
  if (!Array.isArray(attribute) || attribute.some((entry) => typeof entry !== 'number')) {
    throw new Error(`internal: attribute ${name} is no list of numbers but ${JSON.stringify(attribute)}`);
  }
  return attribute as readonly number[];
}
