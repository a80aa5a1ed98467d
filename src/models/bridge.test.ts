/** How a decoder begins. Sentences of different lengths: an encoder's last state is that at the last token, not at the padding. */
import { expect, it } from 'vitest';
import { evaluate, type DoubleInput } from '../engine/reference/evaluate';
import { wave } from '../testing/gradientCheck';
import type { TranslatorConfig } from './model';
import { translator } from './translator';

const [S, B, H] = [4, 2, 5];
const LENGTHS = [4, 2];
const common: TranslatorConfig = {
  cell: 'lstm', embedding: 3, hidden: H, layers: 2, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal', bidirectional: false,
  attention: 'general', inputFeeding: true, sourceVocabulary: 7, targetVocabulary: 7, sharedEmbeddings: false,
};

function encode(change: Partial<TranslatorConfig>): { outputs: ReturnType<typeof evaluate>; parameters: string[] } {
  const model = translator({ ...common, ...change });
  const feeds: Record<string, DoubleInput> = {
    source: { shape: [S, B], data: Array.from({ length: S * B }, (_, i) => (i * 5 + 1) % 7) },
    sourceMask: { shape: [S, B], data: Array.from({ length: S * B }, (_, i) => (Math.floor(i / B) < LENGTHS[i % B] ? 1 : 0)) },
  };
  const parameters = Object.fromEntries(model.parameters.map(({ name, shape }) => [name, wave(shape, name.length)]));
  return { outputs: evaluate(model.encode().graph, feeds, parameters), parameters: Object.keys(parameters) };
}

it('last: as the encoder ended, without weights', () => {
  const { outputs, parameters } = encode({ bridge: 'last' });
  LENGTHS.forEach((length, b) => {
    const end = outputs.memory.data.slice((b * S + length - 1) * H, (b * S + length) * H);
    expect(outputs['state.decoder.1.h'].data.slice(b * H, (b + 1) * H)).toEqual(end);
  });
  expect(outputs['state.decoder.0.c'].data.some((number) => Math.abs(number) > 0.1)).toBe(true);
  expect(parameters.filter((name) => name.startsWith('bridge'))).toEqual([]);
});

it('zero: nothing', () => {
  const { outputs, parameters } = encode({ bridge: 'zero', bidirectional: true });
  for (const state of ['decoder.0.h', 'decoder.0.c', 'decoder.1.h', 'decoder.1.c', 'feed']) expect(Array.from(outputs[`state.${state}`].data), state).toEqual(Array(B * H).fill(0));
  expect(parameters.filter((name) => name.startsWith('bridge'))).toEqual([]);
});

it('projection: h lies between -1 and 1, the cell state need not', () => {
  const { outputs, parameters } = encode({ bidirectional: true });
  expect(outputs['state.decoder.1.h'].data.every((number) => Math.abs(number) < 1)).toBe(true);
  expect(parameters.filter((name) => name.startsWith('bridge'))).toHaveLength(8);
});

it('refuses what could not be', () => {
  expect(() => translator({ ...common, bridge: 'last', bidirectional: true })).toThrow(/too wide/);
  expect(() => translator({ ...common, bridge: 'zero', attention: 'none', inputFeeding: false })).toThrow(/not know the source/);
});
