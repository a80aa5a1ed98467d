/** onnxruntime's execution providers as the user chooses them: what computes beneath the native library. */

export const PROVIDERS = ['cpu', 'cuda', 'directml', 'coreml', 'webgpu'] as const;
export type Provider = (typeof PROVIDERS)[number];
/** Those that need more than a processor. */
export type CardProvider = Exclude<Provider, 'cpu'>;

interface ProviderFacts {
  /** Its name in session options and in the library's own list. */
  readonly option: string;
  /** Its name in profiles. */
  readonly profiled: string;
  /** Whether a `Scan` would run on the processor, state by state over and back. */
  readonly withoutLoops: boolean;
  /** What it needs, as a remedy. */
  readonly needs: string;
}

export const PROVIDER_FACTS: Readonly<Record<CardProvider, ProviderFacts>> = {
  cuda: {
    option: 'cuda', profiled: 'CUDAExecutionProvider', withoutLoops: false,
    needs: 'cuda needs Linux on x64, an NVIDIA card with its driver, CUDA, cuDNN 9, and the files libonnxruntime_providers_cuda.so and libonnxruntime_providers_shared.so, which npm leaves out, beside the library of onnxruntime-node',
  },
  directml: { option: 'dml', profiled: 'DmlExecutionProvider', withoutLoops: false, needs: 'directml needs Windows 10 or newer and a card with a DirectX 12 driver' },
  coreml: { option: 'coreml', profiled: 'CoreMLExecutionProvider', withoutLoops: false, needs: 'coreml needs a Mac with Apple silicon' },
  webgpu: { option: 'webgpu', profiled: 'WebGpuExecutionProvider', withoutLoops: true, needs: 'webgpu needs a card with a driver for Vulkan (Linux), DirectX 12 (Windows) or Metal (Mac)' },
};
