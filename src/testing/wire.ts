/** Two ends of a wire in one process, for tests: packets are cloned and arrive later, as over a real one. */
import type { Transport } from '../protocol/channel';

export interface TestWire { readonly left: Transport; readonly right: Transport; close(reason: string): void; tap(listener: (packet: unknown) => void): void }

export function createTestWire(): TestWire {
  const packetListeners = { left: [] as ((packet: unknown) => void)[], right: [] as ((packet: unknown) => void)[] };
  const closeListeners: ((reason: string) => void)[] = [];
  const taps: ((packet: unknown) => void)[] = [];
  const end = (mine: 'left' | 'right', other: 'left' | 'right'): Transport => ({
    post(packet) {
      const copy: unknown = structuredClone(packet);
      for (const tap of taps) tap(copy);
      setImmediate(() => { for (const listener of packetListeners[other]) listener(copy); });
    },
    onPacket: (listener) => { packetListeners[mine].push(listener); },
    onClose: (listener) => { closeListeners.push(listener); },
  });
  return {
    left: end('left', 'right'), right: end('right', 'left'),
    close: (reason) => { for (const listener of closeListeners) listener(reason); },
    tap: (listener) => { taps.push(listener); },
  };
}
