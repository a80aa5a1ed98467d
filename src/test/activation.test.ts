/** That VS Code takes the extension as it describes itself: manifest and program agree. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, write } from './extension';

interface Manifest { readonly contributes: { readonly commands: { readonly command: string; readonly title: string; readonly category: string }[] } }

describe('the extension', () => {
  it('activates', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('registers every command of its manifest, and no other', async () => {
    const declared = (extension().packageJSON as Manifest).contributes.commands.map(({ command }) => command);
    const registered = (await vscode.commands.getCommands(true)).filter((command) => command.startsWith('sequenceLab.') && !/\.(focus|open|resetViewLocation|removeView|toggleVisibility)$/.test(command));
    assert.deepEqual(registered.sort(), declared.sort());
  });

  it('titles its commands as the palette shows them', () => {
    const titles = (extension().packageJSON as Manifest).contributes.commands.map(({ title, category }) => `${category}: ${title}`);
    for (const title of ['Train Translator…', 'Train Next-Word Model…', 'Stop Training', 'Resume Training…', 'Open Training Panel', 'Translate Selection', 'Show Attention for Selection', 'Compare Runs', 'Toggle Inline Completions']) {
      assert.ok(titles.includes(`Sequence Lab: ${title}`), title);
    }
  });

  it('reads experiment files as JSON with comments and marks what its schema forbids', async () => {
    const file = await write('wrong.seqlab.json', '// a comment\n{ "task": "translation", "data": { "train": "pairs.tsv" }, "model": { "cell": "transformer" } }\n');
    const document = await vscode.workspace.openTextDocument(file);
    assert.equal(document.languageId, 'jsonc');
    await vscode.window.showTextDocument(document);
    const problems = await problemsOf(file);
    assert.equal(problems.length, 1);
    assert.equal(document.getText(problems[0].range), '"transformer"');
  });
});

/** The problems that the editor marks in a file, once there are any. */
function problemsOf(file: vscode.Uri): Promise<vscode.Diagnostic[]> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = vscode.languages.getDiagnostics(file);
      if (found.length === 0) return;
      changes.dispose();
      resolve(found);
    };
    const changes = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}
