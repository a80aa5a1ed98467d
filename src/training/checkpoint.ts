/**
 * Everything that training needs to go on, on disk: `checkpoints/<step>/` with `model.safetensors` (the weights), `optimizer.safetensors`
 * (its moments and the carried states, named `carried.<state>`) and `state.json` (where the run stands). All random numbers are functions of
 * seed and position, so the position is all there is to keep of them. `checkpoints/last` and `checkpoints/best` are small JSON files that
 * name a step.
 *
 * A checkpoint is written beside its place and renamed into it whole, before anything points to it.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors/userError';
import { runFiles } from '../protocol/runFiles';
import { renameOver, syncFolder, writeFileAtomic } from './atomicFiles';
import { readSafetensors, writeSafetensors, type NamedTensor } from './safetensors';

export const checkpointFiles = { model: 'model.safetensors', optimizer: 'optimizer.safetensors', state: 'state.json' } as const;
export type CheckpointName = 'best' | 'last';

const stateSchema = z.object({
  version: z.literal(1),
  /** Updates made. */
  step: z.number().int().min(0),
  /** Finished epochs, and batches done of the one that runs. */
  epoch: z.number().int().min(0),
  batch: z.number().int().min(0),
  /** The step at which the model was last validated; null before the first time. */
  validatedStep: z.number().int().nullable(),
  /** The validation loss after each finished epoch: what schedules and early stopping go by. */
  validationLosses: z.array(z.number()),
  best: z.object({ step: z.number().int(), loss: z.number() }).nullable(),
  /** Inputs that the user asked to see in every sample. */
  watched: z.array(z.string()),
  elapsedSeconds: z.number(),
  /** Bytes of metrics.jsonl and samples.jsonl: what was reported later is cut on resuming. */
  reports: z.object({ metrics: z.number().int(), samples: z.number().int() }),
});
export type TrainingState = z.infer<typeof stateSchema>;

/** `validationLoss` is that of the best checkpoint; null in `last`. */
const pointerSchema = z.object({ step: z.number().int().min(0), validationLoss: z.number().nullable() });
export type CheckpointPointer = z.infer<typeof pointerSchema>;

export interface Checkpoint {
  readonly state: TrainingState;
  readonly model: readonly NamedTensor[];
  readonly optimizer: readonly NamedTensor[];
}

/** Writes a checkpoint, points `last` (and `best`, where the state says that this is it) to it, and removes those that nothing points to any more. */
export async function saveCheckpoint(runFolder: string, { state, model, optimizer }: Checkpoint): Promise<void> {
  const root = join(runFolder, runFiles.checkpoints);
  const place = join(root, String(state.step));
  await mkdir(root, { recursive: true });
  const stateText = `${JSON.stringify(state, null, 2)}\n`;
  if (await isComplete(place)) {
    // The same step has the same weights, to the bit; only what is known about them may have grown (a validation, say).
    await writeFileAtomic(join(place, checkpointFiles.state), stateText);
  } else {
    const draft = `${place}.tmp`;
    await rm(draft, { recursive: true, force: true });
    await rm(place, { recursive: true, force: true });
    await mkdir(draft);
    const metadata = { format: 'sequence-lab', step: String(state.step) };
    await writeSafetensors(join(draft, checkpointFiles.model), model, metadata);
    await writeSafetensors(join(draft, checkpointFiles.optimizer), optimizer, metadata);
    await writeFileAtomic(join(draft, checkpointFiles.state), stateText);
    await renameOver(draft, place);
    await syncFolder(root);
  }
  await point(root, 'last', { step: state.step, validationLoss: null });
  await settleBest(runFolder, state);
  await prune(runFolder);
}

/** Points `best` to the step of this state where the state says so: also the repair after a death between the two pointers. */
export async function settleBest(runFolder: string, { step, best }: TrainingState): Promise<void> {
  if (best?.step === step) await point(join(runFolder, runFiles.checkpoints), 'best', { step, validationLoss: best.loss });
}

/** Where `best` or `last` points; null where there is no such checkpoint. */
export async function readPointer(runFolder: string, name: CheckpointName): Promise<CheckpointPointer | null> {
  const text = await readFile(join(runFolder, runFiles.checkpoints, name), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return pointerSchema.parse(JSON.parse(text));
  } catch {
    throw new UserError(`the pointer to the ${name} checkpoint is damaged`, join(runFolder, runFiles.checkpoints, name), 'write {"step": N, "validationLoss": null} into it, N one of the numbered folders beside it');
  }
}

/**
 * The checkpoint to predict with: the best one, or the last where none was validated yet.
 * @returns its step and its weights' file; null where the run has no checkpoint
 */
export async function findModel(runFolder: string): Promise<{ step: number; path: string } | null> {
  const pointer = await readPointer(runFolder, 'best') ?? await readPointer(runFolder, 'last');
  return pointer && { step: pointer.step, path: join(runFolder, runFiles.checkpoints, String(pointer.step), checkpointFiles.model) };
}

/** The last checkpoint with all that it takes to go on; null where the run has none. @throws UserError where it is damaged */
export async function loadLastCheckpoint(runFolder: string): Promise<Checkpoint | null> {
  const pointer = await readPointer(runFolder, 'last');
  if (!pointer) return null;
  const place = join(runFolder, runFiles.checkpoints, String(pointer.step));
  const model = await readSafetensors(join(place, checkpointFiles.model));
  const optimizer = await readSafetensors(join(place, checkpointFiles.optimizer));
  return { state: await readState(join(place, checkpointFiles.state)), model: [...model.tensors.values()], optimizer: [...optimizer.tensors.values()] };
}

async function readState(path: string): Promise<TrainingState> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    throw new UserError('the state of the checkpoint is missing or damaged', path, 'restore the file, or train again');
  }
}

async function isComplete(place: string): Promise<boolean> {
  const names = await readdir(place).catch((): string[] => []);
  return Object.values(checkpointFiles).every((file) => names.includes(file));
}

const point = (root: string, name: CheckpointName, pointer: CheckpointPointer): Promise<void> =>
  writeFileAtomic(join(root, name), `${JSON.stringify(pointer)}\n`);

/** Removes checkpoints that neither pointer names, and what a killed process left half written. */
export async function prune(runFolder: string): Promise<void> {
  const root = join(runFolder, runFiles.checkpoints);
  const kept = new Set<string>(['best', 'last']);
  for (const name of ['best', 'last'] as const) {
    const pointer = await readPointer(runFolder, name);
    if (pointer) kept.add(String(pointer.step));
  }
  for (const name of await readdir(root).catch((): string[] => [])) {
    // On Windows a file that someone reads cannot be removed: the next checkpoint tries again.
    if (!kept.has(name)) await rm(join(root, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
