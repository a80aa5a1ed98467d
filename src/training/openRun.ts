/** A run that was trained, opened to be used: for predicting, measuring, resuming. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Variables } from '../engine/engine';
import { UserError } from '../errors/userError';
import type { Model } from '../models/model';
import { checkResolvedExperiment, type Experiment } from '../protocol/experiment';
import type { RunRecord, RunSummary } from '../protocol/run';
import { runFiles } from '../protocol/runFiles';
import { findModel, readPointer, type CheckpointChoice, type FoundModel } from './checkpoint';
import { listCheckpoints } from './listCheckpoints';
import { modelOf } from './modelOf';
import { isRunLocked } from './runLock';
import { readRunRecord } from './runStore';
import { readSafetensors, type NamedTensor } from './safetensors';
import { loadTokenizers, type Tokenizers } from './tokenizers';

export interface OpenedRun {
  readonly folder: string;
  readonly record: RunRecord;
  readonly experiment: Experiment;
  readonly tokenizers: Tokenizers;
  readonly model: Model;
}

/** Reads all of a run but its weights. @throws UserError where something is missing or damaged */
export async function openRun(folder: string): Promise<OpenedRun> {
  const record = await readRunRecord(folder);
  const experiment = experimentOf(record, folder);
  const tokenizers = await loadRunTokenizers(folder, experiment);
  return { folder, record, experiment, tokenizers, model: modelOf(experiment, tokenizers) };
}

/** The resolved experiment that `run.json` holds. @throws UserError */
export const experimentOf = (record: RunRecord, folder: string): Experiment => checkResolvedExperiment(record.experiment, join(folder, runFiles.record));

export const loadRunTokenizers = (folder: string, { task, tokenizer }: Experiment): Promise<Tokenizers> =>
  loadTokenizers(folder, { translates: task === 'translation', shared: tokenizer.shared });

/**
 * Fills the variables with the weights of a checkpoint. May be called again later, with the same variables: a training that runs puts better ones
 * there, and a reader may go back and forth in training time.
 * @param choice default `best`: the best checkpoint, or the last one where none was validated yet
 * @returns the checkpoint taken @throws UserError where there is none such or it is damaged
 */
export async function loadWeights({ folder, model }: Pick<OpenedRun, 'folder' | 'model'>, variables: Variables, choice: CheckpointChoice = 'best'): Promise<FoundModel> {
  for (let attempt = 1; ; attempt++) {
    const found = await findModel(folder, choice);
    if (!found) throw await missingCheckpoint(folder, choice);
    try {
      const { tensors } = await readSafetensors(found.path);
      setWeights(model, tensors, variables, found.path);
      return found;
    } catch (error) {
      // A running training may have replaced the checkpoint between the two reads.
      if (attempt === 3 || (await findModel(folder, choice))?.path === found.path) throw error;
    }
  }
}

async function missingCheckpoint(folder: string, choice: CheckpointChoice): Promise<UserError> {
  // The mean of the last weights has a name, and the step of the last of them.
  const steps = [...new Set((await listCheckpoints(folder)).map(({ step }) => step))];
  if (steps.length === 0) return new UserError('the run has no checkpoint yet', folder, 'let it train for an epoch first');
  const what = typeof choice === 'number' ? `the run has no checkpoint of step ${choice}` : `the run has no ${choice} checkpoint`;
  return new UserError(what, folder, `choose best, last or one of the steps ${steps.join(', ')}`, 'option');
}

/** @throws UserError where a tensor is missing or of another shape */
export function setWeights(model: Pick<Model, 'parameters'>, tensors: ReadonlyMap<string, NamedTensor>, variables: Variables, path: string): void {
  for (const { name, shape } of model.parameters) {
    const tensor = tensors.get(name);
    if (tensor?.shape.join() !== shape.join()) {
      const found = tensor ? `of shape [${tensor.shape.join(', ')}]` : 'missing';
      throw new UserError(`the weights do not fit the model: ${name} [${shape.join(', ')}] is ${found}`, path, 'use a checkpoint of this run, or train it again');
    }
  }
  for (const { name, shape } of model.parameters) variables.set(name, shape, tensors.get(name)!.data);
}

/** The runs in a folder of runs, newest first. Folders that hold no readable run are passed over. */
export async function listRuns(runsFolder: string): Promise<RunSummary[]> {
  const names = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  const summaries = await Promise.all(names.filter((entry) => entry.isDirectory()).map((entry) => summarizeRun(join(runsFolder, entry.name)).catch(() => null)));
  return summaries.filter((summary) => summary !== null).sort((a, b) => b.updated.localeCompare(a.updated) || b.id.localeCompare(a.id));
}

/** @throws UserError where the folder holds no readable run */
export async function summarizeRun(folder: string): Promise<RunSummary> {
  const record = await readRunRecord(folder);
  const { task } = experimentOf(record, folder);
  const best = await readPointer(folder, 'best');
  const hasCheckpoint = best !== null || await readPointer(folder, 'last') !== null;
  return {
    folder, id: record.id, name: record.name, task, status: await liveStatus(record, folder), updated: record.updated,
    bestValidationLoss: best?.validationLoss ?? null, hasCheckpoint,
  };
}

/** A run that says it is running, while no living process holds its folder, was interrupted. */
export async function liveStatus({ status }: RunRecord, folder: string): Promise<RunRecord['status']> {
  const claims = status === 'running' || status === 'starting';
  return claims && !(await isRunLocked(folder)) ? 'interrupted' : status;
}
