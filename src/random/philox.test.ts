import { describe, expect, it } from 'vitest';
import { RandomStream } from './philox';

const take = (random: RandomStream, count: number): number[] => Array.from({ length: count }, () => random.uint32());

function moments(values: ArrayLike<number>): { mean: number; sd: number; kurtosis: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
  return { mean, sd: Math.sqrt(variance), kurtosis: list.reduce((sum, value) => sum + (value - mean) ** 4, 0) / list.length / variance ** 2 };
}

describe('RandomStream', () => {
  it('is a pure function of seed, stream and counter', () => {
    expect(take(new RandomStream(7, 'order'), 20)).toEqual(take(new RandomStream(7, 'order'), 20));
    expect(take(new RandomStream(7, 'order', 3), 8)).toEqual(take(new RandomStream(7, 'order'), 20).slice(12));
    expect(take(new RandomStream(8, 'order'), 4)).not.toEqual(take(new RandomStream(7, 'order'), 4));
    expect(take(new RandomStream(7, 'orders'), 4)).not.toEqual(take(new RandomStream(7, 'order'), 4));
    expect(take(new RandomStream(7 + 2 ** 40, 'order'), 4)).not.toEqual(take(new RandomStream(7, 'order'), 4));
  });

  it('tells 50,000 stream names apart', () => {
    const first = new Set(Array.from({ length: 50_000 }, (_, i) => take(new RandomStream(1, `dropout/layer ${i}`), 2).join()));
    expect(first.size).toBe(50_000);
  });

  it('goes on to the same bits from its state, wherever it stopped', () => {
    for (let used = 0; used < 12; used++) {
      const random = new RandomStream(3, 'a');
      take(random, used);
      const state = JSON.parse(JSON.stringify(random.state())) as ReturnType<RandomStream['state']>;
      const rest = [...take(random, 9), random.normal(), random.uniform53(), random.int(1000)];
      const again = RandomStream.from(state);
      expect([...take(again, 9), again.normal(), again.uniform53(), again.int(1000)]).toEqual(rest);
      expect(again.state()).toEqual(random.state());
    }
  });

  it('fills the same values however the state was saved between the fills', () => {
    const fills = (random: RandomStream): number[] => {
      const [uniform, normal, mask] = [new Float32Array(1037), new Float32Array(1037), new Float32Array(8195)];
      random.fillUniform(uniform, -1, 1);
      random.fillNormal(normal, 0, 1);
      random.fillDropoutMask(mask, 0.7);
      return [...uniform, ...normal, ...mask];
    };
    const random = new RandomStream(5, 'mask');
    const started = RandomStream.from(random.state());
    take(random, 1);
    const half = RandomStream.from(random.state());
    expect(fills(half)).toEqual(fills(random));
    expect(fills(started)).not.toEqual(fills(random));
  });

  it('passes 2^32 blocks without repeating itself', () => {
    const at = 2 ** 32;
    const across = take(new RandomStream(1, 'long', at - 1), 8);
    expect(across.slice(4)).toEqual(take(new RandomStream(1, 'long', at), 4));
    expect(across.slice(4)).not.toEqual(take(new RandomStream(1, 'long', 0), 4));
  });

  it('is uniform: mean, spread and bounds', () => {
    const random = new RandomStream(11, 'uniform');
    const values = new Float32Array(200_000);
    random.fillUniform(values, -2, 3);
    expect(values.every((value) => value >= -2 && value < 3)).toBe(true);
    const { mean, sd } = moments(values);
    expect(mean).toBeCloseTo(0.5, 1);
    expect(sd).toBeCloseTo(5 / Math.sqrt(12), 1);
    const doubles = Array.from({ length: 50_000 }, () => random.uniform53());
    expect(moments(doubles).mean).toBeCloseTo(0.5, 1);
    const single = random.uniform();
    expect(Math.fround(single)).toBe(single);
  });

  it('never reaches the upper bound, even where float32 is coarse', () => {
    const values = new Float32Array(100_000);
    new RandomStream(1, 'coarse').fillUniform(values, 1000, 1000.0005);
    expect(values.every((value) => value >= 1000 && value < 1000.0005)).toBe(true);
    new RandomStream(1, 'coarse').fillUniform(values, -1, 0);
    expect(values.every((value) => value >= -1 && value < 0)).toBe(true);
  });

  it('is normal: mean, spread, tails and no link between the two of a pair', () => {
    const values = new Float32Array(200_001);
    new RandomStream(12, 'normal').fillNormal(values, 3, 0.5);
    const { mean, sd, kurtosis } = moments(values);
    expect(mean).toBeCloseTo(3, 2);
    expect(sd).toBeCloseTo(0.5, 2);
    expect(kurtosis).toBeGreaterThan(2.9);
    expect(kurtosis).toBeLessThan(3.1);
    let product = 0;
    for (let i = 0; i + 1 < values.length; i += 2) product += (values[i] - 3) * (values[i + 1] - 3);
    expect(Math.abs(product / 100_000 / 0.25)).toBeLessThan(0.015);
    const random = new RandomStream(13, 'normal');
    expect(moments(Array.from({ length: 50_000 }, () => random.normal())).sd).toBeCloseTo(1, 1);
  });

  it.each([0.01, 0.5, 0.8, 0.95])('keeps the share %d in a dropout mask, scaled so that the mean is one', (keep) => {
    for (const length of [1, 7, 8, 9, 4097, 300_001]) {
      const mask = new Float32Array(length).fill(-1);
      new RandomStream(2, 'dropout').fillDropoutMask(mask, keep);
      expect(mask.every((value) => value === 0 || value === Math.fround(1 / keep))).toBe(true);
      if (length > 100_000) {
        const share = mask.filter((value) => value > 0).length / length;
        expect(Math.abs(share - keep)).toBeLessThan(4 * Math.sqrt(keep * (1 - keep) / length) + 2 ** -16);
      }
    }
  });

  it('keeps everything where nothing is dropped, and refuses to keep nothing', () => {
    const mask = new Float32Array(5);
    new RandomStream(2, 'dropout').fillDropoutMask(mask, 1);
    expect([...mask]).toEqual([1, 1, 1, 1, 1]);
    expect(() => new RandomStream(2, 'dropout').fillDropoutMask(mask, 0)).toThrow('internal: fillDropoutMask');
  });

  it('draws integers without bias: chi-squared over 7 and over 3·2^30', () => {
    const random = new RandomStream(4, 'int');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.int(7)]++;
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(22.5); // 99.9 % of 6 degrees
    const below = 3 * 2 ** 30;
    let upper = 0;
    for (let i = 0; i < 30_000; i++) if (random.int(below) >= 2 ** 31) upper++;
    expect(Math.abs(upper - 10_000)).toBeLessThan(300); // with the bias of a plain remainder: 7,500
    expect(() => random.int(0)).toThrow('internal: RandomStream.int(0)');
  });

  it('shuffles every order equally often, arrays and typed arrays alike', () => {
    const random = new RandomStream(6, 'shuffle');
    const seen = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const items = Int32Array.of(0, 1, 2, 3);
      random.shuffle(items);
      seen.set(items.join(), (seen.get(items.join()) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    expect([...seen.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(49.7); // 99.9 % of 23 degrees
    const list = ['a', 'b', 'c', 'd', 'e'];
    new RandomStream(6, 'list').shuffle(list);
    expect([...list].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it.each([-1, 1.5, NaN, 2 ** 53])('refuses the seed %d', (seed) => {
    expect(() => new RandomStream(seed, 'x')).toThrow('training.seed');
  });
});
