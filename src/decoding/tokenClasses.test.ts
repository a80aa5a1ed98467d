import { describe, expect, it } from 'vitest';
import { trainTokenizer } from '../text/trainTokenizer';
import { TokenClasses } from './tokenClasses';
import { toyTokenModel } from './testTokenModel';
import { searchWords, type NextWordList } from './wordSearch';

const text = 'The cat sat on the mat, the catalogue and a car. Cats scatter! 한국 한글 하늘 학교 구름 국물 국 the then there theory';
const classesOf = (unit: 'word' | 'bpe'): TokenClasses =>
  TokenClasses.of(trainTokenizer([text, text], { unit, lowercase: false, minFrequency: 1, vocabularySize: unit === 'bpe' ? 90 : null, split: 'words' }));
const size = (classes: TokenClasses): number => classes.leads.length;
const all = (classes: TokenClasses): number[] => Array.from({ length: size(classes) }, (_, token) => token);

describe.each(['word', 'bpe'] as const)('tokens of the unit %s', (unit) => {
  const classes = classesOf(unit);
  const few = ['', 't', 'th', 'the', 'cat', 'cata', 'z', 'C', '한', '국'];

  it('are found by how they begin, and by their whole text', () => {
    for (const one of [classes, classes.folded()]) {
      for (const letters of few) {
        expect(Array.from(one.beginningWith(letters)).sort((a, b) => a - b)).toEqual(all(one).filter((token) => one.get(token).text.startsWith(letters)));
        expect(Array.from(one.withText(letters)).sort((a, b) => a - b)).toEqual(all(one).filter((token) => one.get(token).text === letters));
      }
    }
  });

  /** The same search by looking at every token. */
  const lookingAtAll = (from: TokenClasses): TokenClasses => new Proxy(from, { get: (target, name) => {
    if (name === 'beginningWith') return () => Int32Array.from(all(target));
    const value: unknown = Reflect.get(target, name, target);
    return typeof value === 'function' ? (value.bind(target) as unknown) : value;
  } });

  it.each(['t', 'th', 'cat', 'catal', 'sc', 'C', 'xyz', '하', '구', '한국'])('complete %s as a look at all of them would', async (typed) => {
    const model = toyTokenModel(size(classes), (read) => new Map(all(classes).map((token) => [token, (1 + ((token * 7 + read.length * 3) % 13)) / 100])));
    const reading = await model.read(model.initial, [3]);
    for (const leads of [true, false]) {
      const search = async (by: TokenClasses): Promise<NextWordList> =>
        (await searchWords(model, by, [{ reading, wanted: { leads, text: typed }, kind: null, after: null }], { count: 5, minProbability: 0, width: 8 }))[0];
      expect(await search(classes)).toEqual(await search(lookingAtAll(classes)));
    }
  });
});
