import { describe, expect, it } from 'vitest';
import type { Feeds, Program } from '../engine/engine';
import type { Tensor } from '../graph/graph';
import { EOS, PAD } from '../text/tokenizer';
import { trainTokenizer } from '../text/trainTokenizer';
import { growBeamTree, type BeamTreeNode } from './beamTree';
import { lengthPenalty } from './lengthPenalty';
import { logSumExp } from './logSumExp';
import { MAX_SOURCE_TOKENS, translateLines, type TranslateOptions, type TranslationModel } from './translate';
import type { TranslatorPrograms } from './translatorPrograms';

const float = (shape: number[], data: Float32Array): Tensor => ({ type: 'float32', shape, data });

/**
 * A translator that says its input again: memory holds the tokens, the state is the position. Its second choice at every step is to
 * skip a token. Every run overwrites what the last one gave out, as engines do.
 */
function echo(vocabulary: number): TranslatorPrograms & { batches: number[][] } {
  const batches: number[][] = [];
  let spoiled: Float32Array[] = [];
  const spoil = (): void => { spoiled.forEach((array) => array.fill(NaN)); spoiled = []; };
  const encode: Program = {
    run({ source, sourceMask }: Feeds) {
      const [S, B] = source.shape;
      batches.push([S, B]);
      const memory = new Float32Array(B * S);
      for (let s = 0; s < S; s++) {
        for (let b = 0; b < B; b++) {
          expect(sourceMask.data[s * B + b]).toBe(source.data[s * B + b] === PAD ? 0 : 1);
          memory[b * S + s] = Number(source.data[s * B + b]);
        }
      }
      return Promise.resolve({ memory: float([B, S, 1], memory), 'state.in': float([B, 1], new Float32Array(B)) });
    },
    dispose: () => Promise.resolve(),
  };
  const step: Program = {
    run({ input, memory, sourceMask, 'state.in': state }: Feeds) {
      const [R] = input.shape;
      const S = memory.shape[1];
      expect(sourceMask.shape).toEqual([S, R]);
      const logits = new Float32Array(R * vocabulary).fill(-20);
      const attention = new Float32Array(R * S);
      const next = new Float32Array(R);
      for (let r = 0; r < R; r++) {
        const at = Number(state.data[r]);
        // The mask must belong to this row's sentence.
        if (at < S && sourceMask.data[at * R + r] !== (memory.data[r * S + at] === PAD ? 0 : 1)) throw new Error('the mask is another sentence\'s');
        logits[r * vocabulary + (at < S ? Number(memory.data[r * S + at]) : EOS)] = 2;
        if (at + 1 < S) logits[r * vocabulary + Number(memory.data[r * S + at + 1])] = 1;
        attention[r * S + Math.min(at, S - 1)] = 1;
        next[r] = at + 1;
      }
      spoil();
      const normalizers = Float32Array.from({ length: R }, (_, r) => logSumExp(logits, r * vocabulary, (r + 1) * vocabulary));
      spoiled = [logits, normalizers, attention, next];
      return Promise.resolve({ logits: float([R, vocabulary], logits), normalizer: float([R], normalizers), attention: float([R, S], attention), 'state.out': float([R, 1], next) });
    },
    dispose: () => Promise.resolve(),
  };
  return {
    encode, step, batches, vocabulary, hasAttention: true, encodedInputs: ['memory', 'sourceMask'],
    states: [{ input: 'state.in', output: 'state.out', shape: ['B', 1] }], dispose: () => Promise.resolve(),
  };
}

