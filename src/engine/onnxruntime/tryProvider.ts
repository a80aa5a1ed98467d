/**
 * Tries an execution provider before a training is trusted to it. onnxruntime drops a provider that it does not know, and hands single nodes
 * back to the processor, with no more than a warning; so a small training step is run, its numbers are held against the double-precision
 * reference, and its profile is asked where each node ran.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as Ort from 'onnxruntime-node';
import { UserError } from '../../errors/userError';
import type { Program, Variables } from '../engine';
import { createReferenceEngine } from '../reference/referenceEngine';
import { ortEngine } from './ortProgram';
import { describePlacement, ranThere, readPlacement, type Placement } from './placement';
import { PROVIDER_FACTS, type CardProvider } from './providers';
import { outputsThere, type InferenceSession } from './runtime';
import { TRIAL_PARAMETERS, trialFeeds, trialStep, trialVariables } from './trialStep';

export type OrtModule = Pick<typeof Ort, 'InferenceSession' | 'Tensor' | 'listSupportedBackends'>;

/** Cards may multiply with ten bits of mantissa (TF32); what is wrong is wrong by far more. */
const TOLERANCE = 5e-3;
const WHERE = 'provider';

/**
 * @param options of the sessions that will train
 * @returns where it ran, in words
 * @throws UserError `unavailable` where this build has no such provider, it does not start, its numbers are wrong or the products ran elsewhere
 */
export async function tryProvider(ort: OrtModule, provider: CardProvider, options: InferenceSession.SessionOptions): Promise<string> {
  const { option, profiled, needs } = PROVIDER_FACTS[provider];
  const backends = ort.listSupportedBackends().map(({ name }) => name);
  if (!backends.includes(option)) {
    throw new UserError(`onnxruntime has no ${provider} on ${process.platform} ${process.arch}, it has ${backends.join(', ')}`, WHERE, `${needs}; choose another, or "cpu"`, 'unavailable');
  }
  const { placement, variables } = await runTrial(ort, provider, profiled, options);
  await refuseWrong(provider, variables);
  if (!ranThere(placement)) {
    throw new UserError(`${provider} was asked for and does not compute the matrix products: ${describePlacement(placement)}`, WHERE, `${needs}; choose "cpu", which then is faster`, 'unavailable');
  }
  return describePlacement(placement);
}

interface Trial { readonly placement: Placement; readonly variables: Variables }

async function runTrial(ort: OrtModule, provider: CardProvider, profiled: string, options: InferenceSession.SessionOptions): Promise<Trial> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sequence-lab-trial-'));
  try {
    const variables = await runStep(ort, provider, options, folder);
    const profiles = await Promise.all((await readdir(folder)).map((file) => readFile(path.join(folder, file), 'utf8')));
    return { placement: readPlacement(profiles, profiled), variables };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param folder where each session writes its profile @returns the parameters after the step */
async function runStep(ort: OrtModule, provider: CardProvider, options: InferenceSession.SessionOptions, folder: string): Promise<Variables> {
  let count = 0;
  const createSession = async (model: Uint8Array, there?: readonly string[]): Promise<InferenceSession> => {
    const session = await ort.InferenceSession.create(model, { ...options, ...outputsThere(there), enableProfiling: true, profileFilePrefix: path.join(folder, `profile${count++}`) });
    const release = session.release.bind(session);
    return Object.assign(session, { release: () => { session.endProfiling(); return release(); } }); // the end writes the profile
  };
  const engine = ortEngine({
    info: { name: 'onnxruntime', version: '', provider, threads: 1, why: 'a trial' }, writesIntoGivenBuffers: true, runsTasks: false, predictsByItself: false, multipliesWholeNumbersFaster: false, isCardWithoutLoops: PROVIDER_FACTS[provider].withoutLoops,
    Tensor: ort.Tensor, createSession: (model, _memory, there) => createSession(model, there),
  });
  const variables = trialVariables();
  let program: Program | undefined;
  try {
    program = await engine.load(trialStep(), variables);
    await program.run(trialFeeds());
    await variables.settle();
  } catch (error) {
    throw new UserError(`${provider} does not start: ${reasonOf(error)}`, WHERE, `${PROVIDER_FACTS[provider].needs}; or choose "cpu"`, 'unavailable');
  } finally {
    await program?.dispose();
  }
  return variables;
}

/** The runtime's own words without the place in its sources where they were said. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const message = (cause instanceof Error ? cause.message : String(cause)).trim();
  return message.replace(/^.*? was false\. /s, '').replace(/^\S+\.(?:cc|h):\d+ .*?\) /, '').split('\n')[0].trim();
}

async function refuseWrong(provider: CardProvider, got: Variables): Promise<void> {
  const wanted = trialVariables();
  await (await createReferenceEngine().load(trialStep(), wanted)).run(trialFeeds());
  for (const name of Object.keys(TRIAL_PARAMETERS)) {
    const [numbers, right] = [got.get(name).data, wanted.get(name).data];
    const worst = right.reduce((most, value, index) => Math.max(most, Number.isNaN(numbers[index]) ? Infinity : Math.abs(numbers[index] - value)), 0);
    if (worst > TOLERANCE) {
      throw new UserError(`${provider} computes wrongly: in a trial step a weight is off by ${worst.toPrecision(2)}`, WHERE, 'bring the driver of the card up to date, or choose "cpu"', 'unavailable');
    }
  }
}
