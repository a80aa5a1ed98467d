/** Train Next-Word Model…: which text, which unit, which cell, go. */
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentFile } from '../../protocol/experiment';
import type { App } from '../app';
import { cells, languageModelSettings, units, type LanguageModelCell, type Unit } from './presets';
import { pathIn } from './paths';
import { saveExperiment } from './saveExperiment';
import { startTraining } from './startTraining';
import { pick, runSteps, type Step } from './steps';
import { textSources, type TextSource } from './textSource';

const title = 'Train Next-Word Model';
const saveButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('save-as'), tooltip: 'Save as Experiment File… (does not train)' };

export async function trainLanguageModel(app: App): Promise<void> {
  let source: TextSource | undefined;
  let unit: Unit = 'word';
  let cell: LanguageModelCell = 'lstm';
  let saves = false;
  const chooseSource: Step = async () => {
    const { item } = await pick({ title, number: 1, of: 3, placeholder: 'The text to learn from', items: textSources(app) });
    source = await item.choose();
    return chooseUnit;
  };
  const chooseUnit: Step = async () => {
    ({ item: { unit } } = await pick({ title, number: 2, of: 3, placeholder: 'What it predicts', items: units }));
    return chooseCell;
  };
  const chooseCell: Step = async () => {
    const { item, button } = await pick({ title, number: 3, of: 3, placeholder: 'Which model', items: cells, buttons: [saveButton] });
    cell = item.cell;
    saves = button === saveButton;
    return null;
  };
  await runSteps(chooseSource);
  const { name, size, prepare } = source!;
  const settings = languageModelSettings(unit, cell, size);
  const { train, baseFolder, runFolder } = await prepare();
  if (saves) {
    const build = (folder: string): ExperimentFile => ({ task: 'language-model', data: { train: pathIn(folder, resolve(baseFolder, train)) }, ...settings });
    await saveExperiment(name, app.runs.workspaceFolderOf() ?? baseFolder, build);
  } else {
    await startTraining(app, { experiment: { task: 'language-model', data: { train }, ...settings }, name, baseFolder, runFolder });
  }
}
