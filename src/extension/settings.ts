/** The settings `sequenceLab.*`, typed, read anew each time so that a change holds at once. */
import * as vscode from 'vscode';
import type { EngineChoice, Provider } from '../protocol/messages';

export interface CompletionSettings {
  readonly enabled: boolean;
  readonly languages: readonly string[];
  /** Id of the run whose model is used; empty: the newest language model. */
  readonly run: string;
  readonly maxWords: number;
  readonly minProbability: number;
  readonly delay: number;
}

const read = <T>(name: string, fallback: T): T => vscode.workspace.getConfiguration('sequenceLab').get<T>(name, fallback);

export const readEngine = (): EngineChoice => read<EngineChoice>('engine', 'auto');
export const readProvider = (): Provider => read<Provider>('provider', 'cpu');

/** Processor threads of a training whose experiment does not say; null: the engine decides. */
export const readThreads = (): number | null => read('threads', 0) || null;

export function readCompletionSettings(): CompletionSettings {
  return {
    enabled: read('completions.enabled', true), languages: read('completions.languages', ['plaintext', 'markdown']), run: read('completions.run', ''),
    maxWords: read('completions.maxWords', 5), minProbability: read('completions.minProbability', 0.1), delay: read('completions.delay', 60),
  };
}

/** Writes where the setting is set already, else into the workspace, else (no workspace) for the user. */
export async function writeSetting(name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('sequenceLab');
  const known = configuration.inspect(name);
  const inWorkspace = vscode.workspace.workspaceFolders !== undefined && known?.globalValue === undefined;
  await configuration.update(name, value, inWorkspace || known?.workspaceValue !== undefined ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
