/**
 * The experiment file `NAME.seqlab.json`: one schema from which come its type, its check with messages that name path, value and
 * remedy, the JSON schema that the editor completes from, and the resolved experiment in which nothing is left open.
 * An option is honoured or refused, never ignored. Each section has a file of its own in `experiment/`.
 */
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import * as z from 'zod';
import { UserError } from '../errors/userError';
import { Refusals } from './experiment/common';
import { dataSection, resolveData, type DataSettings } from './experiment/data';
import { decodingSection, resolveDecoding, type DecodingSettings } from './experiment/decoding';
import { explainIssue } from './experiment/explain';
import { modelSection, resolveModel, type ModelSettings } from './experiment/model';
import { resolveTokenizer, tokenizerSection, type TokenizerSettings } from './experiment/tokenizer';
import { resolveTraining, trainingSection, type TrainingSettings } from './experiment/training';

export type { Task } from './experiment/common';
export type { DataSource } from './experiment/data';
export type { Attention, RecurrentCell } from './experiment/model';

const sections = { data: dataSection, tokenizer: tokenizerSection, model: modelSection, training: trainingSection, decoding: decodingSection };

export const experimentSchema = z.strictObject({
  $schema: z.string().optional(),
  task: z.enum(['language-model', 'translation']).describe('What is learnt.'),
  data: sections.data, tokenizer: sections.tokenizer.optional(), model: sections.model.optional(), training: sections.training.optional(), decoding: sections.decoding.optional(),
});

export type ExperimentFile = z.infer<typeof experimentSchema>;

/** An experiment in which every choice is made: what `run.json` records and what training reads. Only `tokenizer.unit` may still say "auto" until the data are read. */
export interface Experiment {
  readonly task: ExperimentFile['task'];
  readonly data: DataSettings;
  readonly tokenizer: TokenizerSettings;
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
  readonly decoding: DecodingSettings;
}

const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(experimentSchema.shape), ...Object.fromEntries(Object.entries(sections).map(([name, { shape }]) => [name, Object.keys(shape)])),
};

/** Reads an experiment from JSON with comments. @throws UserError naming file, line or path, value and what is allowed. */
export function parseExperiment(text: string, fileName: string): Experiment {
  return checkExperiment(readExperimentJson(text, fileName), fileName);
}

/** Reads JSON with comments and trailing commas, unchecked: the form in which an experiment travels. @throws UserError naming the line */
export function readExperimentJson(text: string, fileName: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) {
    const line = text.slice(0, errors[0].offset).split('\n').length;
    throw new UserError(`not valid JSON with comments: ${printParseErrorCode(errors[0].error)}`, `${fileName}:${line}`, 'mend that line', 'option');
  }
  return value;
}

/**
 * Checks an experiment that was read elsewhere and fills in every default. What it returns passes again and stays the same: a record of a run is an
 * experiment too, and one of an older version gets the defaults of the options that have come since. @throws UserError
 */
export function checkExperiment(value: unknown, fileName: string): Experiment {
  const result = experimentSchema.safeParse(value);
  if (result.success) return resolveExperiment(result.data, fileName);
  const { what, path, remedy } = explainIssue(result.error.issues[0], value, knownKeys);
  throw new UserError(what, path === '' ? fileName : `${fileName}, ${path}`, remedy, 'option');
}

/** Fills in the defaults that suit the task and refuses what cannot be combined. */
function resolveExperiment(file: ExperimentFile, fileName: string): Experiment {
  const { task } = file;
  const refusals = new Refusals(fileName);
  const data = resolveData(file.data, task, refusals);
  const tokenizer = resolveTokenizer(file.tokenizer ?? {}, { task, hasWordVectors: Boolean(file.model?.pretrained) }, refusals);
  const model = resolveModel(file.model ?? {}, { task, tokenizer }, refusals);
  const training = resolveTraining(file.training ?? {}, { task, model, tokenizer }, refusals);
  return { task, data, tokenizer, model, training, decoding: resolveDecoding(file.decoding, { task, attention: model.attention }, refusals) };
}

/** Checks the experiment that `run.json` holds, in which every choice is made. @throws UserError */
export function checkResolvedExperiment(value: unknown, fileName: string): Experiment {
  try {
    return checkExperiment(value, fileName);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`the recorded experiment is damaged: ${error.what}`, error.where.replace(`${fileName}, `, `${fileName}, experiment.`), 'restore the file, or train again', 'input');
  }
}
