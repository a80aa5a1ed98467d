/**
 * The training panel. Its page needs nothing but an empty body, this script and `panel.css`; the policy
 * `default-src 'none'; style-src <source>; script-src 'nonce-…'` suffices: no inline script or style, no eval, no font, no picture.
 *
 * It asks `panel/ready` for a snapshot, draws it, and appends the reports that follow. The same panel shows answers alone (a translated
 * selection) when the snapshot holds samples but no numbers.
 */
import '../lib/zodWithoutEval';
import { openChannel } from '../../src/protocol/channel';
import { panelHostSide, panelSide } from '../../src/protocol/messages';
import { coalesce } from '../lib/frames';
import { vscode } from '../lib/vscodeApi';
import { vscodeTransport } from '../lib/vscodeTransport';
import type { PanelChannel } from './host';
import { PanelState } from './panelState';
import { Preferences } from './preferences';
import { PanelView } from './panelView';
import './panel.css';

const state = new PanelState();
const preferences = new Preferences(vscode);

/** Reports may come many times a second; the eye does not need more than this. */
const DRAW_EVERY_MS = 100;
const draw = coalesce(() => view.update(), DRAW_EVERY_MS);

const channel: PanelChannel = openChannel(vscodeTransport(vscode), panelSide, panelHostSide, {
  'panel/snapshot': (snapshot) => { state.replace(snapshot); draw(); },
  'panel/report': (report) => { state.append(report); draw(); },
  'panel/run': ({ run, running }) => { state.setRun(run, running); draw(); },
  'panel/ask': ({ sources }) => view.ask(sources),
  'panel/bottleneck': (bottleneck) => { state.bottleneck = bottleneck; draw(); },
}, (error) => view.showFault(error));

const view: PanelView = new PanelView(channel, preferences, state);

channel.request('panel/ready', null).then((snapshot) => {
  state.replace(snapshot);
  view.update();
  view.restoreScroll();
  if (snapshot.ask !== undefined) view.ask(snapshot.ask);
}, (error: unknown) => view.showFault(error));
