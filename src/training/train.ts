/**
 * A training from its experiment to its folder: lock, data, vocabularies, model, engine, record, and the loop over them. It knows nothing of
 * processes, channels or decoding: whoever calls brings the listeners and the sampler.
 */
import { mkdir, rmdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { version } from '../../package.json';
import { createEngine, type EngineChoice } from '../engine/choose';
import { Variables, type Engine } from '../engine/engine';
import { UserError } from '../errors/userError';
import type { Model } from '../models/model';
import type { Experiment } from '../protocol/experiment';
import type { Report, RunRecord, SampleReport } from '../protocol/run';
import { averageWeights, withWeights } from './averageWeights';
import { refuseUnmeasurable } from './bestMetric';
import { loadLastCheckpoint, saveAveraged, saveCheckpoint, saveKeptWeights, settleBest, settleKept, type Checkpoint, type TrainingState } from './checkpoint';
import { fewLengths } from './data/fewLengths';
import { loadTrainingData, refuseChangedData } from './data/loadData';
import type { TrainingData } from './data/trainingData';
import { Evaluator } from './evaluate';
import { keptLimit } from './keptCheckpoints';
import { countParameters, modelOf } from './modelOf';
import { experimentOf, loadRunTokenizers, setWeights } from './openRun';
import { loadPretrained, pretrainedElsewhere, type PretrainedReport } from './pretrained';
import { chooseEngine } from './resumeEngine';
import { adviseOnMemory } from './memoryAdvice';
import { lockRun, type RunLock } from './runLock';
import { readRunRecord, refuseExistingRun, RunStore } from './runStore';
import type { NamedTensor } from './safetensors';
import type { Sampler, SamplerFactory } from './sampling';
import { readStartingPoint, type StartedFrom } from './startFrom';
import { saveTokenizers, type Tokenizers } from './tokenizers';
import { samplesItself } from './teacherForcing';
import { initialState, Trainer, type TrainerOutcome } from './trainer';
import { TrainStep } from './trainStep';

export interface TrainingRequest {
  /** What to train. Ignored when resuming: the run's own experiment goes on. */
  readonly experiment: Experiment | null;
  /** The name that lists show. */
  readonly name: string;
  /** Where the experiment's paths begin. Ignored when resuming. */
  readonly baseFolder: string;
  /** Made where it does not exist. */
  readonly runFolder: string;
  readonly resume: boolean;
  /** Folder of a run with whose best weights and vocabularies this one begins (`startFrom.ts`). Ignored when resuming. Default: fresh weights. */
  readonly from?: string;
  readonly engine: EngineChoice['engine'];
  /** Default `cpu`; a resumed run, with the engine `auto`, then keeps its own. */
  readonly provider?: EngineChoice['provider'];
}

export interface TrainingListeners {
  readonly sampler?: SamplerFactory;
  readonly onReport?: (report: Report) => void;
  readonly onLog?: (text: string) => void;
}

/** What a training works with, put together before anything is written. */
interface Parts {
  readonly experiment: Experiment;
  readonly baseFolder: string;
  readonly data: TrainingData;
  readonly model: Model;
  readonly engine: Engine;
  readonly variables: Variables;
  readonly checkpoint: Checkpoint | null;
  readonly from: StartedFrom | undefined;
  readonly warnings: readonly string[];
  /** For the log alone. */
  readonly notes: readonly string[];
}

/**
 * Reads and checks everything, and stands ready to run. Where it fails, nothing of a new run is left behind.
 * @throws UserError for a bad experiment, bad data, a folder in use, an engine that does not load
 */
export async function openTraining(request: TrainingRequest, listeners: TrainingListeners = {}): Promise<Training> {
  const { runFolder } = request;
  if (request.resume) await readRunRecord(runFolder);
  else await refuseExistingRun(runFolder);
  await mkdir(runFolder, { recursive: true });
  const lock = await lockRun(runFolder);
  let { experiment } = request;
  try {
    const parts = request.resume ? await resumedParts(request) : await newParts(request);
    ({ experiment } = parts);
    return await Training.open(request, parts, lock, listeners);
  } catch (error) {
    await lock.release();
    await rmdir(runFolder).catch(() => undefined); // only where it is empty
    throw adviseOnMemory(error, experiment);
  }
}

async function newParts({ experiment: given, baseFolder, from, engine, provider }: TrainingRequest): Promise<Parts> {
  if (!given) throw new Error('internal: a new training needs an experiment');
  const start = from === undefined ? null : await readStartingPoint(from, given);
  const data = loadTrainingData(start?.experiment ?? given, baseFolder, start?.tokenizers ?? null);
  const { experiment } = data;
  refuseUnmeasurable(experiment.training, data.notation);
  const model = modelOf(experiment, data.tokenizers);
  const variables = initialVariables(model, experiment.training.seed);
  if (start) setWeights(model, start.weights, variables, start.path);
  const pretrained = start ? pretrainedElsewhere(experiment) : loadPretrained(experiment, data.tokenizers, baseFolder, variables);
  return {
    experiment, baseFolder, data, model, checkpoint: null, from: start?.from, warnings: [...data.warnings, ...pretrained.warnings], notes: [...data.notes, ...pretrained.notes], variables,
    engine: await createEngine({ engine, threads: experiment.training.threads, provider, folder: baseFolder }),
  };
}

async function resumedParts({ runFolder, engine: wanted, provider }: TrainingRequest): Promise<Parts> {
  const record = await readRunRecord(runFolder);
  if (record.status === 'finished') throw new UserError('the run has finished: there is nothing to resume', runFolder, 'start a new training, with more epochs if it should learn on', 'option');
  const experiment = experimentOf(record, runFolder);
  const data = loadTrainingData(experiment, record.baseFolder, await loadRunTokenizers(runFolder, experiment));
  refuseChangedData(record.data, data.files);
  const model = modelOf(experiment, data.tokenizers);
  const checkpoint = await loadLastCheckpoint(runFolder);
  const variables = initialVariables(model, experiment.training.seed);
  let pretrained: PretrainedReport = { notes: [], warnings: [] };
  if (checkpoint) {
    setWeights(model, new Map(checkpoint.model.map((tensor) => [tensor.name, tensor])), variables, runFolder);
  } else if (record.from) {
    const start = await readStartingPoint(record.from.folder, experiment, record.from.averaged ? 'averaged' : record.from.step);
    setWeights(model, start.weights, variables, start.path);
  } else {
    pretrained = loadPretrained(experiment, data.tokenizers, record.baseFolder, variables);
  }
  const { engine, warnings } = await chooseEngine({ engine: wanted, provider, threads: experiment.training.threads, folder: record.baseFolder }, record.engine);
  return { experiment, baseFolder: record.baseFolder, data, model, checkpoint, from: record.from, warnings: [...data.warnings, ...pretrained.warnings, ...warnings], notes: pretrained.notes, variables, engine };
}

function initialVariables(model: Model, seed: number): Variables {
  const variables = new Variables();
  for (const parameter of model.parameters) variables.set(parameter.name, parameter.shape, parameter.initialize(seed));
  return variables;
}

export class Training {
  private outcome: Promise<TrainerOutcome> | null = null;

  private constructor(
    private readonly store: RunStore, private readonly trainer: Trainer, private readonly state: TrainingState,
    private readonly say: (text: string) => void, private readonly close: () => Promise<void>, private readonly experiment: Experiment,
  ) {}

  static async open(request: TrainingRequest, parts: Parts, lock: RunLock, { sampler: samplerOf, onReport, onLog }: TrainingListeners): Promise<Training> {
    const { experiment, model, engine, variables, checkpoint, warnings, notes } = parts;
    const data = engine.prefersFewLengths ? fewLengths(parts.data) : parts.data;
    const { training: settings } = experiment;
    const step = await TrainStep.load(model.train({ labelSmoothing: settings.labelSmoothing, coverageLoss: settings.coverageLoss, scheduledSampling: samplesItself(settings.teacherForcing) }), engine, variables, { ...settings, memory: model.kind === 'translation' ? 'pooled' : 'planned' });
    if (checkpoint) step.restore(checkpoint.optimizer);
    const evaluator = await Evaluator.load(model.evaluate(), engine, variables);
    const sampler: Sampler | null = samplerOf ? await samplerOf({ experiment, model, engine, variables, tokenizers: data.tokenizers, notation: data.notation }) : null;
    const state = checkpoint?.state ?? initialState();
    const store = await openStore(request, parts, state);
    const say = (text: string): void => {
      store.log(text);
      onLog?.(text);
    };
    for (const warning of warnings) say(`warning: ${warning}`);
    say(`${describe(model, data)}; ${engine.info.name} ${engine.info.version} (${engine.info.provider}), ${engine.info.threads} ${engine.info.threads === 1 ? 'thread' : 'threads'}: ${engine.info.why}`);
    if (parts.from && !request.resume) say(`begins with the weights of ${parts.from.id} at step ${parts.from.step}`);
    for (const note of notes) say(note);
    if (state.step > 0) say(`resumed at step ${state.step}`);

    const trainer = new Trainer({
      settings, data, step, evaluator, sampler, state, log: say, beginsTrained: parts.from !== undefined,
      report(report) {
        store.append(report);
        onReport?.(report);
      },
      async checkpoint(now) {
        now.reports = await store.flush();
        await variables.settle();
        await saveCheckpoint(request.runFolder, { state: now, model: weightsOf(model, variables), optimizer: step.snapshot() });
        await lock.touch();
      },
      keep: {
        limit: Math.max(keptLimit(settings.keepCheckpoints, countParameters(model)), settings.averageCheckpoints), recent: settings.averageCheckpoints,
        async first(now) {
          await variables.settle();
          await saveKeptWeights(request.runFolder, now, weightsOf(model, variables));
        },
      },
      average: {
        count: settings.averageCheckpoints,
        async with(steps, use) {
          const mean = await averageWeights(request.runFolder, model, steps);
          return withWeights(variables, mean, () => use((now) => saveAveraged(request.runFolder, now, mean)));
        },
      },
    });
    const close = async (): Promise<void> => {
      try {
        await Promise.all([step.dispose(), evaluator.dispose(), sampler?.dispose()]);
      } finally {
        await lock.release();
      }
    };
    return new Training(store, trainer, state, say, close, experiment);
  }

  get record(): RunRecord { return this.store.record; }

  /**
   * Trains to the end. Whatever happens, the record tells it and the folder is free again.
   * @returns the record with its last status @throws what made it fail
   */
  async run(): Promise<RunRecord> {
    try {
      await this.store.update({ status: 'running' });
      this.outcome = this.trainer.run();
      const { status, reason } = await this.outcome;
      this.say(`${status} at step ${this.state.step}${reason === null ? '' : `: ${reason}`}`);
      await this.store.flush();
      return await this.store.update({ status, reason });
    } catch (thrown) {
      const error = adviseOnMemory(thrown, this.experiment);
      const reason = error instanceof Error ? error.message : String(error);
      this.say(`failed: ${reason}`);
      // The disk may be what failed: the error itself must not be lost over that.
      await this.store.update({ status: 'failed', reason }).catch(() => undefined);
      throw error;
    } finally {
      await this.close();
    }
  }

  /** After a fault outside of the loop: writes it into the record. The process must end now, since the loop's own state is unknown. */
  async abandon(error: unknown): Promise<RunRecord> {
    const reason = error instanceof Error ? error.message : String(error);
    await this.store.update({ status: 'failed', reason }).catch(() => undefined);
    return this.store.record;
  }

  /** Ends `run` after the step that is under way. @returns the step of the checkpoint, once that is on disk */
  async stop(): Promise<{ step: number }> {
    this.trainer.stop();
    await this.outcome;
    return { step: this.state.step };
  }

  /** Adds an input to every sample from now on. @returns what the model makes of it now */
  watch(source: string): Promise<SampleReport> { return this.trainer.watch(source); }
}

async function openStore({ name, runFolder, resume }: TrainingRequest, parts: Parts, state: TrainingState): Promise<RunStore> {
  const { data, engine, experiment, model, warnings } = parts;
  const facts: Pick<RunRecord, 'status' | 'reason' | 'engine' | 'versions' | 'warnings'> = { status: 'starting', reason: null, engine: engine.info, versions: versionsWith(engine), warnings: [...warnings] };
  if (resume) {
    const store = await RunStore.open(runFolder);
    await settleBest(runFolder, state);
    await settleKept(runFolder, state);
    await store.truncateReports(state.reports);
    await store.update(facts);
    return store;
  }
  await saveTokenizers(runFolder, data.tokenizers);
  const now = new Date().toISOString();
  return RunStore.create(runFolder, {
    version: 1, id: basename(runFolder), name, ...facts, experiment: { ...experiment }, baseFolder: parts.baseFolder, created: now, updated: now,
    seed: experiment.training.seed, data: [...data.files], parameters: countParameters(model), vocabulary: vocabularyOf(data.tokenizers), examples: data.counts, ...(parts.from ? { from: parts.from } : {}),
    ...(data.notation ? { notation: data.notation } : {}),
  });
}

const versionsWith = ({ info }: Engine): Record<string, string> => ({ 'sequence-lab': version, node: process.versions.node, [info.name]: info.version });

const vocabularyOf = ({ source, target }: Tokenizers): RunRecord['vocabulary'] => ({ source: source?.size ?? null, target: target.size });

const weightsOf = (model: Model, variables: Variables): NamedTensor[] => model.parameters.map(({ name, shape }) => ({ name, shape, data: variables.get(name).data }));

function describe(model: Model, { counts, tokenizers }: TrainingData): string {
  const unit = model.kind === 'translation' ? 'pairs' : 'tokens';
  const vocabulary = tokenizers.source ? `vocabularies of ${tokenizers.source.size} and ${tokenizers.target.size}` : `a vocabulary of ${tokenizers.target.size}`;
  return `${countParameters(model)} parameters, ${counts.training} training and ${counts.validation} validation ${unit}, ${vocabulary}`;
}
