/**
 * Train on save: a document that is saved by hand is learnt from in the background, within the budget of the settings. The adapted weights are a run of their own;
 * what the first training held out is measured before and after, and decides. One at a time, and never while another training runs.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import { createRunId } from '../../protocol/runIds';
import type { BackgroundProcess } from '../background/forkWorker';
import { pathIn } from '../commands/paths';
import type { CompletionModel } from '../completion/completionModel';
import { isSecretFile } from '../completion/secrets';
import type { Problems } from '../problems';
import { readRun, type StoredRun } from '../runs/runStore';
import { readCompletionSettings, readEngine, readTrainOnSaveSettings } from '../settings';
import type { TrainingController } from '../training/trainingController';
import { TrainingSession } from '../training/trainingSession';
import { addAdaptation, currentFolder, keepHelpers, markAdaptation, predictWithLast, undoAdaptation } from './adaptations';
import { AdaptationStatus } from './adaptationStatus';
import { ensureHeldOut, heldOutFile, trainingLines } from './heldOut';
import { planAdaptation } from './plan';
import { judge } from './verdict';

/** Beyond so many times its budget an adaptation is stopped and thrown away: the machine is busy with something else. */
const PATIENCE = 3;

export class TrainOnSave implements vscode.Disposable {
  private readonly savedByHand = new WeakSet<vscode.TextDocument>();
  private readonly status = new AdaptationStatus();
  private readonly subscriptions: vscode.Disposable[];
  private session: TrainingSession | null = null;
  private isAtWork = false;
  private waiting: vscode.TextDocument | null = null;

