/** Files we write against the onnx package's own checker, where Python has it (`pip install onnx`; another Python by SEQLAB_PYTHON). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { operationCases } from '../../engine/testing/cases';
import { loopCases } from '../../engine/testing/loops';
import { languageModel } from '../../models/languageModel';
import { translator } from '../../models/translator';
import { attachGradients } from '../../training/gradients';
import { updateGraph } from '../../training/optimizers';
import type { Graph } from '../graph';
import type { KnownSizes } from './emitter';
import { writeOnnx } from './writer';

/** Forward, backward, clipping and Adam of an LSTM, of one whose table is large, and of a translator with everything in it. */
function trainingGraphs(): Graph[] {
  const common = { activation: 'tanh', recurrentInitializer: 'orthogonal', embedding: 4, hidden: 6, layers: 2, dropout: 0.1, tieEmbeddings: false } as const;
  const models = [
    languageModel({ ...common, cell: 'lstm', window: null, vocabulary: 11 }),
    languageModel({ ...common, cell: 'lstm', window: null, vocabulary: 300_000 }),
    translator({ ...common, cell: 'gru', bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: 600, targetVocabulary: 13, sharedEmbeddings: false }),
  ];
  return models.flatMap((model) => {
    const training = model.train({ labelSmoothing: 0.1 });
    const update = updateGraph(training, { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1 });
    attachGradients(training);
    return [training.graph, update.graph];
  });
}

/** Lengths are known, numbers of rows stay open. */
const THREE_STEPS: KnownSizes = { resolve: (size) => (typeof size === 'number' ? size : size === 'T' || size === 'S' ? 3 : undefined) };

it('onnx.checker accepts every operation, every loop and whole training steps', (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'seqlab-onnx-'));
  try {
    const graphs = [...operationCases(), ...loopCases()].map(({ graph }) => graph).concat(trainingGraphs());
    const files = graphs.flatMap((graph) => [{ name: graph.name, bytes: writeOnnx(graph) }, ...(graph.nodes.some(({ body }) => body) ? [{ name: `${graph.name}, step by step`, bytes: writeOnnx(graph, { sizes: THREE_STEPS }) }] : [])]);
    files.forEach(({ name, bytes }, index) => writeFileSync(path.join(folder, `${index}-${name}.onnx`), bytes));
    const { status, stdout, stderr, error } = spawnSync(process.env.SEQLAB_PYTHON ?? 'python3', ['scripts/oracles/check_onnx.py', folder], { encoding: 'utf8' });
    if (error || status === 3) return context.skip('Python has no package onnx');
    expect(stderr, 'the checker itself failed').not.toContain('Traceback');
    expect(JSON.parse(stdout)).toEqual({ checked: files.length, problems: {} });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
