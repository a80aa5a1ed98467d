/** The same seed, engine and number of threads give the same bits: a thousand steps, twice in a process and again in another. */
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleScript } from './testing/forkScript';
import type { Outcome } from './testing/thousandSteps';

let script: Awaited<ReturnType<typeof bundleScript>>;
beforeAll(async () => { script = await bundleScript('src/training/testing/thousandSteps.ts'); });
afterAll(() => script.dispose());

async function outcomes(engine: string, threads: number, trainings: number, seed: number): Promise<Outcome[]> {
  const child = script.run(engine, String(threads), String(trainings), String(seed));
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit').then(([code]) => { throw new Error(`the process ended with ${code} before it had an outcome`); })]) as [Outcome[]];
  return message;
}

/** WebAssembly takes five times as long for steps as small as these: it trains once in each process. */
const cases = [
  { engine: 'onnxruntime', threads: 1, trainings: 2 },
  { engine: 'onnxruntime', threads: 2, trainings: 2 },
  { engine: 'webassembly', threads: 2, trainings: 1 },
];

it.each(cases)('$engine, threads: $threads', async ({ engine, threads, trainings }) => {
  const [here, [elsewhere]] = await Promise.all([outcomes(engine, threads, trainings, 5), outcomes(engine, threads, 1, 5)]);
  expect(elsewhere.lastLoss).toBeLessThan(0.5 * elsewhere.firstLoss); // it has learnt, so the bits had every occasion to differ
  expect(here).toEqual(Array.from({ length: trainings }, () => elsewhere));
});

it('another seed gives other bits', async () => {
  const [[one], [other]] = await Promise.all([outcomes('onnxruntime', 1, 1, 5), outcomes('onnxruntime', 1, 1, 6)]);
  expect(other.digest).not.toBe(one.digest);
  expect(other.firstLoss).not.toBe(one.firstLoss);
});
