/** Experiments of a second or two on generated text, for tests that train for real. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkExperiment, type Experiment, type ExperimentFile } from '../../protocol/experiment';
import type { ValidationReport } from '../../protocol/run';
import { readHistory } from '../../protocol/runFiles';
import { RandomStream } from '../../random/philox';
import { readPointer } from '../checkpoint';
import type { TrainingRequest } from '../train';

/** A folder of its own that `dispose` removes. */
export function makeFolder(): { path: string; dispose(): void } {
  const path = mkdtempSync(join(tmpdir(), 'sequence-lab-'));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true, maxRetries: 20 }) };
}

/** Lines of digits, a tab, and the same digits backwards, as words: what an encoder and a decoder must remember. */
export function reversalPairs(count: number, longest = 5, seed = 1): string {
  const random = new RandomStream(seed, 'digits');
  return Array.from({ length: count }, () => {
    const digits = Array.from({ length: 2 + random.int(longest - 1) }, () => String(random.int(10)));
    return `${digits.join(' ')}\t${digits.reverse().join(' ')}`;
  }).join('\n');
}

/** Sentences with rules that a small language model can find. */
export function ruleText(lines: number, seed = 1): string {
  const random = new RandomStream(seed, 'sentences');
  const pick = (words: string[]): string => words[random.int(words.length)];
  return Array.from({ length: lines }, () => {
    const [animal, verb] = pick(['cat sleeps', 'dog runs', 'bird sings']).split(' ');
    return `the ${pick(['old', 'young'])} ${animal} ${verb} in the ${pick(['house', 'garden'])} .`;
  }).join('\n');
}

/** A request to train in `folder/run` on text that is written there. */
export function tinyRequest(folder: string, text: string, file: Omit<ExperimentFile, 'data'> & { data?: Partial<ExperimentFile['data']> }, run = 'run'): TrainingRequest & { experiment: Experiment } {
  const name = file.task === 'translation' ? 'pairs.tsv' : 'text.txt';
  writeFileSync(join(folder, name), text);
  const experiment = checkExperiment({ ...file, data: { train: name, validation: { fraction: 0.1 }, ...file.data } }, 'test');
  return { experiment, name: 'test', baseFolder: folder, runFolder: join(folder, run), resume: false, engine: 'auto' };
}

/** SHA-256 of the weights and of the optimizer's memory that a run ended with. */
export async function fingerprint(runFolder: string): Promise<string> {
  const { step } = (await readPointer(runFolder, 'last'))!;
  const hash = createHash('sha256');
  for (const file of ['model.safetensors', 'optimizer.safetensors']) hash.update(readFileSync(join(runFolder, 'checkpoints', String(step), file)));
  return `${step} ${hash.digest('hex')}`;
}

/** The validations that a run has reported. */
export const validationsOf = (runFolder: string): ValidationReport[] => readHistory(readFileSync(join(runFolder, 'metrics.jsonl'), 'utf8'), '').validation;
