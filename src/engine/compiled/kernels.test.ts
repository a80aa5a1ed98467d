/** The kernels alone, held against arithmetic in double precision. */
import { describe, expect, it } from 'vitest';
import { isOutOfMemory } from '../failures';
import { generator } from '../testing/cases';
import { MEMORY, wasmModule, type WasmFunction } from '../wasm/module';
import { hasRelaxedVectors } from '../wasm/relaxed';
import { Expressions, OPERATIONS, type Expression, type OperationName } from './expressions';
import { packRest, panelsLength, productFunctions, tilesOf } from './productKernel';
import { positionKernel, type PositionWork } from './positionKernel';
import { rowKernel, type RowWork } from './rowKernel';
import type { Place, Rows } from './rows';
import type { Write } from './task';
import { TaskMemory } from './taskMemory';
import { walkKernel } from './walkKernel';

type Numbers = (...numbers: number[]) => void;

function instanceOf(functions: readonly WasmFunction[]): { readonly memory: WebAssembly.Memory; readonly run: Readonly<Record<string, Numbers>> } {
  const memory = new WebAssembly.Memory({ initial: 200, maximum: 200 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasmModule(functions)), { [MEMORY.module]: { [MEMORY.name]: memory } });
  return { memory, run: exports as Record<string, Numbers> };
}

const draw = (length: number, seed: number): Float32Array => {
  const random = generator(seed);
  return Float32Array.from({ length }, () => 2 * random() - 1);
};

it('have their instructions here', () => { expect(hasRelaxedVectors()).toBe(true); });

describe('a walk', () => {
  const walked = (index: number, width: number): Rows => ({ source: { kind: 'walked', index }, width });
  const result = (index: number, width: number): Rows => ({ source: { kind: 'stacked', index }, width });

  const right: Readonly<Record<OperationName, (x: number, y: number) => number>> = {
    Add: (x, y) => x + y, Sub: (x, y) => x - y, Mul: (x, y) => x * y, Div: (x, y) => x / y, Min: Math.min, Max: Math.max, Neg: (x) => -x, Abs: Math.abs, Sqrt: Math.sqrt,
    Exp: Math.exp, Sigmoid: (x) => 1 / (1 + Math.exp(-x)), Tanh: Math.tanh, Relu: (x) => Math.max(0, x),
  };
  const ofOne = new Set<OperationName>(['Neg', 'Abs', 'Sqrt', 'Exp', 'Sigmoid', 'Tanh', 'Relu']);

  it.each(OPERATIONS)('knows %s in rows of every length', (operation) => {
    for (const width of [4, 5, 7, 8, 13, 32]) {
      const expressions = new Expressions();
      const [x, y] = [walked(0, width), walked(1, width)].map((rows) => expressions.read(rows, 0, width));
      const { memory, run } = instanceOf([walkKernel({ width, writes: [{ expression: expressions.apply(operation, ofOne.has(operation) ? [x] : [x, y]), rows: result(0, width), column: 0 }] }, 'walk')]);
      const rows = 3;
      const [xs, ys] = [1, 2].map((seed) => draw(rows * width, seed).map((number) => (operation === 'Sqrt' ? Math.abs(number) : 9 * number)));
      new Float32Array(memory.buffer).set(xs, 1024);
      new Float32Array(memory.buffer).set(ys, 2048);
      run.walk(...(ofOne.has(operation) ? [rows, 4096, 12288] : [rows, 4096, 8192, 12288]));
      expect(new Float32Array(memory.buffer, 12288, rows * width)).toBeAllclose(xs.map((number, i) => right[operation](number, ys[i])), { rtol: 4e-7, atol: 0 });
      expect(new Float32Array(memory.buffer, 12288 + 4 * rows * width, 4)).toEqual(new Float32Array(4)); // nothing beyond
    }
  });

  it('keeps to itself near zero and far from it', () => {
    const expressions = new Expressions();
    const x = expressions.read(walked(0, 12), 0, 12);
    const numbers = Float32Array.of(0, -0, 1e-30, -1e-6, 0.6249, 0.6251, -0.62501, 20, -100, 100, -1e30, 1e30);
    for (const [operation, rtol] of [['Tanh', 3e-7], ['Sigmoid', 3e-7], ['Exp', 3e-7]] as const) {
      const { memory, run } = instanceOf([walkKernel({ width: 12, writes: [{ expression: expressions.apply(operation, [x]), rows: result(0, 12), column: 0 }] }, 'walk')]);
      new Float32Array(memory.buffer).set(numbers);
      run.walk(1, 0, 4096);
      // eˣ ends where single precision does
      expect(new Float32Array(memory.buffer, 4096, 12)).toBeAllclose(numbers.map((number) => right[operation](Math.min(operation === 'Exp' ? Math.fround(88.02) : 1e31, number), 0)), { rtol, atol: 2e-38 });
    }
  });

  it('reads vectors, numbers, one number a row, and pieces of wider rows', () => {
    const expressions = new Expressions();
    const [wide, mask] = [walked(0, 12), walked(1, 1)];
    const vector = { source: { kind: 'outer', value: { name: 'bias', shape: [5] } }, width: 5 } as unknown as Rows;
    const sum = expressions.apply('Add', [expressions.apply('Mul', [expressions.read(wide, 4, 5), expressions.read(mask, 0, 1)]), expressions.apply('Mul', [expressions.read(vector, 0, 5), expressions.number(2)])]);
    const write: Write = { expression: sum, rows: result(0, 8), column: 2 };
    const { memory, run } = instanceOf([walkKernel({ width: 5, writes: [write] }, 'walk')]);
    const numbers = new Float32Array(memory.buffer);
    numbers.set(Float32Array.from({ length: 24 }, (_, i) => i));
    numbers.set([3, 10], 100);
    numbers.set([1, 2, 3, 4, 5], 200);
    run.walk(2, 0, 400, 800, 4096);
    const wanted = [0, 0, 14, 19, 24, 29, 34, 0, 0, 0, 162, 174, 186, 198, 210, 0];
    expect([...numbers.subarray(1024, 1040)]).toEqual(wanted);
  });
});

