import { expect, it, vi } from 'vitest';
import { createEngine } from './choose';

vi.mock('onnxruntime-node', () => { throw new Error('libonnxruntime.so.1: version `GLIBC_2.99\' not found'); });

it('auto falls back to WebAssembly and keeps the reason', async () => {
  const { info } = await createEngine({ engine: 'auto', threads: 1 });
  expect(info).toMatchObject({ name: 'webassembly', provider: 'wasm, relaxed SIMD', threads: 1 });
  expect(info.why).toMatch(/^onnxruntime does not load on \w+ \w+: /);
  expect(info.fallback).toBe(info.why);
});

it('who chose WebAssembly has missed nothing', async () => {
  expect((await createEngine({ engine: 'webassembly', threads: 1 })).info.fallback).toBeUndefined();
});

it('what was asked for and does not load is an error for the user, with what to do', async () => {
  await expect(createEngine({ engine: 'onnxruntime', threads: 1 })).rejects.toMatchObject({ code: 'unavailable', where: 'engine', remedy: expect.stringContaining('webassembly') as string });
});
