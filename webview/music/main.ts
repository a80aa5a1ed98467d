/** The page of the tune player: tunes of a text, drawn and played. The same policy holds as for the training panel; see `panel/main.ts`. */
import '../lib/zodWithoutEval';
import { openChannel, type Channel } from '../../src/protocol/channel';
import { tunePageHostSide, tunePageSide, type Tune } from '../../src/protocol/music';
import { h, setText } from '../lib/dom';
import { vscode } from '../lib/vscodeApi';
import { vscodeTransport } from '../lib/vscodeTransport';
import { messageOf } from '../panel/host';
import { MusicView } from './musicView';
import './page.css';

const title = h('h1', {}, 'Sheet Music');
const summary = h('p', { class: 'muted' });

const channel: Channel<typeof tunePageHostSide> = openChannel(vscodeTransport(vscode), tunePageSide, tunePageHostSide, {
  'tunes/show': (shown) => show(shown),
}, fail);
const view = new MusicView({ save: (tune) => channel.request('tunes/save', tune) });
document.body.append(h('div', { class: 'panel' }, h('main', { class: 'run tune-page' }, h('header', { class: 'head' }, title, summary), view.element)));

function show({ title: name, tunes }: { readonly title: string; readonly tunes: readonly Tune[] }): void {
  const parsed = tunes.filter(({ parses }) => parses).length;
  setText(title, name);
  setText(summary, tunes.length === 1 ? '1 tune' : `${tunes.length} tunes: ${parsed} parse, ${tunes.filter(({ complete }) => complete).length} with all bars complete`);
  view.element.classList.toggle('single', tunes.length === 1);
  view.update(tunes, 0);
}

function fail(error: unknown): void { setText(summary, messageOf(error)); }

channel.request('tunes/ready', null).then(show, fail);
