/** What the best checkpoint of a run that is not training says for a text. */
import { placeOf, type CheckpointInfo } from '../../protocol/insight';
import type { Translation } from '../../protocol/messages';
import type { SampleItem, SampleReport } from '../../protocol/run';
import type { StoredRun } from '../runs/runStore';

/** Words that a language model goes on with. */
const CONTINUATION_WORDS = 20;

interface Predictor {
  checkpoints(runFolder: string): Promise<readonly Pick<CheckpointInfo, 'step' | 'epoch' | 'best' | 'mean'>[]>;
  translate(runFolder: string, lines: readonly string[]): Promise<Translation[]>;
  complete(question: { runFolder: string; text: string; maxWords: number; minProbability: number; alternatives: number }): Promise<{ readonly text: string }[]>;
}

export async function watchStoredRun({ folder, record, history }: StoredRun, source: string, predictor: Predictor): Promise<SampleReport> {
  const item = record.experiment.task === 'translation'
    ? await translateOne(folder, source, predictor)
    : await continueOne(folder, source, predictor);
  // The best checkpoint answered, which may be older than the last sample.
  const checkpoints = await predictor.checkpoints(folder).catch(() => []);
  const moment = checkpoints.findLast(({ best }) => best) ?? checkpoints.at(-1) ?? history.samples.at(-1);
  return { kind: 'sample', step: moment ? placeOf(moment) : 0, epoch: moment?.epoch ?? 0, items: [item] };
}

async function translateOne(runFolder: string, source: string, predictor: Predictor): Promise<SampleItem> {
  const [{ output, attention }] = await predictor.translate(runFolder, [source]);
  return { source, reference: null, output, attention, watched: true };
}

async function continueOne(runFolder: string, source: string, predictor: Predictor): Promise<SampleItem> {
  const completions = await predictor.complete({ runFolder, text: source, maxWords: CONTINUATION_WORDS, minProbability: 0, alternatives: 1 });
  return { source, reference: null, output: completions.at(0)?.text ?? '', attention: null, watched: true };
}
