import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../errors/userError';
import { openChannel, type Channel, type RequestHandlers } from '../../protocol/channel';
import { trainerHostSide, trainerSide } from '../../protocol/messages';
import type { ProgressReport, RunRecord } from '../../protocol/run';
import { createTestWire } from '../../testing/wire';
import type { BackgroundProcess } from '../background/forkWorker';
import { TrainingSession, type TrainingRequest } from './trainingSession';

let runFolder: string;
beforeEach(() => { runFolder = mkdtempSync(join(tmpdir(), 'session-')); });
afterEach(() => rmSync(runFolder, { recursive: true }));

const record = (status: RunRecord['status']): RunRecord => ({
  version: 1, id: 'a', name: 'a', status, reason: null, experiment: { task: 'translation' }, baseFolder: '/', created: '', updated: '', seed: 1, engine: null, versions: {}, data: [],
  parameters: 1, vocabulary: { source: 1, target: 1 }, examples: { training: 1, validation: 1 }, warnings: [],
});
const progress: ProgressReport = {
  kind: 'progress', step: 1, totalSteps: 10, epoch: 0, totalEpochs: 1, loss: 2, learningRate: 1, gradientNorm: 1, tokensPerSecond: 1, elapsedSeconds: 1, secondsLeft: 9,
};

/** A training process of the test's own making at the other end of a wire in memory. */
function startSession(handlers: Partial<RequestHandlers<typeof trainerSide>> = {}) {
  const wire = createTestWire();
  let die: (reason: string) => void = () => { /* set below */ };
  const ended = new Promise<string>((resolve) => { die = resolve; });
  void ended.then((reason) => wire.close(reason));
  const dispose = vi.fn<(graceMs?: number) => void>();
  const worker: BackgroundProcess = { transport: wire.left, pid: 1, ended, dispose, kill: () => die('killed') };
  const trainer: Channel<typeof trainerHostSide> = openChannel(wire.right, trainerSide, trainerHostSide, {
    'train/start': () => record('running'),
    'train/stop': () => { trainer.notify('train/ended', { status: 'stopped', record: record('stopped'), error: null }); return { step: 7 }; },
    'train/watch': ({ source }) => ({ kind: 'sample', step: 3, epoch: 0, items: [{ source, reference: null, output: 'yes', attention: null, watched: true }] }),
    ...handlers,
  });
  const listener = { onChange: vi.fn<() => void>(), onReport: vi.fn<() => void>(), onLog: vi.fn<(text: string) => void>(), onFault: vi.fn<(error: Error) => void>() };
  const request: TrainingRequest = { experiment: {}, name: 'a', baseFolder: '/', runFolder, resume: false, engine: 'auto' };
  return { session: new TrainingSession(request, worker, listener), trainer, die, dispose, listener };
}

describe('a training', () => {
  it('starts, reports and finishes', async () => {
    const { session, trainer, dispose, listener } = startSession();
    await vi.waitFor(() => expect(session.phase).toBe('running'));
    trainer.notify('train/report', progress);
    trainer.notify('train/ended', { status: 'finished', record: record('finished'), error: null });
    expect(await session.ended).toMatchObject({ status: 'finished', record: { status: 'finished' }, error: null });
    expect(session.history.lastProgress).toEqual(progress);
    expect(listener.onReport).toHaveBeenCalledExactlyOnceWith(progress);
    expect(dispose).toHaveBeenCalledOnce();
    expect(listener.onFault).not.toHaveBeenCalled();
  });

  it('stops with a checkpoint', async () => {
    const { session } = startSession();
    await vi.waitFor(() => expect(session.phase).toBe('running'));
    const stopping = session.stop();
    expect(session.phase).toBe('stopping');
    await stopping;
    expect(await session.ended).toMatchObject({ status: 'stopped', record: { status: 'stopped' } });
  });

  it('that is stopped before it began leaves at once', async () => {
    const { session, dispose } = startSession({ 'train/start': () => new Promise(() => { /* reads a large file */ }) });
    await session.stop();
    expect(await session.ended).toEqual({ status: 'stopped', record: null, error: null });
    expect(dispose).toHaveBeenCalledOnce();
  });

  it('whose data will not do is refused with the words for the user', async () => {
    const { session } = startSession({ 'train/start': () => { throw new UserError('the file is empty', 'a.tsv', 'choose another', 'input'); } });
    const outcome = await session.ended;
    expect(outcome.status).toBe('refused');
    expect(outcome.error).toBeInstanceOf(UserError);
    expect(outcome.error?.message).toBe('the file is empty (a.tsv): choose another');
  });

  it('that fails by a fault of ours says so', async () => {
    const { session } = startSession({ 'train/start': () => { throw new Error('internal: oh no'); } });
    expect(await session.ended).toMatchObject({ status: 'failed', error: { message: 'internal: oh no' } });
  });

  it('whose process dies is interrupted, with the reason, in run.json too', async () => {
    const { session, die } = startSession();
    await vi.waitFor(() => expect(session.phase).toBe('running'));
    writeFileSync(join(runFolder, 'run.json'), JSON.stringify(record('running')));
    die('the training process ended with signal SIGKILL');
    expect(await session.ended).toMatchObject({ status: 'interrupted', record: { status: 'interrupted' }, error: { message: 'the training process ended with signal SIGKILL' } });
    expect(JSON.parse(readFileSync(join(runFolder, 'run.json'), 'utf8'))).toMatchObject({ status: 'interrupted', reason: 'the training process ended with signal SIGKILL' });
  });

  it('whose process dies while it starts is interrupted, not failed', async () => {
    mkdirSync(join(runFolder, 'checkpoints'));
    const { session, die } = startSession({ 'train/start': () => new Promise(() => { /* dies meanwhile */ }) });
    die('it ended with code 1');
    expect(await session.ended).toMatchObject({ status: 'interrupted', error: { message: 'it ended with code 1' } });
  });

  it('answers for a watched sentence', async () => {
    const { session } = startSession();
    expect((await session.watch('hello')).items[0]).toMatchObject({ source: 'hello', output: 'yes', watched: true });
  });
});
