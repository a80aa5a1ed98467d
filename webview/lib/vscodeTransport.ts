import type { Transport } from '../../src/protocol/channel';
import { unpackPacket } from '../../src/protocol/packet';
import type { VsCodeApi } from './vscodeApi';

/** Packets between this webview and the extension host. The webview goes away with its host, so it never closes by itself. */
export function vscodeTransport(api: VsCodeApi, target: Pick<Window, 'addEventListener'> = window): Transport {
  return {
    post: (packet) => api.postMessage(packet),
    onPacket: (listener) => target.addEventListener('message', (event) => {
      if (isPacket(event.data)) listener(unpackPacket(event.data));
    }),
    onClose: () => {},
  };
}

/** The editor and browser extensions also post messages to a webview's window; ours have a kind. */
const isPacket = (data: unknown): boolean => typeof data === 'object' && data !== null && 'kind' in data;
