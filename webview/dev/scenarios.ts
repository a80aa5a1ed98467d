/** What the panel may meet, each as a snapshot and, where the run goes on, the reports that follow it. */
import type { PanelSnapshot } from '../../src/protocol/messages';
import type { Report } from '../../src/protocol/run';
import { bottleneckLab, comparedLanguageModels, comparedRuns } from './insight';
import { tunes } from './tunes';
import { answer, generateRun, runRecord, spaced, type Pair, type RunOptions } from './generateRun';

export interface Scenario {
  readonly snapshot: PanelSnapshot;
  /** Reports still to come. */
  readonly coming?: readonly Report[];
}

export const phrases: Pair[] = [
  { source: 'The old cat sleeps under the green table.', reference: 'Le vieux chat dort sous la table verte.', alignment: [0, 1, 2, 3, 4, 5, 7, 6, 8] },
  { source: 'We never eat fish on Mondays.', reference: 'Nous ne mangeons jamais de poisson le lundi.', alignment: [0, 1, 2, 1, 3, 3, 4, 5, 6] },
  { source: 'My sister bought a red bicycle yesterday.', reference: 'Ma sœur a acheté un vélo rouge hier.', alignment: [0, 1, 2, 2, 3, 5, 4, 6, 7] },
  { source: 'Do you know where the station is?', reference: 'Savez-vous où se trouve la gare ?' },
  { source: 'It is raining.', reference: 'Il pleut.' },
  { source: 'She has been waiting for the train since six o’clock.', reference: 'Elle attend le train depuis six heures.' },
];
const korean: Pair[] = [
  { source: '나는 어제 도서관에서 재미있는 책을 빌렸다.', reference: 'I borrowed an interesting book from the library yesterday.', alignment: [0, 5, 3, 3, 4, 2, 2, 2, 1, 6] },
  { source: '오늘은 날씨가 정말 좋네요.', reference: 'The weather is really nice today.', alignment: [1, 1, 3, 2, 3, 0, 4] },
  { source: '그 사람은 아무 말도 하지 않았다.', reference: 'He said nothing.' },
  { source: '내일 몇 시에 만날까요?', reference: 'What time shall we meet tomorrow?' },
];
export const long: Pair[] = [{
  source: 'although the committee had met on several occasions during the spring and had listened with great patience to everyone who wished to speak it was not until the evening of the second of June that the members agreed on what should be said to the inhabitants of the valley about the bridge which had been closed since the flood of the winter before last .',
  reference: 'bien que le comité se fût réuni à plusieurs reprises au printemps et qu’ il eût écouté avec une grande patience tous ceux qui souhaitaient parler ce ne fut que le soir du deux juin que les membres s’ accordèrent sur ce qu’ il fallait dire aux habitants de la vallée du pont fermé depuis l’ inondation de l’ avant-dernier hiver .',
}, ...phrases];
const prompts: Pair[] = [
  { source: 'The old lighthouse keeper climbed', reference: 'the stairs every evening at six, and counted them as he went.' },
  { source: '“Where have you been?” asked', reference: 'the baker, who had flour on his nose.' },
  { source: 'When the snow melted, the children', reference: 'found the little boat again, and it was still blue.' },
  { source: 'Nobody in the village', reference: 'had ever seen a heron sit so still.' },
];

const translation = (model: Record<string, unknown> = {}): Record<string, unknown> =>
  ({ task: 'translation', tokenizer: { unit: 'word' }, model: { cell: 'gru', layers: 1, bidirectional: true, attention: 'additive', embedding: 128, hidden: 256, ...model } });
const languageModel = { task: 'language-model', tokenizer: { unit: 'word' }, model: { cell: 'lstm', layers: 2, embedding: 200, hidden: 200 } };

export const base: RunOptions = { points: 400, totalSteps: 5000, epochs: 10, done: 0.62, samples: 40, pairs: phrases, task: 'translation', withAttention: true, split: spaced };
const none: PanelSnapshot = { run: null, running: false, progress: [], validation: [], samples: [] };

/** The second half of a run as reports that come one after the other. */
function live(options: RunOptions): Scenario {
  const whole = generateRun(options);
  const half = options.totalSteps * options.done * 0.5;
  const isPast = (report: Report): boolean => report.step <= half;
  return {
    snapshot: { run: runRecord({ experiment: translation() }), running: true, progress: whole.progress.filter(isPast), validation: whole.validation.filter(isPast), samples: whole.samples.filter(isPast) },
    coming: [...whole.progress, ...whole.validation, ...whole.samples].filter((report) => !isPast(report)).sort((a, b) => a.step - b.step),
  };
}

const musicModel = { task: 'language-model', tokenizer: { unit: 'char' }, model: { cell: 'lstm', layers: 1, embedding: 64, hidden: 256 } };

/** A model of tunes: what it composes gets better with the epochs. */
function music(): PanelSnapshot {
  const run = generateRun({ ...base, pairs: prompts, task: 'language-model', withAttention: false });
  const validation = run.validation.map((report, epoch) => (epoch === 0 ? report : { ...report, tunesParsed: Math.min(0.95, 0.16 * epoch), tunesComplete: Math.min(0.8, 0.12 * Math.max(0, epoch - 1)), tunes: [...tunes] }));
  return { ...none, run: runRecord({ experiment: musicModel, name: 'tunes', notation: 'abc', vocabulary: { source: null, target: 68 }, parameters: 365_000, examples: { training: 51_000, validation: 2765 } }), running: true, ...run, validation };
}

