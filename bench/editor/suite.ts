/**
 * Runs inside the extension host of a real VS Code: types into a document and asks the extension for ghost text after each key, as the editor does.
 * Reads `bench.json` of the workspace, writes `result.json` there. The time is from the change of the document, as the extension hears of it, to its items.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { SequenceLabApi } from '../../src/extension/extension';
import { scriptedEdits, type ScriptedEdit } from './edits';

/** `before` stands there already, `typed` comes key by key. `pause`: milliseconds from an answer to the next key. */
interface Request { readonly edits: number; readonly before: string; readonly typed: string; readonly pause: number }
/** Milliseconds. `stale`: items for a place or a text that was no longer so. `answered`: keys that got items. */
interface Result { readonly edits: number; readonly answered: number; readonly stale: number; readonly p50: number; readonly p95: number; readonly p99: number; readonly worst: number }

const WARM_UP = 50;

export async function run(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders![0].uri.fsPath;
  const request = JSON.parse(readFileSync(join(folder, 'bench.json'), 'utf8')) as Request;
  const api = await vscode.extensions.getExtension<SequenceLabApi>('sequence-lab.sequence-lab')!.activate();
  await until('the model', () => api.completionRun() !== null);
  const alone = await measure(api, request);
  await vscode.commands.executeCommand('sequenceLab.trainExperiment', vscode.Uri.file(join(folder, 'beside.seqlab.json')));
  await until('the training’s steps', () => (api.training()?.step ?? 0) > 5);
  const training = await measure(api, request);
  if (api.training()?.phase !== 'running') throw new Error('the training ended before the measurement did: give it more epochs');
  await vscode.commands.executeCommand('sequenceLab.stopTraining');
  writeFileSync(join(folder, 'result.json'), JSON.stringify({ alone, training }));
}

async function measure(api: SequenceLabApi, { edits, before, typed, pause }: Request): Promise<Result> {
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: before });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.lineAt(document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(end, end);
  const times: number[] = [];
  let stale = 0;
  for (const [index, edit] of scriptedEdits(typed, edits + WARM_UP).entries()) {
    const changed = nextChange(document);
    await apply(editor, edit);
    const began = await changed;
    const { isStale, hasItems } = await ask(api, document, editor.selection.active, edit.kind === 'type' && edit.hasty);
    if (isStale) stale++;
    if (index >= WARM_UP && hasItems) times.push(performance.now() - began);
    if (pause > 0) await setTimeout(pause);
  }
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  times.sort((a, b) => a - b);
  const quantile = (share: number): number => Number((times[Math.max(0, Math.ceil(share * times.length) - 1)] ?? NaN).toFixed(2));
  return { edits, answered: times.length, stale, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99), worst: quantile(1) };
}

/** @param hasty the question is withdrawn at once, as by a next key; any item that comes is stale */
async function ask(api: SequenceLabApi, document: vscode.TextDocument, position: vscode.Position, hasty: boolean): Promise<{ isStale: boolean; hasItems: boolean }> {
  const source = new vscode.CancellationTokenSource();
  const { version } = document;
  const asked = api.provideInlineCompletionItems(document, position, { triggerKind: vscode.InlineCompletionTriggerKind.Automatic, selectedCompletionInfo: undefined }, source.token);
  if (hasty) source.cancel();
  const items = await asked;
  const fits = document.version === version && items.every(({ range }) => range === undefined || range.end.isEqual(position));
  return { isStale: items.length > 0 && (hasty || !fits), hasItems: items.length > 0 && !hasty };
}

/** When the extension host hears of the next change, on the clock of this process. */
function nextChange(document: vscode.TextDocument): Promise<number> {
  return new Promise((resolve) => {
    const changes = vscode.workspace.onDidChangeTextDocument((change) => {
      if (change.document !== document || change.contentChanges.length === 0) return;
      changes.dispose();
      resolve(performance.now());
    });
  });
}

async function apply(editor: vscode.TextEditor, edit: ScriptedEdit): Promise<void> {
  if (edit.kind === 'type') await vscode.commands.executeCommand('type', { text: edit.text });
  else if (edit.kind === 'delete') await vscode.commands.executeCommand('deleteLeft');
  else await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), edit.text), { undoStopBefore: false, undoStopAfter: false });
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 120_000; !holds();) {
    if (Date.now() > end) throw new Error(`not within two minutes: ${what}`);
    await setTimeout(100);
  }
}
