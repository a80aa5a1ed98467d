/** All operations that TensorFlow computes, by name. `Shape` is read off in this process; `Scan`, which runs a graph of its own, is in scan.ts. */
import { elementwise } from './elementwise';
import { indexing } from './indexing';
import type { Kernel, Kernels } from './kernel';
import { layout } from './layout';
import { products } from './products';
import { reductions } from './reductions';

const kernels: Kernels = { ...elementwise, ...layout, ...products, ...indexing, ...reductions };

export const kernelOf = (operation: string): Kernel | undefined => (Object.hasOwn(kernels, operation) ? kernels[operation] : undefined);

export const tensorflowOperations = (): string[] => [...Object.keys(kernels), 'Scan', 'Shape'].sort();
