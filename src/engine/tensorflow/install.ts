/** Finds and loads `@tensorflow/tfjs-node` where the user installed it; it is no part of this project. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { UserError } from '../../errors/userError';
import type { TensorFlow } from './device';
import { withRemovedUtilities } from './repair';

export const PACKAGE = '@tensorflow/tfjs-node';

/** What the package adds to tfjs-core that is read here. */
export type TensorFlowNode = TensorFlow & { readonly version: Readonly<Record<string, string>> };

interface Place {
  /** The module that `require` takes. */
  readonly main: string;
  readonly require: NodeJS.Require;
}

/**
 * Loads the package from the first of `folders` that has it in its `node_modules` or in those of a folder above.
 * @param environment variables that TensorFlow reads while it starts; they are as before afterwards
 * @throws UserError `unavailable` where it is not installed or does not load, with the reason
 */
export function loadTensorFlow(folders: readonly string[], environment: Readonly<Record<string, string>>): TensorFlowNode {
  const place = find(folders);
  if (!place) {
    throw new UserError(`${PACKAGE} is not installed in ${folders.join(' or ')}, or in a folder above`, 'engine',
      `run "npm install ${PACKAGE}" in the folder of the experiment, or choose the engine "onnxruntime"`, 'unavailable');
  }
  const packageFolder = path.dirname(path.dirname(place.main)) + path.sep;
  try {
    return withEnvironment(environment, () => withRemovedUtilities(packageFolder, () => place.require(place.main) as TensorFlowNode));
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0].trim();
    throw new UserError(`${PACKAGE} in ${packageFolder} does not load on ${process.platform} ${process.arch}, Node ${process.versions.node}: ${reason}`, 'engine',
      `run "npm rebuild ${PACKAGE} --build-addon-from-source" there, or choose the engine "onnxruntime"`, 'unavailable');
  }
}

function find(folders: readonly string[]): Place | null {
  for (const folder of folders) {
    const require = createRequire(path.join(path.resolve(folder), 'any.js')); // the file need not exist
    try {
      return { main: require.resolve(PACKAGE), require };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return null;
}

function withEnvironment<T>(variables: Readonly<Record<string, string>>, load: () => T): T {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return load();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
