/**
 * Everything that training needs to go on, on disk: `checkpoints/<step>/` with `model.safetensors` (the weights), `optimizer.safetensors`
 * (its moments and the carried states, named `carried.<state>`) and `state.json` (where the run stands). All random numbers are functions of
 * seed and position, so the position is all there is to keep of them. `checkpoints/last` and `checkpoints/best` are small JSON files that
 * name a step; `checkpoints/averaged`, where there is one, names the folder with the mean of the last weights; `checkpoints/kept` (`keptCheckpoints.ts`) names the steps whose weights alone stay.
 *
 * A checkpoint is written beside its place and renamed into it whole, before anything points to it.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors/userError';
import { runFiles } from '../protocol/runFiles';
import { renameOver, syncFolder, writeFileAtomic } from './atomicFiles';
import { KEPT_FILE, keptListSchema, writeKept } from './keptCheckpoints';
import { readSafetensors, writeSafetensors, type NamedTensor } from './safetensors';

export const checkpointFiles = { model: 'model.safetensors', optimizer: 'optimizer.safetensors', state: 'state.json' } as const;
/** `averaged`: the mean of the last ones (`averageWeights.ts`). */
export type CheckpointName = 'best' | 'last' | 'averaged';
const names: readonly CheckpointName[] = ['best', 'last', 'averaged'];

const stateFields = z.object({
  version: z.literal(1),
  /** Updates made. */
  step: z.number().int().min(0),
  /** Finished epochs, and batches done of the one that runs. */
  epoch: z.number().int().min(0),
  batch: z.number().int().min(0),
  /** The step at which the model was last validated; null before the first time. */
  validatedStep: z.number().int().nullable(),
  /** The cost after each finished epoch, the lower the better: what schedules and early stopping go by (`bestMetric.ts`). */
  costs: z.array(z.number()),
  best: z.object({ step: z.number().int(), cost: z.number(), /** The validation loss. */ loss: z.number(), /** It is the mean of the last weights then. */ averaged: z.literal(true).optional() }).nullable(),
  /** The mean of the last weights, once the run has ended and it was measured. */
  averaged: z.object({ step: z.number().int(), loss: z.number() }).nullable().default(null),
  /** Validated steps whose weights stay, oldest first. */
  kept: keptListSchema.default([]),
  /** Inputs that the user asked to see in every sample. */
  watched: z.array(z.string()),
  elapsedSeconds: z.number(),
  /** Bytes of metrics.jsonl and samples.jsonl: what was reported later is cut on resuming. */
  reports: z.object({ metrics: z.number().int(), samples: z.number().int() }),
});
/** Older versions knew one cost, the validation loss. */
const stateSchema = z.preprocess((value) => {
  const { validationLosses, best, ...rest } = value as { validationLosses?: unknown; best?: { loss?: unknown } | null };
  return { costs: validationLosses, ...rest, best: best && { cost: best.loss, ...best } };
}, stateFields);
export type TrainingState = z.infer<typeof stateFields>;

/** `validationLoss` is that of the best checkpoint; null in `last`. `epoch` counts finished epochs; 0 where an older version did not write it. */
const pointerSchema = z.object({ step: z.number().int().min(0), epoch: z.number().default(0), validationLoss: z.number().nullable(), /** Default: the step. */ folder: z.string().regex(/^\d+(-averaged)?$/).optional() });
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
  const stateText = `${JSON.stringify(state, null, 2)}\n`;
  if (await isComplete(place)) {
    // The same step has the same weights, to the bit; only what is known about them may have grown (a validation, say).
    await writeFileAtomic(join(place, checkpointFiles.state), stateText);
  } else {
    const metadata = metadataOf(state.step);
    await writeWhole(place, async (draft) => {
      await writeSafetensors(join(draft, checkpointFiles.model), model, metadata);
      await writeSafetensors(join(draft, checkpointFiles.optimizer), optimizer, metadata);
      await writeFileAtomic(join(draft, checkpointFiles.state), stateText);
    });
  }
  await point(root, 'last', { step: state.step, epoch: state.epoch, validationLoss: null });
  await settleBest(runFolder, state);
  await settleKept(runFolder, state);
}

/** Puts weights alone on disk, where the state keeps this step: those that training began with. `last` is not moved: there is nothing to resume from yet. */
export async function saveKeptWeights(runFolder: string, state: TrainingState, model: readonly NamedTensor[]): Promise<void> {
  if (!state.kept.some(({ step }) => step === state.step)) return;
  const place = join(runFolder, runFiles.checkpoints, String(state.step));
  await writeWhole(place, (draft) => writeSafetensors(join(draft, checkpointFiles.model), model, metadataOf(state.step)));
  await writeKept(runFolder, state.kept);
}

const metadataOf = (step: number): Record<string, string> => ({ format: 'sequence-lab', step: String(step) });

