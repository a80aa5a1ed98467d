import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { forkWorker, type BackgroundProcess } from './forkWorker';

const folder = mkdtempSync(join(tmpdir(), 'fork-worker-'));
afterAll(() => rmSync(folder, { recursive: true }));
let scripts = 0;

function start(source: string, onOutput?: (text: string) => void): BackgroundProcess {
  const script = join(folder, `${++scripts}.mjs`);
  writeFileSync(script, source);
  return forkWorker({ name: 'the test process', script, onOutput });
}
const nextPacket = (worker: BackgroundProcess): Promise<unknown> => new Promise((resolve) => { worker.transport.onPacket(resolve); });

describe('forkWorker', () => {
  it('carries typed arrays there and back', async () => {
    const worker = start(`process.on('message', (values) => process.send(values.map((x) => 2 * x)));`);
    const answer = nextPacket(worker);
    worker.transport.post(Float32Array.of(1, 2));
    expect(await answer).toEqual(Float32Array.of(2, 4));
    worker.dispose();
    expect(await worker.ended).toBe('the test process has ended');
  });

  it('gives the process its switches and none of this one', async () => {
    const script = join(folder, `${++scripts}.mjs`);
    writeFileSync(script, `process.send(process.execArgv);`);
    const worker = forkWorker({ name: 'the test process', script, switches: ['--single-threaded-gc'] });
    expect(await nextPacket(worker)).toEqual(['--single-threaded-gc']);
    worker.dispose();
  });

  it('tells why a process died, on the wire too', async () => {
    const worker = start(`throw new RangeError('the cause');`);
    const closed = new Promise((resolve) => { worker.transport.onClose(resolve); });
    expect(await worker.ended).toBe('the test process ended with code 1: RangeError: the cause');
    expect(await closed).toBe(await worker.ended);
  });

  it('delivers the last packet before it tells the end', async () => {
    const worker = start(`process.send({ last: 'x'.repeat(1e6) }, () => process.exit(3));`);
    const order: string[] = [];
    worker.transport.onPacket(() => order.push('packet'));
    worker.transport.onClose(() => order.push('close'));
    await worker.ended;
    await Promise.resolve();
    expect(order).toEqual(['packet', 'close']);
  });

  it('kills a process that does not end when its wire closes', async () => {
    const worker = start(`setInterval(() => {}, 1000); process.send('up');`);
    await nextPacket(worker);
    worker.dispose(50);
    expect(await worker.ended).toMatch(/signal SIGKILL/);
  });

  it('a script that is missing is told by name', async () => {
    const worker = forkWorker({ name: 'the test process', script: join(folder, 'missing.mjs') });
    expect(await worker.ended).toMatch(/the test process ended with code 1: .*missing\.mjs/);
  });

  it('passes on what the process prints', async () => {
    let printed = '';
    const worker = start(`console.log('hello');`, (text) => { printed += text; });
    await worker.ended;
    expect(printed).toBe('hello\n');
  });
});