describe('work along rows', () => {
  const [from, to] = [(width: number): Rows => ({ source: { kind: 'walked', index: 0 }, width }), (width: number): Rows => ({ source: { kind: 'stacked', index: 0 }, width })];
  const placed: Rows = { source: { kind: 'walked', index: 1 }, width: 1 };
  const [X, PLACES, Y, ROWS] = [4096, 16384, 24576, 3];
  const done = (work: RowWork, x: Float32Array, before: Float32Array = new Float32Array(), ...more: number[]): Float32Array => {
    const { memory, run } = instanceOf([rowKernel(work, 'work')]);
    const numbers = new Float32Array(memory.buffer);
    numbers.fill(NaN, 0, 4096).fill(7, Y / 4, Y / 4 + 4096);
    numbers.set(x, X / 4);
    numbers.set(before, Y / 4);
    new Int32Array(memory.buffer).set([2, 0, 3], PLACES / 4);
    run.work(...('places' in work ? [ROWS, X, PLACES, Y] : [more.length > 0 ? more[0] : ROWS, X, Y]), ...more.slice(1));
    return numbers.slice(Y / 4, Y / 4 + 4096);
  };
  const rowsIn = (x: Float32Array, width: number): Float32Array[] => Array.from({ length: ROWS }, (_, row) => x.subarray(row * width, (row + 1) * width));

  it.each([4, 5, 7, 8, 13, 32, 1001])('adds up %i numbers, and their exponentials', (width) => {
    const x = draw(ROWS * width, 1).map((number) => 30 * number);
    const [sums, logs] = [done({ kind: 'sum', from: from(width), to: to(1) }, x), done({ kind: 'logSumExp', from: from(width), to: to(1) }, x)];
    const wanted = (of: (row: Float32Array) => number): number[] => [...rowsIn(x, width).map(of), 7]; // and nothing beyond
    expect(sums.subarray(0, 4)).toBeAllclose(wanted((row) => row.reduce((sum, number) => sum + number, 0)), { rtol: 1e-6, atol: 2e-4 });
    expect(logs.subarray(0, 4)).toBeAllclose(wanted((row) => Math.log(row.reduce((sum, number) => sum + Math.exp(number), 0))), { rtol: 2e-7, atol: 1e-7 });
  });

  it.each([4, 5, 7, 8, 13, 32, 1001])('makes shares of 1 of %i numbers', (width) => {
    const x = draw(ROWS * width, 1).map((number) => 30 * number);
    const shares = rowsIn(x, width).flatMap((row) => {
      const most = Math.max(...row);
      const sum = row.reduce((sum, number) => sum + Math.exp(number - most), 0);
      return Array.from(row, (number) => Math.exp(number - most) / sum);
    });
    expect(done({ kind: 'softmax', from: from(width), to: to(width) }, x).subarray(0, ROWS * width + 1)).toBeAllclose([...shares, 7], { rtol: 4e-6, atol: 1e-30 });
  });

  it('takes logarithms of sums near 1 and far from it, and gives out what is not a number', () => {
    const logOf = (row: readonly number[]): number => done({ kind: 'logSumExp', from: from(4), to: to(1) }, Float32Array.from([...row, ...row, ...row]))[0];
    for (const row of [[0, -100, -100, -100], [0, -3, -5, -9], [0, 0, 0, 0], [1000, 999, 0, -1000], [-1000, -1000.5, -2000, -3000]]) {
      const most = Math.max(...row);
      expect(logOf(row)).toBeCloseTo(most + Math.log(row.reduce((sum, number) => sum + Math.exp(number - most), 0)), 4);
    }
    expect([logOf([0, NaN, 1, 2]), logOf([0, 1, 2, Infinity])].some(Number.isFinite)).toBe(false);
  });

  it('picks a number of each row, and adds to one', () => {
    const x = draw(ROWS * 5, 1);
    expect([...done({ kind: 'pick', from: from(5), places: placed, to: to(1) }, x).subarray(0, 4)]).toEqual([x[2], x[5], x[13], 7]);
    const wanted = x.slice();
    [2, 5, 13].forEach((place, row) => { wanted[place] += row + 1; });
    expect(done({ kind: 'scatter', from: from(1), places: placed, to: to(5) }, Float32Array.of(1, 2, 3), x).subarray(0, 16)).toEqual(Float32Array.of(...wanted, 7));
  });

  it('looks rows up in a table, and adds rows to those of a part of one', () => {
    const table = Float32Array.from({ length: 24 }, (_, i) => i); // four rows of six
    const shared = from(0);
    expect([...done({ kind: 'lookUp', from: shared, places: placed, to: to(6) }, table).subarray(0, 19)]).toEqual([...table.subarray(12, 18), ...table.subarray(0, 6), ...table.subarray(18, 24), 7]);
    const { memory, run } = instanceOf([rowKernel({ kind: 'addUp', from: shared, places: shared, to: to(4), count: 'N' }, 'work')]);
    const numbers = new Float32Array(memory.buffer).fill(7, Y / 4, Y / 4 + 64);
    numbers.set(table, X / 4);
    new Int32Array(memory.buffer).set([2, 1, 3, 2, 0, 1], PLACES / 4);
    run.work(2, X, PLACES, Y, 6, 1); // rows 1 and 2 of the table: from the second, sixth, first and fourth row
    expect([...numbers.subarray(Y / 4, Y / 4 + 9)]).toEqual([4 + 20, 5 + 21, 6 + 22, 7 + 23, 0 + 12, 1 + 13, 2 + 14, 3 + 15, 7]);
  });

  it('adds up columns, all or those of some groups of four', () => {
    const x = Float32Array.from({ length: 36 }, (_, i) => i);
    const columns = { kind: 'columnSums', from: from(4), weights: null, to: to(4), count: 'N', columns: 12 } as const;
    expect([...done(columns, x, undefined, 3, 3).subarray(0, 13)]).toEqual([...Array.from({ length: 12 }, (_, i) => 36 + 3 * i), 7]);
    expect([...done(columns, x, undefined, 1, 3).subarray(0, 5)]).toEqual([36, 39, 42, 45, 7]);
    const { memory, run } = instanceOf([rowKernel({ ...columns, weights: { ...from(0) } }, 'work')]);
    new Float32Array(memory.buffer).set(x, X / 4);
    new Float32Array(memory.buffer).set([1, 0, -2], PLACES / 4);
    run.work(3, X, PLACES, Y, 3);
    expect([...new Float32Array(memory.buffer, Y, 12)]).toEqual(Array.from({ length: 12 }, (_, i) => i - 2 * (24 + i)));
  });
});

