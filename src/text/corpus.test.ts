import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useFiles } from '../testing/tempFiles';
import { openCorpus, type Corpus, type LineRange } from './corpus';
import { findFiles } from './findFiles';
import { encodeLanguageText, fileOfToken, languageLines } from './languageText';
import { splitLines } from './split';
import { EOS, type TokenizerOptions } from './tokenizer';
import { trainTokenizer } from './trainTokenizer';

const write = useFiles();
const names = (spec: string | string[], folder: string): string[] => findFiles(spec, folder).map(({ name }) => name);
const texts = (corpus: Corpus, range?: LineRange): string[] => [...corpus.lines(range)].map(({ text }) => text);

describe('findFiles', () => {
  const tree = { 'b.txt': 'b', 'a.md': 'a', 'c.TXT': 'c', 'sub/deep/d.txt': 'd', 'sub/e.log': 'e', 'node_modules/f.txt': 'f', '.hidden/g.txt': 'g', 'odd [1].txt': 'o', 'image.png': 'p' };

  it('takes the text files of a folder, deep down, in order of their names', () => {
    expect(names('.', write(tree))).toEqual(['a.md', 'b.txt', 'c.TXT', 'odd [1].txt', 'sub/deep/d.txt']);
    expect(names('sub', write(tree))).toEqual(['sub/deep/d.txt']);
  });

  it('takes what a glob matches, whatever it ends in', () => {
    expect(names('sub/**/*', write(tree))).toEqual(['sub/deep/d.txt', 'sub/e.log']);
    expect(names(['*.{md,log}', '**/*.txt'], write(tree))).toEqual(['a.md', 'b.txt', 'odd [1].txt', 'sub/deep/d.txt']);
  });

  it('takes an absolute path, a path outside the folder and an absolute glob', () => {
    const folder = write(tree);
    expect(findFiles(path.join(folder, 'b.txt'), folder)).toEqual([{ path: path.join(folder, 'b.txt'), name: 'b.txt' }]);
    expect(names('../b.txt', path.join(folder, 'sub'))).toEqual(['../b.txt']);
    expect(names(`${folder.replaceAll('\\', '/')}/*.md`, path.join(folder, 'sub'))).toEqual(['../a.md']);
    expect(names('../*.md', path.join(folder, 'sub'))).toEqual(['../a.md']);
  });

  it('takes a name with brackets as it stands, and each file once', () => {
    expect(names(['odd [1].txt', '*.txt', 'b.txt'], write(tree))).toEqual(['odd [1].txt', 'b.txt']);
  });

  it.each<[string | string[], string]>([
    ['images', 'the folder holds no text files (images/): put files there that end in .txt, .text'], ['*.csv', 'the glob matches no file (*.csv)'],
    [[], 'the list of files is empty'], ['', 'the path is empty'],
  ])('refuses %j', (spec, message) => {
    expect(() => findFiles(spec, write({ 'images/x.png': '' }))).toThrow(message);
  });
});

