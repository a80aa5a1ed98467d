/** What the searches are told beyond their width: when to stop, how to begin, what was left unread, and drawing. */
import { describe, expect, it } from 'vitest';
import { EOS } from '../text/tokenizer';
import { beamSearch } from './beamSearch';
import { coveragePenalty } from './coveragePenalty';
import { greedySearch } from './greedy';
import { lengthPenalty } from './lengthPenalty';
import { minimumLength } from './processors';
import { sampleSearch } from './sampleSearch';
import { logSumExp } from './logSumExp';
import { randomNext, toyModel } from './testModel';

const V = 9;
const SOURCE = 3;

interface Kept { readonly said: number[]; readonly logProbability: number }

/** The same search, sentence by sentence and without ever stopping before the length limit. */
function patientBeam(next: (said: readonly number[]) => Float32Array, { beam, maxLength, alpha, beta }: { beam: number; maxLength: number; alpha: number; beta: number }): { tokens: number[]; score: number }[] {
  const attentionOf = (length: number): number[][] => Array.from({ length }, (_, step) => Array.from({ length: SOURCE }, (__, i) => (i === step % SOURCE ? 1 : 0)));
  const finished: { tokens: number[]; score: number }[] = [];
  let living: Kept[] = [{ said: [], logProbability: 0 }];
  for (let length = 1; length <= maxLength + 1; length++) {
    const all = living.flatMap(({ said, logProbability }) => {
      const logits = next(said);
      const total = logSumExp(logits);
      return Array.from(logits, (logit, token) => ({ said, token, logProbability: logProbability + logit - total })).filter((one) => one.logProbability > -Infinity);
    }).sort((a, b) => b.logProbability - a.logProbability);
    all.slice(0, beam).filter(({ token }) => token === EOS).forEach(({ said, logProbability }) => {
      finished.push({ tokens: said, score: logProbability / lengthPenalty(length, alpha) + (beta === 0 ? 0 : coveragePenalty(attentionOf(length), SOURCE, beta)) });
    });
    living = all.filter(({ token }) => token !== EOS).slice(0, beam).map(({ said, token, logProbability }) => ({ said: [...said, token], logProbability }));
  }
  return finished.sort((a, b) => b.score - a.score);
}

describe('stopping', () => {
  it.each([[0, 0], [0.6, 0], [1, 0], [2, 0], [4, 0], [1, 0.3], [0, 2]])('loses nothing to a search that goes on to the limit (alpha %s, beta %s)', async (alpha, beta) => {
    const [sentences, beam, maxLength] = [30, 3, 9];
    const next = randomNext(V);
    const model = toyModel(sentences, V, next, SOURCE);
    const found = await beamSearch(model, { beam, nBest: 2, maxLength, lengthPenalty: alpha, coveragePenalty: beta, attention: true });
    found.forEach((hypotheses, sentence) => {
      const wanted = patientBeam((said) => next(said, sentence), { beam, maxLength, alpha, beta }).slice(0, 2);
      expect(hypotheses.filter(({ finished }) => finished).map(({ tokens }) => tokens)).toEqual(wanted.map(({ tokens }) => tokens));
      wanted.forEach(({ score }, i) => expect(hypotheses[i].score).toBeCloseTo(score, 4));
    });
    // And it does stop: where length is not rewarded, long before.
    if (alpha === 0 && beta === 0) expect(model.rowsPerStep.reduce((sum, rows) => sum + rows, 0)).toBeLessThan(0.7 * sentences * beam * maxLength);
  });
});

describe('the coverage penalty', () => {
  it('is the sum of the logarithms of what each source token got, at most 1', () => {
    expect(coveragePenalty([[0.5, 0.5, 0], [0.5, 0.25, 9]], 2, 2)).toBeCloseTo(2 * Math.log(0.75), 12);
    expect(coveragePenalty([[3, 1]], 2, 1)).toBe(0);
    expect(coveragePenalty([[1, 0]], 2, 1)).toBeCloseTo(-126 * Math.LN2, 9);
  });

  it('prefers an output that reads all of the source', async () => {
    // Ending at once is likelier, but leaves two of three source tokens unread (a row of attention is one-hot at its step).
    const next = (said: readonly number[]): number[] => Array.from({ length: V }, (_, token) => (token === EOS ? (said.length === 0 || said.length >= 2 ? 2 : 0) : token === 4 ? 1 : -9));
    const best = async (beta: number): Promise<number> => (await beamSearch(toyModel(1, V, next, SOURCE), { beam: 3, maxLength: 6, lengthPenalty: 0, coveragePenalty: beta }))[0][0].tokens.length;
    expect(await best(0)).toBe(0);
    expect(await best(0.1)).toBe(2);
  });
});