  /** @param fork starts a training process */
  constructor(private readonly model: CompletionModel, private readonly trainings: TrainingController, private readonly problems: Problems, private readonly fork: () => BackgroundProcess) {
    this.subscriptions = [
      // Saving by itself, as files.autoSave does, would train all the time.
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => { if (reason === vscode.TextDocumentSaveReason.Manual) this.savedByHand.add(document); }),
      vscode.workspace.onDidSaveTextDocument((document) => { if (this.savedByHand.delete(document)) this.saved(document); }),
      trainings.onDidBegin(() => this.giveWay()),
      model.onDidChange(() => void this.prepare()),
      vscode.workspace.onDidChangeConfiguration((change) => { if (change.affectsConfiguration('sequenceLab.trainOnSave')) void this.prepare(); }),
    ];
  }

  /** Goes back to the weights before the newest adaptation. @throws UserError where there is none */
  async undo(): Promise<void> {
    const { base } = this.model;
    const undone = base && await undoAdaptation(base.folder);
    if (!undone) throw new UserError('the completion model has learnt nothing on save that could be undone', 'Undo Train on Save', 'it is as it was trained', 'unavailable');
    await this.model.refresh();
    this.status.hide();
    this.problems.tell(`Undone: what “${base.name}” learnt from ${undone.document} (held-out loss ${undone.after.toFixed(2)} → ${undone.before.toFixed(2)}).`);
  }

  dispose(): void {
    this.session?.kill();
    this.status.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private saved(document: vscode.TextDocument): void {
    const { enabled } = readTrainOnSaveSettings();
    const completions = readCompletionSettings();
    if (!enabled || !completions.enabled || !completions.languages.includes(document.languageId) || document.uri.scheme !== 'file') return;
    if (/[\\/]\.sequence-lab[\\/]/.test(document.fileName)) return;
    if (isSecretFile(document.fileName)) return this.skip(document, 'files of credentials are not learnt from');
    if (this.trainings.isRunning) return this.skip(document, 'another training runs');
    if (this.model.base === null) return this.skip(document, 'there is no next-word model yet');
    if (this.isAtWork) {
      this.waiting = document;
      this.problems.log.info(`train on save: ${basename(document.fileName)} waits for the one before`);
      return;
    }
    void this.work(document);
  }

  private async work(document: vscode.TextDocument): Promise<void> {
    this.isAtWork = true;
    try {
      await this.adapt(document);
    } catch (error) {
      this.status.hide();
      this.skip(document, (error as Error).message);
    } finally {
      this.isAtWork = false;
    }
    const { waiting } = this;
    this.waiting = null;
    if (waiting && !waiting.isClosed) this.saved(waiting);
  }

  private async adapt(document: vscode.TextDocument): Promise<void> {
    const settings = readTrainOnSaveSettings();
    const base = this.model.base && await readRun(this.model.base.folder);
    if (!base) throw new Error('the run of the completion model cannot be read');
    const name = basename(document.fileName);
    const heldOut = await ensureHeldOut(base.folder, base.record);
    const folder = await createFolder(base);
    try {
      const train = join(folder, 'text.txt');
      const inBase = (path: string): string => pathIn(base.record.baseFolder, path);
      const plan = planAdaptation(base.record, document.getText(), { heldOut, training: await trainingLines(base.record, heldOut) }, settings, tokensPerSecond(base), { train: inBase(train), validation: heldOut === null ? null : inBase(heldOutFile(base.folder)) });
      if (plan === null) throw new Error('it is too short, or all of it is held out');
      await writeFile(train, plan.text);
      const losses = await this.train(base, folder, plan.experiment, { document: name, steps: plan.steps, seconds: settings.seconds });
      const verdict = judge(name, losses, settings);
      this.problems.log.info(`train on save: ${verdict.text}`);
      if (verdict.accepted) {
        await predictWithLast(folder);
        await keepHelpers(folder, base.folder);
        await addAdaptation(base.folder, { id: basename(folder), document: name, ...losses, when: new Date().toISOString() });
        await this.model.refresh();
      } else {
        await rm(folder, { recursive: true, force: true });
      }
      this.status.show(verdict);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** @returns the held-out loss before and after */
  private async train(base: StoredRun, folder: string, experiment: unknown, { document, steps, seconds }: { document: string; steps: number; seconds: number }): Promise<{ before: number; after: number }> {
    const { log } = this.problems;
    log.info(`train on save: ${document}, ${steps} steps, in ${folder}`);
    this.status.begin(document, steps);
    const session = this.session = new TrainingSession({
      experiment, name: base.record.name, baseFolder: base.record.baseFolder, runFolder: folder, resume: false, from: await currentFolder(base.folder), engine: readEngine(),
      companions: false, // the base's helpers go on, and its baselines stand: neither belongs into the budget
    }, this.fork(), {
      onChange: () => { /* the status bar shows that it is at work */ },
      onReport: (report) => { if (report.kind === 'progress') this.status.progress(document, report.step, steps); },
      onLog: (text) => log.info(`[train on save] ${text}`),
      onFault: (error) => log.error(error.stack ?? error.message),
    });
    const patience = setTimeout(() => { log.info('train on save: took too long'); session.kill(); }, PATIENCE * 1000 * seconds + 30_000);
    const outcome = await session.ended.finally(() => { clearTimeout(patience); this.session = null; });
    const [before, after] = [session.history.toHistory().validation.at(0), session.history.toHistory().validation.at(-1)];
    if (outcome.status !== 'finished' || !before || !after || after.step === 0) throw outcome.error ?? new Error(`the training was ${outcome.status}`);
    return { before: before.loss, after: after.loss };
  }

  /** The user has begun a training: it gets the machine. */
  private giveWay(): void {
    if (this.session === null) return;
    this.problems.log.info('train on save: ended, because a training begins');
    this.session.kill();
  }

  /** Keeps the held-out text as soon as there is a model, before its files grow. */
  private async prepare(): Promise<void> {
    const { base } = this.model;
    if (!readTrainOnSaveSettings().enabled || base === null || existsSync(heldOutFile(base.folder))) return;
    try {
      const run = await readRun(base.folder);
      if (run?.record.status === 'finished' || run?.record.status === 'stopped') await ensureHeldOut(base.folder, run.record);
    } catch (error) {
      this.problems.log.warn(`train on save: the held-out text of “${base.name}” cannot be kept: ${(error as Error).message}`);
    }
  }

  private skip(document: vscode.TextDocument, reason: string): void {
    this.problems.log.info(`train on save: ${basename(document.fileName)} is not learnt from: ${reason}`);
  }
}

/** Beside the first run's, marked before anything else is in it. */
async function createFolder({ folder, record }: StoredRun): Promise<string> {
  const runs = dirname(folder);
  const made = join(runs, createRunId(`${record.name} on save`, new Date(), (id) => existsSync(join(runs, id))));
  await mkdir(made);
  await markAdaptation(made, folder);
  return made;
}

/** The rate of the first run, as on one thread; null where it reported none. */
function tokensPerSecond({ record, history }: StoredRun): number | null {
  const rates = history.progress.map((report) => report.tokensPerSecond).filter((rate) => Number.isFinite(rate) && rate > 0).sort((a, b) => a - b);
  const median = rates.at(Math.floor(rates.length / 2));
  return median === undefined ? null : median / Math.max(1, record.engine?.threads ?? 1);
}