const lines = ['the cat sits', 'a', '', 'on the mat , the cat sits on the mat', '   ', 'mat cat a sits the on , cat'];
const tokenizer = trainTokenizer(lines, { unit: 'word', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' });
const model = (programs = echo(tokenizer.size)): TranslationModel => ({ programs, source: tokenizer, target: tokenizer });

describe('translating lines', () => {
  it.each([1, 3])('gives a line for a line, in order, empty for empty (beam %s)', async (beam) => {
    const results = await translateLines(model(), lines, { maxLength: 30, beam });
    expect(results.map(({ source }) => source)).toEqual(lines);
    expect(results.map(({ outputs }) => outputs[0].text)).toEqual(lines.map((line) => line.trim()));
    expect(results.every(({ outputs, warning }) => outputs[0].finished && outputs[0].attention === null && warning === null)).toBe(true);
  });

  it('gives n outputs, the best first, with scores', async () => {
    const [{ outputs }] = await translateLines(model(), ['the cat sits'], { maxLength: 30, beam: 4, nBest: 3, lengthPenalty: 0 });
    expect(outputs).toHaveLength(3);
    expect(outputs[0].text).toBe('the cat sits');
    expect(new Set(outputs.map(({ text }) => text)).size).toBe(3);
    expect(outputs[0].score).toBeGreaterThan(outputs[1].score);
    expect(outputs[0].score).toBe(outputs[0].logProbability);
  });

  it('scores greedy outputs as a beam of one does', async () => {
    const [[greedy], [beam]] = await Promise.all([1, 2].map((width) => translateLines(model(), ['the cat sits'], { maxLength: 30, beam: width })));
    expect(greedy.outputs[0].score).toBeCloseTo(beam.outputs[0].score, 5);
  });

  it('tells where it looked, without the padding of its batch', async () => {
    for (const beam of [1, 3]) {
      const results = await translateLines(model(), lines, { maxLength: 30, beam, attention: true });
      expect(results[2].outputs[0].attention).toBeNull();
      for (const [index, words] of [[0, ['the', 'cat', 'sits']], [1, ['a']]] as const) {
        const { rows, columns, values } = results[index].outputs[0].attention!;
        expect(rows).toEqual([...words, '</s>']);
        expect(columns).toEqual([...words, '</s>']);
        expect(Array.from(values)).toEqual(Array.from({ length: rows.length ** 2 }, (_, i) => (i % (rows.length + 1) === 0 ? 1 : 0)));
      }
    }
  });

  it('shows the spaces of a character model on the axes', async () => {
    const characters = trainTokenizer(['a b\n'], { unit: 'char', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' });
    const [{ outputs }] = await translateLines({ programs: echo(characters.size), source: characters, target: characters }, ['a b'], { maxLength: 9, attention: true });
    expect(outputs[0].text).toBe('a b');
    expect(outputs[0].attention!.rows).toEqual(['a', '␣', 'b', '</s>']);
  });

  it('cuts a line that is too long and says so', async () => {
    const [long] = await translateLines(model(), ['cat '.repeat(MAX_SOURCE_TOKENS + 7)], { maxLength: 500 });
    expect(long.warning).toBe('the line has 407 tokens: only the first 400 are translated');
    expect(long.outputs[0].text.split(' ')).toHaveLength(MAX_SOURCE_TOKENS);
  });

  it('puts lines of like length together and keeps batches small', async () => {
    const programs = echo(tokenizer.size);
    const many = Array.from({ length: 300 }, (_, i) => 'cat '.repeat(1 + (i % 40)).trim());
    const results = await translateLines(model(programs), many, { maxLength: 50, beam: 4 });
    expect(results.map(({ outputs }) => outputs[0].text)).toEqual(many);
    const cells = programs.batches.reduce((sum, [S, B]) => sum + S * B, 0);
    const tokens = many.reduce((sum, line) => sum + line.split(' ').length + 1, 0);
    expect(cells / tokens).toBeLessThan(1.25);
    expect(Math.max(...programs.batches.map(([, B]) => B))).toBeLessThanOrEqual(64);
  });

  it('can be kept from saying <unk>', async () => {
    const [{ outputs: [said] }] = await translateLines(model(), ['the dog sits'], { maxLength: 30 });
    expect(said.text).toBe('the <unk> sits');
    const [{ outputs: [kept] }] = await translateLines(model(), ['the dog sits'], { maxLength: 30, forbidUnknown: true });
    expect(kept.text).not.toContain('<unk>');
  });
});

describe('options of a translation', () => {
  const run = (line: string, options: Partial<TranslateOptions>) => translateLines(model(), [line], { maxLength: 30, ...options });

  it('replaces unknown words by what was looked at', async () => {
    const [{ outputs: [said] }] = await run('the Dog sits', { replaceUnknown: true });
    expect(said).toMatchObject({ text: 'the Dog sits', tokens: ['▁the', '<unk>', '▁sits'], attention: null });
    expect((await run('the Dog sits', { replaceUnknown: true, beam: 3 }))[0].outputs[0].text).toBe('the Dog sits');
  });

  it('writes an unknown word of the beginning as it was given', async () => {
    expect((await run('the cat sits', { prefix: 'the Dog' }))[0].outputs[0].text).toBe('the Dog sits');
  });

  it('blocks repetition and demands a length', async () => {
    expect((await run('cat cat cat', { noRepeatNgram: 1 }))[0].outputs[0].text.match(/cat/g)).toHaveLength(1);
    expect((await run('cat', { minLength: 3 }))[0].outputs[0].tokens.length).toBeGreaterThanOrEqual(3);
  });

  it.each<[Partial<TranslateOptions>, RegExp]>([
    [{ sampling: { seed: 1 }, beam: 2 }, /sampling/], [{ nBest: 0 }, /nbest/], [{ coveragePenalty: 1 }, /coveragePenalty/], [{ coveragePenalty: -1, beam: 2 }, /coveragePenalty/],
    [{ minLength: 31 }, /minLength/], [{ replaceUnknown: true, forbidUnknown: true }, /forbidUnknown/], [{ noRepeatNgram: 0 }, /noRepeat/], [{ sampling: { seed: 1, topK: 0 } }, /topK/],
  ])('refuses %j', async (options, where) => {
    await expect(run('the cat', options)).rejects.toMatchObject({ name: 'UserError', where: expect.stringMatching(where) as string });
  });

  it('refuses what needs attention where there is none', async () => {
    const blind = { ...model(), programs: { ...echo(tokenizer.size), hasAttention: false } };
    for (const options of [{ replaceUnknown: true }, { coveragePenalty: 1, beam: 2 }]) await expect(translateLines(blind, ['a'], { maxLength: 3, ...options })).rejects.toThrow(/needs? attention|through attention/);
  });

  it('stops between steps when asked to', async () => {
    const controller = new AbortController();
    const working = run('the cat sits on the mat', { beam: 4, signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(working).rejects.toThrow('enough');
  });
});

describe('the tree of a beam search', () => {
  it('has every token that was kept, with a few others, and the best path', async () => {
    const { nodes, outputs, forced } = await growBeamTree(model(), 'the cat sits', { maxLength: 30, beam: 3, nBest: 3, lengthPenalty: 0.6 });
    expect(forced).toBe(0);
    const parentOf = (node: BeamTreeNode): BeamTreeNode | undefined => (node.parent === null ? undefined : nodes[node.parent]);
    const pathTo = (node: BeamTreeNode): BeamTreeNode[] => { const parent = parentOf(node); return [...(parent ? pathTo(parent) : []), node]; };
    nodes.forEach((node, i) => {
      expect(node.id).toBe(i);
      expect(node.parent ?? -1).toBeLessThan(i);
      const path = pathTo(node);
      expect(node.score).toBeCloseTo(node.logProbability / lengthPenalty(path.length, 0.6), 9);
      expect(node.logProbability).toBeLessThanOrEqual(parentOf(node)?.logProbability ?? 0);
      // What was dropped and what ends is not continued.
      if (parentOf(node)) expect(['alive', 'best']).toContain(parentOf(node)!.state);
    });
    const best = nodes.filter(({ state }) => state === 'best');
    expect(best.map(({ token }) => token)).toEqual(['the', 'cat', 'sits', '</s>']);
    expect(best.at(-1)!.score).toBeCloseTo(outputs[0].score, 9);
    for (const depth of [1, 2, 3]) {
      const peers = nodes.filter((node) => pathTo(node).length === depth);
      expect(peers.filter(({ state, token }) => state !== 'pruned' && token !== '</s>').length).toBeLessThanOrEqual(3);
      expect(peers.map(({ rank }) => rank).sort((a, b) => a - b)).toEqual(peers.map((_, i) => i));
      expect(peers.some(({ state }) => state === 'pruned')).toBe(true);
    }
  });

  it('forces what leads to a node, and decodes the rest anew', async () => {
    const { nodes } = await growBeamTree(model(), 'the cat sits', { maxLength: 30, beam: 2 });
    const other = nodes.find(({ parent, state }) => parent === null && state !== 'best')!;
    const again = await growBeamTree(model(), 'the cat sits', { maxLength: 30, beam: 2, prefix: [other.raw] });
    expect(again.forced).toBe(1);
    expect(again.outputs[0].tokens[0]).toBe(other.raw);
    const roots = again.nodes.filter(({ parent }) => parent === null);
    expect(roots.find(({ state }) => state === 'best')!.raw).toBe(other.raw);
    expect(roots.map(({ raw }) => raw)).toContain(nodes.find(({ state }) => state === 'best')!.raw); // the way back
  });

  it('is empty for a line without words, grows from a beam of 1, and stays small', async () => {
    expect(await growBeamTree(model(), '  ', { maxLength: 30, beam: 2, prefix: 'the' })).toMatchObject({ nodes: [], forced: 0, outputs: [{ text: '' }] });
    expect((await growBeamTree(model(), 'the cat', { maxLength: 30, lengthPenalty: 0 })).outputs[0].text).toBe('the cat');
    expect((await growBeamTree(model(), 'cat '.repeat(300), { maxLength: 400, beam: 12 })).nodes.length).toBeLessThan(10_000);
  });
});
