import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { processTransport, type ForkedProcess } from './forkChannel';

class FakeProcess extends EventEmitter implements ForkedProcess {
  connected = true;
  readonly sent: unknown[] = [];
  send = (packet: unknown): boolean => this.sent.push(packet) > 0;
}

describe('processTransport', () => {
  it('carries packets both ways', () => {
    const self = new FakeProcess();
    const transport = processTransport(self);
    const heard = vi.fn();
    transport.onPacket(heard);
    transport.post({ kind: 'hello' });
    self.emit('message', { kind: 'result' });
    expect(self.sent).toEqual([{ kind: 'hello' }]);
    expect(heard).toHaveBeenCalledExactlyOnceWith({ kind: 'result' });
  });

  it('tells that the editor has gone, and drops what is posted after', () => {
    const self = new FakeProcess();
    const transport = processTransport(self);
    const closed = vi.fn();
    transport.onClose(closed);
    self.connected = false;
    self.emit('disconnect');
    transport.post({ kind: 'hello' });
    expect(closed).toHaveBeenCalledExactlyOnceWith('the editor has closed the connection');
    expect(self.sent).toEqual([]);
  });

  it('refuses a process that was not forked', () => {
    expect(() => processTransport({ connected: false, on: () => undefined })).toThrow(/^internal: .*seqlab/);
  });
});