/** Writes a folder beside its place and renames it into it. */
async function writeWhole(place: string, write: (draft: string) => Promise<void>): Promise<void> {
  const root = dirname(place);
  const draft = `${place}.tmp`;
  await mkdir(root, { recursive: true });
  await rm(draft, { recursive: true, force: true });
  await rm(place, { recursive: true, force: true });
  await mkdir(draft);
  await write(draft);
  await renameOver(draft, place);
  await syncFolder(root);
}

/** Lists the kept checkpoints as the state has them, and removes what neither it nor a pointer names: also the repair after a death. */
export async function settleKept(runFolder: string, { kept }: Pick<TrainingState, 'kept'>): Promise<void> {
  if (existsSync(join(runFolder, runFiles.checkpoints))) await writeKept(runFolder, kept);
  await prune(runFolder, kept.map(({ step }) => step));
}

/** Points `best` to the step of this state where the state says so: also the repair after a death between the two pointers. */
export async function settleBest(runFolder: string, { step, epoch, best }: TrainingState): Promise<void> {
  if (best?.step === step) await point(join(runFolder, runFiles.checkpoints), 'best', { step, epoch, validationLoss: best.loss, ...(best.averaged ? { folder: averagedFolder(step) } : {}) });
}

const averagedFolder = (step: number): string => `${step}-averaged`;

/** Puts the mean of the last weights on disk, as the state has it. `best` is settled by the checkpoint that follows. */
export async function saveAveraged(runFolder: string, { averaged, epoch }: TrainingState, model: readonly NamedTensor[]): Promise<void> {
  if (!averaged) throw new Error('internal: there is no average to save');
  const root = join(runFolder, runFiles.checkpoints);
  const folder = averagedFolder(averaged.step);
  await writeWhole(join(root, folder), (draft) => writeSafetensors(join(draft, checkpointFiles.model), model, metadataOf(averaged.step)));
  await point(root, 'averaged', { step: averaged.step, epoch, validationLoss: averaged.loss, folder });
}

/** Where `best`, `last` or `averaged` points; null where there is no such checkpoint. */
export async function readPointer(runFolder: string, name: CheckpointName): Promise<CheckpointPointer | null> {
  const text = await readFile(join(runFolder, runFiles.checkpoints, name), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return pointerSchema.parse(JSON.parse(text));
  } catch {
    const remedy = name === 'averaged' ? 'remove the file: the other checkpoints do not need it' : 'write {"step": N, "validationLoss": null} into it, N one of the numbered folders beside it';
    throw new UserError(`the pointer to the ${name} checkpoint is damaged`, join(runFolder, runFiles.checkpoints, name), remedy);
  }
}

/** `best` stands for the last one where none was found to be best yet; a number is a step that `listCheckpoints` names. */
export type CheckpointChoice = CheckpointName | number;
export interface FoundModel { readonly step: number; readonly path: string; /** The mean of the last weights up to that step. */ readonly averaged?: true }

/**
 * A checkpoint to predict with.
 * @returns its step and its weights' file; null where the run has no such checkpoint
 */
export async function findModel(runFolder: string, choice: CheckpointChoice = 'best'): Promise<FoundModel | null> {
  const modelIn = (step: number, folder = String(step)): FoundModel => ({ step, path: join(runFolder, runFiles.checkpoints, folder, checkpointFiles.model), ...(folder === averagedFolder(step) ? { averaged: true as const } : {}) });
  if (typeof choice === 'number') return existsSync(modelIn(choice).path) ? modelIn(choice) : null;
  const pointer = await readPointer(runFolder, choice) ?? (choice === 'best' ? await readPointer(runFolder, 'last') : null);
  return pointer && modelIn(pointer.step, pointer.folder);
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

/**
 * Removes checkpoints that neither pointer names, and what a killed process left half written. Only the last one keeps what it takes to go on.
 * @param kept steps of which the weights stay
 */
export async function prune(runFolder: string, kept: readonly number[] = []): Promise<void> {
  const root = join(runFolder, runFiles.checkpoints);
  const last = await readPointer(runFolder, 'last');
  const others = await Promise.all((['best', 'averaged'] as const).map((name) => readPointer(runFolder, name)));
  const untouched = new Set<string>([...names, KEPT_FILE, String(last?.step)]);
  const weights = new Set([...kept.map(String), ...others.flatMap((pointer) => (pointer ? [pointer.folder ?? String(pointer.step)] : []))]);
  for (const name of await readdir(root).catch((): string[] => [])) {
    if (untouched.has(name)) continue;
    const unneeded = weights.has(name) ? [checkpointFiles.optimizer, checkpointFiles.state].map((file) => join(root, name, file)) : [join(root, name)];
    // On Windows a file that someone reads cannot be removed: the next checkpoint tries again.
    for (const path of unneeded) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
