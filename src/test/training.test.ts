/** Training, ghost text and refusals through the editor's own interfaces, with no screen involved. */
import * as assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { SequenceLabApi } from '../extension/extension';
import type { RunRecord } from '../protocol/run';
import { extension, until, write } from './extension';

const pairs = Array.from({ length: 400 }, (_, i) => `${i % 10} ${Math.floor(i / 10) % 10}\t${'abcdefghij'[i % 10]} ${'abcdefghij'[Math.floor(i / 10) % 10]}\n`).join('');
const story = 'the cat sat on the mat .\nthe dog lay on the rug .\nthe bird sang in the tree .\n'.repeat(60);

let api: SequenceLabApi;
before(async () => { api = await extension().activate(); });

const isOver = (): boolean => api.training()?.phase === 'ended';
const recordOf = (runFolder: string): RunRecord => JSON.parse(readFileSync(join(runFolder, 'run.json'), 'utf8')) as RunRecord;

async function train(name: string, experiment: unknown): Promise<{ readonly runFolder: string }> {
  const before = api.training()?.runFolder;
  void vscode.commands.executeCommand('sequenceLab.trainExperiment', await write(`${name}.seqlab.json`, JSON.stringify(experiment))); // where it is refused it waits for the reader
  return until('a new training', () => { const now = api.training(); return now && now.runFolder !== before ? now : null; }, 20_000);
}

describe('a training', () => {
  const translator = {
    task: 'translation', data: { train: 'pairs.tsv' }, tokenizer: { minFrequency: 1 },
    model: { cell: 'gru', embedding: 16, hidden: 32, attention: 'dot', dropout: 0 }, training: { epochs: 30, batchSize: 32, learningRate: 0.01, earlyStopping: null },
  };

  it('of an experiment file runs in a process of its own to its end', async () => {
    await write('pairs.tsv', pairs);
    const { runFolder } = await train('short', { ...translator, training: { ...translator.training, epochs: 3 } });
    const first = await until('the first report', () => api.training()?.loss ?? null);
    await until('its end', isOver, 90_000);
    assert.ok(api.training()!.loss! < first, `the loss went from ${first} to ${api.training()!.loss}`);
    assert.equal(recordOf(runFolder).status, 'finished');
    assert.ok(existsSync(join(runFolder, 'checkpoints/best')));
  });

  it('is stopped with a checkpoint and resumed from there', async () => {
    const { runFolder } = await train('long', { ...translator, training: { ...translator.training, epochs: 2000 } });
    await until('some steps', () => (api.training()?.step ?? 0) > 20);
    await vscode.commands.executeCommand('sequenceLab.stopTraining');
    await until('the stop', isOver);
    const stoppedAt = api.training()!.step;
    assert.equal(recordOf(runFolder).status, 'stopped');
    assert.ok(existsSync(join(runFolder, 'checkpoints/last')));

    await vscode.commands.executeCommand('sequenceLab.resumeTraining', runFolder);
    await until('steps beyond the stop', () => !isOver() && (api.training()?.step ?? 0) > stoppedAt);
    assert.equal(api.training()!.runFolder, runFolder);
    await vscode.commands.executeCommand('sequenceLab.stopTraining');
    await until('the stop', isOver);
  });

  it('that cannot be leaves no run behind', async () => {
    const before = api.training()?.runFolder;
    void vscode.commands.executeCommand('sequenceLab.trainExperiment', await write('impossible.seqlab.json', JSON.stringify({ ...translator, model: { cell: 'transformer' } })));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(api.training()?.runFolder, before);
  });
});

describe('ghost text', () => {
  it('comes from the newest next-word model and is accepted by its command', async () => {
    await write('story.txt', story);
    const { runFolder } = await train('story', {
      task: 'language-model', data: { train: ['story.txt'] }, tokenizer: { minFrequency: 1 },
      model: { cell: 'gru', embedding: 16, hidden: 32, dropout: 0 }, training: { epochs: 40, batchSize: 4, sequenceLength: 20, learningRate: 0.01, earlyStopping: null },
    });
    await until('its end', isOver, 90_000);
    await until('the model', () => api.completionRun() === runFolder);

    const document = await vscode.workspace.openTextDocument(await write('letter.txt', 'the cat '));
    const editor = await vscode.window.showTextDocument(document);
    const end = document.lineAt(0).range.end;
    editor.selection = new vscode.Selection(end, end);
    await until('the accepted text', async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await new Promise((resolve) => setTimeout(resolve, 500));
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      return document.getText().startsWith('the cat sat on the');
    }, 20_000);
  });
});
