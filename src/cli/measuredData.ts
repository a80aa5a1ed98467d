/** What a run is measured on, and how well it predicts that. */
import type { DataSource, Experiment } from '../protocol/experiment';
import { loadHeldOut, loadTrainingData } from '../training/data/loadData';
import type { HeldOut } from '../training/data/trainingData';
import { Evaluator, type EvaluationResult } from '../training/evaluate';
import type { LoadedRun } from '../worker/loadedRun';
import { warn, type Terminal } from './terminal';

/** The data that a run is measured on. */
export interface Measured {
  /** Null: the run's own held-out part. */
  readonly source: DataSource | null;
  readonly baseFolder: string;
  readonly heldOut: HeldOut;
  /** For the user. */
  readonly name: string;
}

/** The files that were named, else the experiment's test data, else its held-out part. */
export async function chooseData(terminal: Terminal, { run }: LoadedRun, paths: readonly string[] | undefined): Promise<Measured> {
  const { experiment, record, tokenizers } = run;
  const given = paths ? { source: asSource(experiment, paths), baseFolder: terminal.cwd, name: paths.join(', ') } : null;
  const test = experiment.data.test === null ? null : { source: experiment.data.test, baseFolder: record.baseFolder, name: 'its test data' };
  const chosen = given ?? test;
  if (chosen === null) {
    const { validation, files } = loadTrainingData(experiment, record.baseFolder, tokenizers);
    const changed = files.find(({ path, sha256 }) => record.data.find((file) => file.path === path)?.sha256 !== sha256);
    if (changed) await warn(terminal, `${changed.path} has changed since the run began: its held-out part may hold what the model was trained on`);
    return { source: null, baseFolder: record.baseFolder, heldOut: validation, name: 'its held-out part' };
  }
  const { warnings, ...heldOut } = loadHeldOut(experiment, chosen.source, chosen.baseFolder, tokenizers);
  for (const text of warnings) await warn(terminal, text);
  return { ...chosen, heldOut };
}

/** Two files for a translator are parallel; several of pairs are read one after the other where each is a TSV. */
function asSource({ task }: Experiment, paths: readonly string[]): DataSource {
  if (task === 'translation' && paths.length === 2 && !paths.every((path) => /\.tsv$/i.test(path))) return { source: paths[0], target: paths[1] };
  return paths.length === 1 ? paths[0] : [...paths];
}

/** Loss, perplexity and accuracy where the model is given the text up to each token. */
export async function measureLoss({ run: { model }, engine, variables }: LoadedRun, heldOut: HeldOut): Promise<EvaluationResult> {
  const evaluator = await Evaluator.load(model.evaluate(), engine, variables);
  try {
    return (await evaluator.run(heldOut))!;
  } finally {
    await evaluator.dispose();
  }
}
