import { describe, expect, it, vi } from 'vitest';
import { openChannel, type RequestHandlers } from '../../protocol/channel';
import { predictorHostSide, predictorSide } from '../../protocol/messages';
import { createTestWire } from '../../testing/wire';
import { PredictionClient, type PredictionClientOptions } from './predictionClient';

const question = { runFolder: '/run', engine: 'auto', text: 'once', maxWords: 1, minProbability: 0, alternatives: 1 } as const;
const answer = { completions: [{ text: ' upon', words: [{ text: 'upon', probability: 0.9, space: 1 }] }], milliseconds: 1 };

const unasked = (): never => { throw new Error('not asked here'); };

function createClient(handlers: Partial<RequestHandlers<typeof predictorSide>> = {}, options: Partial<PredictionClientOptions> = {}) {
  const workers: { die: (reason: string) => void; dispose: ReturnType<typeof vi.fn> }[] = [];
  const onCrash = vi.fn<(reason: string) => void>();
  const clock = { time: 0 };
  const fork: PredictionClientOptions['fork'] = () => {
    const wire = createTestWire();
    let die: (reason: string) => void = () => { /* set below */ };
    const ended = new Promise<string>((resolve) => { die = resolve; });
    void ended.then((reason) => wire.close(reason));
    openChannel(wire.right, predictorSide, predictorHostSide, {
      'predict/open': unasked, 'predict/compose': unasked, 'predict/readTunes': unasked, 'predict/translate': () => [], 'predict/checkpoints': unasked, 'predict/beamTree': unasked, 'predict/scoreByLength': unasked, 'predict/compareLanguage': unasked, 'predict/complete': () => answer,
      'predict/explain': unasked, 'predict/surprise': unasked, 'predict/continue': unasked, 'predict/generate': unasked, ...handlers,
    });
    const dispose = vi.fn(() => die('disposed'));
    workers.push({ die, dispose });
    return { transport: wire.left, pid: 1, ended, dispose, kill: () => die('killed') };
  };
  return { client: new PredictionClient({ fork, onCrash, onLog: () => { /* not looked at */ }, now: () => clock.time, ...options }), workers, onCrash, clock };
}

describe('the prediction process', () => {
  it('is started by the first request and then kept', async () => {
    const { client, workers } = createClient();
    expect(client.isRunning).toBe(false);
    expect(await client.request('predict/complete', question)).toEqual(answer);
    await client.request('predict/complete', question);
    expect(workers).toHaveLength(1);
    client.dispose();
    expect(client.isRunning).toBe(false);
  });

  it('fails what was asked when it dies, pauses, and is started again after the pause', async () => {
    const { client, workers, onCrash, clock } = createClient({ 'predict/complete': () => new Promise(() => { /* dies first */ }) });
    const asked = client.request('predict/complete', question);
    workers[0].die('it ended with signal SIGSEGV');
    await expect(asked).rejects.toThrow('it ended with signal SIGSEGV');
    expect(onCrash).toHaveBeenCalledExactlyOnceWith('it ended with signal SIGSEGV');
    await expect(client.request('predict/complete', question)).rejects.toThrow(/crashed \(it ended with signal SIGSEGV\).*try again in 1 s/);
    clock.time = 1001;
    expect(await client.request('predict/translate', { runFolder: '/run', engine: 'auto', lines: [], beam: null })).toEqual([]);
    expect(workers).toHaveLength(2);
  });

  it('pauses longer after each crash, and forgets them after an answer', async () => {
    const { client, workers, clock } = createClient({ 'predict/translate': () => new Promise(() => { /* dies first */ }) });
    const crash = async (): Promise<void> => {
      const asked = client.request('predict/translate', { runFolder: '/run', engine: 'auto', lines: [], beam: null });
      workers.at(-1)!.die('dead');
      await expect(asked).rejects.toThrow('dead');
    };
    await crash();
    clock.time += 1001;
    await crash();
    clock.time += 1001;
    await expect(client.request('predict/complete', question)).rejects.toThrow(/try again/);
    clock.time += 1001;
    await client.request('predict/complete', question);
    await crash();
    clock.time += 1001;
    expect(await client.request('predict/complete', question)).toEqual(answer);
  });

  it('is ended after a rest, without being called a crash', async () => {
    const { client, workers, onCrash } = createClient({}, { idleMs: 10 });
    await client.request('predict/complete', question);
    await vi.waitFor(() => expect(workers[0].dispose).toHaveBeenCalledOnce());
    expect(client.isRunning).toBe(false);
    expect(onCrash).not.toHaveBeenCalled();
    await client.request('predict/complete', question);
    expect(workers).toHaveLength(2);
  });

  it('is not ended while it works', async () => {
    let finish = (): void => { /* set below */ };
    const { client, workers } = createClient({ 'predict/complete': () => new Promise((resolve) => { finish = () => resolve(answer); }) }, { idleMs: 5 });
    const asked = client.request('predict/complete', question);
    await new Promise((resolve) => { setTimeout(resolve, 30); });
    expect(workers[0].dispose).not.toHaveBeenCalled();
    finish();
    expect(await asked).toEqual(answer);
    client.dispose();
  });
});