describe('openCorpus', () => {
  it('reads files one after another, with their places', () => {
    const corpus = openCorpus('.', write({ 'a.txt': 'one\n\ntwo\n', 'b.txt': 'three' }));
    expect([...corpus.lines()]).toEqual([
      { text: 'one', file: 0, number: 1 }, { text: '', file: 0, number: 2 }, { text: 'two', file: 0, number: 3 }, { text: 'three', file: 1, number: 1 },
    ]);
    expect(corpus).toMatchObject({ bytes: 14, filledLines: 3, warnings: [], files: [{ path: 'a.txt', lines: 3, filledLines: 2 }, { path: 'b.txt', lines: 1 }] });
  });

  it('cuts into ranges that make up the whole', () => {
    const corpus = openCorpus('.', write({ 'a.txt': '\none\n\ntwo\n \n', 'b.txt': '\n\nthree\nfour\n\n', 'c.txt': 'five' }));
    for (let cut = 0; cut <= 5; cut++) {
      const [before, after] = [texts(corpus, { from: 0, to: cut }), texts(corpus, { from: cut, to: 5 })];
      expect(before.filter((line) => line.trim() !== '').length).toBe(cut);
      expect(after.filter((line) => line.trim() !== '').length).toBe(5 - cut);
      if (cut > 0) expect(after[0]).toBe(['one', 'two', 'three', 'four', 'five'][cut]);
    }
    expect(texts(corpus, { from: 1, to: 3 })).toEqual(['two', ' ', '', '', 'three']);
  });

  it('leaves empty files out and says so, but refuses nothing at all', () => {
    expect(openCorpus('.', write({ 'a.txt': 'x', 'b.txt': ' \n\n' })).warnings).toEqual(['b.txt is empty and was left out.']);
    expect(() => openCorpus('a.txt', write({ 'a.txt': '' }))).toThrow('the file is empty (a.txt): put text into it');
    expect(() => openCorpus('.', write({ 'a.txt': '', 'b.txt': '\n' }))).toThrow('all of the files are empty (2 files)');
    expect(() => openCorpus('no.txt', write({}))).toThrow('there is no such file (no.txt)');
  });

  it('checks every file when it is opened', () => {
    expect(() => openCorpus('.', write({ 'a.txt': 'fine', 'b.txt': Buffer.from('x\n\xe9\n', 'latin1') }))).toThrow('(b.txt:2)');
  });

  it('notices between two readings that a file changed or went', () => {
    const folder = write({ 'a.txt': 'one\ntwo\nthree\n', 'b.txt': 'four\n' });
    const corpus = openCorpus('.', folder);
    writeFileSync(path.join(folder, 'a.txt'), 'one\ntwo\nthrEe\n');
    expect(() => texts(corpus)).toThrow('the file was changed since it was first read (a.txt)');
    expect(() => texts(corpus, { from: 0, to: 1 })).toThrow('changed since');
    expect(texts(corpus, { from: 3, to: 4 })).toEqual(['four']);
    rmSync(path.join(folder, 'b.txt'));
    expect(() => texts(corpus, { from: 3, to: 4 })).toThrow('there is no such file (b.txt)');
    appendFileSync(path.join(folder, 'a.txt'), 'x');
  });
});

describe('language text', () => {
  const options: TokenizerOptions = { unit: 'word', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' };
  const corpusOf = (): Corpus => openCorpus('.', write({ 'a.txt': 'one two\n\nthree.\n', 'b.txt': '\n', 'c.txt': 'two 🎉\n' }));

  it('ends each line of words with EOS, and knows whose they are', () => {
    const corpus = corpusOf();
    const tokenizer = trainTokenizer(languageLines(corpus, 'word'), options);
    const text = encodeLanguageText(corpus, tokenizer);
    expect([...text.tokens].map((id) => tokenizer.tokenRaw(id))).toEqual(['▁one', '▁two', '</s>', '▁three', '.', '</s>', '▁two', '▁🎉', '</s>']);
    expect(text).toMatchObject({ regions: [{ file: 'a.txt', start: 0, end: 6 }, { file: 'c.txt', start: 6, end: 9 }], unknown: 0, characters: 21 });
    expect([0, 5, 6, 8].map((token) => fileOfToken(text, token))).toEqual(['a.txt', 'a.txt', 'c.txt', 'c.txt']);
    expect(() => fileOfToken(text, 9)).toThrow('internal: fileOfToken');
  });

  it('keeps the text of characters as it is, line ends and all', () => {
    const corpus = corpusOf();
    const tokenizer = trainTokenizer(languageLines(corpus, 'char'), { ...options, unit: 'char' });
    const text = encodeLanguageText(corpus, tokenizer);
    expect(tokenizer.decode(text.tokens)).toBe('one two\n\nthree.\ntwo 🎉\n');
    expect(text.characters).toBe(text.tokens.length);
    expect(text.unknown).toBe(0);
    expect(text.tokens.includes(EOS)).toBe(false);
  });

  it('counts unknown words of a held-out range, and takes nothing from outside it', () => {
    const corpus = corpusOf();
    const { train, heldOut } = splitLines(corpus.filledLines, 0.3);
    const tokenizer = trainTokenizer(languageLines(corpus, 'word', train), options);
    expect(tokenizer.idOf('▁🎉')).toBeUndefined();
    const text = encodeLanguageText(corpus, tokenizer, heldOut);
    expect(tokenizer.decode(text.tokens)).toBe('two <unk>');
    expect(text.unknown).toBe(1);
    expect(text.regions).toEqual([{ file: 'c.txt', start: 0, end: 3 }]);
  });

  it('grows beyond its first buffer', () => {
    const corpus = openCorpus('.', write({ 'long.txt': 'a b c d e f g h\n'.repeat(20_000) }));
    const tokenizer = trainTokenizer(languageLines(corpus, 'word'), options);
    const { tokens } = encodeLanguageText(corpus, tokenizer);
    expect(tokens.length).toBe(180_000);
    expect([...tokens.slice(-9)]).toEqual([...tokens.slice(0, 9)]);
  });
});
