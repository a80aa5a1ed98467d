/** Generate Text…: a run, a prompt and how to draw; the text streams into a new editor and can be stopped. */
import { randomInt } from 'node:crypto';
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import { firstLine, plural } from '../../protocol/format';
import type { RunSummary } from '../../protocol/run';
import type { App } from '../app';
import { pickRun } from '../commands/pickRun';
import { Cancelled } from '../problems';
import { AppendedText } from './appendedText';
import { fields, headline, readChoices, valueText, withChoice, type ChoiceName, type GenerationChoices } from './choices';

const CHOICES_KEY = 'generate.choices';
const title = 'Generate Text';
const largestSeed = 2 ** 31;

export async function generateText(app: App): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : null;
  const run = await chooseRun(app);
  const prompt = selected ?? await askPrompt();
  const choices = await askChoices(readChoices(app.context.workspaceState.get(CHOICES_KEY), randomInt(largestSeed)), prompt);
  await app.context.workspaceState.update(CHOICES_KEY, choices);
  await write(app, run, prompt, choices, editor?.document.languageId === 'markdown' ? 'markdown' : 'plaintext');
}

/** The model that completes is the first; where it is the only one, nothing is asked. */
async function chooseRun(app: App): Promise<RunSummary> {
  const runs = await app.completionModel.candidates();
  const current = app.completionModel.current;
  if (runs.length === 0) throw new UserError('no next-word model has been trained here yet', title, 'run “Sequence Lab: Train Next-Word Model…” first', 'unavailable');
  if (runs.length === 1) return current ?? runs[0];
  return pickRun([...(current ? [current] : []), ...runs.filter(({ folder }) => folder !== current?.folder)], title);
}

async function askPrompt(): Promise<string> {
  const prompt = await vscode.window.showInputBox({ title, prompt: 'How the text begins. Empty: as the model likes. (A selection in the editor is taken without asking.)', ignoreFocusOut: true });
  if (prompt === undefined) throw new Cancelled();
  return prompt;
}

/** A form made of a quick pick: choosing a line changes its value, the first line begins. */
async function askChoices(given: GenerationChoices, prompt: string): Promise<GenerationChoices> {
  for (let choices = given; ;) {
    const begin = { label: '$(play) Generate', detail: prompt.trim() === '' ? 'from nothing' : `after “${firstLine(prompt)}”`, name: null };
    const lines = (Object.keys(fields) as ChoiceName[]).map((name) => ({ label: `${fields[name].label}: ${valueText(choices, name)}`, detail: fields[name].says, name }));
    const picked = await vscode.window.showQuickPick([begin, ...lines], { title, placeHolder: 'Enter begins; choose a line to change it', ignoreFocusOut: true });
    if (!picked) throw new Cancelled();
    if (picked.name === null) return choices;
    choices = await askChoice(choices, picked.name);
  }
}

async function askChoice(choices: GenerationChoices, name: ChoiceName): Promise<GenerationChoices> {
  const { label, prompt } = fields[name];
  const text = await vscode.window.showInputBox({
    title: `${title}: ${label}`, prompt, value: valueText(choices, name), ignoreFocusOut: true,
    validateInput: (value) => (withChoice(choices, name, value) === null ? prompt : null),
  });
  return text === undefined ? choices : withChoice(choices, name, text) ?? choices; // Escape goes back to the form
}

async function write(app: App, run: RunSummary, prompt: string, choices: GenerationChoices, language: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content: `${headline(run.name, run.id, choices)}\n\n${prompt}` });
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const { topK, topP, temperature, length, seed } = choices;
  const question = { runFolder: run.folder, text: prompt, length, temperature, seed, topP, ...(topK === null ? {} : { topK }) };
  const options = { location: vscode.ProgressLocation.Notification, title: `“${run.name}” writes`, cancellable: true };
  await vscode.window.withProgress(options, async (progress, token) => {
    const stop = new vscode.CancellationTokenSource();
    const text = new AppendedText(document, editor, () => stop.cancel());
    token.onCancellationRequested(() => stop.cancel());
    let characters = 0;
    try {
      await app.predictor.generate(question, (piece) => {
        text.add(piece);
        characters += piece.length;
        progress.report({ message: plural(characters, 'character') });
      }, stop.token);
    } catch (error) {
      if (!stop.token.isCancellationRequested) throw error;
    } finally {
      await text.end();
      stop.dispose();
    }
  });
}
