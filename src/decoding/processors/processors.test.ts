import { describe, expect, it } from 'vitest';
import { blockRepetition, forbidTokens, minimumLength, pipeline, temperature, topK, topP, type LogitsProcessor } from '.';

const apply = (process: LogitsProcessor, logits: readonly number[], history: readonly number[] = []): number[] => {
  const row = Float32Array.from(logits);
  process(row, history);
  return Array.from(row);
};
const no = -Infinity;

describe('logits processors', () => {
  it('divides by the temperature', () => {
    expect(apply(temperature(0.5), [1, -2, no])).toEqual([2, -4, no]);
    expect(apply(temperature(1), [1, -2])).toEqual([1, -2]);
    for (const bad of [0, -1, NaN, Infinity]) expect(() => temperature(bad)).toThrow(/temperature/);
  });

  it('keeps the k likeliest, the lower number of equals', () => {
    expect(apply(topK(2), [1, 3, 2, 3])).toEqual([no, 3, no, 3]);
    expect(apply(topK(1), [5, 5, 1])).toEqual([5, no, no]);
    expect(apply(topK(9), [1, 2])).toEqual([1, 2]);
    expect(apply(topK(3), [no, 1, no, 0])).toEqual([no, 1, no, 0]);
    for (const bad of [0, 1.5, -1]) expect(() => topK(bad)).toThrow(/top-k/);
  });

  it('keeps the fewest tokens that hold the probability p', () => {
    const logits = [0.5, 0.3, 0.15, 0.05].map(Math.log);
    const kept = (p: number): number => apply(topP(p), logits).filter((logit) => logit > no).length;
    expect([0.01, 0.49, 0.6, 0.81, 0.96, 1].map(kept)).toEqual([1, 1, 2, 3, 4, 4]);
    expect(apply(topP(0.4), [1, 2, 1])).toEqual([no, 2, no]);
    for (const bad of [0, 1.1, NaN]) expect(() => topP(bad)).toThrow(/top-p/);
  });

  it('forbids tokens, and the end until the minimum length', () => {
    expect(apply(forbidTokens([0, 2]), [1, 2, 3])).toEqual([no, 2, no]);
    expect(apply(minimumLength(2, 1), [1, 2], [7])).toEqual([1, no]);
    expect(apply(minimumLength(2, 1), [1, 2], [7, 7])).toEqual([1, 2]);
    expect(() => minimumLength(-1, 0)).toThrow(/minimum length/);
  });

  it('forbids what would say a run of n tokens again', () => {
    expect(apply(blockRepetition(3), [0, 0, 0, 0], [1, 2, 3, 1, 2])).toEqual([0, 0, 0, no]);
    expect(apply(blockRepetition(2), [0, 0, 0, 0], [1, 2, 1, 3, 1])).toEqual([0, 0, no, no]);
    expect(apply(blockRepetition(1), [0, 0, 0], [2])).toEqual([0, 0, no]);
    expect(apply(blockRepetition(3), [0, 0, 0], [1, 1])).toEqual([0, 0, 0]);
    expect(apply(blockRepetition(2), [0, 0, 0], [1, 1])).toEqual([0, no, 0]);
    expect(() => blockRepetition(0)).toThrow(/repetition/);
  });

  it('works one after another', () => {
    expect(apply(pipeline([forbidTokens([1]), topK(1), temperature(2)]), [2, 9, 4])).toEqual([no, no, 2]);
  });
});
