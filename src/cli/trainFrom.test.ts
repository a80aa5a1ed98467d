import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeTestExperiments, type TestFolder } from './testExperiments';
import { seqlab, type Ran } from './testTerminal';

let place: TestFolder;
const run = (...args: string[]): Promise<Ran> => seqlab(place.folder, args);
beforeAll(async () => {
  place = writeTestExperiments();
  expect((await run('train', place.languageModel, '--run', 'runs/first', '--set', 'training.epochs=2')).code).toBe(0);
}, 60_000);
afterAll(() => rmSync(place.folder, { recursive: true, force: true }));

const recordOf = (folder: string): Record<string, unknown> => JSON.parse(readFileSync(join(place.folder, folder, 'run.json'), 'utf8')) as Record<string, unknown>;

it('train --from begins with the weights of a run, without a file with its experiment', async () => {
  const { code, output } = await run('train', '--from', 'runs/first', '--run', 'runs/second', '--set', 'training.epochs=1', '--set', 'training.learningRate=0.003');
  expect(code).toBe(0);
  expect(output).toMatch(/begins with the weights of first at step \d+/);
  expect(recordOf('runs/second')).toMatchObject({ name: 'rhyme', from: { id: 'first' }, experiment: { training: { epochs: 1, learningRate: 0.003 }, data: { train: 'rhyme.txt' } } });
  expect((await run('train', place.languageModel, '--from', 'runs/second', '--run', 'runs/third', '--set', 'training.maxSteps=2')).code).toBe(0);
  expect(recordOf('runs/third')).toMatchObject({ from: { id: 'second' } });
}, 60_000);

it.each([
  [['--from', 'runs/first', '--set', 'model.hidden=48'], /^seqlab: 48 cannot be used .* \(model.hidden\): set model.hidden to 32, or train from the beginning/],
  [['--from', 'runs/nowhere'], /^seqlab: there is no such run \(runs\/nowhere\)/],
  [['--resume', '--run', 'runs/first', '--from', 'runs/first'], /^seqlab: a run that is resumed has its weights \(--from\)/],
  [[], /^seqlab: no experiment is named .*or --from RUN/],
])('train %j is refused', async (args, wanted) => {
  const { code, errors } = await run('train', ...args);
  expect(code).toBe(2);
  expect(errors).toMatch(wanted);
});
