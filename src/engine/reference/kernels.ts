/** All operations of the reference engine by name; `Scan`, which runs a graph of its own, is in evaluate.ts. */
import { elementwise } from './elementwise';
import { indexing } from './indexing';
import type { Kernel, Kernels } from './kernel';
import { layout } from './layout';
import { products } from './products';
import { reductions } from './reductions';

const kernels: Kernels = { ...elementwise, ...layout, ...products, ...indexing, ...reductions };

export function kernelOf(operation: string): Kernel {
  const kernel = kernels[operation] as Kernel | undefined;
  if (!kernel) throw new Error(`internal: the reference engine does not know ${operation}`);
  return kernel;
}

export const referenceOperations = (): string[] => [...Object.keys(kernels), 'Scan'].sort();
