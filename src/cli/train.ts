/** `seqlab train`: trains an experiment, or goes on with a run that was stopped. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { EngineChoice } from '../engine/choose';
import { UserError } from '../errors/userError';
import { checkExperiment, readExperimentJson } from '../protocol/experiment';
import type { Report, ValidationReport } from '../protocol/run';
import { createRunId, nameOfExperiment } from '../protocol/runIds';
import { runFiles } from '../protocol/runFiles';
import { readRunRecord } from '../training/runStore';
import { openTraining, type TrainingRequest } from '../training/train';
import { trainWithCompanions } from '../worker/companions';
import { createSampler } from '../worker/sampler';
import { findRun, runsFolderOf } from './findRun';
import { readSetting, withSetting } from './options';
import { findRunToResume } from './resume';
import { printJson, printLine, type Terminal } from './terminal';
import { TrainView } from './trainView';

export interface TrainOptions {
  readonly run?: string;
  readonly from?: string;
  readonly set: readonly string[];
  readonly threads?: number;
  readonly engine: EngineChoice['engine'];
  readonly provider?: EngineChoice['provider'];
  readonly resume: boolean;
  readonly json: boolean;
}

/** Of a program that was interrupted, as shells have it. */
const INTERRUPTED = 130;

/** @returns the exit code */
export async function trainCommand(terminal: Terminal, file: string | undefined, options: TrainOptions): Promise<number> {
  const request = options.resume ? await resumeRequest(terminal, file, options) : await newRequest(terminal, file, options);
  const view = new TrainView(terminal, options.json);
  let best: ValidationReport | null = null;
  let last: Report | null = null;
  const training = await openTraining(request, {
    sampler: createSampler, onLog: (text) => view.log(text),
    onReport(report) {
      view.report(report);
      if (report.kind === 'validation' && report.best) best = report;
      if (report.kind !== 'sample') last = report;
    },
  });
  let interrupted = false;
  const release = terminal.onInterrupt(() => {
    if (interrupted) process.exit(INTERRUPTED);
    interrupted = true;
    view.log('stopping after this step; press Ctrl-C again to end at once');
    training.stop().catch(() => { /* `run` tells it */ });
  });
  try {
    const { runFolder, engine } = request;
    const { status, reason } = await trainWithCompanions(training, { runFolder, engine, say: (text) => view.log(text) });
    view.end();
    if (options.json) await printJson(terminal, { runFolder: request.runFolder, status, reason, step: last === null ? 0 : stepOf(last), parameters: training.record.parameters, engine: training.record.engine, best });
    else await printLine(terminal, request.runFolder);
    if (status === 'stopped') terminal.stderr.write(`seqlab: stopped; go on with: seqlab train --resume --run ${quoted(request.runFolder)}\n`);
    return status === 'stopped' ? INTERRUPTED : 0;
  } finally {
    view.end();
    release();
  }
}

const stepOf = ({ step }: Report): number => step;
const quoted = (path: string): string => (/^[\w./:\\-]+$/.test(path) ? path : `'${path.replaceAll('\'', String.raw`'\''`)}'`);

async function newRequest({ cwd }: Terminal, file: string | undefined, { run, from: wanted, set, threads, engine, provider }: TrainOptions): Promise<TrainingRequest> {
  const from = wanted === undefined ? undefined : await findRun(wanted, cwd);
  const { name, baseFolder, where, json } = await readExperiment(cwd, file, from);
  const experiment = checkExperiment(withSettings(json, set, threads), where);
  const runs = runsFolderOf(cwd);
  const runFolder = run === undefined ? join(runs, createRunId(name, new Date(), (id) => existsSync(join(runs, id)))) : resolve(cwd, run);
  return { experiment, name, baseFolder, runFolder, resume: false, from, engine, provider };
}

interface ExperimentText { readonly name: string; readonly baseFolder: string; /** For messages. */ readonly where: string; readonly json: unknown }

/** The experiment of the file; without a file, that of the run which is gone on from. */
async function readExperiment(cwd: string, file: string | undefined, from: string | undefined): Promise<ExperimentText> {
  if (file !== undefined) {
    const path = resolve(cwd, file);
    return { name: nameOfExperiment(path), baseFolder: dirname(path), where: basename(path), json: await readExperimentFile(path) };
  }
  if (from === undefined) throw new UserError('no experiment is named', 'seqlab train', 'give an experiment file, NAME.seqlab.json, or --resume, or --from RUN', 'option');
  const record = await readRunRecord(from);
  return { name: record.name, baseFolder: record.baseFolder, where: join(from, runFiles.record), json: record.experiment };
}

/** With what `--set` and `--threads` change. */
function withSettings(json: unknown, set: readonly string[], threads: number | undefined): unknown {
  let experiment = json;
  for (const { path: keys, value } of set.map(readSetting)) experiment = withSetting(experiment, keys, value);
  return threads === undefined ? experiment : withSetting(experiment, ['training', 'threads'], threads);
}

async function readExperimentFile(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const what = error.code === 'ENOENT' ? 'there is no such file' : error.code === 'EISDIR' ? 'this is a folder' : `the file cannot be read: ${error.message}`;
    throw new UserError(what, path, 'give an experiment file, NAME.seqlab.json');
  });
  return readExperimentJson(text, basename(path));
}

/** A run goes on as it began: what would change it is refused. */
async function resumeRequest({ cwd }: Terminal, file: string | undefined, { run, from, set, threads, engine, provider }: TrainOptions): Promise<TrainingRequest> {
  if (from !== undefined) throw new UserError('a run that is resumed has its weights', '--from', 'leave it out, or train a new run without --resume', 'option');
  if (set.length > 0) throw new UserError('a run goes on with the settings it began with', '--set', 'leave it out, or train a new run', 'option');
  if (threads !== undefined) throw new UserError('the thread count belongs to the run', '--threads', 'leave it out, or train a new run', 'option');
  const runFolder = run !== undefined ? await findRun(run, cwd) : await findRunToResume(cwd, file);
  if (run !== undefined && file !== undefined) throw new UserError('both a run and an experiment are named', 'seqlab train --resume', 'give one of them: the run has its experiment with it', 'option');
  return { experiment: null, name: basename(runFolder), baseFolder: cwd, runFolder, resume: true, engine, provider };
}
