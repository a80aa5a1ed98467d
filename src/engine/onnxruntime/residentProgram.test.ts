/** Loops written step by step, and weights that stay on a card. The card is played by the processor, whose tensors are as dead once disposed of. */
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { languageModel } from '../../models/languageModel';
import type { LanguageModelConfig, Model, TranslatorConfig } from '../../models/model';
import { translator } from '../../models/translator';
import { Updater } from '../../training/trainStep';
import { createEngine } from '../choose';
import { Variables, type Engine, type Feeds } from '../engine';
import { evaluate } from '../reference/evaluate';
import { generator, operationCases, tensor } from '../testing/cases';
import { loopCases } from '../testing/loops';
import { ortEngine } from './ortProgram';

const common = { embedding: 5, hidden: 8, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal' } as const;
const lm: LanguageModelConfig = { ...common, cell: 'lstm', window: null, vocabulary: 21, layers: 2 };
const tr: TranslatorConfig = { ...common, cell: 'gru', bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: 16, targetVocabulary: 17, sharedEmbeddings: false, layers: 1 };

interface Card { readonly engine: Engine; readonly made: { loops: number; there: readonly string[] }[]; alive: number }

function playedCard(): Card {
  const made: Card['made'] = [];
  const card: Card = {
    made, alive: 0,
    engine: ortEngine({
      info: { name: 'onnxruntime', version: '', provider: 'played', threads: 1, why: 'a test' }, writesIntoGivenBuffers: false, runsTasks: false, predictsByItself: false, multipliesWholeNumbersFaster: false, isCardWithoutLoops: true, Tensor: ort.Tensor,
      async createSession(model, _memory, there = []) {
        const session = await ort.InferenceSession.create(model, { logSeverityLevel: 4 });
        made.push({ loops: Buffer.from(model).toString('latin1').split('\x22\x04Scan').length - 1, there }); // a node's operation as ONNX writes it
        card.alive++;
        const release = session.release.bind(session);
        return Object.assign(session, { release: () => { card.alive--; return release(); } });
      },
    }),
  };
  return card;
}

function feedsOf(model: Model, sizes: Readonly<Record<string, number>>): Feeds {
  const random = generator(sizes.T);
  const { graph } = model.train({ labelSmoothing: 0.1 });
  return Object.fromEntries(graph.inputs.map(({ name, type, shape }) => {
    const numbers = shape.map((size) => (typeof size === 'number' ? size : sizes[size]));
    return [name, tensor(type, numbers, () => (type === 'int32' ? Math.floor(15 * random()) : name.includes('Mask') ? 1 : 2 * random() - 1))];
  }));
}

/** Losses and weights of some steps of Adam. */
async function trained(engine: Engine, create: () => Model, batches: readonly Readonly<Record<string, number>>[], accumulate = 1): Promise<{ losses: number[]; weights: Float32Array[] }> {
  const model = create();
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(3));
  const updater = await Updater.load(model.train({ labelSmoothing: 0.1 }), engine, variables, { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1, accumulate });
  const losses: number[] = [];
  for (const [step, sizes] of batches.entries()) {
    const batch = { tokens: sizes.T * sizes.B, feeds: feedsOf(model, sizes) };
    losses.push((await updater.run(new Array<typeof batch>(accumulate).fill(batch), step, 1e-2, ({ feeds }) => feeds)).loss);
    if (step === 1) await variables.settle(); // a checkpoint
  }
  await updater.dispose();
  return { losses, weights: model.parameters.map(({ name }) => variables.get(name).data) };
}

const batches = [{ T: 4, S: 3, B: 2 }, { T: 7, S: 5, B: 3 }, { T: 1, S: 1, B: 1 }, { T: 4, S: 3, B: 2 }];

