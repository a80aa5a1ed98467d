/** What a next-word model does for a writer beside ghost text: hovers, surprise, figures, generation, learning on save. Through the editor's own interfaces. */
import * as assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { SequenceLabApi } from '../extension/extension';
import { extension, until, workspaceFolder, write } from './extension';

const story = 'the cat sat on the mat .\nthe dog lay on the rug .\nthe bird sang in the tree .\n'.repeat(60);

let api: SequenceLabApi;
let base: string;

/** The model that writes here, trained for it. */
before(async function () {
  this.timeout(120_000);
  api = await extension().activate();
  await write('writing.txt', story);
  const file = await write('writing.seqlab.json', JSON.stringify({
    task: 'language-model', data: { train: ['writing.txt'] }, tokenizer: { minFrequency: 1 },
    model: { cell: 'gru', embedding: 16, hidden: 32, dropout: 0 }, training: { epochs: 30, batchSize: 4, sequenceLength: 20, learningRate: 0.01, earlyStopping: null },
  }));
  const before = api.training()?.runFolder;
  await vscode.commands.executeCommand('sequenceLab.trainExperiment', file);
  await until('the training', () => api.training()?.runFolder !== before && api.training()?.phase === 'ended', 100_000);
  base = api.training()!.runFolder;
  await until('the model', () => api.completionRun() === base);
});

const askAt = (document: vscode.TextDocument, position: vscode.Position, isExplicit = false): Promise<vscode.InlineCompletionItem[]> => api.provideInlineCompletionItems(
  document, position, { triggerKind: isExplicit ? vscode.InlineCompletionTriggerKind.Invoke : vscode.InlineCompletionTriggerKind.Automatic, selectedCompletionInfo: undefined }, new vscode.CancellationTokenSource().token,
);

/** Sets a setting while something is done. */
async function withSetting(name: string, value: unknown, during: () => Promise<void>): Promise<void> {
  const set = (to: unknown): Thenable<void> => vscode.workspace.getConfiguration('sequenceLab').update(name, to, vscode.ConfigurationTarget.Workspace);
  await set(value);
  try {
    await during();
  } finally {
    await set(undefined);
  }
}

async function open(name: string, content: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(await write(name, content)));
}

describe('the gate', () => {
  it('lets prose through and holds secrets back, asked for or not', async () => {
    const { document } = await open('gate.txt', 'the cat \npassword: the\n');
    const [{ insertText }] = await askAt(document, new vscode.Position(0, 8));
    assert.ok(typeof insertText === 'string' && insertText.startsWith('sat'));
    assert.deepEqual(await askAt(document, new vscode.Position(1, 13), true), []);
  });

  it('opens only on demand where the setting says so', async () => {
    const { document } = await open('demand.txt', 'the dog ');
    const end = new vscode.Position(0, 8);
    await withSetting('completions.trigger', 'manual', async () => {
      assert.deepEqual(await askAt(document, end), []);
      assert.ok((await askAt(document, end, true)).length > 0);
    });
  });

  it('stands back, unless asked, where a preferred extension is there', async () => {
    const other = vscode.extensions.all.find(({ id }) => id.startsWith('vscode.'))!.id;
    const { document } = await open('yield.txt', 'the dog ');
    const end = new vscode.Position(0, 8);
    await withSetting('completions.yieldTo', [other], async () => {
      assert.deepEqual(await askAt(document, end), []);
      assert.ok((await askAt(document, end, true)).length > 0);
    });
    await withSetting('completions.yieldTo', ['nobody.nothing'], async () => assert.ok((await askAt(document, end)).length > 0));
  });
});

describe('the length of a suggestion', () => {
  const textAtEnd = async (document: vscode.TextDocument): Promise<string | null> => {
    const [item] = await askAt(document, document.lineAt(0).range.end);
    return item === undefined ? null : item.insertText as string;
  };

  it('follows what the model is sure of', async () => {
    const { document } = await open('sure.txt', 'the cat ');
    assert.match((await textAtEnd(document))!, /^sat on the/);
    await withSetting('completions.minConfidence', 1, async () => assert.equal(await textAtEnd(document), null)); // no model is
  });

  it('has its most words, with or without the space after them', async () => {
    const { document } = await open('space.txt', 'the cat ');
    await withSetting('completions.maxWords', 2, async () => {
      assert.equal(await textAtEnd(document), 'sat on ');
      await withSetting('completions.endWithSpace', false, async () => assert.equal(await textAtEnd(document), 'sat on'));
    });
  });
});

describe('a hover', () => {
  it('names what was expected, the surprise and the place in the training text', async () => {
    const { document } = await open('hover.txt', 'the cat sat on the rug .\n');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, new vscode.Position(0, 9));
    const text = hovers.flatMap(({ contents }) => contents.map((content) => (content as vscode.MarkdownString).value)).join('\n');
    assert.match(text, /\*\*sat\*\* was expected/);
    assert.match(text, /writing&#46;txt:\d+\]\(file:/);
  });
});

describe('surprise', () => {
  it('colours the document and is taken away by its command', async () => {
    const { document } = await open('surprise.txt', 'the cat sat on the tree .\n');
    await vscode.commands.executeCommand('sequenceLab.toggleSurprise');
    await until('the colours', () => api.surprise(document)?.measured === 1);
    await vscode.commands.executeCommand('sequenceLab.hideSurprise');
    assert.equal(api.surprise(document), null);
  });
});

describe('train on save', () => {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('sequenceLab');
  const set = (name: string, value: unknown): Thenable<void> => settings().update(name, value, vscode.ConfigurationTarget.Workspace);
  after(() => Promise.all(['trainOnSave', 'trainOnSaveTolerance'].map((name) => set(name, undefined))));

  it('adapts the model to a saved document and goes back', async () => {
    await set('trainOnSave', true);
    await set('trainOnSaveTolerance', 100);
    const editor = await open('learnt.txt', 'the fox ran through the wood .\n'.repeat(20));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'the fox '));
    await vscode.commands.executeCommand('workbench.action.files.save');
    const adapted = await until('the adapted model', () => { const run = api.completionRun(); return run !== base ? run : null; });
    const list = JSON.parse(readFileSync(join(base, 'adaptations.json'), 'utf8')) as { document: string; before: number; after: number }[];
    assert.deepEqual(list.map(({ document }) => document), ['learnt.txt']);
    assert.ok(list[0].before > 0 && list[0].after > 0);
    await vscode.commands.executeCommand('sequenceLab.undoTrainOnSave');
    assert.equal(api.completionRun(), base);
    assert.equal(existsSync(adapted), false);
  });

  it('rejects what makes the held-out text worse', async () => {
    await set('trainOnSaveTolerance', 0);
    const runs = async (): Promise<number> => (await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(workspaceFolder(), '.sequence-lab/runs'))).length;
    const before = await runs();
    const editor = await open('noise.txt', 'tree rug the . on in bird mat mat . sang the the\n'.repeat(60));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '. . '));
    await vscode.commands.executeCommand('workbench.action.files.save');
    await until('the start', async () => (await runs()) > before);
    await until('the end', async () => (await runs()) === before);
    assert.equal(api.completionRun(), base);
  });
});
