/** Train Translator…: which pairs, which quality, go. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { DataSource, ExperimentFile } from '../../protocol/experiment';
import type { App } from '../app';
import { nameOfExperiment } from '../../protocol/runIds';
import { estimateLines, listPairsFiles, rememberPairsFile } from './pairsFiles';
import { pathIn } from './paths';
import { translatorPresets, type Preset } from './presets';
import { saveExperiment } from './saveExperiment';
import { startTraining } from './startTraining';
import { browse, pick, runSteps, type Step } from './steps';

type Pairs = { readonly kind: 'pairs'; readonly file: vscode.Uri } | { readonly kind: 'parallel'; readonly source: vscode.Uri; readonly target: vscode.Uri };
interface DataItem extends vscode.QuickPickItem { readonly choose: () => Promise<Pairs> }

const title = 'Train Translator';
const saveButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('save-as'), tooltip: 'Save as Experiment File… (does not train)' };

export async function trainTranslator(app: App): Promise<void> {
  let data: Pairs | undefined;
  let preset: Preset | undefined;
  let saves = false;
  const chooseData: Step = async () => {
    const { item } = await pick({ title, number: 1, of: 2, placeholder: 'Sentence pairs: a file with source, tab, target on each line', items: dataItems(app) });
    data = await item.choose();
    return choosePreset;
  };
  const choosePreset: Step = async () => {
    const { item, button } = await pick({ title, number: 2, of: 2, placeholder: 'How thoroughly', items: await presetItems(data!), buttons: [saveButton] });
    preset = item.preset;
    saves = button === saveButton;
    return null;
  };
  await runSteps(chooseData);
  await trainOrSave(app, data!, preset!, saves);
}

async function presetItems(data: Pairs): Promise<(vscode.QuickPickItem & { readonly preset: Preset })[]> {
  const pairs = await estimateLines(data.kind === 'pairs' ? data.file.fsPath : data.source.fsPath);
  return translatorPresets(pairs).map((preset) => ({ ...preset, preset }));
}

async function trainOrSave(app: App, data: Pairs, { settings }: Preset, saves: boolean): Promise<void> {
  const first = data.kind === 'pairs' ? data.file : data.source;
  if (data.kind === 'pairs') await rememberPairsFile(app.context.workspaceState, data.file);
  const baseFolder = app.runs.workspaceFolderOf(first) ?? dirname(first.fsPath);
  const name = nameOfExperiment(first.path);
  const build = (folder: string): ExperimentFile => ({ task: 'translation', data: { train: trainingData(data, folder) }, ...settings });
  if (saves) await saveExperiment(name, dirname(first.fsPath), build);
  else await startTraining(app, { experiment: build(baseFolder), name, baseFolder });
}

const trainingData = (data: Pairs, folder: string): DataSource =>
  (data.kind === 'pairs' ? pathIn(folder, data.file.fsPath) : { source: pathIn(folder, data.source.fsPath), target: pathIn(folder, data.target.fsPath) });

async function dataItems(app: App): Promise<DataItem[]> {
  const files = await listPairsFiles(app.context.workspaceState);
  return [
    ...files.map((item) => ({ ...item, choose: () => Promise.resolve<Pairs>({ kind: 'pairs', file: item.file }) })),
    { label: '$(folder-opened) Browse…', detail: 'Another file of pairs', choose: async () => ({ kind: 'pairs', file: await browse({ title: 'Sentence pairs: source, tab, target on each line', filters: { 'Sentence pairs': ['tsv', 'tab', 'txt'], 'All files': ['*'] } }) }) },
    {
      label: '$(files) Two parallel files…', detail: 'Line by line the same sentences in two languages',
      choose: async () => ({ kind: 'parallel', source: await browse({ title: 'The file to translate from, one sentence a line' }), target: await browse({ title: 'The file to translate into, one sentence a line' }) }),
    },
  ];
}
