/** The prediction process of this window, with its log and its complaints. */
import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Explanation, Surprise } from '../../protocol/language';
import type { Completion, predictorSide, RequestResult, Translation } from '../../protocol/messages';
import type { Composed, Composition, Tune } from '../../protocol/music';
import type { BeamTree, CheckpointInfo, Significance } from '../../protocol/insight';
import type { EngineRecord } from '../../protocol/run';
import type { Problems } from '../problems';
import { readEngine } from '../settings';
import { forkWorker } from './forkWorker';
import { PredictionClient } from './predictionClient';

export interface CompletionQuestion {
  readonly runFolder: string;
  readonly text: string;
  readonly maxWords: number;
  readonly minProbability: number;
  readonly alternatives: number;
  /** How the answer will be cut: what is not offered then need not be found. */
  readonly offer?: { readonly minConfidence: number; readonly endWithSpace: boolean };
}

/** A text to write on. `length` in tokens; without `temperature`, `topK` or `topP` nothing of the model's distribution is changed. */
export interface GenerationQuestion {
  readonly runFolder: string;
  readonly text: string;
  readonly length: number;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed: number;
}

/**
 * Its heap is small, and while somebody types the other processors are drawing: helpers that collect garbage beside the main thread keep it waiting longer
 * (12 ms a full collection) than it takes alone (6 ms). What a key leaves behind are arrays outside that heap, which counts them as its own: without room for 192 MB
 * it would collect all of it once in twenty keys. See docs/profile.md.
 */
const SWITCHES = ['--single-threaded-gc', '--initial-old-space-size=192'] as const;

export class PredictionController implements vscode.Disposable {
  private readonly client: PredictionClient;
  private readonly generations = new Map<string, (text: string) => void>();

  /** @param onEngine told which engine a model was opened with */
  constructor(script: string, problems: Problems, private readonly onEngine: (engine: EngineRecord) => void) {
    const { log } = problems;
    this.client = new PredictionClient({
      fork: () => forkWorker({ name: 'the prediction process', script, switches: SWITCHES, onOutput: (text) => log.info(`[predict] ${text.trimEnd()}`) }),
      onLog: (text) => log.info(`[predict] ${text}`),
      onGenerated: ({ id, text }) => this.generations.get(id)?.(text),
      // Not shown: who asked for something is told by the failure of that request, and ghost text must not pop up messages.
      onCrash: (reason) => log.error(reason),
    });
  }

  /** @param beam width of the search; null: as the run's experiment says */
  translate(runFolder: string, lines: readonly string[], token?: vscode.CancellationToken, beam: number | null = null): Promise<Translation[]> {
    return this.client.request('predict/translate', { runFolder, engine: readEngine(), lines: [...lines], beam }, token && abortSignalOf(token));
  }

  /** What a checkpoint, named by its step (null: the best), says for these lines; searched as the experiment has it. */
  translateAt(runFolder: string, lines: readonly string[], checkpoint: number | null, signal: AbortSignal): Promise<Translation[]> {
    return this.client.request('predict/translate', { runFolder, engine: readEngine(), lines: [...lines], beam: null, nBest: 1, checkpoint: checkpoint ?? 'best' }, signal);
  }

  /** A whole beam search; `checkpoint` null: the best, `beam` null: as the experiment has it. */
  search(runFolder: string, { source, checkpoint, beam, prefix }: { readonly source: string; readonly checkpoint: number | null; readonly beam: number | null; readonly prefix: readonly string[] }, signal: AbortSignal): Promise<BeamTree> {
    return this.client.request('predict/beamTree', { runFolder, engine: readEngine(), line: source, checkpoint: checkpoint ?? 'best', beam, prefix: [...prefix] }, signal);
  }

  /** Whether language models differ by more than chance; the first of them is what the others are beside. */
  compareLanguage(runFolders: readonly string[], signal?: AbortSignal): Promise<Significance> {
    return this.client.request('predict/compareLanguage', { runFolders: [...runFolders], engine: readEngine() }, signal);
  }

  /** The checkpoints that a run has, earliest first. */
  checkpoints(runFolder: string): Promise<CheckpointInfo[]> {
    return this.client.request('predict/checkpoints', { runFolder });
  }

  async complete(question: CompletionQuestion, token?: vscode.CancellationToken): Promise<Completion[]> {
    const { completions } = await this.client.request('predict/complete', { ...question, engine: readEngine() }, token && abortSignalOf(token));
    return completions;
  }

  compose(runFolder: string, composition: Composition, signal?: AbortSignal): Promise<Composed> {
    return this.client.request('predict/compose', { runFolder, engine: readEngine(), composition }, signal);
  }

  /** The tunes of a text in ABC notation, each judged. */
  readTunes(text: string): Promise<Tune[]> {
    return this.client.request('predict/readTunes', { text });
  }

  /** Why a word comes after `text`, which ends before it. @param word null: what comes next */
  explain(runFolder: string, text: string, word: string | null, token?: vscode.CancellationToken): Promise<Explanation> {
    return this.client.request('predict/explain', { runFolder, engine: readEngine(), text, word }, token && abortSignalOf(token));
  }

  /** How much each token of a text surprises the model. */
  surprise(runFolder: string, text: string, token?: vscode.CancellationToken): Promise<Surprise> {
    return this.client.request('predict/surprise', { runFolder, engine: readEngine(), text }, token && abortSignalOf(token));
  }

  /** The likeliest next words. */
  async nextWords(runFolder: string, text: string, count: number, token?: vscode.CancellationToken): Promise<RequestResult<typeof predictorSide, 'predict/continue'>['candidates']> {
    const { candidates } = await this.client.request('predict/continue', { runFolder, engine: readEngine(), text, count }, token && abortSignalOf(token));
    return candidates;
  }

  /** Writes on; each piece is told as it comes. Cancelling rejects. @returns tokens written */
  async generate(question: GenerationQuestion, onText: (text: string) => void, token?: vscode.CancellationToken): Promise<{ readonly tokens: number }> {
    const id = randomUUID();
    this.generations.set(id, onText);
    try {
      return await this.client.request('predict/generate', { ...question, id, engine: readEngine() }, token && abortSignalOf(token));
    } finally {
      this.generations.delete(id);
    }
  }

  /** How good a translator is on its held-out part, by the length of the sentence. */
  scoreByLength(runFolder: string): Promise<RequestResult<typeof predictorSide, 'predict/scoreByLength'>> {
    return this.client.request('predict/scoreByLength', { runFolder, engine: readEngine() });
  }

  /** Loads a model ahead of its first use. */
  async open(runFolder: string): Promise<void> {
    const { engine } = await this.client.request('predict/open', { runFolder, engine: readEngine() });
    this.onEngine(engine);
  }

  dispose(): void { this.client.dispose(); }
}

function abortSignalOf(token: vscode.CancellationToken): AbortSignal {
  if (token.isCancellationRequested) return AbortSignal.abort(new Error('cancelled'));
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort(new Error('cancelled')));
  return controller.signal;
}
