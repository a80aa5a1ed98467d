/**
 * Stands in for the extension host: gives the page `acquireVsCodeApi` and answers through the real channel. Loaded before the panel.
 * The address chooses: `?scenario=live&theme=light&rate=10` (reports a second).
 */
import { openChannel, type Transport } from '../../src/protocol/channel';
import type { Baselines } from '../../src/protocol/language';
import { panelHostSide, panelSide } from '../../src/protocol/messages';
import { answer, spaced, type Pair } from './generateRun';
import { checkpointsOf, searched } from './insight';
import { base, long, phrases, scenarios, watched } from './scenarios';
import { composed } from './tunes';
import { applyTheme, themes, type ThemeName } from './themes';

declare global {
  interface Window {
    acquireVsCodeApi(): unknown;
    /** For the screenshots: what was asked of the host, and a way to change the theme. */
    devHost: { readonly commands: string[]; setTheme(name: ThemeName): void };
  }
}

const query = new URLSearchParams(location.search);
const theme = (query.get('theme') ?? 'dark') as ThemeName;
const scenario = (scenarios[query.get('scenario') ?? 'live'] ?? scenarios['live'])();
applyTheme(theme in themes ? theme : 'dark');

let hear: (packet: unknown) => void = () => {};
const stateKey = `panel-state ${location.search}`;
window.acquireVsCodeApi = () => ({
  postMessage: (packet: unknown) => { const copy: unknown = structuredClone(packet); queueMicrotask(() => hear(copy)); },
  getState: () => JSON.parse(sessionStorage.getItem(stateKey) ?? 'null') as unknown,
  setState: (state: unknown) => sessionStorage.setItem(stateKey, JSON.stringify(state)),
});
const transport: Transport = { post: (packet) => window.postMessage(structuredClone(packet)), onPacket: (listener) => { hear = listener; }, onClose: () => {} };

/** As they are for texts of this size. */
const baselines: Baselines = {
  version: 1, trainedOn: 120_000, tokens: 6000,
  models: [{ name: 'unigram', loss: 6.2, perplexity: 492.7, bitsPerCharacter: 1.9 }, { name: 'bagOfWords', loss: 5.8, perplexity: 330.3, bitsPerCharacter: 1.8 }, { name: 'kneserNey', loss: 4.79, perplexity: 120.3, bitsPerCharacter: 1.5 }],
};
const commands: string[] = [];
window.devHost = { commands, setTheme: applyTheme };
const snapshot = structuredClone(scenario.snapshot);
let timer: ReturnType<typeof setInterval> | undefined;

const channel = openChannel(transport, panelHostSide, panelSide, {
  'panel/ready': () => { begin(); return snapshot; },
  'panel/compose': ({ seed }) => ({ tunes: composed(seed), step: snapshot.samples.at(-1)?.step ?? 0 }),
  'panel/saveTune': ({ title }) => { commands.push(`save ${title}`); return { saved: true }; },
  'panel/stop': () => { commands.push('stop'); end(); return null; },
  'panel/watch': ({ source }) => {
    if (source.length > 500) throw new Error(`a sentence of ${source.length} characters (the panel): type at most 500`);
    return watched(source, snapshot.samples.at(-1)?.step ?? 0, snapshot.run?.experiment['task'] === 'language-model' ? 'language-model' : 'translation');
  },
  'panel/checkpoints': () => checkpointsOf(snapshot),
  'panel/baselines': () => (snapshot.run?.experiment['task'] === 'language-model' ? baselines : null),
  'panel/sample': async ({ sources, checkpoint: asked }) => {
    const checkpoint = asked ?? checkpointsOf(snapshot).findLast(({ best }) => best)?.step ?? 0;
    await pause();
    return { kind: 'sample', step: checkpoint, epoch: epochOf(checkpoint), items: sources.map((source) => ({ ...answer(pairOf(source), learntAt(checkpoint), 5, base), reference: null, watched: true })) };
  },
  'panel/search': async ({ source, checkpoint, beam, prefix }) => {
    await pause();
    return searched(pairOf(source), learntAt(checkpoint ?? Infinity), beam ?? 5, prefix, spaced, snapshot.samples.some(({ items }) => items.some(({ attention }) => attention !== null)));
  },
  'panel/command': ({ command }) => { commands.push(command); return null; },
});

/** As long as a model takes for a sentence. */
const pause = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 40); });
const epochOf = (step: number): number => snapshot.validation.find((report) => report.step === step)?.epoch ?? 0;
const learntAt = (step: number): number => Math.min(1, (step / base.totalSteps) * 1.25);
/** A known sentence with its reference, or one that was typed, with a reference made up. */
const pairOf = (source: string): Pair => [...phrases, ...long].find((pair) => pair.source === source) ?? { source, reference: source.split(' ').map((word) => [...word].reverse().join('')).join(' ') };

function begin(): void {
  const coming = [...(scenario.coming ?? [])];
  const rate = Number(query.get('rate') ?? 10);
  clearInterval(timer);
  timer = setInterval(() => {
    const report = coming.shift();
    if (report !== undefined) channel.notify('panel/report', report);
    else if (scenario.coming !== undefined) end();
  }, 1000 / rate);
}

function end(): void {
  clearInterval(timer);
  if (snapshot.run === null) return;
  snapshot.run = { ...snapshot.run, status: 'stopped', reason: 'Stopped by you.' };
  snapshot.running = false;
  channel.notify('panel/run', { run: snapshot.run, running: false });
}