describe('work on positions', () => {
  const [B, S, X, Y, Z] = [3, 5, 4096, 32768, 65536];
  const place = (index: number, width: number, positions?: string, column = 0): Place => ({ rows: { source: { kind: 'walked', index }, width, ...(positions && { positions }) }, column });
  const vector: Place = { rows: { source: { kind: 'outer', value: { name: 'v', shape: [8, 1] } }, width: 8 } as unknown as Rows, column: 0 };
  const done = (work: PositionWork, x: Float32Array, y: Float32Array | null, length: number): Float32Array => {
    const { memory, run } = instanceOf([positionKernel(work, 'work')]);
    const numbers = new Float32Array(memory.buffer);
    numbers.fill(7, Z / 4, Z / 4 + 4096);
    numbers.set(x, X / 4);
    if (y) numbers.set(y, Y / 4);
    run.work(...(y ? [B, X, Y, Z, S] : [B, X, Z, S]));
    expect(numbers[Z / 4 + length]).toBe(7); // nothing beyond
    return numbers.slice(Z / 4, Z / 4 + length);
  };
  const sum = (count: number, of: (i: number) => number): number => Array.from({ length: count }, (_, i) => of(i)).reduce((a, b) => a + b, 0);

  it.each([4, 5, 8, 13, 32])('multiplies each with the row of its sequence, or with a vector: width %i', (width) => {
    const [x, y] = [draw(B * S * width, 1), draw(B * width, 2)];
    const work: PositionWork = { kind: 'dot', positions: 'S', width, from: place(0, width, 'S'), row: place(1, width), to: place(2, 1, 'S') };
    expect(done(work, x, y, B * S)).toBeAllclose(Float64Array.from({ length: B * S }, (_, at) => sum(width, (i) => x[at * width + i] * y[Math.floor(at / S) * width + i])), { rtol: 1e-6, atol: 2e-6 });
    if (width === 8) expect(done({ ...work, row: vector }, x, y, B * S)).toBeAllclose(Float64Array.from({ length: B * S }, (_, at) => sum(width, (i) => x[at * width + i] * y[i])), { rtol: 1e-6, atol: 2e-6 });
  });

  it.each([1, 4, 5, 8, 13, 32])('adds them up, by weights or without: width %i', (width) => {
    const [x, y] = [draw(B * S * width, 1), draw(B * S, 2)];
    const weighed = (weight: (at: number) => number): Float64Array => Float64Array.from({ length: B * width }, (_, at) => sum(S, (s) => weight(Math.floor(at / width) * S + s) * x[(Math.floor(at / width) * S + s) * width + (at % width)]));
    const work: PositionWork = { kind: 'weigh', positions: 'S', width, from: place(0, width, 'S'), weights: place(1, 1, 'S'), to: place(2, width) };
    expect(done(work, x, y, B * width)).toBeAllclose(weighed((at) => y[at]), { rtol: 1e-6, atol: 2e-6 });
    expect(done({ ...work, weights: null }, x, null, B * width)).toBeAllclose(weighed(() => 1), { rtol: 1e-6, atol: 2e-6 });
  });

  it('turns a number for each into shares, none for those far below', () => {
    const x = draw(B * S, 1).map((number, at) => (at % S === 1 ? -1e9 : 20 * number));
    const work: PositionWork = { kind: 'softmax', positions: 'S', from: place(0, 1, 'S'), to: place(2, 1, 'S') };
    const wanted = Float64Array.from({ length: B * S }, (_, at) => {
      const row = [...x.subarray(Math.floor(at / S) * S, Math.floor(at / S) * S + S)];
      return Math.exp(x[at] - Math.max(...row)) / sum(S, (s) => Math.exp(row[s] - Math.max(...row)));
    });
    expect(done(work, x, null, B * S)).toBeAllclose(wanted, { rtol: 1e-6, atol: 1e-30 });
  });
});

