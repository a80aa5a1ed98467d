import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { UserError } from '../errors/userError';
import { openChannel, type Handlers, type Transport } from './channel';
import { PROTOCOL_VERSION, type Side } from './messages';
import { createTestWire } from '../testing/wire';

const server = {
  requests: {
    double: { params: z.object({ x: z.number() }), result: z.number() },
    wait: { params: z.null(), result: z.null() },
    weights: { params: z.instanceof(Float32Array), result: z.instanceof(Float32Array) },
  },
  notifications: { hint: z.object({ text: z.string() }) },
} as const satisfies Side;
const client = { requests: {}, notifications: { news: z.object({ loss: z.number() }) } } as const satisfies Side;

const negate = (values: Float32Array): Float32Array<ArrayBuffer> => Float32Array.from(values, (value) => -value);

function connect(overrides: Partial<Handlers<typeof server>> = {}) {
  const wire = createTestWire();
  const news = vi.fn<(payload: { loss: number }) => void>();
  const hint = vi.fn<(payload: { text: string }) => void>();
  const serverFaults: string[] = [];
  const clientFaults: string[] = [];
  const remote = openChannel(wire.left, server, client, {
    double: ({ x }) => 2 * x, wait: () => new Promise<null>(() => { /* never */ }), weights: negate, hint, ...overrides,
  }, (error) => serverFaults.push(error.message));
  const local = openChannel(wire.right, client, server, { news }, (error) => clientFaults.push(error.message));
  return { wire, remote, local, news, hint, serverFaults, clientFaults };
}
const settle = async (): Promise<void> => { for (let i = 0; i < 5; i++) await new Promise((resolve) => { setImmediate(resolve); }); };

describe('requests', () => {
  it('are answered, each with its own answer', async () => {
    const { local } = connect();
    expect(await Promise.all([1, 2, 3].map((x) => local.request('double', { x })))).toEqual([2, 4, 6]);
  });

  it('carry typed arrays', async () => {
    expect(await connect().local.request('weights', Float32Array.of(1, 2))).toEqual(Float32Array.of(-1, -2));
  });

  it('fail with the words of the handler that throws', async () => {
    const { local } = connect({ double: () => { throw new Error('no more numbers'); } });
    await expect(local.request('double', { x: 1 })).rejects.toThrow('no more numbers');
  });

  it('keep what, where, remedy and code of a UserError', async () => {
    const { local } = connect({ double: () => { throw new UserError('line has one column', 'pairs.tsv:12', 'add a tab', 'input'); } });
    const error = await local.request('double', { x: 1 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ what: 'line has one column', where: 'pairs.tsv:12', remedy: 'add a tab', code: 'input' });
  });

  it('refuse parameters that do not fit the schema before the handler sees them', async () => {
    const double = vi.fn(() => 0);
    const { local } = connect({ double });
    await expect(local.request('double', { x: 'three' } as never)).rejects.toThrow(/internal: the request double does not fit/);
    expect(double).not.toHaveBeenCalled();
  });

  it('refuse an answer that does not fit the schema', async () => {
    const { local } = connect({ double: () => 'four' as never });
    await expect(local.request('double', { x: 2 })).rejects.toThrow(/internal: the answer to double does not fit/);
  });

  it('that nobody answers are refused, inherited names too', async () => {
    const { local } = connect();
    await expect(local.request('toString' as never, null as never)).rejects.toThrow('internal: nobody answers toString');
  });
});

describe('cancellation', () => {
  it('rejects at once with the reason and aborts the handler at the other end', async () => {
    let seen: AbortSignal | undefined;
    const { local } = connect({ wait: (_, signal) => { seen = signal; return new Promise<null>(() => { /* until aborted */ }); } });
    const controller = new AbortController();
    const waiting = local.request('wait', null, controller.signal);
    await settle();
    expect(seen?.aborted).toBe(false);
    controller.abort(new Error('the user typed on'));
    await expect(waiting).rejects.toThrow('the user typed on');
    await settle();
    expect(seen?.aborted).toBe(true);
  });

  it('of a signal that is already aborted sends nothing', async () => {
    const { local, wire } = connect();
    await settle();
    const packets = vi.fn();
    wire.tap(packets);
    await expect(local.request('wait', null, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    expect(packets).not.toHaveBeenCalled();
  });

  it('ignores the answer that was already under way', async () => {
    const { local, clientFaults } = connect();
    const controller = new AbortController();
    const waiting = local.request('double', { x: 1 }, controller.signal);
    controller.abort();
    await expect(waiting).rejects.toThrow();
    await settle();
    expect(clientFaults).toEqual([]);
  });
});

describe('closing', () => {
  it('rejects all pending requests with the reason, and later ones at once', async () => {
    const { local, wire } = connect();
    const waiting = [local.request('wait', null), local.request('wait', null)];
    wire.close('the training process ended with signal SIGKILL');
    for (const request of waiting) await expect(request).rejects.toThrow('the training process ended with signal SIGKILL');
    await expect(local.request('double', { x: 1 })).rejects.toThrow('signal SIGKILL');
  });

  it('aborts the handlers that are still at work and posts nothing more', async () => {
    let signal: AbortSignal | undefined;
    let finish = (): void => { /* set below */ };
    const { local, wire } = connect({ wait: (_, given) => { signal = given; return new Promise<null>((resolve) => { finish = () => resolve(null); }); } });
    const waiting = local.request('wait', null);
    await settle();
    wire.close('gone');
    await expect(waiting).rejects.toThrow('gone');
    expect(signal?.aborted).toBe(true);
    const packets = vi.fn();
    wire.tap(packets);
    finish();
    local.notify('hint', { text: 'anyone?' });
    await settle();
    expect(packets).not.toHaveBeenCalled();
  });
});

describe('notifications', () => {
  it('arrive in order', async () => {
    const { remote, news } = connect();
    for (const loss of [3, 2, 1]) remote.notify('news', { loss });
    await settle();
    expect(news.mock.calls).toEqual([[{ loss: 3 }], [{ loss: 2 }], [{ loss: 1 }]]);
  });

  it('that do not fit, or that nobody hears, are faults and leave the wire alive', async () => {
    const { remote, local, news, clientFaults } = connect();
    remote.notify('news', { loss: 'low' } as never);
    remote.notify('gossip' as never, {} as never);
    await settle();
    expect(news).not.toHaveBeenCalled();
    expect(clientFaults).toEqual([expect.stringMatching(/news does not fit/), 'internal: nobody hears gossip']);
    expect(await local.request('double', { x: 4 })).toBe(8);
  });

  it('whose listener throws are faults and leave the wire alive', async () => {
    const { local, serverFaults } = connect({ hint: () => { throw new Error('listener broke'); } });
    local.notify('hint', { text: 'hello' });
    expect(await local.request('double', { x: 4 })).toBe(8);
    expect(serverFaults).toEqual(['listener broke']);
  });
});

it('ends that speak different versions say so and tell the remedy', async () => {
  let deliver: (packet: unknown) => void = () => { /* set below */ };
  const transport: Transport = { post: () => { /* nobody listens */ }, onPacket: (listener) => { deliver = listener; }, onClose: () => { /* never */ } };
  const faults: string[] = [];
  const local = openChannel(transport, client, server, { news: () => { /* none */ } }, (error) => faults.push(error.message));
  const waiting = local.request('wait', null);
  deliver({ kind: 'hello', version: PROTOCOL_VERSION + 1 });
  await expect(waiting).rejects.toThrow(/different protocol versions .* reload the window/);
  expect(faults).toHaveLength(1);
});
