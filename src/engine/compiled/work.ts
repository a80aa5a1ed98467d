/** What a task computes that is neither a product nor an expression number by number. */
import type { Size } from '../../graph/size';
import type { WasmFunction } from '../wasm/module';
import { placesOfPositions, positionKernel, type PositionWork } from './positionKernel';
import { placesOfRows, rowKernel, type RowWork } from './rowKernel';
import type { Place } from './rows';

export type Work = RowWork | PositionWork;

/** In the order of the function's pointers. */
export const placesOfWork = (work: Work): readonly Place[] => ('positions' in work ? placesOfPositions(work) : placesOfRows(work));

/** What the function is given behind its pointers. */
export const sizesOfWork = (work: Work): readonly Size[] => ('positions' in work ? [work.positions] : work.kind === 'columnSums' ? [work.count] : []);

/** f(rows, pointer of each matrix's first row, sizes) */
export const workKernel = (work: Work, name: string): WasmFunction => ('positions' in work ? positionKernel(work, name) : rowKernel(work, name));
