/** Everything the extension is made of, put together once, when something is first asked of it. */
import * as vscode from 'vscode';
import { forkWorker } from './background/forkWorker';
import { PredictionController } from './background/predictionController';
import { CompletionModel } from './completion/completionModel';
import { FallbackNotice } from './fallbackNotice';
import { InlineCompletions } from './completion/inlineCompletions';
import type { LastEdits } from './completion/lastEdit';
import { WordHover } from './explain/wordHover';
import { Meter } from './meter/meter';
import { TunesPanel } from './music/tunesPanel';
import type { BottleneckLab } from './labs/bottleneckLab';
import { OverviewPanel } from './panel/overviewPanel';
import { TrainingPanel } from './panel/trainingPanel';
import { TranslationPanel } from './panel/translationPanel';
import type { Problems } from './problems';
import { RunsHome } from './runs/runsHome';
import { SurpriseView } from './surprise/surpriseView';
import { TrainingController } from './training/trainingController';
import { registerAlternativesHover } from './translation/alternativesHover';
import { KnownTranslations } from './translation/knownTranslations';
import { tellTrainings } from './training/trainingNotices';
import { showTrainingStatus } from './training/trainingStatusBar';
import { TrainOnSave } from './trainOnSave/trainOnSave';

export class App implements vscode.Disposable {
  readonly runs: RunsHome;
  readonly trainings: TrainingController;
  readonly predictor: PredictionController;
  readonly trainingPanel: TrainingPanel;
  readonly translationPanel: TranslationPanel;
  readonly tunesPanel: TunesPanel;
  /** What was translated into the documents of this window. */
  readonly knownTranslations = new KnownTranslations();
  /** Runs laid over each other. */
  readonly comparison: OverviewPanel;
  /** The bottleneck lab's page. */
  readonly bottleneck: OverviewPanel;
  /** What that page shows; null before it was first opened. */
  lab: BottleneckLab | null = null;
  readonly completionModel: CompletionModel;
  readonly meter: Meter;
  readonly inlineCompletions: InlineCompletions;
  readonly wordHover: WordHover;
  readonly surprise: SurpriseView;
  readonly trainOnSave: TrainOnSave;
  private readonly disposables: vscode.Disposable[];

  constructor(readonly context: vscode.ExtensionContext, readonly problems: Problems, edits: LastEdits) {
    const script = (name: string): string => vscode.Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
    this.runs = new RunsHome(context.globalStorageUri);
    this.trainings = new TrainingController(script('trainProcess.js'), this.runs, problems);
    const fallback = new FallbackNotice(context.globalState, (text) => problems.warn(text, { title: 'Engine Settings', run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'sequenceLab.engine') }));
    this.predictor = new PredictionController(script('predictProcess.js'), problems, (engine) => fallback.hear(engine));
    this.trainingPanel = new TrainingPanel(context, this.trainings, this.predictor, this.runs, problems);
    this.translationPanel = new TranslationPanel(context.extensionUri, this.predictor, problems);
    this.tunesPanel = new TunesPanel(context.extensionUri, problems);
    this.comparison = new OverviewPanel('sequenceLab.comparison', 'Runs Compared', context.extensionUri, problems);
    this.bottleneck = new OverviewPanel('sequenceLab.bottleneck', 'Bottleneck Lab', context.extensionUri, problems);
    this.completionModel = new CompletionModel(this.runs);
    this.meter = new Meter(this.completionModel, context.globalStorageUri, problems);
    this.inlineCompletions = new InlineCompletions(this.completionModel, this.predictor, edits, this.meter, problems);
    this.wordHover = new WordHover(this.completionModel, this.predictor, problems);
    this.surprise = new SurpriseView(this.completionModel, this.predictor, problems);
    this.trainOnSave = new TrainOnSave(this.completionModel, this.trainings, problems, () =>
      forkWorker({ name: 'the training process', script: script('trainProcess.js'), onOutput: (text) => problems.log.info(`[train on save] ${text.trimEnd()}`) }));
    this.disposables = [
      registerAlternativesHover(this.knownTranslations, problems), showTrainingStatus(this.trainings), tellTrainings(this.trainings, problems),
      this.trainings.onDidChange(() => fallback.hear(this.trainings.session?.record?.engine)),
      // A better checkpoint, or a finished run, may be the model to complete with.
      this.trainings.onDidReport((report) => { if (report.kind === 'validation') void this.completionModel.refresh(); }),
      this.trainings.onDidEnd(() => void this.completionModel.refresh()),
      this.tunesPanel, this.trainingPanel, this.translationPanel, this.meter, this.surprise, this.trainOnSave, this.completionModel, this.predictor, this.trainings, this.runs,
    ];
  }

  dispose(): void {
    this.lab?.dispose();
    for (const disposable of this.disposables) disposable.dispose();
  }
}
