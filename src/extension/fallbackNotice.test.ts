import { expect, it } from 'vitest';
import type { EngineRecord } from '../protocol/run';
import { FallbackNotice } from './fallbackNotice';

const engine = (fallback?: string): EngineRecord => ({ name: 'webassembly', version: '1', provider: 'wasm', threads: 1, why: fallback ?? 'asked for', ...(fallback === undefined ? {} : { fallback }) });

/** The editor's memory, which outlives a window. */
function createMemory() {
  const kept = new Map<string, unknown>();
  return { get: <T>(key: string, fallback: T): T => (kept.get(key) as T | undefined) ?? fallback, update: (key: string, value: unknown) => { kept.set(key, value); return Promise.resolve(); } };
}

it('tells each reason once, in this window and the next', () => {
  const memory = createMemory();
  const told: string[] = [];
  const window = (): FallbackNotice => new FallbackNotice(memory, (text) => told.push(text));
  const first = window();
  for (let report = 0; report < 3; report++) first.hear(engine('onnxruntime does not load on linux x64: GLIBC_2.99 is missing'));
  window().hear(engine('onnxruntime does not load on linux x64: GLIBC_2.99 is missing'));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('because onnxruntime does not load on linux x64: GLIBC_2.99 is missing.');
  window().hear(engine('onnxruntime does not load on darwin x64: no binary'));
  expect(told).toHaveLength(2);
});

it('has nothing to tell of an engine that was chosen, or of none', () => {
  const told: string[] = [];
  const notice = new FallbackNotice(createMemory(), (text) => told.push(text));
  for (const heard of [engine(), null, undefined]) notice.hear(heard);
  expect(told).toEqual([]);
});
