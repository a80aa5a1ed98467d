import { expect, it, vi } from 'vitest';
import { openChannel, type Transport } from '../../protocol/channel';
import { panelHostSide, panelSide, PROTOCOL_VERSION, type PanelSnapshot } from '../../protocol/messages';
import { servePages, type MessagePort } from './pageTransport';

const empty: PanelSnapshot = { run: null, running: false, progress: [], validation: [], samples: [] };

function createPort() {
  let receive: (message: unknown) => void = () => { /* set below */ };
  const posted: unknown[] = [];
  const port: MessagePort = {
    postMessage: (message) => { posted.push(message); return Promise.resolve(true); },
    onDidReceiveMessage: (listener) => { receive = listener; return { dispose: () => { receive = () => { /* closed */ }; } }; },
  };
  return { port, posted, receive: (message: unknown) => receive(message) };
}
const hello = { kind: 'hello', version: PROTOCOL_VERSION };
const settle = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

it('serves each page by a wire of its own; a late answer for the page before is not posted', async () => {
  const { port, posted, receive } = createPort();
  const answers: ((snapshot: PanelSnapshot) => void)[] = [];
  const pages: Transport[] = [];
  const served = servePages(port, (transport) => {
    pages.push(transport);
    openChannel(transport, panelHostSide, panelSide, {
      'panel/ready': () => new Promise<PanelSnapshot>((resolve) => { answers.push(resolve); }), 'panel/stop': () => null, 'panel/command': () => null, 'panel/saveTune': () => ({ saved: false }), 'panel/compose': () => ({ tunes: [], step: 0 }),
      'panel/watch': () => { throw new Error('not asked here'); }, 'panel/checkpoints': () => [], 'panel/baselines': () => null,
      'panel/sample': () => { throw new Error('not asked here'); }, 'panel/search': () => { throw new Error('not asked here'); },
    });
  });
  receive(hello);
  receive({ kind: 'request', id: 1, name: 'panel/ready', params: null });
  receive(hello);
  receive({ kind: 'request', id: 1, name: 'panel/ready', params: null });
  expect(pages).toHaveLength(2);
  answers[0]({ ...empty, running: true });
  answers[1](empty);
  await settle();
  expect(posted.filter((packet) => (packet as { kind: string }).kind === 'result')).toEqual([{ kind: 'result', id: 1, result: empty }]);
  const closed = vi.fn();
  pages[1].onClose(closed);
  served.dispose();
  expect(closed).toHaveBeenCalledExactlyOnceWith('the panel was closed');
});

it('ignores what comes before a greeting', () => {
  const { port, receive } = createPort();
  const onPage = vi.fn();
  servePages(port, onPage);
  receive({ kind: 'request', id: 1, name: 'panel/ready', params: null });
  receive(null);
  expect(onPage).not.toHaveBeenCalled();
});
