/** A trained run in memory, ready to translate or to complete. */
import { NextWords } from '../decoding/nextWords';
import { loadTokenModel, type TokenModel } from '../decoding/tokenModel';
import type { TranslationModel } from '../decoding/translate';
import { loadTranslator } from '../decoding/translatorPrograms';
import { Variables, type Engine } from '../engine/engine';
import { UserError } from '../errors/userError';
import { findModel } from '../training/checkpoint';
import { loadWeights, openRun, type OpenedRun } from '../training/openRun';

export type LoadedModel =
  | { readonly task: 'translation'; readonly translator: TranslationModel }
  | { readonly task: 'language-model'; readonly tokens: TokenModel; readonly nextWords: NextWords };

export class LoadedRun {
  private constructor(readonly run: OpenedRun, readonly engine: Engine, readonly variables: Variables, readonly model: LoadedModel, private step: number) {}

  /** Reads a run with the weights of its best checkpoint. @throws UserError where something is missing or damaged */
  static async load(folder: string, engine: Engine): Promise<LoadedRun> {
    const run = await openRun(folder);
    const variables = new Variables();
    const { step } = await loadWeights(run, variables);
    return new LoadedRun(run, engine, variables, await loadModel(run, engine, variables), step);
  }

  get checkpointStep(): number {
    return this.step;
  }

  /** Takes the weights of a better checkpoint, if training has found one since. @returns whether it has */
  async refresh(): Promise<boolean> {
    const found = await findModel(this.run.folder);
    if (found === null || found.step === this.step) return false;
    ({ step: this.step } = await loadWeights(this.run, this.variables));
    if (this.model.task === 'language-model') this.model.nextWords.forget();
    return true;
  }

  /** @throws UserError where the run is a language model */
  translator(): TranslationModel {
    if (this.model.task === 'translation') return this.model.translator;
    throw new UserError('this run is a language model: it cannot translate', this.run.folder, 'choose a run of the task "translation"', 'option');
  }

  /** @throws UserError where the run is a translator */
  languageModel(): Extract<LoadedModel, { task: 'language-model' }> {
    if (this.model.task === 'language-model') return this.model;
    throw new UserError('this run is a translator: it cannot complete or generate text', this.run.folder, 'choose a run of the task "language-model"', 'option');
  }

  dispose(): Promise<void> {
    return this.model.task === 'translation' ? this.model.translator.programs.dispose() : this.model.tokens.dispose();
  }
}

async function loadModel({ model, tokenizers: { source, target } }: OpenedRun, engine: Engine, variables: Variables): Promise<LoadedModel> {
  if (model.kind === 'translation') return { task: 'translation', translator: { programs: await loadTranslator(model, engine, variables), source: source!, target } };
  const tokens = await loadTokenModel(model, engine, variables);
  return { task: 'language-model', tokens, nextWords: new NextWords(tokens, target) };
}
