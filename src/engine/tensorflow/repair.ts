/**
 * `@tensorflow/tfjs-node` up to 4.22.0 asks Node's module `util` for `isNullOrUndefined` and `isArray` whenever it runs a kernel; Node 23
 * removed the first, and both are deprecated. While the package loads, it is given a `util` that has them. Its files stay as they are, and
 * so does everybody else's `util`.
 */
import Module from 'node:module';
import util from 'node:util';

type Load = (request: string, parent: { readonly filename?: string | null } | null | undefined, isMain: boolean) => unknown;

const removed = {
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
  isArray: (value: unknown): boolean => Array.isArray(value),
};

/**
 * Runs `load`, which must load synchronously. Of the modules that it loads, those below `packageFolder` find the functions in `util`.
 * @param builtin what `util` has already; tests give one without them
 */
export function withRemovedUtilities<T>(packageFolder: string, load: () => T, builtin: object = util): T {
  const missing = Object.fromEntries(Object.entries(removed).filter(([name]) => !(name in builtin)));
  if (Object.keys(missing).length === 0) return load();
  const complete: unknown = Object.assign(Object.create(builtin) as object, missing);
  // CommonJS has one place where every `require` passes; what is put there is taken away again below
  const commonJs = Module as unknown as { _load: Load };
  const original = commonJs._load;
  commonJs._load = function (this: unknown, request, parent, isMain) {
    const isOurs = (request === 'util' || request === 'node:util') && parent?.filename?.startsWith(packageFolder);
    return isOurs ? complete : original.call(this, request, parent, isMain);
  };
  try {
    return load();
  } finally {
    commonJs._load = original;
  }
}