describe('a card without loops', () => {
  it.each([...operationCases(), ...loopCases()])('computes $name', async ({ graph, feeds }) => {
    const program = await playedCard().engine.load(graph, new Variables());
    const wanted = evaluate(graph, Object.fromEntries(Object.entries(feeds).map(([key, { shape, data }]) => [key, { shape, data: Float64Array.from(data, Number) }])));
    const got = await program.run(feeds);
    for (const { name } of graph.outputs) {
      expect(got[name].shape).toEqual(wanted[name].shape);
      expect(Float64Array.from(got[name].data, Number)).toBeAllclose(wanted[name].data, { rtol: 2e-6, atol: 1e-6 });
    }
    await program.dispose();
  });

  it.each<[string, () => Model, number]>([
    ['an LSTM of two layers', () => languageModel(lm), 1], ['a GRU over accumulated batches', () => languageModel({ ...lm, cell: 'gru', layers: 1 }), 2], ['a translator with attention', () => translator(tr), 1],
  ])('trains %s as the reference does, without a loop', async (_, create, accumulate) => {
    const card = playedCard();
    const [got, wanted] = [await trained(card.engine, create, batches, accumulate), await trained(await createEngine({ engine: 'reference', threads: 1 }), create, batches, accumulate)];
    expect(got.losses).toBeAllclose(wanted.losses, { rtol: 1e-5, atol: 1e-5 });
    got.weights.forEach((numbers, index) => expect(numbers).toBeAllclose(wanted.weights[index], { rtol: 1e-3, atol: 2e-4 })); // Adam divides by the root of what may be near 0
    expect(card.made.every(({ loops }) => loops === 0)).toBe(true);
    expect(card.alive).toBe(0);
  });

  it('makes a session for each size once, and uploads weights once', async () => {
    const card = playedCard();
    await trained(card.engine, () => languageModel(lm), [...batches, ...batches]);
    const steps = card.made.filter(({ there }) => there.some((name) => name.endsWith('.next')));
    expect(steps).toHaveLength(3 + 1); // three sizes, and the update
    expect(card.made.filter(({ there }) => there.length > 0 && !there.some((name) => name.endsWith('.next')))).toHaveLength(2); // the weights; then, for the update, the moments
  });

  it('keeps the sessions of the last 16 sizes', async () => {
    const card = playedCard();
    const lengths = Array.from({ length: 18 }, (_, i) => ({ T: 1 + i, S: 1, B: 1 + (i % 2) }));
    const again = [{ T: 18, S: 1, B: 2 }, { T: 1, S: 1, B: 1 }];
    const { losses } = await trained(card.engine, () => languageModel({ ...lm, layers: 1 }), [...lengths, ...again]);
    expect(card.made.filter(({ there }) => there.some((name) => name.endsWith('.next')))).toHaveLength(18 + 1 + 1); // those, the first again, and the update
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(card.alive).toBe(0);
  });

  it('loses nothing that only it knows where other numbers are set from outside', async () => {
    const lossesOf = async (sets: boolean): Promise<number[]> => {
      const variables = new Variables();
      const model = languageModel(lm);
      for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(3));
      const updater = await Updater.load(model.train({ labelSmoothing: 0 }), playedCard().engine, variables, { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1 });
      const losses: number[] = [];
      for (let step = 0; step < 3; step++) {
        losses.push((await updater.run([{ tokens: 8 }], step, 1e-2, () => feedsOf(model, batches[0]))).loss);
        if (sets) variables.set('another', [2], new Float32Array(2));
      }
      await updater.dispose();
      return losses;
    };
    expect(await lossesOf(true)).toEqual(await lossesOf(false));
  });

  it('says so where numbers are read that it has newer ones of', async () => {
    const variables = new Variables();
    const model = languageModel(lm);
    for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(3));
    const updater = await Updater.load(model.train({ labelSmoothing: 0 }), playedCard().engine, variables, { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1 });
    const [{ name, shape }] = model.parameters;
    const before = variables.get(name).data.slice();
    await updater.run([{ tokens: 8 }], 0, 1e-2, () => feedsOf(model, batches[0]));
    expect(() => variables.get(name)).toThrow(`internal: the numbers of ${name} are on a card: await settle() before`);
    expect(() => variables.set(name, shape, before)).toThrow('await settle() before');
    await variables.settle();
    expect(variables.get(name).data).not.toEqual(before);
    variables.set(name, shape, before); // other numbers from outside are taken over
    const { loss } = await updater.run([{ tokens: 8 }], 1, 1e-2, () => feedsOf(model, batches[0]));
    expect(loss).toBeGreaterThan(0);
    await updater.dispose();
  });
});
