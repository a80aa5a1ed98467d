import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder, reversalPairs, ruleText, tinyRequest, validationsOf } from './testing/tinyRuns';
import { openTraining } from './train';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

describe('models learn', () => {
  it('to say two to four digits backwards: below 0.1 nats a token after eight epochs of 1,350 pairs', async () => {
    const request = tinyRequest(folder.path, reversalPairs(1500, 4), {
      task: 'translation', model: { embedding: 24, hidden: 48, attention: 'additive', dropout: 0 }, training: { epochs: 8, batchSize: 32, learningRate: 0.01, threads: 1 },
    });
    expect((await (await openTraining(request)).run()).status).toBe('finished');
    const validations = validationsOf(request.runFolder);
    expect(validations[0].loss).toBeGreaterThan(2); // ln 14 = 2.64 before the first step
    expect(validations.at(-1)!.loss).toBeLessThan(0.1);
    expect(validations.at(-1)!.accuracy).toBeGreaterThan(0.95);
  });

  /** A sentence has choices of 2, 3 and 2 equally likely words; all else follows from the rules. */
  const entropy = Math.log(2 * 3 * 2);
  it.each(['lstm', 'gru', 'rnn'] as const)('%s: the rules of a small language to within a twentieth of what can be known', async (cell) => {
    const request = tinyRequest(folder.path, ruleText(1200), {
      task: 'language-model', tokenizer: { minFrequency: 1 }, model: { cell, embedding: 16, hidden: 32, dropout: 0 }, training: { epochs: 5, batchSize: 16, sequenceLength: 20, learningRate: 0.01, threads: 1 },
    });
    await (await openTraining(request)).run();
    const { loss } = validationsOf(request.runFolder).at(-1)!;
    const tokensASentence = 9; // eight words and the end of the line
    expect(loss * tokensASentence).toBeGreaterThan(0.95 * entropy);
    expect(loss * tokensASentence).toBeLessThan(1.05 * entropy + 0.1);
  });
});
