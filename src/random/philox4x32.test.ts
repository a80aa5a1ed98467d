import { describe, expect, it } from 'vitest';
import { philox4x32 } from './philox4x32';

/** The known answers that the paper's authors publish for Philox4x32 with ten rounds: counter, key, result. */
const KNOWN: [number[], number[], number[]][] = [
  [[0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
  [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]],
  [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]],
];

/** The definition, in exact integers. */
function inIntegers(counter: readonly number[], key: readonly number[]): number[] {
  let [x0, x1, x2, x3] = counter.map(BigInt);
  let [k0, k1] = key.map(BigInt);
  const mask = 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const p0 = x0 * 0xd2511f53n, p1 = x2 * 0xcd9e8d57n;
    [x0, x1, x2, x3] = [(p1 >> 32n) ^ x1 ^ k0, p1 & mask, (p0 >> 32n) ^ x3 ^ k1, p0 & mask];
    [k0, k1] = [(k0 + 0x9e3779b9n) & mask, (k1 + 0xbb67ae85n) & mask];
  }
  return [x0, x1, x2, x3].map(Number);
}

function words(counter: readonly number[], key: readonly number[]): number[] {
  const out = new Uint32Array(4);
  philox4x32(counter[0], counter[1], counter[2], counter[3], key[0], key[1], out, 0);
  return [...out];
}

describe('philox4x32', () => {
  it.each(KNOWN)('gives the published answer for counter %j', (counter, key, wanted) => {
    expect(words(counter, key)).toEqual(wanted);
  });

  it('multiplies exactly: agrees with integers of any size on 2,000 counters, edges among them', () => {
    const edges = [0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
    for (let i = 0; i < 2000; i++) {
      const counter = [0, 1, 2, 3].map((j) => (i < 512 ? edges[(i >> (3 * (j % 3))) & 7] : Math.imul(i * 4 + j + 1, 0x9e3779b1) >>> 0));
      const key = [Math.imul(i, 0x85ebca6b) >>> 0, i];
      expect(words(counter, key)).toEqual(inIntegers(counter, key));
    }
  });
});
