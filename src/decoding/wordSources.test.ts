import { describe, expect, it } from 'vitest';
import { excerptAround, WordSources } from './wordSources';

function sources(lines: readonly string[], limit?: number): WordSources {
  const built = new WordSources(limit);
  lines.forEach((line, i) => built.add(line, i < 2 ? 0 : 1, i + 1));
  return built;
}

const lines = ['The cat sat on the mat.', 'A dog sat on the rug.', 'The old cat sat on the mat!'];

describe('word sources', () => {
  it('finds the places that agree with most of the context', () => {
    expect(sources(lines).find('My cat sat on the ', 'mat', 5)).toEqual({ contextWords: 4, count: 2, places: [{ file: 0, line: 1, word: 5 }, { file: 1, line: 3, word: 6 }] });
    expect(sources(lines).find('an old cat sat on the', 'mat', 5)).toEqual({ contextWords: 5, count: 1, places: [{ file: 1, line: 3, word: 6 }] });
    expect(sources(lines).find('DOG sat on the', 'Rug', 5)).toMatchObject({ contextWords: 4, count: 1 });
  });

  it('tells all places without a context that agrees, and shows only so many', () => {
    expect(sources(lines).find('quite', 'sat', 2)).toMatchObject({ contextWords: 0, count: 3, places: [{ line: 1 }, { line: 2 }] });
    expect(sources(lines).find('', 'cat', 9)).toMatchObject({ contextWords: 0, count: 2 });
  });

  it('knows what was never there', () => {
    expect(sources(lines).find('the', 'horse', 3)).toBeNull();
    expect(sources(lines).find('the', ' ', 3)).toBeNull();
    expect(sources(lines, 3).find('', 'rug', 3)).toBeNull(); // beyond the limit
  });

  it('compares across line ends, as the model reads', () => {
    expect(sources(lines).find('on the mat. a', 'dog', 3)).toMatchObject({ contextWords: 5, count: 1 });
  });

  it('cuts an excerpt around the word', () => {
    expect(excerptAround(lines[0], 5)).toBe(lines[0]);
    const long = `${'far '.repeat(50)}here ${'away '.repeat(50)}`;
    expect(excerptAround(long, 50, 40)).toMatch(/^….*here.*…$/);
  });
});
