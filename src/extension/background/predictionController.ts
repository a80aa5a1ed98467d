/** The prediction process of this window, with its log and its complaints. */
import type * as vscode from 'vscode';
import type { Translation, Completion } from '../../protocol/messages';
import type { EngineRecord } from '../../protocol/run';
import type { Problems } from '../problems';
import { readEngine } from '../settings';
import { forkWorker } from './forkWorker';
import { PredictionClient } from './predictionClient';

export interface CompletionQuestion { readonly runFolder: string; readonly text: string; readonly maxWords: number; readonly minProbability: number; readonly alternatives: number }

export class PredictionController implements vscode.Disposable {
  private readonly client: PredictionClient;

  /** @param onEngine told which engine a model was opened with */
  constructor(script: string, problems: Problems, private readonly onEngine: (engine: EngineRecord) => void) {
    const { log } = problems;
    this.client = new PredictionClient({
      fork: () => forkWorker({ name: 'the prediction process', script, onOutput: (text) => log.info(`[predict] ${text.trimEnd()}`) }),
      onLog: (text) => log.info(`[predict] ${text}`),
      // Not shown: who asked for something is told by the failure of that request, and ghost text must not pop up messages.
      onCrash: (reason) => log.error(reason),
    });
  }

  /** @param beam width of the search; null: as the run's experiment says */
  translate(runFolder: string, lines: readonly string[], token?: vscode.CancellationToken, beam: number | null = null): Promise<Translation[]> {
    return this.client.request('predict/translate', { runFolder, engine: readEngine(), lines: [...lines], beam }, token && abortSignalOf(token));
  }

  async complete(question: CompletionQuestion, token?: vscode.CancellationToken): Promise<Completion[]> {
    const { completions } = await this.client.request('predict/complete', { ...question, engine: readEngine() }, token && abortSignalOf(token));
    return completions;
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
