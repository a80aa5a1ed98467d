import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Renewal, type Renewable } from './renewal';

const QUIET_MS = 40;

/** A run of weights 1, where there may be weights 2. */
class Run implements Renewable<Run> {
  isDisposed = false;
  constructor(readonly weights: number, private readonly best = 2) {}
  hasBetter = (): Promise<boolean> => Promise.resolve(this.best > this.weights);
  renewed = (): Promise<Run> => (Number.isNaN(this.best) ? Promise.reject(new Error('damaged')) : Promise.resolve(new Run(this.best)));
  dispose = (): Promise<void> => { this.isDisposed = true; return Promise.resolve(); };
}

describe('better weights', () => {
  it('are made ready beside the run in use, and taken once', async () => {
    const prepared: Run[] = [];
    const renewal = new Renewal<Run>((copy) => { prepared.push(copy); return Promise.resolve(); }, QUIET_MS);
    const run = new Run(1);
    await renewal.begin(run);
    const taken = renewal.take();
    expect(taken).toMatchObject({ weights: 2, isDisposed: false });
    expect(prepared).toEqual([taken]);
    expect(run.isDisposed).toBe(false); // it answers until its owner lets it go
    expect(renewal.take()).toBeNull();
  });

  it('wait until nobody has used the run for a while', async () => {
    let began = 0;
    const run = new Run(1);
    run.renewed = () => { began = performance.now(); return Promise.resolve(new Run(2)); };
    const renewal = new Renewal<Run>(() => Promise.resolve(), QUIET_MS);
    const done = renewal.begin(run);
    let lastKey = 0;
    for (let key = 0; key < 12; key++) {
      renewal.used();
      lastKey = performance.now();
      await delay(QUIET_MS / 8);
    }
    await done;
    expect(began - lastKey).toBeGreaterThan(QUIET_MS - 2); // timers may be a millisecond early
  });

  it('are not there before they have been tried, and are sought once at a time', async () => {
    let prepared = (): void => undefined;
    let times = 0;
    const renewal = new Renewal<Run>(() => new Promise((resolve) => { times++; prepared = resolve; }), 1);
    const run = new Run(1);
    const done = renewal.begin(run);
    await delay(30);
    await renewal.begin(run);
    expect(renewal.take()).toBeNull();
    expect(times).toBe(1);
    prepared();
    await done;
    expect(renewal.take()?.weights).toBe(2);
  });

  it('are nothing to do where there are none', async () => {
    const renewal = new Renewal<Run>(() => Promise.reject(new Error('not to be asked')), 1);
    await renewal.begin(new Run(2));
    expect(renewal.take()).toBeNull();
  });

  it('that cannot be read or used are told, disposed of and sought again', async () => {
    await expect(new Renewal<Run>(() => Promise.resolve(), 1).begin(Object.assign(new Run(1, NaN), { hasBetter: () => Promise.resolve(true) }))).rejects.toThrow('damaged');
    const copies: Run[] = [];
    const renewal = new Renewal<Run>((copy) => { copies.push(copy); return copies.length === 1 ? Promise.reject(new Error('no memory')) : Promise.resolve(); }, 1);
    await expect(renewal.begin(new Run(1))).rejects.toThrow('no memory');
    expect(copies[0].isDisposed).toBe(true);
    await renewal.begin(new Run(1));
    expect(renewal.take()).toBe(copies[1]);
  });

  it('are disposed of with the run', async () => {
    const copies: Run[] = [];
    const make = (): Renewal<Run> => new Renewal<Run>((copy) => { copies.push(copy); return Promise.resolve(); }, 1);
    const ready = make();
    await ready.begin(new Run(1));
    await ready.dispose();
    const underway = make();
    const done = underway.begin(new Run(1));
    await underway.dispose();
    await done;
    expect(copies.map(({ isDisposed }) => isDisposed)).toEqual([true, true]);
    expect([ready.take(), underway.take()]).toEqual([null, null]);
  });
});
