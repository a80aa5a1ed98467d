import { expect, it } from 'vitest';
import { packPacket, unpackPacket } from './packet';

const floatsIn = (value: unknown): number => (value instanceof Float32Array ? 1 : typeof value !== 'object' || value === null ? 0 : Object.values(value).reduce((sum: number, field) => sum + floatsIn(field), 0));

it('carries any number of arrays as one, and brings each back', () => {
  const packet = { kind: 'result', id: 1, result: { samples: Array.from({ length: 1000 }, (_, i) => ({ rows: ['a', String(i)], values: Float32Array.of(i, i / 2), attention: null })) } };
  const packed = packPacket(packet);
  expect(floatsIn(packed)).toBe(1);
  expect(unpackPacket(packed)).toEqual(packet);
});

it('survives JSON where a loss is not a number', () => {
  const packet = { kind: 'notification', payload: { loss: NaN, gradientNorm: Infinity, other: -Infinity, text: 'NaN', step: 3, none: null } };
  const packed = packPacket(packet) as { floats: Float32Array };
  expect(unpackPacket({ ...(JSON.parse(JSON.stringify({ ...packed, floats: null })) as object), floats: packed.floats })).toEqual(packet);
});

it('leaves other packets alone', () => {
  const packet = { kind: 'hello', version: 1 };
  expect(packPacket(packet)).toBe(packet);
  expect(unpackPacket(packet)).toBe(packet);
  expect(unpackPacket(null)).toBeNull();
});
