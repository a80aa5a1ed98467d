import { describe, expect, it } from 'vitest';
import { loadTokenizer, tokenizerToText } from './tokenizerFile';
import { trainTokenizer } from './trainTokenizer';

const OPTIONS = { unit: 'bpe', lowercase: false, minFrequency: 1, vocabularySize: 40, split: 'words' } as const;
interface Json { [key: string]: unknown; model: { [key: string]: unknown; vocab: Record<string, number>; merges: unknown[] } }
const bpe = (): Json => JSON.parse(tokenizerToText(trainTokenizer(['low lower lowest'], OPTIONS))) as Json;
const chars = (): Json => JSON.parse(tokenizerToText(trainTokenizer(['low'], { ...OPTIONS, unit: 'char' }))) as Json;

describe('loadTokenizer', () => {
  it('reads merges written as strings, and files that leave defaults out', () => {
    const json = bpe();
    json.model.merges = json.model.merges.map((pair) => (pair as string[]).join(' '));
    for (const key of ['dropout', 'fuse_unk', 'byte_fallback', 'ignore_merges', 'continuing_subword_prefix', 'end_of_word_suffix']) delete json.model[key];
    delete json.truncation;
    delete json.post_processor;
    expect(loadTokenizer(json).toJSON()).toEqual(bpe());
  });

  const cases: [string, (json: Json) => unknown, string][] = [
    ['no object', () => 'text', 'the file is not an object'],
    ['null', () => null, 'the file is not an object'],
    ['no model', (json) => ({ ...json, model: undefined }), '"model" is not an object'],
    ['another model', (json) => ({ ...json, model: { ...json.model, type: 'Unigram' } }), '"model" (type "Unigram")'],
    ['another normalizer', (json) => ({ ...json, normalizer: { type: 'NFKC' } }), '"normalizer"'],
    ['another pre-tokenizer', (json) => ({ ...json, pre_tokenizer: { type: 'ByteLevel' } }), '"pre_tokenizer"'],
    ['another decoder', (json) => ({ ...json, decoder: { type: 'ByteLevel' } }), '"decoder"'],
    ['added tokens', (json) => ({ ...json, added_tokens: [{ id: 0, content: '<pad>' }] }), '"added_tokens"'],
    ['a post-processor', (json) => ({ ...json, post_processor: { type: 'TemplateProcessing' } }), '"post_processor"'],
    ['byte fallback', (json) => ({ ...json, model: { ...json.model, byte_fallback: true } }), '"model" (type "BPE")'],
    ['a number twice', (json) => ({ ...json, model: { ...json.model, vocab: { ...json.model.vocab, extra: 5 } } }), 'each number from 0 to'],
    ['a gap', (json) => ({ ...json, model: { ...json.model, vocab: { ...json.model.vocab, extra: 999 } } }), 'the token "extra" has the number 999'],
    ['no special tokens', (json) => ({ ...json, model: { ...json.model, vocab: { a: 0 } } }), 'does not begin with <pad> <unk> <s> </s>'],
    ['no merges', (json) => ({ ...json, model: { ...json.model, merges: 'x' } }), '"model.merges" is not a list'],
    ['a merge of three', (json) => ({ ...json, model: { ...json.model, merges: [['l', 'o', 'w']] } }), 'merge 1 is not a pair'],
    ['a merge of unknown tokens', (json) => ({ ...json, model: { ...json.model, merges: [['x', 'y']] } }), 'merge 1 needs the token "x"'],
    ['a merge twice', (json) => ({ ...json, model: { ...json.model, merges: [json.model.merges[0], json.model.merges[0]] } }), 'merge 2 comes twice'],
    ['a contradiction', (json) => ({ ...json, sequenceLab: { unit: 'bpe', lowercase: true, split: 'words' } }), '"sequenceLab" contradicts'],
    ['characters with merges', (json) => ({ ...chars(), model: { ...chars().model, vocab: json.model.vocab, merges: json.model.merges } }), 'a tokenizer of characters has merges'],
  ];
  it.each(cases)('refuses %s', (_, change, message) => {
    expect(() => loadTokenizer(change(bpe()), 'run/tokenizer.json')).toThrow(message);
    expect(() => loadTokenizer(change(bpe()), 'run/tokenizer.json')).toThrow('(run/tokenizer.json)');
  });

  it('refuses a merge that makes a special token', () => {
    const json = JSON.parse(tokenizerToText(trainTokenizer(['</s> </s>'], { ...OPTIONS, split: 'whitespace' }))) as Json;
    json.model.merges = [['<', '/'], ['s', '>'], ['</', 's>']];
    for (const token of ['</', 's>']) json.model.vocab[token] ??= Object.keys(json.model.vocab).length;
    expect(() => loadTokenizer(json)).toThrow('merge 3 makes the special token </s>');
  });
});
