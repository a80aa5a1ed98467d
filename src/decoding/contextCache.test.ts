import { describe, expect, it } from 'vitest';
import { ContextCache } from './contextCache';
import type { Reading } from './tokenModel';

const reading = (): Reading => ({ state: { values: [] }, probabilities: new Float32Array(1) });
const text = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe('what was read', () => {
  it('is found for the same text and as the longest beginning of a longer one', () => {
    const cache = new ContextCache();
    const [short, long] = [reading(), reading()];
    cache.add([1, 2], short);
    cache.add([1, 2, 3], long);
    expect(cache.find([1, 2])).toEqual({ length: 2, reading: short });
    expect(cache.find([1, 2, 3, 4])?.reading).toBe(long);
    expect(cache.find([2, 3])).toBeNull();
    expect([cache.get([1, 2, 3]), cache.get([1, 2, 3, 4])]).toEqual([long, null]);
  });

  it('counts where the last 256 tokens agree', () => {
    const cache = new ContextCache();
    const far = reading();
    cache.add(text(300), far);
    expect(cache.get(text(300).slice(40))).toBe(far);
    cache.add(text(200), reading());
    expect(cache.get(text(200).slice(10))).toBeNull(); // what is shorter must begin alike
    expect(cache.find([...text(300).slice(40), 7])).toEqual({ length: 260, reading: far });
  });

  it('is not taken for the beginning of another text that so far has the same end', () => {
    const cache = new ContextCache();
    cache.add(text(300), reading());
    expect([cache.find([299]), cache.find([299, 7]), cache.get(text(300).slice(100))]).toEqual([null, null, null]);
  });

  it('goes, the longest unused first', () => {
    const cache = new ContextCache();
    for (let token = 0; token < 96; token++) cache.add([token], reading());
    expect(cache.get([0])).not.toBeNull();
    cache.add([96], reading());
    expect([cache.get([0]) === null, cache.get([1]) === null, cache.get([96]) === null]).toEqual([false, true, false]);
  });
});
