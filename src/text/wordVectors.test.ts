import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError';
import { useFiles } from '../testing/tempFiles';
import { readWordVectors } from './wordVectors';

const files = useFiles();
const read = (text: string | Uint8Array, words: readonly string[], dimension = 2): ReturnType<typeof readWordVectors> =>
  readWordVectors(path.join(files({ 'v.txt': text }), 'v.txt'), 'v.txt', words, dimension);
const found = (text: string, words: readonly string[]): Record<string, number[]> => Object.fromEntries([...read(text, words).vectors].map(([word, vector]) => [word, Array.from(vector)]));

function refusal(text: string | Uint8Array, dimension = 2): UserError {
  try {
    read(text, ['the', 'cat'], dimension);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('accepted');
}

describe('formats', () => {
  it('reads GloVe: no header', () => expect(found('the 0.5 -1\ncat 2 3e-1\n', ['cat', 'the', 'dog'])).toEqual({ the: [0.5, -1], cat: [2, Math.fround(0.3)] }));
  it('reads word2vec: a header, and a space at the end of each line', () => expect(found('2 2\nthe 0.5 -1 \ncat 2 3 \n', ['cat'])).toEqual({ cat: [2, 3] }));
  it('takes a header for a header even where a word could be meant', () => expect(found('1 2\n1 7 8\n', ['1'])).toEqual({ 1: [7, 8] }));
  it('passes over words with spaces', () => expect(found('the 1 2\nthe city 3 4\ncat 5 6', ['the', 'cat'])).toEqual({ the: [1, 2], cat: [5, 6] }));
  it('knows a word that is a key of every object', () => expect(found('__proto__ 1 2\nconstructor 3 4\n', ['constructor', 'toString'])).toEqual({ constructor: [3, 4] }));

  it('reads past a megabyte, and what it keeps does not grow with the file', () => {
    const many = Array.from({ length: 60_000 }, (_, i) => `w${i} ${i} ${-i}`).join('\n');
    const { vectors, file } = read(many, ['w0', 'w59999', 'nowhere']);
    expect(many.length).toBeGreaterThan(1 << 20);
    expect(vectors.get('w59999')).toEqual(Float32Array.of(59999, -59999));
    expect(vectors.size).toBe(2);
    expect(file.bytes).toBe(many.length);
  });
});

describe('capitals', () => {
  const text = 'the 1 0\nParis 2 0\nPARIS 3 0\nPolish 4 0\npolish 5 0\nTHE 6 0\n';
  it('prefers the word as it stands', () => expect(found(text, ['Polish', 'polish', 'PARIS'])).toEqual({ Polish: [4, 0], polish: [5, 0], PARIS: [3, 0] }));
  it('else takes its small letters', () => expect(found(text, ['The', 'POLISH'])).toEqual({ The: [1, 0], POLISH: [5, 0] }));
  it('else the first that differs in capitals alone', () => expect(found(text, ['paris'])).toEqual({ paris: [2, 0] }));
  it('finds the word as it stands behind others', () => expect(found('PARIS 1 0\nparis 2 0\nParis 3 0\n', ['Paris'])).toEqual({ Paris: [3, 0] }));
  it('counts them', () => expect(read(text, ['The', 'the', 'paris', 'dog'])).toMatchObject({ inOtherCase: 2 }));
  it('keeps the first of two alike', () => expect(found('cat 1 1\ncat 2 2\n', ['cat'])).toEqual({ cat: [1, 1] }));
});

describe('refusals name file and line', () => {
  const cases: [name: string, text: string | Uint8Array, where: string, what: RegExp, remedy: RegExp, dimension?: number][] = [
    ['another dimension', 'the 1 2 3\n', 'v.txt:1', /have 3 numbers, and model.embedding is 2/, /set model.embedding to 3/],
    ['another dimension by the header', '1 300\nthe 1 2\n', 'v.txt:1', /have 300 numbers/, /set model.embedding to 300/],
    ['too few numbers', 'the 1 2\ncat 1\n', 'v.txt:2', /^1 numbers stand here instead of 2/, /whole file/],
    ['what is no number', 'the 1 2\ncat 1 x\n', 'v.txt:2', /"x" is no number/, /mend/],
    ['two spaces in a row', 'dog 1 2\ncat  1\n', 'v.txt:2', /"" is no number/, /mend/],
    ['a number too large to be one', 'the 1 1e999\n', 'v.txt:1', /"1e999"/, /mend/],
    ['a header that promises more', '3 2\nthe 1 2\ncat 3 4\n', 'v.txt:1', /promises 3 words and has 2/, /whole file/],
    ['plain text', 'Hello\nthere\n', 'v.txt:1', /no line of word vectors/, /GloVe, word2vec or fastText/],
    ['no text', '', 'v.txt', /empty/, /name a file/],
    ['a binary file', Uint8Array.of(51, 32, 50, 10, 0, 0, 128, 63), 'v.txt:2', /binary/, /text file/],
  ];
  it.each(cases)('%s', (_, text, where, what, remedy) => {
    const error = refusal(text);
    expect(error.where).toBe(where);
    expect(error.what).toMatch(what);
    expect(error.remedy).toMatch(remedy);
  });
});
