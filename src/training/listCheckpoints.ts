/** What a run has to offer over training time: the steps whose weights can be loaded. */
import { readPointer, type CheckpointPointer } from './checkpoint';
import { readKept } from './keptCheckpoints';

/** `averaged`: the mean of the last weights; it has the step of the last of them, and is loaded by its name, not by that number. */
export type CheckpointKind = 'best' | 'last' | 'kept' | 'averaged';

export interface CheckpointInfo {
  readonly step: number;
  /** Finished epochs. */
  readonly epoch: number;
  /** Mean nats a token on the held-out part; null where it was not measured. */
  readonly validationLoss: number | null;
  /** Why it is there: one or more. */
  readonly kinds: readonly CheckpointKind[];
}

/** The checkpoints of a run in the order of training time; none where it has no checkpoint yet. @throws UserError where a list is damaged */
export async function listCheckpoints(runFolder: string): Promise<CheckpointInfo[]> {
  const kept = await readKept(runFolder);
  const [best, last, averaged] = await Promise.all((['best', 'last', 'averaged'] as const).map((name) => readPointer(runFolder, name)));
  const found = new Map<string, CheckpointInfo>(kept.map((one) => [String(one.step), { ...one, kinds: ['kept'] }]));
  const mark = (pointer: CheckpointPointer | null, kind: CheckpointKind): void => {
    if (!pointer) return;
    const { step, epoch, folder = String(step) } = pointer;
    const known = found.get(folder) ?? { step, epoch, validationLoss: null, kinds: [] };
    found.set(folder, { ...known, validationLoss: known.validationLoss ?? pointer.validationLoss, kinds: [...known.kinds, kind] });
  };
  mark(best, 'best');
  mark(last, 'last');
  mark(averaged, 'averaged');
  return [...found.values()].sort((a, b) => a.step - b.step);
}