describe('expressions', () => {
  const rows: Rows = { source: { kind: 'walked', index: 0 }, width: 12 };

  it('are one object where they are equal', () => {
    const expressions = new Expressions();
    const twice = (): Expression => expressions.apply('Tanh', [expressions.read(rows, 0, 4)]);
    expect(twice()).toBe(twice());
  });

  it('cut what was cut elsewhere', () => {
    const expressions = new Expressions();
    const [left, right] = [[expressions.read(rows, 0, 4), expressions.read(rows, 4, 8)], [expressions.read(rows, 0, 6), expressions.read(rows, 6, 6)]];
    expect(expressions.applyToPieces('Add', [left, right]).map(({ width }) => width)).toEqual([4, 2, 6]);
    expect(expressions.applyToPieces('Mul', [left, [expressions.number(2)]]).map(({ width }) => width)).toEqual([4, 8]);
    expect(expressions.columns(left, 2, 9).map((piece) => piece.kind === 'read' && [piece.column, piece.width])).toEqual([[2, 2], [4, 5]]);
  });
});

describe('a product', () => {
  const shapes = [[1, 4, 8], [2, 5, 9], [3, 255, 12], [4, 256, 16], [5, 257, 7], [6, 300, 24], [7, 513, 40], [11, 64, 33], [23, 70, 4], [160, 260, 20]] as const;

  it.each(shapes)('%i × %i × %i, with a weight as it is or turned, by one thread or two', (rows, inner, outer) => {
    const { memory, run } = instanceOf(productFunctions());
    const [left, weight] = [draw(rows * inner, 1), draw(inner * outer, 2)];
    const turned = Float32Array.from({ length: inner * outer }, (_, i) => weight[(i % inner) * outer + Math.floor(i / inner)]);
    const wanted = Float64Array.from({ length: rows * outer }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += left[Math.floor(i / outer) * inner + k] * weight[k * outer + (i % outer)];
      return sum;
    });
    const count = Math.ceil(outer / 8);
    const [matrix, panels, result] = [2 ** 20, 2 ** 21, 2 ** 22];
    for (const transposed of [false, true]) {
      for (const split of [[0, Math.floor(outer / 8)], [0, Math.floor(outer / 16), Math.floor(outer / 8)]]) {
        new Float32Array(memory.buffer).fill(NaN);
        new Float32Array(memory.buffer).set(left);
        new Float32Array(memory.buffer, matrix).set(transposed ? turned : weight);
        split.slice(1).forEach((end, i) => run.pack(matrix, 4 * (transposed ? inner : outer), panels, inner, count, split[i], end, transposed ? 1 : 0));
        packRest(new Float32Array(memory.buffer, panels, panelsLength(inner, outer)), transposed ? turned : weight, inner, outer, transposed);
        run.product(0, 4 * inner, panels, result, 32 * count, inner, count, ...tilesOf(rows), 0);
        const got = new Float32Array(memory.buffer, result, rows * 8 * count);
        expect(Float32Array.from({ length: rows * outer }, (_, i) => got[Math.floor(i / outer) * 8 * count + (i % outer)])).toBeAllclose(wanted, { rtol: 0, atol: 4e-5 });
        got.fill(3);
        run.product(0, 4 * inner, panels, result, 32 * count, inner, count, ...tilesOf(rows), 1);
        expect(Float32Array.from({ length: rows * outer }, (_, i) => got[Math.floor(i / outer) * 8 * count + (i % outer)])).toBeAllclose(wanted.map((number) => 3 + number), { rtol: 0, atol: 4e-5 });
        expect(new Float32Array(memory.buffer, result + 32 * count * rows, 1)[0]).toBeNaN(); // nothing beyond
      }
    }
  });

  it('is cut into tiles of four to six rows with the least left over', () => {
    for (let rows = 0; rows < 100; rows++) {
      const [size, tiles, rest] = tilesOf(rows);
      expect(size * tiles + rest).toBe(rows);
      expect(rest).toBeLessThan(6);
    }
    expect([10, 16, 18, 20].map(tilesOf)).toEqual([[5, 2, 0], [4, 4, 0], [6, 3, 0], [4, 5, 0]]);
  });
});

describe('the memory of tasks', () => {
  it('is handed out in whole cache lines, and anew but for what is kept', () => {
    const memory = TaskMemory.create(false)!;
    const board = memory.take(20);
    memory.keep();
    const first = memory.take(4);
    expect([board, first, memory.take(2 ** 20)]).toEqual([0, 64, 128]);
    expect(memory.memory.buffer.byteLength).toBeGreaterThanOrEqual(2 ** 20 + 128);
    memory.clear();
    expect(memory.take(4)).toBe(first);
  });

  it('refuses more than can be addressed, as want of memory', () => {
    const memory = TaskMemory.create(true)!;
    let failure: unknown;
    try { memory.take(2 ** 32 + 2 ** 17); } catch (error) { failure = error; }
    expect(isOutOfMemory(failure)).toBe(true);
  });
});
