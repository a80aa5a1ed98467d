/** The head of the panel: which run this is, how it stands, how far it is, and what can be done with it. */
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { h, setAttribute, setHidden, setText } from '../lib/dom';
import { icon } from '../lib/icons';
import { attachTip } from '../lib/tip';
import { button } from './button';
import { describeModel, describeStatus, describeTask, figures, shareDone } from './describeRun';
import { messageOf, type PanelChannel, type PanelCommand } from './host';
import type { PanelState } from './panelState';

export class Header {
  readonly element: HTMLElement;
  private readonly actions: HTMLElement;
  private readonly engineFigure: HTMLElement;
  private readonly name = h('h1', { id: 'run-name' });
  private readonly status = h('span', { class: 'pill', id: 'run-status' });
  private readonly task = h('p', { class: 'task' });
  private readonly model = h('p', { class: 'muted model' });
  private readonly reason = h('p', { class: 'notice', id: 'run-reason', hidden: true });
  private readonly warnings = h('ul', { class: 'warnings', hidden: true });
  private readonly progress = h('vscode-progress-bar', { id: 'run-progress', attributes: { 'aria-label': 'Training progress' } });
  private readonly figures = h('dl', { class: 'figures' });
  private readonly engine = h('button', { class: 'engine', attributes: { type: 'button' } });
  private readonly engineTip = attachTip(this.engine);
  private readonly problem = h('p', { class: 'notice error', role: 'alert', hidden: true });
  private readonly stop = button({ id: 'stop', label: 'Stop', icon: 'stop', onClick: () => this.ask(() => this.channel.request('panel/stop', null)) });
  private readonly resume = button({ id: 'resume', label: 'Resume', icon: 'resume', onClick: () => this.command('resumeTraining') });
  private readonly folder = button({ id: 'open-run-folder', label: 'Open Run Folder', icon: 'folder', isSecondary: true, onClick: () => this.command('openRunFolder') });
  private readonly translator = button({ id: 'train-translator', label: 'New Translator', icon: 'add', isSecondary: true, onClick: () => this.command('trainTranslator') });
  private readonly languageModel = button({ id: 'train-language-model', label: 'New Next-Word Model', icon: 'add', isSecondary: true, onClick: () => this.command('trainLanguageModel') });
  private readonly figureValues = new Map<string, HTMLElement>();

  constructor(private readonly channel: PanelChannel) {
    this.actions = h('div', { class: 'actions', role: 'group', attributes: { 'aria-label': 'Actions on this run' } }, this.stop, this.resume, this.folder, this.translator, this.languageModel);
    this.engineFigure = h('div', {}, h('dt', {}, 'Engine'), h('dd', {}, this.engine));
    this.figures.append(this.engineFigure);
    this.element = h('header', { class: 'head' },
      h('div', { class: 'head-line' }, h('div', { class: 'head-title' }, this.name, this.status), this.actions), this.task, this.model, this.reason, this.problem, this.warnings, this.progress, this.figures);
  }

  update(state: PanelState): void {
    const { run, running, progress } = state;
    if (state.mode === 'answers') {
      const what = state.task === 'translation' ? 'Translation' : 'Continuation';
      setText(this.name, run === null ? what : `${what} by ${run.name}`);
      setText(this.model, run === null ? '' : describeModel(run));
    }
    const isRun = state.mode === 'run';
    for (const part of [this.status, this.actions, this.task, this.reason, this.warnings, this.progress, this.figures]) setHidden(part, !isRun);
    if (run === null || !isRun) return;
    setText(this.name, run.name);
    setText(this.status, describeStatus(run.status));
    setAttribute(this.status, 'data-status', run.status);
    setText(this.task, describeTask(run));
    setText(this.model, describeModel(run));
    const isBad = run.status === 'failed' || run.status === 'interrupted';
    setHidden(this.reason, run.reason === null || run.reason === '');
    this.reason.classList.toggle('error', isBad);
    setText(this.reason, run.reason ?? '');
    this.showWarnings(run.warnings);
    setHidden(this.stop, !running);
    setHidden(this.resume, running || run.status === 'finished' || run.status === 'starting');

    const isPast = !running && run.status !== 'finished';
    const share = shareDone(progress, run.status);
    this.progress.indeterminate = share === null && running;
    this.progress.value = (share ?? 0) * 100;
    setHidden(this.progress, share === null && !running);
    this.progress.classList.toggle('paused', isPast);
    this.showFigures(state);
    setHidden(this.engineFigure, run.engine === null);
    if (run.engine !== null) {
      const { name, version, provider, threads, why } = run.engine;
      setText(this.engine, `${name} · ${provider} · ${threads === 1 ? '1 thread' : `${threads} threads`}`);
      this.engineTip.setText(`${name} ${version}, ${provider}. ${why}`);
    }
  }

  private showFigures(state: PanelState): void {
    if (state.run === null) return;
    const list = figures(state.run, state.running, state.progress, state.best);
    const labels = new Set(list.map(({ label }) => label));
    for (const [label, value] of this.figureValues) setHidden(value.parentElement!, !labels.has(label));
    for (const { label, value } of list) {
      let place = this.figureValues.get(label);
      if (place === undefined) {
        place = h('dd');
        this.figureValues.set(label, place);
        this.figures.insertBefore(h('div', {}, h('dt', {}, label), place), this.engineFigure);
      }
      setText(place, value);
    }
  }

  private showWarnings(warnings: readonly string[]): void {
    setHidden(this.warnings, warnings.length === 0);
    if (this.warnings.dataset['shown'] === warnings.join('\n')) return;
    this.warnings.dataset['shown'] = warnings.join('\n');
    this.warnings.replaceChildren(...warnings.map((text) => h('li', {}, icon('warning'), text)));
  }

  private command(command: PanelCommand): Promise<void> {
    return this.ask(() => this.channel.request('panel/command', { command }));
  }

  private async ask(request: () => Promise<unknown>): Promise<void> {
    setHidden(this.problem, true);
    try {
      await request();
    } catch (error) {
      setText(this.problem, messageOf(error));
      setHidden(this.problem, false);
    }
  }
}