describe('a forced beginning', () => {
  const prefix = [5, 4, 5];
  const options = { maxLength: 8, prefix };

  it('begins every output, with the probability that the model gives it', async () => {
    const next = randomNext(V);
    const searches = [await beamSearch(toyModel(6, V, next), { ...options, beam: 4, nBest: 4 }), (await greedySearch(toyModel(6, V, next), options)).map((one) => [one]), await sampleSearch(toyModel(6, V, next), options, { seed: 1 }, 3, [0, 1, 2, 3, 4, 5])];
    for (const found of searches) {
      found.forEach((hypotheses, sentence) => hypotheses.forEach(({ tokens, finished, logProbability }) => {
        expect(tokens.slice(0, 3)).toEqual(prefix);
        const said = [...tokens, ...(finished ? [EOS] : [])];
        const sum = said.reduce((total, token, i) => { const logits = next(said.slice(0, i), sentence); return total + logits[token] - logSumExp(logits); }, 0);
        expect(logProbability).toBeCloseTo(sum, 4);
      }));
    }
    expect(searches[0].every((hypotheses) => new Set(hypotheses.map(({ tokens }) => tokens.join())).size === 4)).toBe(true);
  });

  it('may end the output, and overrules a minimum length', async () => {
    const ended = { ...options, prefix: [4, EOS], process: minimumLength(5, EOS) };
    expect(await beamSearch(toyModel(1, V, randomNext(V)), { ...ended, beam: 3 })).toMatchObject([[{ tokens: [4], finished: true }]]);
    expect(await greedySearch(toyModel(1, V, randomNext(V)), ended)).toMatchObject([{ tokens: [4], finished: true }]);
  });
});

describe('rules about what may be said', () => {
  it('leave the rest the probability that the model gave it', async () => {
    const next = (): number[] => [0, 0, 0, Math.log(0.8), Math.log(0.15), Math.log(0.05), 0, 0, 0].map((value, i) => (i < 3 || i > 5 ? -Infinity : value));
    const [found] = await greedySearch(toyModel(1, V, next), { maxLength: 4, process: minimumLength(1, EOS) });
    expect(found).toMatchObject({ tokens: [4], logProbability: expect.closeTo(Math.log(0.15 * 0.8), 6) as number });
  });
});

describe('drawing', () => {
  it('draws as often as the model holds likely', async () => {
    const probabilities = [0, 0, 0, 0.5, 0.3, 0.2, 0, 0, 0];
    const draws = 3000;
    const share = async (sampling: object): Promise<number[]> => {
      const [found] = await sampleSearch(toyModel(1, V, () => probabilities.map(Math.log)), { maxLength: 1 }, { seed: 5, ...sampling }, draws, [0]);
      return [EOS, 4, 5].map((token) => found.filter(({ tokens }) => (tokens[0] ?? EOS) === token).length / draws);
    };
    const near = (wanted: readonly number[]): number[] => wanted.map((value) => expect.closeTo(value, 1) as number);
    expect(await share({})).toEqual(near([0.5, 0.3, 0.2]));
    const sharp = probabilities.slice(3, 6).map((p) => p ** 2);
    const mass = sharp.reduce((sum, p) => sum + p, 0);
    expect(await share({ temperature: 0.5 })).toEqual(near(sharp.map((p) => p / mass)));
    expect(await share({ topK: 2 })).toEqual(near([0.625, 0.375, 0]));
    expect((await share({ topP: 0.6 }))[2]).toBe(0);
  });

  it('is a function of seed, line and draw, whatever else is in the batch', async () => {
    const next = randomNext(V);
    const together = await sampleSearch(toyModel(8, V, next), { maxLength: 9 }, { seed: 2 }, 3, [0, 1, 2, 3, 4, 5, 6, 7]);
    for (let sentence = 0; sentence < 8; sentence++) {
      expect(await sampleSearch(toyModel(1, V, (said) => next(said, sentence)), { maxLength: 9 }, { seed: 2 }, 3, [sentence])).toEqual([together[sentence]]);
    }
    for (const draws of together) expect(draws.map(({ score }) => score)).toEqual(draws.map(({ score }) => score).sort((a, b) => b - a));
  });

  it('gives up where every token is forbidden', async () => {
    const spent = await sampleSearch(toyModel(1, V, () => new Float32Array(V)), { maxLength: 3, process: (logits) => logits.fill(-Infinity) }, { seed: 1 }, 1, [0]);
    expect(spent).toMatchObject([[{ tokens: [], finished: false }]]);
  });
});
