/**
 * What attention computes of the positions of a sequence: their products with a row, their sum by weights, and the softmax of a number for each. A row of the task has `positions` rows of such a
 * matrix, one after another.
 */
import type { Size } from '../../graph/size';
import { countDown, four, get, increase, set, single, type Code } from '../wasm/code';
import { I32, V128, type WasmFunction, type WasmType } from '../wasm/module';
import { along, counted, total } from './rowKernel';
import { isVector, type Place } from './rows';
import { VectorMath } from './vectorMath';

export type PositionWork = { readonly positions: Size } & (
  /** to[b, s] = Σᵢ from[b, s, i] row[b, i]. The row may be a vector, the same for all sequences. */
  | { readonly kind: 'dot'; readonly width: number; readonly from: Place; readonly row: Place; readonly to: Place }
  /** to[b, i] = Σₛ weights[b, s] from[b, s, i], or without weights */
  | { readonly kind: 'weigh'; readonly width: number; readonly from: Place; readonly weights: Place | null; readonly to: Place }
  /** to[b, s] = e^from[b, s] / Σₜ e^from[b, t] */
  | { readonly kind: 'softmax'; readonly from: Place; readonly to: Place }
);

const BYTES = 4;

/** In the order of the function's pointers. */
export function placesOfPositions(work: PositionWork): readonly Place[] {
  switch (work.kind) {
    case 'dot': return [work.from, work.row, work.to];
    case 'weigh': return work.weights ? [work.from, work.weights, work.to] : [work.from, work.to];
    default: return [work.from, work.to];
  }
}

/** f(rows, pointer of each matrix, positions) */
export function positionKernel(work: PositionWork, name: string): WasmFunction {
  const places = placesOfPositions(work);
  const [rows, from, positions] = [0, 1, 1 + places.length];
  const parameters = new Array<WasmType>(2 + places.length).fill(I32);
  const locals: WasmType[] = [];
  const local = (type: WasmType): number => parameters.length + locals.push(type) - 1;
  const math = new VectorMath(local);
  const left = local(I32);
  const next = (place: Place, pointer: number): number[] => increase(pointer, (place.rows.width as number) * BYTES);
  /** The body for each position; pointers to matrices of positions are moved on by it. */
  const each = (body: Code): number[] => [...get(positions), ...set(left), ...countDown(left, body)];
  const written = (eachRow: Code): WasmFunction => ({ name, parameters, result: null, locals, code: [...math.once(), ...countDown(rows, eachRow)] });
  switch (work.kind) {
    case 'dot': {
      const [row, to] = [2, 3];
      const sums = local(V128);
      const products = along(work.width, [from, row], local, ([numbers, others], again) => [...numbers, ...others, ...four.multiply, ...counted(again), ...get(sums), ...four.add, ...set(sums)]);
      const sum = [...four.constant(0), ...set(sums), ...products, ...total(get(sums), single.add, local)];
      return written([...each([...get(to), ...sum, ...single.store(0), ...next(work.from, from), ...next(work.to, to)]), ...(isVector(work.row.rows) ? [] : next(work.row, row))]);
    }
    case 'weigh': {
      const [weights, to] = [2, work.weights ? 3 : 2];
      const weight = local(V128);
      const add = work.width === 1
        ? [...get(to), ...get(to), ...single.load(0), ...get(from), ...single.load(0), ...(work.weights ? [...get(weights), ...single.load(0), ...single.multiply] : []), ...single.add, ...single.store(0)]
        : along(work.width, [to, from], local, ([present, numbers], again, place) => [
          ...place, ...numbers, ...(work.weights ? [...get(weight), ...four.multiply] : []), ...counted(again), ...present, ...four.add, ...four.store(),
        ]);
      const clear = work.width === 1 ? [...get(to), ...single.zero, ...single.store(0)] : along(work.width, [to], local, (_, __, place) => [...place, ...four.constant(0), ...four.store()]);
      const ofPosition = work.weights ? [...get(weights), ...four.loadSplat(), ...set(weight), ...add, ...next(work.weights, weights)] : add;
      return written([...clear, ...each([...ofPosition, ...next(work.from, from)]), ...next(work.to, to)]);
    }
    case 'softmax': {
      const to = 2;
      const [place, most, sum] = [local(I32), local(V128), local(V128)];
      const find = [...get(from), ...four.loadSplat(), ...set(most), ...get(from), ...set(place), ...each([...get(place), ...four.loadSplat(), ...get(most), ...four.max, ...set(most), ...increase(place, BYTES)])];
      const raise = [
        ...four.constant(0), ...set(sum), ...get(to), ...set(place),
        ...each([
          ...get(place), ...math.exponential([...get(from), ...four.loadSplat(), ...get(most), ...four.subtract]), ...four.lane(0), ...single.store(0),
          ...get(place), ...four.loadSplat(), ...get(sum), ...four.add, ...set(sum), ...increase(place, BYTES), ...increase(from, BYTES),
        ]),
      ];
      return written([...find, ...raise, ...each([...get(to), ...get(to), ...four.loadSplat(), ...get(sum), ...four.divide, ...four.lane(0), ...single.store(0), ...increase(to, BYTES)])]);
    }
    default: throw new Error(`internal: unknown work ${String(work satisfies never)}`);
  }
}
