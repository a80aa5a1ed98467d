/** A training that is stopped again and again, and resumed. */
import { expect } from 'vitest';
import { openTraining, type TrainingListeners, type TrainingRequest } from '../train';
import { fingerprint, validationsOf } from './tinyRuns';
import type { Report } from '../../protocol/run';

export interface Pieces {
  /** Whether this report stops the training. Default: every report of progress, so after each step. */
  readonly stopsAt?: (report: Report) => boolean;
  readonly sampler?: TrainingListeners['sampler'];
}

/** Far more than any of the tests' trainings has steps: one that never ends must fail, not hang. */
const MOST_SESSIONS = 1000;

/** Trains to the end in sessions of their own. @returns how many there were */
export async function trainInPieces(request: TrainingRequest, { stopsAt = ({ kind }) => kind === 'progress', sampler }: Pieces = {}): Promise<number> {
  for (let session = 0; session < MOST_SESSIONS; session++) {
    const training = await openTraining({ ...request, resume: session > 0 }, { sampler, onReport: (report) => { if (stopsAt(report)) void training.stop(); } });
    if ((await training.run()).status === 'finished') return session + 1;
  }
  throw new Error(`not finished after ${MOST_SESSIONS} sessions`);
}

/** A training that is stopped after every update ends with the bits of one that never was. @param request of a run by its name */
export async function expectTheSameInPieces(request: (run: string) => TrainingRequest): Promise<void> {
  const [whole, pieces] = [request('whole'), request('pieces')];
  await (await openTraining(whole)).run();
  await trainInPieces(pieces);
  expect(await fingerprint(pieces.runFolder)).toBe(await fingerprint(whole.runFolder));
  expect(validationsOf(pieces.runFolder)).toEqual(validationsOf(whole.runFolder));
}
