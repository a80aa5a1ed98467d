/** Scheduled sampling: which token the decoder reads, held against a decoder that is led by hand, and what flows back. */
import { describe, expect, it } from 'vitest';
import { evaluate, type DoubleInput } from '../engine/reference/evaluate';
import { wave } from '../testing/gradientCheck';
import type { TranslatorConfig } from './model';
import { translator } from './translator';

const [T, S, B, V] = [5, 4, 2, 7];
const common: TranslatorConfig = {
  cell: 'gru', embedding: 3, hidden: 5, layers: 2, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal', bidirectional: true,
  attention: 'additive', inputFeeding: true, sourceVocabulary: V, targetVocabulary: V, sharedEmbeddings: false,
};
const filled = (shape: readonly number[], number: (index: number) => number): DoubleInput => ({ shape, data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => number(i)) });
const tokens = (shape: readonly number[], by: number): DoubleInput => filled(shape, (i) => (i * by + 1) % V);
const feeds = { source: tokens([S, B], 5), sourceMask: filled([S, B], () => 1), input: tokens([T, B], 3), output: tokens([T, B], 2), outputMask: filled([T, B], () => 1) };
const always = (share: 0 | 1): DoubleInput => filled([T, B], () => share);

type Results = ReturnType<typeof evaluate>;

/** Loss and what every parameter's gradient would be read from: the loss alone, in double precision. */
function train(config: TranslatorConfig, given: Record<string, DoubleInput>, scheduledSampling: boolean): number {
  const model = translator(config);
  const { graph, loss } = model.train({ labelSmoothing: 0.125, scheduledSampling });
  graph.output('loss', loss!);
  const masks = Object.fromEntries(graph.inputs.filter(({ name }) => !(name in given) && name.startsWith('dropout.')).map(({ name, shape }): [string, DoubleInput] =>
    [name, filled(shape.map((size) => (typeof size === 'number' ? size : { T, S, B }[size]!)), (i) => (i % 3 === 0 ? 0 : 1.5))]));
  return evaluate(graph, { ...masks, ...given }, parametersOf(config)).loss.data[0];
}

const parametersOf = (config: TranslatorConfig): Record<string, DoubleInput> => Object.fromEntries(translator(config).parameters.map(({ name, shape }) => [name, wave(shape, name.length)]));

/** Leads the decoder by hand, step by step; `choose` says what it reads next. @returns the tokens that it read, [T, B] */
function readByHand(config: TranslatorConfig, isRight: (t: number, b: number) => boolean): number[] {
  const model = translator(config);
  const parameters = parametersOf(config);
  const [encode, step] = [model.encode(), model.step()];
  const encoded: Results = evaluate(encode.graph, { source: feeds.source, sourceMask: feeds.sourceMask }, parameters);
  let states: Record<string, DoubleInput> = Object.fromEntries(step.states.map(({ input }) => [input, encoded[input]]));
  const read: number[] = [];
  let said: number[] = [];
  for (let t = 0; t < T; t++) {
    const now = Array.from({ length: B }, (_, b) => (t === 0 || isRight(t, b) ? feeds.input.data[t * B + b] : said[b]));
    read.push(...now);
    const results: Results = evaluate(step.graph, { ...states, input: { shape: [B], data: now }, memory: encoded.memory, keys: encoded.keys, sourceMask: feeds.sourceMask }, parameters);
    said = Array.from({ length: B }, (_, b) => {
      const logits = Array.from(results.logits.data.slice(b * V, (b + 1) * V));
      return logits.indexOf(Math.max(...logits));
    });
    states = Object.fromEntries(step.states.map(({ input, output }) => [input, results[output]]));
  }
  return read;
}

describe.each([{}, { dropout: 0.5 }, { dropout: 0.5, variationalDropout: true }, { attention: 'none', inputFeeding: false } as const, { coverage: true }, { cell: 'lstm', tieEmbeddings: true, layers: 1 } as const])('%j', (change) => {
  const config = { ...common, ...change };

  it('reading only right tokens is the ordinary training', () => {
    expect(train(config, { ...feeds, teacherForcing: always(1) }, true)).toBeCloseTo(train(config, feeds, false), 12);
  });

  it('where it does not, the loss changes', () => {
    const [own, right] = [always(0), always(1)].map((teacherForcing) => train(config, { ...feeds, teacherForcing }, true));
    expect(Math.abs(own - right)).toBeGreaterThan(1e-3);
  });
});

describe('it reads the tokens that a decoder led by hand would', () => {
  const cases: Record<string, (t: number, b: number) => boolean> = { 'always its own': () => false, 'now and then, sentence by sentence': (t, b) => (t + b) % 2 === 0 };
  it.each(Object.entries(cases))('%s', (_, isRight) => {
    const read = readByHand(common, isRight);
    expect(read).not.toEqual(Array.from(feeds.input.data));
    const teacherForcing = filled([T, B], (i) => (isRight(Math.floor(i / B), i % B) ? 4 : 0)); // a mask holds 1 / share
    // The same as being taught those very tokens, so that nothing of the choice itself is part of the loss
    expect(train(common, { ...feeds, teacherForcing }, true)).toBeCloseTo(train(common, { ...feeds, input: { shape: [T, B], data: read } }, false), 12);
  });
});
