import { describe, expect, it } from 'vitest';
import { FrozenNgram } from './frozenNgram';
import { NgramModel } from './ngram';
import { leaningText } from './testText';

const V = 14;

const training = leaningText(3_000, 1);
const heldOut = leaningText(400, 2);
const trained = NgramModel.train(training, 5, V);
const sum = (values: Iterable<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

describe('a frozen n-gram model', () => {
  const frozen = FrozenNgram.freeze(trained);

  it('says what the trained one says', () => {
    for (let end = 0; end < 60; end++) {
      for (let token = 0; token < V; token++) expect(frozen.probability(heldOut, token, end)).toBeCloseTo(trained.probability(heldOut, token, end), 6);
    }
    expect(frozen.score(heldOut).nats).toBeCloseTo(trained.score(heldOut).nats, 3);
    expect(frozen.probability([99, 98], 5)).toBeCloseTo(trained.probability([99, 98], 5), 6);
  });

  it('gives a whole distribution at once, the same numbers', () => {
    const out = new Float64Array(V);
    for (let end = 0; end < 60; end++) {
      frozen.fill(heldOut, out, end);
      expect(sum(out)).toBeCloseTo(1, 5);
      for (let token = 0; token < V; token++) expect(out[token]).toBeCloseTo(frozen.probability(heldOut, token, end), 12);
    }
  });

  it.each([V, 400])('names the likeliest of %d tokens where it is likely enough', (vocabulary) => {
    const spread = vocabulary === V ? frozen : FrozenNgram.freeze(NgramModel.train(training.map((token, i) => (i % 3 === 0 ? token * 28 : token)), 5, vocabulary));
    const text = vocabulary === V ? heldOut : heldOut.map((token, i) => (i % 3 === 0 ? token * 28 : token));
    const out = new Float64Array(vocabulary);
    let found = 0;
    for (let end = 0; end < 300; end++) {
      spread.fill(text, out, end);
      const most = Math.max(...out);
      for (const least of [0, 0.2, 0.5]) {
        const likely = spread.likeliest(text, least, end);
        expect(likely !== null).toBe(most >= least);
        if (likely === null) continue;
        found++;
        expect(likely.probability).toBeCloseTo(most, 12);
        expect(out[likely.token]).toBeCloseTo(most, 12);
      }
    }
    expect(found).toBeGreaterThan(400);
  });

  it('comes back from its bytes as it was, and from nothing else', () => {
    const bytes = frozen.toBytes();
    expect(bytes.byteLength).toBe(28 + 16 * frozen.nodes);
    const padded = new Uint8Array(bytes.byteLength + 3); // not aligned to four bytes
    padded.set(bytes, 3);
    expect(FrozenNgram.fromBytes(padded.subarray(3))!.toBytes()).toEqual(bytes);
    expect(FrozenNgram.fromBytes(bytes)!.score(heldOut)).toEqual(frozen.score(heldOut));
    expect(FrozenNgram.fromBytes(bytes.subarray(0, -4))).toBeNull();
    expect(FrozenNgram.fromBytes(new Uint8Array(bytes.byteLength))).toBeNull();
    expect(FrozenNgram.fromBytes(new Uint8Array(3))).toBeNull();
  });

  it.each([4_000, 2_000, 500, 100, 20, 1])('keeps to %d nodes, and its probabilities still add up', (most) => {
    const small = FrozenNgram.freeze(trained, most);
    expect(small.nodes).toBeLessThanOrEqual(Math.max(most, 1 + 10)); // the single tokens always stay
    expect(sum(small.fill(heldOut, new Float64Array(V), 50))).toBeCloseTo(1, 5);
    expect(small.score(heldOut).nats).toBeLessThan(400 * Math.log(V));
    if (small.nodes > 1_000) expect(small.score(heldOut).nats / frozen.score(heldOut).nats).toBeLessThan(1.06);
  });
});
