/** What a task computes that is neither a product nor an expression number by number. */
import type { Size } from '../../graph/size';
import type { WasmFunction } from '../wasm/module';
import { placesOfPositions, positionKernel, type PositionWork } from './positionKernel';
import { placesOfRows, rowKernel, type RowWork } from './rowKernel';
import type { Place } from './rows';

export type Work = RowWork | PositionWork;

/** In the order of the function's pointers. */
export const placesOfWork = (work: Work): readonly Place[] => ('positions' in work ? placesOfPositions(work) : placesOfRows(work));

/** A size, or the number of a thread's first row. */
export type Further = { readonly kind: 'size'; readonly size: Size } | { readonly kind: 'firstRow' };

/** What the function is given behind its pointers. */
export function furtherOfWork(work: Work): readonly Further[] {
  if ('positions' in work) return [{ kind: 'size', size: work.positions }];
  const count: readonly Further[] = 'count' in work ? [{ kind: 'size', size: work.count }] : [];
  return work.kind === 'addUp' ? [...count, { kind: 'firstRow' }] : count;
}

/** f(rows, pointer of each matrix's first row, what more there is) */
export const workKernel = (work: Work, name: string): WasmFunction => ('positions' in work ? positionKernel(work, name) : rowKernel(work, name));
