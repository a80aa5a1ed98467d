/** The searches with real models of every kind, their weights random: what a search says of an output must be what the model says of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../engine/choose';
import { Variables, type Engine } from '../engine/engine';
import { languageModel } from '../models/languageModel';
import type { AttentionName, LanguageModelConfig, Model, RecurrentCellName, TranslatorConfig } from '../models/model';
import { translator } from '../models/translator';
import { RandomStream } from '../random/philox';
import { fillPairBatch } from '../text/pairBatches';
import { BOS, EOS, PAD } from '../text/tokenizer';
import { fillContext } from '../text/windowBatches';
import { beamSearch } from './beamSearch';
import { encodeBatch } from './encodedBatch';
import { greedySearch } from './greedy';
import { forbidTokens } from './processors';
import { loadTokenModel, surpriseOf } from './tokenModel';
import { loadTranslator } from './translatorPrograms';

const V = 11;
const common = { activation: 'tanh', recurrentInitializer: 'orthogonal', embedding: 6, hidden: 10, layers: 1, dropout: 0, tieEmbeddings: false } as const;
let engine: Engine;
beforeAll(async () => { engine = await createEngine({ engine: 'auto', threads: 1 }); });

/** Weights large enough that outputs differ, and a bias that lets them end somewhere. */
function randomWeights(model: Model): Variables {
  const variables = new Variables();
  const random = new RandomStream(5, 'weights');
  for (const { name, shape } of model.parameters) {
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    random.fillNormal(data, 0, 0.7);
    if (name === 'output.bias') data[EOS] = 2;
    variables.set(name, shape, data);
  }
  return variables;
}

const sources = [[4, 5, 6, 7, 8, 9, 10], [5], [9, 4], [8, 8, 8, 8], [10, 9, 8, 7, 6, 5, 4, 5, 6, 7]];
const maxLength = 8;

describe.each<[RecurrentCellName, AttentionName, Partial<TranslatorConfig>]>([
  ['gru', 'additive', {}], ['gru', 'none', { inputFeeding: false }], ['lstm', 'dot', { bidirectional: false }], ['lstm', 'general', { layers: 2 }], ['rnn', 'additive', { inputFeeding: false }], ['lstm', 'none', { inputFeeding: false, layers: 2 }],
  ['gru', 'additive', { coverage: true }], ['lstm', 'general', { bridge: 'last', bidirectional: false }], ['gru', 'additive', { bridge: 'zero' }], ['gru', 'none', { inputFeeding: false, feedContext: true }], ['lstm', 'none', { inputFeeding: false, feedContext: true, layers: 2, bidirectional: false }],
])('a translator of %s with attention %s', (cell, attention, changes) => {
  const model = translator({ ...common, cell, attention, bidirectional: true, inputFeeding: true, sourceVocabulary: V, targetVocabulary: V, sharedEmbeddings: false, ...changes });
  const variables = randomWeights(model);
  const search = { maxLength, attention: true };

  it('gives outputs the probability that the model gives them when it is fed them', async () => {
    const programs = await loadTranslator(model, engine, variables);
    const evaluate = await engine.load(model.evaluate().graph, variables);
    const found = await beamSearch(await encodeBatch(programs, sources), { ...search, beam: 3, nBest: 3, lengthPenalty: 0.6 });
    expect(found.flat().some(({ finished }) => finished)).toBe(true);
    for (const [i, hypotheses] of found.entries()) {
      for (const { tokens, logProbability } of hypotheses.filter(({ finished }) => finished)) {
        const batch = fillPairBatch([{ source: sources[i], target: tokens }], Int32Array.of(0));
        const [S, T] = [batch.sourceLength, batch.targetLength];
        const { loss } = await evaluate.run({
          source: { type: 'int32', shape: [S, 1], data: batch.source }, sourceMask: { type: 'float32', shape: [S, 1], data: batch.sourceMask },
          input: { type: 'int32', shape: [T, 1], data: batch.input }, output: { type: 'int32', shape: [T, 1], data: batch.output }, outputMask: { type: 'float32', shape: [T, 1], data: batch.outputMask },
        });
        expect(logProbability).toBeCloseTo(-(loss.data[0] as number) * T, 3);
      }
    }
  });

  it('translates a batch of different lengths as its sentences one by one, and greedily with a beam of one', async () => {
    const programs = await loadTranslator(model, engine, variables);
    const process = forbidTokens([PAD, BOS]);
    const beams = await beamSearch(await encodeBatch(programs, sources), { ...search, beam: 4, nBest: 2, process });
    const greedy = await greedySearch(await encodeBatch(programs, sources), { ...search, process });
    const one = await beamSearch(await encodeBatch(programs, sources), { ...search, beam: 1, lengthPenalty: 0, process });
    expect(one.map(([{ tokens }]) => tokens)).toEqual(greedy.map(({ tokens }) => tokens));
    for (const [i, source] of sources.entries()) {
      const [alone] = await beamSearch(await encodeBatch(programs, [source]), { ...search, beam: 4, nBest: 2, process });
      expect(beams[i].map(({ tokens }) => tokens)).toEqual(alone.map(({ tokens }) => tokens));
      expect(beams[i].map(({ score }) => score)).toBeAllclose(alone.map(({ score }) => score), { rtol: 1e-4 });
      if (attention === 'none') {
        expect(beams[i][0].attention).toBeNull();
        continue;
      }
      const [ours] = beams[i];
      ours.attention!.forEach((row, step) => {
        expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
        expect(Array.from(row.slice(source.length + 1)).every((value) => value === 0)).toBe(true); // nothing looks at padding
        expect(row.slice(0, source.length + 1)).toBeAllclose(alone[0].attention![step], { rtol: 1e-3, atol: 1e-5 });
      });
    }
  });
});

