/**
 * Requests and notifications, typed at both ends, over anything that can post messages: a forked process, a webview, a test's pair
 * of queues. The first packet is a greeting with the protocol's version; when the other end closes, every pending request fails with
 * the reason, and later ones fail at once.
 */
import { UserError, type UserErrorCode } from '../errors/userError';
import { PROTOCOL_VERSION, type ErrorData, type NotificationName, type NotificationPayload, type RequestName, type RequestParams, type RequestResult, type Side } from './messages';

export interface Transport {
  post(packet: unknown): void;
  onPacket(listener: (packet: unknown) => void): void;
  /** `reason` is what a user would want to read, e.g. "the training process ended with signal SIGKILL". */
  onClose(listener: (reason: string) => void): void;
}

export type RequestHandlers<S extends Side> = { [K in RequestName<S>]: (params: RequestParams<S, K>, signal: AbortSignal) => RequestResult<S, K> | Promise<RequestResult<S, K>> };
export type NotificationHandlers<S extends Side> = { [K in NotificationName<S>]: (payload: NotificationPayload<S, K>) => void };
export type Handlers<S extends Side> = RequestHandlers<S> & NotificationHandlers<S>;

export interface Channel<Remote extends Side> {
  /** @param signal aborting it asks the other end to give up; the promise rejects with the signal's reason at once. */
  request<K extends RequestName<Remote>>(name: K, params: RequestParams<Remote, K>, signal?: AbortSignal): Promise<RequestResult<Remote, K>>;
  notify<K extends NotificationName<Remote>>(name: K, payload: NotificationPayload<Remote, K>): void;
}

type Packet =
  | { kind: 'hello'; version: number }
  | { kind: 'request'; id: number; name: string; params: unknown }
  | { kind: 'cancel'; id: number }
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'error'; id: number; error: ErrorData }
  | { kind: 'notification'; name: string; payload: unknown };

interface Pending { readonly name: string; readonly resolve: (value: unknown) => void; readonly reject: (reason: Error) => void }

/**
 * Opens one end of a channel.
 * @param local    what this end answers and hears, with its handlers
 * @param remote   what the other end answers and hears
 * @param onFault  told of packets that do not fit (a fault of ours, or a mismatch of versions)
 */
export function openChannel<Local extends Side, Remote extends Side>(
  transport: Transport, local: Local, remote: Remote, handlers: NoInfer<Handlers<Local>>, onFault: (error: Error) => void = (error) => { throw error; },
): Channel<Remote> {
  const pending = new Map<number, Pending>();
  const running = new Map<number, AbortController>();
  let nextId = 1;
  let closed: string | null = null;

  const fail = (reason: string): void => {
    closed ??= reason;
    for (const { reject } of pending.values()) reject(new Error(closed));
    pending.clear();
    for (const controller of running.values()) controller.abort(new Error(closed));
    running.clear();
  };

  const answer = async (id: number, name: string, params: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const schema = local.requests[name];
      if (!Object.hasOwn(local.requests, name) || schema === undefined) throw new Error(`internal: nobody answers ${name}`);
      const handler = handlers[name as keyof Handlers<Local>] as (params: unknown, signal: AbortSignal) => unknown;
      const checked = schema.params.safeParse(params);
      if (!checked.success) throw new Error(`internal: the request ${name} does not fit its schema: ${checked.error.message}`);
      const result = await handler(checked.data, controller.signal);
      if (closed === null) transport.post({ kind: 'result', id, result } satisfies Packet);
    } catch (error) {
      if (closed === null) transport.post({ kind: 'error', id, error: describeError(error) } satisfies Packet);
    } finally {
      running.delete(id);
    }
  };

  const receive = (packet: Packet): void => {
    switch (packet.kind) {
      case 'hello':
        if (packet.version !== PROTOCOL_VERSION) {
          fail(`the two halves of Sequence Lab speak different protocol versions (${PROTOCOL_VERSION} and ${packet.version}): reload the window`);
          onFault(new Error(closed!));
        }
        return;
      case 'request': void answer(packet.id, packet.name, packet.params); return;
      case 'cancel': running.get(packet.id)?.abort(new Error('cancelled')); return;
      case 'result': case 'error': {
        const waiting = pending.get(packet.id);
        if (!waiting) return; // cancelled meanwhile
        pending.delete(packet.id);
        if (packet.kind === 'error') { waiting.reject(reviveError(packet.error)); return; }
        const checked = remote.requests[waiting.name].result.safeParse(packet.result);
        if (checked.success) waiting.resolve(checked.data);
        else waiting.reject(new Error(`internal: the answer to ${waiting.name} does not fit its schema: ${checked.error.message}`));
        return;
      }
      case 'notification': {
        if (!Object.hasOwn(local.notifications, packet.name)) { onFault(new Error(`internal: nobody hears ${packet.name}`)); return; }
        const checked = local.notifications[packet.name].safeParse(packet.payload);
        if (!checked.success) { onFault(new Error(`internal: ${packet.name} does not fit its schema: ${checked.error.message}`)); return; }
        try {
          (handlers[packet.name as keyof Handlers<Local>] as (payload: unknown) => void)(checked.data);
        } catch (error) {
          onFault(asError(error)); // nobody waits for a notification: its listener's failure must not break the wire
        }
        return;
      }
      default: onFault(new Error(`internal: unknown packet ${JSON.stringify(packet satisfies never)}`));
    }
  };

  transport.onPacket((packet) => receive(packet as Packet));
  transport.onClose(fail);
  transport.post({ kind: 'hello', version: PROTOCOL_VERSION } satisfies Packet);

  return {
    request(name, params, signal) {
      return new Promise((resolve, reject) => {
        if (closed !== null) { reject(new Error(closed)); return; }
        if (signal?.aborted) { reject(asError(signal.reason)); return; }
        const id = nextId++;
        const abort = (): void => {
          if (!pending.delete(id)) return;
          if (closed === null) transport.post({ kind: 'cancel', id } satisfies Packet);
          reject(asError(signal?.reason));
        };
        signal?.addEventListener('abort', abort, { once: true });
        const settled = (): void => signal?.removeEventListener('abort', abort);
        pending.set(id, {
          name,
          resolve: (value) => { settled(); resolve(value as never); },
          reject: (reason) => { settled(); reject(reason); },
        });
        transport.post({ kind: 'request', id, name, params } satisfies Packet);
      });
    },
    notify(name, payload) {
      if (closed === null) transport.post({ kind: 'notification', name, payload } satisfies Packet);
    },
  };
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(typeof reason === 'string' ? reason : 'cancelled'));

/** An error as data, so that it keeps its parts on the way through a process boundary. */
export function describeError(error: unknown): ErrorData {
  if (error instanceof UserError) return { message: error.message, what: error.what, where: error.where, remedy: error.remedy, code: error.code };
  return { message: error instanceof Error ? error.message : String(error) };
}

/** The opposite of `describeError`. */
export function reviveError(data: ErrorData): Error {
  if (data.what === undefined || data.where === undefined || data.remedy === undefined) return new Error(data.message);
  return new UserError(data.what, data.where, data.remedy, data.code as UserErrorCode | undefined);
}
