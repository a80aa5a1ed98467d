/** Open Bottleneck Lab: what to compare, and the start of its two trainings. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import { checkExperiment, readExperimentJson } from '../../protocol/experiment';
import { nameOfExperiment } from '../../protocol/runIds';
import type { App } from '../app';
import { withThreads } from '../commands/presets';
import { Cancelled } from '../problems';
import { readRun } from '../runs/runStore';
import { readEngine, readProvider, readThreads } from '../settings';
import { BottleneckLab, type LabModel } from './bottleneckLab';
import { variantsOf, type ExperimentJson } from './variants';

const COMMAND = 'Open Bottleneck Lab';
const LAST_KEY = 'labs.bottleneck';

/** The pair of runs that was made last in this workspace. */
interface Remembered { readonly title: string; readonly models: readonly LabModel[] }
/** What both models are trained from. */
interface Subject { readonly name: string; readonly experiment: ExperimentJson; readonly baseFolder: string }
interface Choice extends vscode.QuickPickItem { readonly open: () => Promise<BottleneckLab> }

export async function openBottleneckLab(app: App): Promise<void> {
  if (app.lab?.isOpen) return app.lab.show();
  const items = [...await lastLab(app), ...await experiments(app), ...await trained(app)];
  if (items.length === 0) throw new UserError('there is no translator to compare', COMMAND, 'open a folder with an experiment file of a translator, or train one with “Train Translator…”', 'unavailable');
  const picked = await vscode.window.showQuickPick(items, {
    title: COMMAND, placeHolder: 'Trains the same translator without and with attention', matchOnDescription: true, matchOnDetail: true,
  });
  if (!picked) throw new Cancelled();
  const lab = await picked.open();
  lab.show();
}

async function lastLab(app: App): Promise<Choice[]> {
  const last = app.context.workspaceState.get<Remembered>(LAST_KEY);
  if (!last) return [];
  const known = new Set((await app.runs.list()).filter(({ hasCheckpoint }) => hasCheckpoint).map(({ folder }) => folder));
  if (!last.models.every(({ runFolder }) => known.has(runFolder))) return [];
  const open = async (): Promise<BottleneckLab> => {
    const lab = replaceLab(app, last);
    void lab.measureAll();
    return Promise.resolve(lab);
  };
  return [{ label: `$(history) Measure the last pair again: ${last.title}`, description: 'trained already', open }];
}

async function experiments(app: App): Promise<Choice[]> {
  const files = await vscode.workspace.findFiles('**/*.seqlab.json', '**/{node_modules,.sequence-lab}/**', 50);
  const read = await Promise.all(files.map(async (file): Promise<Choice[]> => {
    const fileName = file.path.replace(/^.*\//, '');
    const subject = await readSubject(file, fileName);
    if (subject === null) return [];
    return [{ label: `$(beaker) ${fileName}`, description: vscode.workspace.asRelativePath(file), detail: 'Trains two models from this experiment', open: () => train(app, subject) }];
  }));
  return read.flat();
}

/** Null where the file is no translator's, or does not read: who opens it is told by the editor. */
async function readSubject(file: vscode.Uri, fileName: string): Promise<Subject | null> {
  try {
    const experiment = readExperimentJson((await vscode.workspace.openTextDocument(file)).getText(), fileName) as ExperimentJson;
    if (checkExperiment(experiment, fileName).task !== 'translation') return null;
    return { name: nameOfExperiment(fileName), experiment, baseFolder: dirname(file.fsPath) };
  } catch {
    return null;
  }
}

async function trained(app: App): Promise<Choice[]> {
  const runs = (await app.runs.list()).filter(({ task }) => task === 'translation').slice(0, 10);
  return runs.map((run) => ({
    label: `$(arrow-swap) ${run.name}`, description: run.id, detail: 'Trains two models with the settings of this run',
    open: async () => {
      const stored = await readRun(run.folder);
      if (stored === null) throw new UserError('the run cannot be read', run.folder, 'choose another one', 'input');
      return train(app, { name: run.name, experiment: stored.record.experiment, baseFolder: stored.record.baseFolder });
    },
  }));
}

async function train(app: App, { name, experiment, baseFolder }: Subject): Promise<BottleneckLab> {
  const variants = variantsOf(withThreads(experiment, readThreads()) as ExperimentJson);
  for (const variant of variants) checkExperiment(variant.experiment, name);
  const requests = [];
  for (const variant of variants) {
    const runName = `${name} ${variant.name}`;
    const runFolder = await app.runs.createRunFolder(runName, vscode.Uri.file(baseFolder));
    requests.push({ variant, request: { experiment: variant.experiment, name: runName, baseFolder, runFolder, resume: false, engine: readEngine(), provider: readProvider() } });
  }
  const remembered = { title: name, models: requests.map(({ variant, request: { runFolder } }) => ({ name: variant.name, runFolder })) };
  const lab = replaceLab(app, remembered);
  const [first, ...others] = requests.map(({ request }) => ({ request }));
  await app.trainings.start(first, ...others);
  await app.context.workspaceState.update(LAST_KEY, remembered);
  return lab;
}

function replaceLab(app: App, { title, models }: Remembered): BottleneckLab {
  app.lab?.dispose();
  return app.lab = new BottleneckLab(app, title, models);
}
