/** A trained run in memory, ready to translate or to complete. */
import { loadTokenModel, type TokenModel, type TokenModelOptions } from '../decoding/tokenModel';
import type { TranslationModel } from '../decoding/translate';
import { loadTranslator } from '../decoding/translatorPrograms';
import { Variables, type Engine, type LoadOptions } from '../engine/engine';
import { UserError } from '../errors/userError';
import type { LanguageModel } from '../models/model';
import { findModel, type CheckpointChoice, type FoundModel } from '../training/checkpoint';
import { loadWeights, openRun, type OpenedRun } from '../training/openRun';
import { loadPartner } from './baselines';
import { LanguageModelOfRun, type TokenModels } from './languageModelOfRun';

export type LoadedModel =
  | { readonly task: 'translation'; readonly translator: TranslationModel }
  | LanguageModelOfRun;

export class LoadedRun {
  private constructor(readonly run: OpenedRun, readonly engine: Engine, readonly variables: Variables, readonly model: LoadedModel, private readonly options: LoadOptions, private taken: FoundModel) {}

  /**
   * Reads a run with the weights of a checkpoint, default its best.
   * @param options `weights`: `frozen` (default) predicts faster for a second copy of them, and takes over others more slowly; with `compact` a language model completes from compact
   *   ones, and does everything else from frozen ones, as a translator does
   * @throws UserError where something is missing or damaged
   */
  static async load(folder: string, engine: Engine, checkpoint: CheckpointChoice = 'best', options: LoadOptions = { weights: 'frozen' }): Promise<LoadedRun> {
    const run = await openRun(folder);
    const variables = new Variables();
    const taken = await loadWeights(run, variables, checkpoint);
    return new LoadedRun(run, engine, variables, await loadModel(run, engine, variables, options), options, taken);
  }

  get checkpointStep(): number {
    return this.taken.step;
  }

  /** The weights are the mean of the last checkpoints up to that step. */
  get isMean(): boolean {
    return this.taken.averaged === true;
  }

  /**
   * Takes the weights of another checkpoint, or of a better one that training has found since: the graphs stay, only numbers are read (and, where they are
   * frozen, laid out anew before the next prediction).
   * @returns whether they are others than before @throws UserError where there is no such checkpoint
   */
  async refresh(checkpoint: CheckpointChoice = 'best'): Promise<boolean> {
    if ((await findModel(this.run.folder, checkpoint))?.path === this.taken.path) return false;
    this.taken = await loadWeights(this.run, this.variables, checkpoint);
    if (this.model.task === 'language-model') this.model.forget();
    return true;
  }

  /** Whether the best checkpoint is another than the one whose weights these are. */
  async hasBetter(): Promise<boolean> {
    const best = await findModel(this.run.folder, 'best');
    return best !== null && best.path !== this.taken.path;
  }

  /**
   * The run once more, with the weights of the best checkpoint there is now, for those who cannot wait while this one takes them over. What does not depend on
   * the weights is shared. Either may be disposed of without harm to the other.
   * @throws UserError where they cannot be read
   */
  async renewed(): Promise<LoadedRun> {
    const { run, engine, options, model } = this;
    const variables = new Variables();
    const taken = await loadWeights(run, variables);
    const partner = model.task === 'language-model' ? model.partner : undefined;
    return new LoadedRun(run, engine, variables, await loadModel(run, engine, variables, options, partner), options, taken);
  }

  /** @throws UserError where the run is a language model */
  translator(): TranslationModel {
    if (this.model.task === 'translation') return this.model.translator;
    throw new UserError('this run is a language model: it cannot translate', this.run.folder, 'choose a run of the task "translation"', 'option');
  }

  /** @throws UserError where the run is a translator */
  languageModel(): LanguageModelOfRun {
    if (this.model.task === 'language-model') return this.model;
    throw new UserError('this run is a translator: it cannot complete or generate text', this.run.folder, 'choose a run of the task "language-model"', 'option');
  }

  dispose(): Promise<void> {
    return this.model.task === 'translation' ? this.model.translator.programs.dispose() : this.model.dispose();
  }
}

async function loadModel(run: OpenedRun, engine: Engine, variables: Variables, options: LoadOptions, partner: LanguageModelOfRun['partner'] = () => loadPartner(run, () => undefined)): Promise<LoadedModel> {
  const { model, tokenizers: { source, target } } = run;
  if (model.kind === 'translation') return { task: 'translation', translator: { programs: await loadTranslator(model, engine, variables, exactly(options)), source: source!, target } };
  return new LanguageModelOfRun(await loadTokenModels(model, engine, variables, options), target, run.folder, model.config.window === null, partner);
}

/** Who types needs the quick one at once; the exact one may never be asked for. */
async function loadTokenModels(model: LanguageModel, engine: Engine, variables: Variables, { weights }: LoadOptions): Promise<TokenModels> {
  const load = (options: TokenModelOptions): Promise<TokenModel> => loadTokenModel(model, engine, variables, { ...options, features: true });
  if (weights !== 'compact') {
    const both = await load({ weights });
    return { exact: both, quick: both };
  }
  return { quick: await load({ weights }), exact: await load({ ...exactly({ weights }), late: true }) };
}

const exactly = (options: LoadOptions): LoadOptions => (options.weights === 'compact' ? { ...options, weights: 'frozen' } : options);
