/** Reading the values of options, with errors that say what is wrong, where, and what to give instead. */
import { UserError } from '../errors/userError';
import type { EngineChoice } from '../engine/choose';
import type { CheckpointChoice } from '../training/checkpoint';
import { PROVIDERS } from '../engine/onnxruntime/providers';

type Engine = EngineChoice['engine'];
const ENGINES = ['auto', 'onnxruntime', 'webassembly', 'tensorflow', 'reference'] as const satisfies readonly Engine[];

/** A whole number of at least `least`. */
export const wholeNumber = (option: string, least: number) => (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) throw new UserError(`${JSON.stringify(text)} cannot be used`, option, `give a whole number of at least ${least}`, 'option');
  return value;
};

/** A number within bounds, both allowed. */
export const numberBetween = (option: string, least: number, most = Infinity) => (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most) {
    throw new UserError(`${JSON.stringify(text)} cannot be used`, option, most === Infinity ? `give a number of at least ${least}` : `give a number from ${least} to ${most}`, 'option');
  }
  return value;
};

export const oneOf = <T extends string>(option: string, choices: readonly T[]) => (text: string): T => {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new UserError(`${JSON.stringify(text)} is not a choice`, option, `use one of ${choices.join(', ')}`, 'option');
  return found;
};

export const engineOption = oneOf('--engine', ENGINES);
export const ENGINE_HELP = `what computes: ${ENGINES.join(', ')}`;
export const providerOption = oneOf('--provider', PROVIDERS);
export const PROVIDER_HELP = `what onnxruntime computes on: ${PROVIDERS.join(', ')}; a graphics card is tried first`;

/** `best`, `last`, `averaged` (the mean of the last ones), or the step of a checkpoint that was kept. */
export function checkpointOption(text: string): CheckpointChoice {
  if (text === 'best' || text === 'last' || text === 'averaged') return text;
  if (!/^\d+$/.test(text)) throw new UserError(`${JSON.stringify(text)} cannot be used`, '--checkpoint', 'give best, last, averaged, or a step, which is a whole number', 'option');
  return wholeNumber('--checkpoint', 0)(text);
}
export const CHECKPOINT_HELP = 'whose weights: best, last, averaged, or the step of one that was kept (default: best)';

/** Collects an option that may be given many times. */
export const collect = (value: string, before: readonly string[]): string[] => [...before, value];

/** `path=value`, the value as JSON where it is JSON, else as a text. */
export function readSetting(text: string): { readonly path: readonly string[]; readonly value: unknown } {
  const at = text.indexOf('=');
  const path = text.slice(0, at).split('.');
  if (at <= 0 || path.some((key) => !/^[A-Za-z]\w*$/.test(key) || key === '__proto__')) throw new UserError(`${JSON.stringify(text)} is no setting`, '--set', 'write PATH=VALUE, such as training.epochs=3', 'option');
  const value = text.slice(at + 1);
  try {
    return { path, value: JSON.parse(value) as unknown };
  } catch {
    return { path, value };
  }
}

/** A copy of a JSON object with one value changed; objects on the way are made where there are none. */
export function withSetting(root: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  const [key, ...rest] = path;
  const object = typeof root === 'object' && root !== null && !Array.isArray(root) ? root as Record<string, unknown> : {};
  return { ...object, [key]: withSetting(object[key], rest, value) };
}
