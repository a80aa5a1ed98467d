/** The language models that are timed: sizes from character models to those of Zaremba et al. 2014 (small and medium on PTB). */
export interface BenchConfig {
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
  readonly batch: number;
  readonly steps: number;
}

export const configs = {
  tiny: { vocabulary: 64, embedding: 64, hidden: 128, layers: 1, batch: 32, steps: 32 },
  small1: { vocabulary: 10_000, embedding: 200, hidden: 200, layers: 1, batch: 20, steps: 20 },
  small2: { vocabulary: 10_000, embedding: 200, hidden: 200, layers: 2, batch: 20, steps: 20 },
  medium: { vocabulary: 10_000, embedding: 650, hidden: 650, layers: 2, batch: 20, steps: 35 },
  char: { vocabulary: 100, embedding: 256, hidden: 512, layers: 1, batch: 64, steps: 100 },
} as const satisfies Record<string, BenchConfig>;

export type ConfigName = keyof typeof configs;

/** Floating-point operations of the matrix products of one training step, in units of 10⁹: forward once, backward twice. */
export function gigaflops({ vocabulary, embedding, hidden, layers, batch, steps }: BenchConfig): number {
  const weights = (embedding + hidden) * 4 * hidden + (layers - 1) * 2 * hidden * 4 * hidden + hidden * vocabulary;
  return (3 * 2 * weights * batch * steps) / 1e9;
}
