/**
 * The wire to a webview's page. A page comes and goes while its panel stays (hidden, shown, reloaded): each new one greets first, and
 * gets a wire of its own, so that an answer meant for the page before is never taken for an answer to a question of this one.
 */
import type { Transport } from '../../protocol/channel';
import { packPacket } from '../../protocol/packet';

/** The part of `vscode.Webview` that is used. */
export interface MessagePort {
  postMessage(message: unknown): PromiseLike<boolean>;
  onDidReceiveMessage(listener: (message: unknown) => void): { dispose(): void };
}

/**
 * @param onPage opens a channel on the page's wire; called for every page that greets
 * @returns closes the wire of the last page
 */
export function servePages(port: MessagePort, onPage: (transport: Transport) => void): { dispose(): void } {
  let deliver: ((packet: unknown) => void) | null = null;
  let close: ((reason: string) => void) | null = null;
  const subscription = port.onDidReceiveMessage((packet) => {
    if ((packet as { kind?: unknown } | null)?.kind === 'hello') {
      close?.('the panel was drawn anew');
      let open = true;
      onPage({
        post: (message) => { if (open) void port.postMessage(packPacket(message)); },
        onPacket: (listener) => { deliver = listener; },
        onClose: (listener) => { close = (reason) => { open = false; listener(reason); }; },
      });
    }
    deliver?.(packet);
  });
  return { dispose: () => { subscription.dispose(); close?.('the panel was closed'); } };
}
