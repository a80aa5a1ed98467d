/** Options of the model and of its loss, from the experiment to the weights: each trains to other numbers than the run without it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentFile } from '../protocol/experiment';
import { fingerprint, makeFolder, reversalPairs, ruleText, tinyRequest } from './testing/tinyRuns';
import { openTraining } from './train';

let folder: ReturnType<typeof makeFolder>;
beforeAll(() => { folder = makeFolder(); });
afterAll(() => folder.dispose());

type Sections = Pick<ExperimentFile, 'model' | 'training'>;
let runs = 0;

async function trained(task: ExperimentFile['task'], { model, training }: Sections): Promise<string> {
  const request = tinyRequest(folder.path, task === 'translation' ? reversalPairs(60) : ruleText(40), {
    task, model: { embedding: 6, hidden: 7, dropout: 0.3, ...model }, training: { epochs: 2, maxSteps: 6, batchSize: 16, threads: 1, ...training },
  }, `run${runs++}`);
  expect((await (await openTraining(request)).run()).status).toBe('finished');
  return fingerprint(request.runFolder);
}

describe.each<[task: ExperimentFile['task'], without: Sections, options: readonly Sections[]]>([
  ['translation', {}, [
    { model: { variationalDropout: true } }, { model: { weightDrop: 0.4 } }, { model: { bridge: 'zero' } }, { model: { bidirectional: false } }, { model: { bridge: 'last' } }, { model: { coverage: true } }, { model: { coverage: true }, training: { coverageLoss: 0 } }, { training: { teacherForcing: 0 } },
    { training: { teacherForcing: 0.5 } }, { training: { teacherForcing: { start: 0.75, end: 0.25, epochs: 1 } } },
  ]],
  ['translation', { model: { attention: 'none' } }, [{ model: { attention: 'none', feedContext: true } }]],
  ['language-model', {}, [{ model: { variationalDropout: true } }, { model: { weightDrop: 0.4 } }]],
])('%s %j', (task, without, options) => {
  it('each option changes what is learnt', async () => {
    const found = new Map([[await trained(task, without), without]]);
    for (const option of options) {
      const fingerprint = await trained(task, option);
      expect(found.get(fingerprint), `${JSON.stringify(option)} trains like another`).toBeUndefined();
      found.set(fingerprint, option);
    }
  });
});
