/** What is timed: language models from characters to the sizes of Zaremba et al. 2014 (small and medium on PTB), and a translator with attention. */
export interface LanguageModelBench {
  readonly kind: 'language-model';
  readonly cell: 'lstm' | 'gru';
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
  readonly batch: number;
  readonly steps: number;
}

/** GRUs: an encoder that reads both ways, additive attention, input feeding. Sentences of `steps` tokens on both sides, no padding. */
export interface TranslatorBench {
  readonly kind: 'translation';
  /** Of each language. */
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly batch: number;
  readonly steps: number;
}

export type BenchConfig = LanguageModelBench | TranslatorBench;

const lstm = { kind: 'language-model', cell: 'lstm' } as const;

export const configs: Readonly<Record<string, BenchConfig>> = {
  tiny: { ...lstm, vocabulary: 64, embedding: 64, hidden: 128, layers: 1, batch: 32, steps: 32 },
  small1: { ...lstm, vocabulary: 10_000, embedding: 200, hidden: 200, layers: 1, batch: 20, steps: 20 },
  small2: { ...lstm, vocabulary: 10_000, embedding: 200, hidden: 200, layers: 2, batch: 20, steps: 20 },
  medium: { ...lstm, vocabulary: 10_000, embedding: 650, hidden: 650, layers: 2, batch: 20, steps: 35 },
  char: { ...lstm, vocabulary: 100, embedding: 256, hidden: 512, layers: 1, batch: 64, steps: 100 },
  gru: { ...lstm, cell: 'gru', vocabulary: 10_000, embedding: 200, hidden: 200, layers: 1, batch: 20, steps: 20 },
  translator: { kind: 'translation', vocabulary: 8_000, embedding: 256, hidden: 512, batch: 64, steps: 13 },
};

/** Tokens of one training step: those predicted, and for a translator those read besides. */
export const tokensOf = (config: BenchConfig): number => config.batch * config.steps * (config.kind === 'translation' ? 2 : 1);

/**
 * Floating-point operations of the matrix products of one training step as the textbook writes it, in units of 10⁹: forward once, backward twice. Who finds a
 * form with fewer (`src/graph/lookups.ts` does) is credited with all of them.
 */
export function gigaflops(config: BenchConfig): number {
  return (3 * 2 * multiplications(config) * config.batch) / 1e9;
}

/** Multiplications of one sequence on the way forward. */
function multiplications(config: BenchConfig): number {
  const { vocabulary: V, embedding: E, hidden: H, steps } = config;
  if (config.kind === 'language-model') {
    const gates = config.cell === 'lstm' ? 4 : 3;
    return steps * ((E + H) * gates * H + (config.layers - 1) * 2 * H * gates * H + H * V);
  }
  const encoder = 2 * (E + H) * 3 * H + 2 * H * H; // both directions, and the keys
  const decoder = (E + 2 * H) * 3 * H + H * H + 3 * H * H + H * V; // cell, query, readout, output
  const attention = steps * (H + 2 * H); // energies and context of one query
  return steps * (encoder + decoder + attention) + 2 * H * H; // and the bridge, once
}