/** A next-word model, so far through its training. */
function prose(done: number): PanelSnapshot {
  const run = runRecord({ experiment: languageModel, name: 'stories', vocabulary: { source: null, target: 10_000 }, parameters: 4_650_000, examples: { training: 212_400, validation: 11_200 } });
  return { ...none, run, running: true, ...generateRun({ ...base, done, pairs: prompts, task: 'language-model', withAttention: false }) };
}

export const scenarios: Readonly<Record<string, () => Scenario>> = {
  translator: () => ({ snapshot: { run: runRecord({ experiment: translation() }), running: true, ...generateRun(base) } }),
  live: () => live({ ...base, points: 1200 }),
  /** A long run whose reports keep coming: for measuring. */
  'live-many': () => live({ ...base, points: 40_000, totalSteps: 400_000, epochs: 40, samples: 400 }),
  finished: () => ({ snapshot: { run: runRecord({ experiment: translation(), status: 'finished', reason: 'The validation loss had not fallen for 3 epochs.', warnings: ['12 pairs were left out: one of their sides is empty.'] }), running: false, ...generateRun({ ...base, done: 1 }) } }),
  failed: () => ({
    snapshot: { run: runRecord({ experiment: translation(), status: 'failed', reason: 'the training process ended with signal SIGKILL (train): the machine ran out of memory; reduce training.batchSize (now 64) or model.hidden (now 256), then resume', engine: { name: 'onnxruntime', version: '1.30.0', provider: 'WebAssembly', threads: 1, why: 'The native library does not load here (GLIBC 2.38 is missing).' } }), running: false, ...generateRun({ ...base, done: 0.3, samples: 12 }) },
  }),
  starting: () => ({ snapshot: { ...none, run: runRecord({ experiment: translation(), status: 'starting', engine: null, parameters: 0, vocabulary: { source: null, target: 0 }, examples: { training: 0, validation: 0 } }), running: true } }),
  point: () => ({ snapshot: { run: runRecord({ experiment: translation() }), running: true, ...generateRun({ ...base, points: 1, done: 0.002, samples: 1 }) } }),
  many: () => ({ snapshot: { run: runRecord({ experiment: translation(), status: 'stopped', reason: 'Stopped by you.' }), running: false, ...generateRun({ ...base, points: 12_000, totalSteps: 240_000, epochs: 40, done: 0.9, samples: 300 }) } }),
  long: () => ({ snapshot: { run: runRecord({ experiment: translation(), name: 'parliament of the valley, with inflected forms and a long name.2' }), running: true, ...generateRun({ ...base, pairs: long }) } }),
  korean: () => ({ snapshot: { run: runRecord({ experiment: translation({ attention: 'dot' }), name: '한국어–영어' }), running: true, ...generateRun({ ...base, pairs: korean }) } }),
  bottleneck: () => ({ snapshot: { run: runRecord({ experiment: translation({ attention: 'none' }) }), running: true, ...generateRun({ ...base, withAttention: false }) } }),
  prose: () => ({ snapshot: prose(base.done) }),
  /** Not yet as good as the simple models of its text. */
  'prose-begun': () => ({ snapshot: prose(0.05) }),
  diverged: () => {
    const run = generateRun({ ...base, points: 200, samples: 3, done: 0.1 });
    return { snapshot: { run: runRecord({ experiment: translation(), status: 'failed', reason: 'the loss is not a finite number since step 320 (training.learningRate): lower it or set training.clipNorm' }), running: false, ...run, progress: run.progress.map((report) => (report.step > 320 ? { ...report, loss: report.loss * 1e4, gradientNorm: 1e9 } : report)) } };
  },
  selection: () => ({ snapshot: { ...none, samples: [{ kind: 'sample', step: 4200, epoch: 8, items: [{ ...answer(phrases[0], 1, 0, base), reference: null }] }] } }),
  selections: () => ({ snapshot: { ...none, run: runRecord({ experiment: translation(), status: 'finished' }), samples: [{ kind: 'sample', step: 4200, epoch: 8, items: phrases.map((pair, i) => ({ ...answer(pair, 1, i, base), reference: null })) }] } }),
  lab: () => ({ snapshot: { ...none, bottleneck: bottleneckLab(true, phrases) } }),
  'lab-training': () => ({ snapshot: { ...none, bottleneck: bottleneckLab(false, phrases) } }),
  comparison: () => ({ snapshot: { ...none, comparison: comparedRuns(base, translation) } }),
  'comparison-language': () => ({ snapshot: { ...none, comparison: comparedLanguageModels(base, () => languageModel) } }),
  /** As the editor sends a selection. */
  asked: () => ({ snapshot: { run: runRecord({ experiment: translation(), status: 'finished' }), running: false, ...generateRun({ ...base, done: 1 }), ask: ['The old cat sleeps under the green table.', 'The cat is old.'] } }),
  music: () => ({ snapshot: music() }),
  empty: () => ({ snapshot: none }),
};

/** What the model would say to a typed sentence. */
export function watched(source: string, step: number, task: 'translation' | 'language-model'): Report & { kind: 'sample' } {
  const item = answer({ source, reference: source.split('').reverse().join('') }, 0.9, 5, { ...base, task, withAttention: task === 'translation' });
  return { kind: 'sample', step, epoch: 6, items: [{ ...item, reference: null, watched: true }] };
}
