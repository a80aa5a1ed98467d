import { describe, expect, it } from 'vitest';
import { bleuMetric, chrfMetric, lengthBuckets, pairedBootstrap, scoreByLength, scoreCorpus, statisticsOf, terMetric, bleu } from '.';
import fixture from './fixtures/sacrebleu.json';

const { references, first, second, scores, p } = fixture.paired;
const metrics = { BLEU: bleuMetric({ tokenize: 'none' }), chrF2: chrfMetric(), TER: terMetric() };

describe('paired bootstrap', () => {
  it.each(['BLEU', 'chrF2', 'TER'] as const)('judges a difference in %s as sacreBLEU does', (name) => {
    const [a, b] = [first, second].map((hypotheses) => statisticsOf(metrics[name], hypotheses, references));
    const found = pairedBootstrap(metrics[name], a, b, { samples: 2000 });
    expect([found.first, found.second]).toEqual(scores[name].map((score) => expect.closeTo(score, 6) as number));
    // Other random numbers, but the same distribution: sacreBLEU's p value from our samples is that from its own.
    const sizes = Array.from(found.resampled, Math.abs);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    const itsP = (1 + sizes.filter((size) => size - mean > Math.abs(found.difference)).length) / (1 + sizes.length);
    expect(Math.abs(itsP - p[name])).toBeLessThan(0.03);
    expect(found.p).toBeGreaterThanOrEqual(itsP);
    expect(found.interval[0]).toBeLessThan(found.difference);
    expect(found.interval[1]).toBeGreaterThan(found.difference);
    expect(found.secondBetter).toBeGreaterThan(0.6); // for TER too, where less is better
    expect(pairedBootstrap(metrics[name], b, a, { samples: 2000 }).secondBetter).toBeCloseTo(1 - found.secondBetter, 12);
  });

  it('finds nothing between a system and itself, and is certain where every sentence is better', () => {
    const same = statisticsOf(metrics.BLEU, first, references);
    expect(pairedBootstrap(metrics.BLEU, same, same)).toMatchObject({ difference: 0, interval: [0, 0], p: 1, secondBetter: 0.5, resampled: { length: 1000 } });
    const perfect = statisticsOf(metrics.BLEU, references, references);
    const certain = pairedBootstrap(metrics.BLEU, same, perfect, { samples: 500 });
    expect(certain).toMatchObject({ second: expect.closeTo(100, 9) as number, p: 1 / 501, secondBetter: 1 });
    expect(certain.interval[0]).toBeGreaterThan(0);
  });

  it('is a function of its seed', () => {
    const [a, b] = [first, second].map((hypotheses) => statisticsOf(metrics.chrF2, hypotheses, references));
    const at = (seed: number) => pairedBootstrap(metrics.chrF2, a, b, { samples: 200, seed });
    expect(at(3)).toEqual(at(3));
    expect(at(3).interval).not.toEqual(at(4).interval);
    expect(() => pairedBootstrap(metrics.chrF2, a, b.slice(1))).toThrow(/150 hypotheses and 149 references/);
  });
});

describe('scores by length', () => {
  it('groups by one round width, the longest in the last group', () => {
    expect(lengthBuckets([3, 9, 14, 33])).toEqual([{ from: 1, to: 2 }, { from: 3, to: 4 }, { from: 5, to: 6 }, { from: 7, to: 8 }, { from: 9, to: 10 }, { from: 11, to: 12 }, { from: 13, to: 33 }]);
    expect(lengthBuckets(Array.from({ length: 200 }, (_, i) => i % 75)).map(({ from, to }) => [from, to])).toEqual([[0, 10], [11, 20], [21, 30], [31, 40], [41, 50], [51, 60], [61, 70], [71, 74]]);
    expect(lengthBuckets([])).toEqual([{ from: 1, to: 1 }]);
  });

  it('scores each group by itself, and every sentence once', () => {
    const lengths = references.map((reference) => reference.split(' ').length);
    const groups = scoreByLength(lengths, first, references, { tokenize: 'none' });
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(references.length);
    for (const { from, to, count, bleu: score, chrf, exact } of groups) {
      const members = [...lengths.keys()].filter((i) => lengths[i] >= from && lengths[i] <= to);
      expect(count).toBe(members.length);
      expect(score).toBe(bleu(members.map((i) => first[i]), members.map((i) => references[i]), { tokenize: 'none' }).score);
      expect(chrf).toBe(scoreCorpus(metrics.chrF2, members.map((i) => first[i]), members.map((i) => references[i])));
      expect(exact).toBe(members.filter((i) => first[i] === references[i]).length / members.length);
    }
  });
});
