/** What a run has to offer over training time: the steps whose weights can be loaded. */
import { readPointer, type CheckpointPointer } from './checkpoint';
import { readKept } from './keptCheckpoints';

export type CheckpointKind = 'best' | 'last' | 'kept';

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
  const [kept, best, last] = await Promise.all([readKept(runFolder), readPointer(runFolder, 'best'), readPointer(runFolder, 'last')]);
  const found = new Map<number, CheckpointInfo>(kept.map((one) => [one.step, { ...one, kinds: ['kept'] }]));
  const mark = (pointer: CheckpointPointer | null, kind: CheckpointKind): void => {
    if (!pointer) return;
    const { step, epoch } = pointer;
    const known = found.get(step) ?? { step, epoch, validationLoss: null, kinds: [] };
    found.set(step, { ...known, validationLoss: known.validationLoss ?? pointer.validationLoss, kinds: [...known.kinds, kind] });
  };
  mark(best, 'best');
  mark(last, 'last');
  return [...found.values()].sort((a, b) => a.step - b.step);
}
