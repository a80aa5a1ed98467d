/**
 * h_t · h_i for each remembered state, with WebAssembly's vector instructions: a cache of 500 states of 650 units is 325,000 products a word, 0.36 ms in
 * JavaScript and 0.08 here (docs/profile.md). The states stand on a shelf in WebAssembly's memory, each on a place of its own, from when it is first asked for until its place is needed
 * for another; a list of places says which of them count.
 */
import { countDown, four, get, increase, ints, set, single } from '../engine/wasm/code';
import { I32, MEMORY, PAGE, V128, wasmModule, type WasmFunction } from '../engine/wasm/module';
import type { Memory } from './documentCache';

/** Numbers that one turn of the inner loop takes; rows are padded with zeros to a multiple. */
const TURN = 16;
const BYTES = 4;
/** Continuations of a text share most of their states, and their own few are soon forgotten. */
const PLACES_PER_STATE = 3;
const FEWEST_PLACES = 64;

type Dots = (list: number, count: number, query: number, turns: number, out: number) => void;

export class SimilarStates {
  private shelf: Shelf | null = null;

  /** h_t · h_i for each i, rounded as float32 sums are. */
  of({ features }: Memory, now: Float32Array): Float64Array {
    if (this.shelf === null || this.shelf.width !== now.length || features.length > this.shelf.most) this.shelf = new Shelf(now.length, features.length);
    return this.shelf.products(features, now);
  }
}

class Shelf {
  /** States that can be asked for at once. */
  readonly most: number;
  private readonly places: number;
  private readonly stride: number;
  private readonly numbers: Float32Array;
  private readonly list: Int32Array;
  private readonly out: Float32Array;
  private readonly dots: Dots;
  private readonly placeOf = new WeakMap<Float32Array, number>();
  /** What stands at each place, and which question needed it last. */
  private readonly standing: (Float32Array | null)[];
  private readonly needed: Int32Array;
  private question = 0;
  private next = 0;

  constructor(readonly width: number, count: number) {
    this.most = Math.max(FEWEST_PLACES, 2 ** Math.ceil(Math.log2(count)));
    this.places = PLACES_PER_STATE * this.most;
    this.stride = TURN * Math.ceil(width / TURN);
    const [listAt, outAt] = [BYTES * this.stride * (this.places + 1), BYTES * (this.stride * (this.places + 1) + this.most)];
    const pages = Math.ceil((outAt + BYTES * this.most) / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.numbers = new Float32Array(memory.buffer, 0, this.stride * (this.places + 1)); // the last row is the question's
    this.list = new Int32Array(memory.buffer, listAt, this.most);
    this.out = new Float32Array(memory.buffer, outAt, this.most);
    this.dots = new WebAssembly.Instance(dotsModule(), { [MEMORY.module]: { [MEMORY.name]: memory } }).exports['dots'] as Dots;
    this.standing = new Array<null>(this.places).fill(null);
    this.needed = new Int32Array(this.places);
  }

  products(features: readonly Float32Array[], now: Float32Array): Float64Array {
    this.question++;
    const absent: number[] = [];
    // Those that stand there already first: none of them may lose its place to another of this question.
    features.forEach((feature, i) => {
      const place = this.placeOf.get(feature);
      if (place === undefined || this.standing[place] !== feature) absent.push(i);
      else this.use(i, place);
    });
    for (const i of absent) this.use(i, this.put(features[i]));
    const query = this.stride * this.places;
    this.numbers.set(now, query);
    this.dots(this.list.byteOffset, features.length, BYTES * query, this.stride / TURN, this.out.byteOffset);
    return Float64Array.from(this.out.subarray(0, features.length));
  }

  private use(i: number, place: number): void {
    this.needed[place] = this.question;
    this.list[i] = BYTES * this.stride * place;
  }

  private put(feature: Float32Array): number {
    while (this.needed[this.next] === this.question) this.next = (this.next + 1) % this.places;
    const place = this.next;
    this.next = (place + 1) % this.places;
    this.numbers.set(feature, this.stride * place);
    this.standing[place] = feature;
    this.placeOf.set(feature, place);
    return place;
  }
}

let compiled: WebAssembly.Module | null = null;
const dotsModule = (): WebAssembly.Module => compiled ??= new WebAssembly.Module(wasmModule([dotsFunction()]));

/** For each of the rows in the list: the sum of its products with the question's, four sums of four numbers and those added up. */
function dotsFunction(): WasmFunction {
  const [list, count, query, turns, out, row, x, left] = [0, 1, 2, 3, 4, 5, 6, 7];
  const sums = [8, 9, 10, 11];
  const turn = sums.flatMap((sum, i) => [...get(sum), ...get(row), ...four.load(16 * i), ...get(x), ...four.load(16 * i), ...four.multiply, ...four.add, ...set(sum)]);
  const [a, b, c, d] = sums.map(get);
  const together = [...a, ...b, ...four.add, ...c, ...d, ...four.add, ...four.add, ...set(sums[0])];
  const total = [0, 1, 2, 3].flatMap((lane) => [...a, ...four.lane(lane), ...(lane === 0 ? [] : single.add)]);
  const code = countDown(count, [
    ...get(list), ...ints.load(0), ...set(row), ...get(query), ...set(x), ...get(turns), ...set(left),
    ...sums.flatMap((sum) => [...four.constant(0), ...set(sum)]),
    ...countDown(left, [...turn, ...increase(row, BYTES * TURN), ...increase(x, BYTES * TURN)]),
    ...together, ...get(out), ...total, ...single.store(0),
    ...increase(list, BYTES), ...increase(out, BYTES),
  ]);
  return { name: 'dots', parameters: [I32, I32, I32, I32, I32], result: null, locals: [I32, I32, I32, V128, V128, V128, V128], code };
}
