/**
 * The entry of the extension: wiring alone. Commands, ghost text and the panel's revival are registered; what they need is loaded and
 * put together when one of them is first used, so that a window in which nobody trains pays next to nothing.
 */
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { App } from './app';
import type { InlineCompletions } from './completion/inlineCompletions';
import { LastEdits } from './completion/lastEdit';
import { Problems } from './problems';

/** For tests and for other extensions: what this one is doing. */
export interface SequenceLabApi {
  /** The training of this window that runs, or ran last. Losses are in nats a token; null before the first report. */
  training(): { readonly phase: string; readonly runFolder: string; readonly step: number; readonly loss: number | null; readonly validationLoss: number | null } | null;
  /** The folder of the run that ghost text comes from. */
  completionRun(): string | null;
  /** How many pieces of a document are coloured by their surprise; null where it is not coloured. */
  surprise(document: vscode.TextDocument): { readonly measured: number; readonly of: number } | null;
  /** Ghost text, as the editor asks for it. */
  provideInlineCompletionItems(...question: Parameters<InlineCompletions['provideInlineCompletionItems']>): Promise<vscode.InlineCompletionItem[]>;
}

type Command = (app: App, argument?: unknown) => Promise<unknown> | void;
const folderOf = (argument: unknown): string | undefined => (typeof argument === 'string' ? argument : undefined);

const commands: Readonly<Record<string, Command>> = {
  trainTranslator: async (app) => (await import('./commands/trainTranslator')).trainTranslator(app),
  trainLanguageModel: async (app) => (await import('./commands/trainLanguageModel')).trainLanguageModel(app),
  trainWithAttention: async (app, folder) => (await import('./commands/trainWithAttention')).trainWithAttention(app, folderOf(folder)),
  trainExperiment: async (app, file) => (await import('./commands/trainExperiment')).trainExperiment(app, file),
  stopTraining: async (app) => (await import('./commands/runCommands')).stopTraining(app),
  resumeTraining: async (app, folder) => (await import('./commands/runCommands')).resumeTraining(app, folderOf(folder)),
  openTrainingPanel: (app) => app.trainingPanel.open(),
  translateSelection: async (app) => (await import('./translation/translateSelection')).translateSelection(app),
  translateFile: async (app) => (await import('./translation/translateFile')).translateFile(app),
  showAttention: async (app) => (await import('./translation/showAttention')).showAttention(app),
  openBottleneckLab: async (app) => (await import('./labs/openBottleneckLab')).openBottleneckLab(app),
  compareRuns: async (app) => (await import('./commands/compareRuns')).compareRuns(app),
  toggleInlineCompletions: async () => (await import('./commands/runCommands')).toggleInlineCompletions(),
  chooseCompletionModel: async (app) => (await import('./commands/runCommands')).chooseCompletionModel(app),
  generateText: async (app) => (await import('./generate/generateText')).generateText(app),
  pickNextWord: async (app) => (await import('./generate/pickNextWord')).pickNextWord(app),
  undoTrainOnSave: (app) => app.trainOnSave.undo(),
  toggleSurprise: (app) => app.surprise.toggle(vscode.window.activeTextEditor),
  hideSurprise: (app) => app.surprise.hide(),
  showCompletionStatistics: async (app) => (await import('./meter/statistics')).showCompletionStatistics(app),
  clearCompletionStatistics: async (app) => (await import('./meter/statistics')).clearCompletionStatistics(app),
  showTune: async (app) => (await import('./music/showTune')).showTune(app),
  openRunFolder: async (app, folder) => (await import('./commands/runCommands')).openRunFolder(app, folderOf(folder)),
};

export function activate(context: vscode.ExtensionContext): SequenceLabApi {
  const problems = new Problems(vscode.window.createOutputChannel('Sequence Lab', { log: true }));
  const edits = new LastEdits();
  let app: App | null = null;
  let loading: Promise<App> | null = null;
  const load = (): Promise<App> => loading ??= import('./app').then(({ App: Whole }) => {
    app = new Whole(context, problems, edits);
    context.subscriptions.push(app);
    return app;
  });
  context.subscriptions.push(problems.log, edits, registerCompletions(load));
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`sequenceLab.${name}`, (argument?: unknown) => problems.guard(async () => run(await load(), argument))));
  }
  context.subscriptions.push(vscode.window.registerWebviewPanelSerializer('sequenceLab.training', {
    deserializeWebviewPanel: async (panel) => (await load()).trainingPanel.deserializeWebviewPanel(panel),
  }));
  void problems.guard(() => beginQuietly(context, load));
  return {
    training: () => {
      const session = app?.trainings.session;
      if (!session) return null;
      const { lastProgress, lastValidation } = session.history;
      return { phase: session.phase, runFolder: session.request.runFolder, step: lastProgress?.step ?? 0, loss: lastProgress?.loss ?? null, validationLoss: lastValidation?.loss ?? null };
    },
    completionRun: () => app?.completionModel.current?.folder ?? null,
    surprise: (document) => app?.surprise.progress(document) ?? null,
    provideInlineCompletionItems: async (...question) => (await load()).inlineCompletions.provideInlineCompletionItems(...question),
  };
}

/** Ghost text and hovers in the languages of the setting, registered anew when that changes. */
function registerCompletions(load: () => Promise<App>): vscode.Disposable {
  const register = (): vscode.Disposable => {
    const languages = vscode.workspace.getConfiguration('sequenceLab').get<string[]>('completions.languages', []);
    const selector = languages.flatMap((language) => [{ language, scheme: 'file' }, { language, scheme: 'untitled' }]);
    return vscode.Disposable.from(
      vscode.languages.registerInlineCompletionItemProvider(selector, {
        provideInlineCompletionItems: async (...place) => (await load()).inlineCompletions.provideInlineCompletionItems(...place),
      }),
      vscode.languages.registerHoverProvider(selector, { provideHover: async (...place) => (await load()).wordHover.provideHover(...place) }),
    );
  };
  let registration = register();
  const changes = vscode.workspace.onDidChangeConfiguration((change) => {
    if (!change.affectsConfiguration('sequenceLab.completions.languages')) return;
    registration.dispose();
    registration = register();
  });
  return { dispose: () => { changes.dispose(); registration.dispose(); } };
}

/** Whether anything was trained here before: if not, nothing needs to be loaded yet. */
async function hasRuns({ globalStorageUri }: vscode.ExtensionContext): Promise<boolean> {
  const places = [globalStorageUri, ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => vscode.Uri.joinPath(uri, '.sequence-lab'))];
  const found = await Promise.all(places.map((place) => vscode.workspace.fs.stat(place).then(() => true, () => false)));
  return found.includes(true);
}

/** After the window stands: looks for a completion model where there are runs, and starts the training that `npm start` asks for. */
async function beginQuietly(context: vscode.ExtensionContext, load: () => Promise<App>): Promise<void> {
  const started = process.env.SEQUENCE_LAB_AUTOSTART;
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!started && !await hasRuns(context)) return;
  await (await load()).completionModel.refresh();
  if (!started || !folder) return;
  const app = await load();
  if (!await isFirst(process.env.SEQUENCE_LAB_AUTOSTART_MARK)) return app.trainingPanel.open();
  const { trainFromFile } = await import('./commands/startTraining');
  await trainFromFile(app, vscode.Uri.joinPath(folder.uri, started));
}

/** Whether nobody has set this mark, a file, before: a reloaded window, or a second browser, must not train the sample again. */
async function isFirst(mark: string | undefined): Promise<boolean> {
  return mark === undefined || writeFile(mark, '', { flag: 'wx' }).then(() => true, () => false);
}