describe.each<[LanguageModelConfig['cell'], Partial<LanguageModelConfig>]>([
  ['rnn', {}], ['lstm', { layers: 2 }], ['gru', { tieEmbeddings: true }], ['fixed-window', { window: 3 }], ['bag-of-words', { window: 4 }],
])('a language model of %s', (cell, changes) => {
  const model = languageModel({ ...common, cell, window: null, vocabulary: V, ...changes });
  const variables = randomWeights(model);
  const text = Array.from({ length: 300 }, (_, i) => 3 + ((i * i + 5) % 8));

  it('says the same read at once, in pieces, one by one and in a batch', async () => {
    const tokens = await loadTokenModel(model, engine, variables);
    const whole = await tokens.read(tokens.initial, text);
    const half = await tokens.read(tokens.initial, text.slice(0, 137));
    const pieces = await tokens.read(half.state, text.slice(137));
    const [stepped] = await tokens.readEach([(await tokens.read(half.state, text.slice(137, -1))).state], [text.at(-1)!]);
    const batch = await tokens.readEach([half.state, tokens.initial, half.state], [4, 4, 7]);
    for (const other of [pieces, stepped]) expect(other.probabilities).toBeAllclose(whole.probabilities, { rtol: 1e-3, atol: 1e-6 });
    expect(batch[0].probabilities).toBeAllclose((await tokens.read(half.state, [4])).probabilities, { rtol: 1e-3, atol: 1e-6 });
    expect(batch[1].probabilities).toBeAllclose((await tokens.read(tokens.initial, [4])).probabilities, { rtol: 1e-3, atol: 1e-6 });
    expect(batch[2].probabilities).toBeAllclose((await tokens.read(half.state, [7])).probabilities, { rtol: 1e-3, atol: 1e-6 });
    const [known, ...guessed] = await tokens.readAhead(half.state, text.slice(137, 290), text.slice(290));
    expect(guessed).toHaveLength(10);
    expect(guessed.at(-1)!.probabilities).toBeAllclose(whole.probabilities, { rtol: 1e-3, atol: 1e-6 });
    expect((await tokens.read(known.state, text.slice(290))).probabilities).toBeAllclose(whole.probabilities, { rtol: 1e-3, atol: 1e-6 });
    expect((await tokens.read(guessed[4].state, text.slice(295))).probabilities).toBeAllclose(whole.probabilities, { rtol: 1e-3, atol: 1e-6 });
    const { probabilities, state } = await tokens.follow(tokens.initial, text);
    expect(probabilities[136]).toBeAllclose(half.probabilities, { rtol: 1e-3, atol: 1e-6 });
    expect(probabilities[294]).toBeAllclose(guessed[4].probabilities, { rtol: 1e-3, atol: 1e-6 });
    expect((await tokens.readEach([state], [4]))[0].probabilities).toBeAllclose((await tokens.readEach([whole.state], [4]))[0].probabilities, { rtol: 1e-3, atol: 1e-6 });
  });

  it('gives a text the probability that evaluating it gives', async () => {
    const tokens = await loadTokenModel(model, engine, variables);
    const length = 20;
    let nats = 0;
    let reading = await tokens.read(tokens.initial, text.slice(0, 1));
    for (let i = 1; i <= length; i++) {
      nats += surpriseOf(reading.probabilities, text[i]);
      reading = await tokens.read(reading.state, [text[i]]);
    }
    const { graph, states } = model.evaluate();
    const W = model.config.window;
    const [input, output, mask] = [new Int32Array(length * (W ?? 1)), Int32Array.from(text.slice(1, length + 1)), new Float32Array(length * (W ?? 1)).fill(1)];
    if (W !== null) for (let i = 0; i < length; i++) fillContext(text, i + 1, W, input, mask, i * W);
    else input.set(text.slice(0, length));
    const program = await engine.load(graph, variables);
    const targets = W === null ? [length, 1] : [length];
    const { loss } = await program.run({
      input: { type: 'int32', shape: [length, W ?? 1], data: input }, output: { type: 'int32', shape: targets, data: output }, outputMask: { type: 'float32', shape: targets, data: new Float32Array(length).fill(1) },
      ...(W === null ? {} : { inputMask: { type: 'float32', shape: [length, W], data: mask } }),
      ...Object.fromEntries(states.map((state) => [state.input, { type: 'float32' as const, shape: [1, common.hidden], data: new Float32Array(common.hidden) }])),
    });
    expect(nats / length).toBeCloseTo(loss.data[0] as number, 4);
  });
});
