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
  /** The whole suggestion is right with at least this probability. */
  readonly minConfidence: number;
  /** A suggestion ends with a space where one is expected. */
  readonly endWithSpace: boolean;
  readonly delay: number;
  readonly trigger: 'automatic' | 'manual';
  /** Extensions whose suggestions are preferred. */
  readonly yieldTo: readonly string[];
  readonly hover: boolean;
  readonly meter: boolean;
}

export interface TrainOnSaveSettings {
  readonly enabled: boolean;
  /** The budget: whichever ends first. */
  readonly steps: number;
  readonly seconds: number;
  /** Nats a token by which the held-out loss may rise. */
  readonly tolerance: number;
  readonly whenWorse: 'reject' | 'keep';
}

type Read = <T>(name: string, fallback: T) => T;

/** All settings as they are now. To make them takes some time, so who reads many makes them once. */
function settingsNow(): Read {
  const configuration = vscode.workspace.getConfiguration('sequenceLab');
  return (name, fallback) => configuration.get(name, fallback);
}

const read: Read = (name, fallback) => settingsNow()(name, fallback);

export const readEngine = (): EngineChoice => read<EngineChoice>('engine', 'auto');
export const readProvider = (): Provider => read<Provider>('provider', 'cpu');

/** Processor threads of a training whose experiment does not say; null: the engine decides. */
export const readThreads = (): number | null => read('threads', 0) || null;

export function readCompletionSettings(): CompletionSettings {
  const read = settingsNow();
  return {
    enabled: read('completions.enabled', true), languages: read('completions.languages', ['plaintext', 'markdown']), run: read('completions.run', ''),
    maxWords: read('completions.maxWords', 5), minProbability: read('completions.minProbability', 0.1), minConfidence: read('completions.minConfidence', 0.05),
    endWithSpace: read('completions.endWithSpace', true),
    delay: read('completions.delay', 0), trigger: read('completions.trigger', 'automatic'), yieldTo: read('completions.yieldTo', []),
    hover: read('completions.hover', true), meter: read('completions.meter', true),
  };
}

export function readTrainOnSaveSettings(): TrainOnSaveSettings {
  const read = settingsNow();
  return {
    enabled: read('trainOnSave', false), steps: read('trainOnSaveSteps', 40), seconds: read('trainOnSaveSeconds', 30),
    tolerance: read('trainOnSaveTolerance', 0.02), whenWorse: read('trainOnSaveWhenWorse', 'reject'),
  };
}

/** Words to choose from in Pick the Next Word. */
export const readPickCount = (): number => read('pickNextWord.count', 10);

/** Writes where the setting is set already, else into the workspace, else (no workspace) for the user. */
export async function writeSetting(name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('sequenceLab');
  const known = configuration.inspect(name);
  const inWorkspace = vscode.workspace.workspaceFolders !== undefined && known?.globalValue === undefined;
  await configuration.update(name, value, inWorkspace || known?.workspaceValue !== undefined ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
