/** What becomes of a provider that is asked for. The library is the real one; where a card is played, its sessions run on the processor. */
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../errors/userError';
import { createEngine } from '../choose';
import { sessionOptions } from './native';
import { reasonOf, tryProvider, type OrtModule } from './tryProvider';
import type { InferenceSession } from './runtime';

type Create = (model: Uint8Array, options: InferenceSession.SessionOptions) => Promise<InferenceSession>;
const onProcessor: Create = (model, options) => ort.InferenceSession.create(model, { ...options, executionProviders: ['cpu'] });
/** A library that claims to have every provider. */
const library = (create: Create): OrtModule => ({
  Tensor: ort.Tensor, InferenceSession: { create } as OrtModule['InferenceSession'], listSupportedBackends: () => ['cpu', 'cuda', 'dml', 'coreml', 'webgpu'].map((name) => ({ name, bundled: true })),
});
const refusal = (module: OrtModule, provider: 'cuda' | 'webgpu' | 'coreml' | 'directml'): Promise<UserError> =>
  tryProvider(module, provider, sessionOptions(1, provider)).then(() => { throw new Error('it was accepted'); }, (error: UserError) => error);

describe('a provider', () => {
  it('that this build lacks is refused, with those that it has and what it needs', async () => {
    const elsewhere = process.platform === 'darwin' ? 'directml' : 'coreml';
    const error = await refusal(ort, elsewhere);
    expect(error).toMatchObject({ name: 'UserError', code: 'unavailable', where: 'provider', remedy: expect.stringMatching(/^(coreml needs a Mac|directml needs Windows)/) as string });
    expect(error.what).toMatch(new RegExp(`^onnxruntime has no ${elsewhere} on \\w+ \\w+, it has cpu, `));
  });

  it('that does not start is refused with the reason', async () => {
    const error = await refusal(library(() => Promise.reject(new Error('Failed to load shared library'))), 'cuda');
    expect(error).toMatchObject({ name: 'UserError', code: 'unavailable', what: 'cuda does not start: Failed to load shared library', remedy: expect.stringContaining('cuDNN 9') as string });
  });

  it('that is dropped without a word is found out', async () => {
    const error = await refusal(library(onProcessor), 'webgpu');
    expect(error).toMatchObject({ name: 'UserError', code: 'unavailable' });
    expect(error.what).toMatch(/^webgpu was asked for and does not compute the matrix products: 0 of \d+ nodes .* MatMul/);
  });

  it('that computes wrongly is found out', async () => {
    const error = await refusal(library(async (model, settings) => {
      const session = await onProcessor(model, settings);
      const run = session.run.bind(session);
      const start = new ort.Tensor('float32', new Float32Array(16), [2, 8]);
      return Object.assign(session, { run: (feeds: InferenceSession.FeedsType, fetches: InferenceSession.FetchesType, options?: InferenceSession.RunOptions) => run({ ...feeds, start }, fetches, options) });
    }), 'directml');
    expect(error.what).toMatch(/^directml computes wrongly: in a trial step a weight is off by \d/);
  });

  it('that is here runs, and says where; one that is not here says why', async () => {
    const outcome = await createEngine({ engine: 'auto', threads: 1, provider: 'webgpu' }).catch((error: unknown) => error);
    if (outcome instanceof UserError) expect(outcome).toMatchObject({ code: 'unavailable', where: 'provider', what: expect.stringMatching(/^(webgpu does not start: .|onnxruntime has no webgpu|onnxruntime does not load)/) as string });
    else expect(outcome).toMatchObject({ info: { name: 'onnxruntime', provider: 'webgpu', why: expect.stringMatching(/^"webgpu" was asked for; (\d+) of \1 nodes of a trial step ran there$/) as string } });
  }, 60_000);
});

describe('choosing a provider', () => {
  it('never takes an engine that has none', async () => {
    await expect(createEngine({ engine: 'webassembly', threads: 1, provider: 'cuda' })).rejects.toMatchObject({ code: 'option', where: 'provider', what: 'the engine "webassembly" has no provider "cuda"' });
    await expect(createEngine({ engine: 'auto', threads: 1, provider: 'abacus' as 'cuda' })).rejects.toMatchObject({ code: 'option', what: 'there is no provider "abacus"' });
  });
});

it('a reason is told without the place in the runtime\'s sources', () => {
  const dawn = '/src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::Initialize()::<lambda()> adapter_result.status == Success was false. Failed to get a WebGPU adapter: No supported adapters\n';
  expect(reasonOf(new Error('internal: trial step was refused', { cause: new Error(dawn) }))).toBe('Failed to get a WebGPU adapter: No supported adapters');
});
