/** The child's end of the wire between the editor and a background process: Node's own message pipe of `child_process.fork`. */
import type { Transport } from '../protocol/channel';

/** The part of `process` that is used, so that a test can stand in for it. */
export interface ForkedProcess {
  readonly connected: boolean;
  send?(message: unknown, callback?: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

/**
 * Packets to and from the process that forked this one. Fork with `serialization: 'advanced'`, or typed arrays arrive as objects.
 * A packet that is posted after the parent has gone is dropped: the close has been, or is about to be, reported.
 * @throws Error when this process was not forked.
 */
export function processTransport(self: ForkedProcess = process): Transport {
  if (self.send === undefined) throw new Error('internal: this program talks to the editor that starts it; run `seqlab` instead');
  return {
    post(packet) {
      if (self.connected) self.send!(packet, () => { /* the pipe closed meanwhile; 'disconnect' tells it */ });
    },
    onPacket(listener) { self.on('message', listener); },
    onClose(listener) { self.on('disconnect', () => listener('the editor has closed the connection')); },
  };
}
