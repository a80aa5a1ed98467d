/** Runs made up for working on the panel: curves that fall as real ones do, answers that get better, attention that forms. Always the same. */
import type { PanelSnapshot } from '../../src/protocol/messages';
import type { Heatmap, ProgressReport, RunRecord, SampleItem, SampleReport, ValidationReport } from '../../src/protocol/run';

/** A small seeded generator (mulberry32): pictures are to be the same every time. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Pair { readonly source: string; readonly reference: string; readonly alignment?: readonly number[] }

export interface RunOptions {
  readonly points: number;
  readonly totalSteps: number;
  readonly epochs: number;
  /** Share of the training that has been done. */
  readonly done: number;
  readonly samples: number;
  readonly pairs: readonly Pair[];
  readonly task: 'translation' | 'language-model';
  readonly withAttention: boolean;
  readonly split: (text: string) => string[];
}

export const spaced = (text: string): string[] => text.split(/(?<=\S)\s+|(?=[.!?,…]$)/u).filter((word) => word !== '');

export function generateRun(options: RunOptions): Pick<PanelSnapshot, 'progress' | 'validation' | 'samples'> {
  const { points, totalSteps, epochs, done } = options;
  const random = randomFrom(7);
  const reached = Math.round(totalSteps * done);
  const lossAt = (step: number): number => 0.35 + 7.6 * Math.exp(-4.2 * Math.sqrt(step / totalSteps));
  const progress = Array.from({ length: points }, (_, i): ProgressReport => {
    const step = Math.max(1, Math.round(((i + 1) / points) * reached));
    const elapsedSeconds = step * 0.21;
    return {
      kind: 'progress', step, totalSteps, epoch: (step / totalSteps) * epochs, totalEpochs: epochs, loss: lossAt(step) * (0.86 + 0.28 * random()),
      learningRate: 0.002 * Math.min(1, step / (0.05 * totalSteps)) * Math.cos((step / totalSteps) * 1.4), gradientNorm: 0.6 + 3.5 * Math.exp(-step / totalSteps * 6) + (random() < 0.02 ? 4 * random() : 0.4 * random()),
      tokensPerSecond: 12_300 + 900 * (random() - 0.5) - (random() < 0.01 ? 5000 : 0), elapsedSeconds, secondsLeft: (totalSteps - step) * 0.21,
    };
  });
  let best = Infinity;
  const validation: ValidationReport[] = [];
  for (let epoch = 0; epoch <= Math.floor(done * epochs + 1e-9) && points > 1; epoch++) {
    const step = Math.round((epoch / epochs) * totalSteps);
    const loss = lossAt(step) * 1.06 + 0.9 * Math.max(0, epoch / epochs - 0.66) ** 2 * 6;
    const learnt = 1 - Math.min(1, loss / 8);
    validation.push({ kind: 'validation', step, epoch, loss, perplexity: Math.exp(loss), accuracy: 0.02 + 0.95 * learnt, best: loss < best, ...(options.task === 'translation' ? { bleu: 62 * learnt ** 2, chrf: 12 + 66 * learnt ** 1.5, exactMatch: 0.8 * learnt ** 4 } : { bitsPerCharacter: loss / Math.LN2 / 5.4 }) });
    best = Math.min(best, loss);
  }
  const samples = Array.from({ length: options.samples }, (_, i): SampleReport => {
    const share = options.samples === 1 ? done : (i / (options.samples - 1)) * done;
    return { kind: 'sample', step: Math.round(share * totalSteps), epoch: share * epochs, items: options.pairs.map((pair, at) => answer(pair, Math.min(1, share * 1.25), at, options)) };
  });
  return { progress, validation, samples };
}

/** An answer of a model that has learnt to the given degree, 0 to 1. */
export function answer(pair: Pair, learnt: number, seed: number, { withAttention, split, task }: Pick<RunOptions, 'withAttention' | 'split' | 'task'>): SampleItem {
  const random = randomFrom(100 + seed);
  const wanted = split(pair.reference);
  // Words come one after the other, the frequent ones first; a few are wrong to the end.
  const said = wanted.map((word) => (random() < 0.12 + learnt * 1.05 ? word : wanted[Math.floor(random() * Math.max(1, wanted.length * (1 - learnt)))]));
  const joiner = pair.reference.includes(' ') ? ' ' : '';
  const output = said.join(joiner).replace(/ ([.!?,])/gu, '$1');
  const attention = withAttention ? formingAttention(split(pair.source), said, pair.alignment, learnt) : null;
  return { source: pair.source, reference: pair.reference, output: task === 'language-model' && learnt < 0.2 ? 'the the and the . the' : output, attention, watched: false };
}

/** Even at first, then a broad band, then the alignment: a softmax over the distance to where the word should look. */
export function formingAttention(source: readonly string[], output: readonly string[], alignment: readonly number[] | undefined, learnt: number): Heatmap {
  const columns = [...source, '</s>'];
  const rows = [...output, '</s>'];
  const values = new Float32Array(rows.length * columns.length);
  rows.forEach((_, row) => {
    const goal = row === rows.length - 1 ? columns.length - 1 : alignment?.[row] ?? (row * (columns.length - 1)) / Math.max(1, rows.length - 1);
    const random = randomFrom(row * 31 + columns.length);
    const scores = columns.map((__, column) => -(0.1 + 3.4 * learnt ** 2) * Math.abs(column - goal) ** 1.2 + (0.6 + learnt * 0.8) * (random() - 0.5));
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    scores.forEach((score, column) => { values[row * columns.length + column] = Math.exp(score) / total; });
  });
  return { rows, columns, values };
}

export function runRecord(change: Partial<RunRecord> & { readonly experiment: Record<string, unknown> }): RunRecord {
  return {
    version: 1, id: '2025-06-01-phrasebook', name: 'phrasebook', status: 'running', reason: null, baseFolder: '', created: '2025-06-01T10:00:00Z', updated: '2025-06-01T10:05:00Z', seed: 1,
    engine: { name: 'onnxruntime', version: '1.30.0', provider: 'CPU', threads: 2, why: 'Native binaries load on this machine and are the fastest engine it has.' },
    versions: {}, data: [], parameters: 1_204_000, vocabulary: { source: 4210, target: 5311 }, examples: { training: 7600, validation: 400 }, warnings: [], ...change,
  };
}
