/**
 * `@tensorflow/tfjs-node` up to 4.22.0 asks Node's module `util` for `isNullOrUndefined` and `isArray` whenever it runs a kernel. Node 23
 * removed the first, and newer versions warn of the second. While the package loads, it is given a `util` that has both. Its files stay as
 * they are, and so does everybody else's `util`.
 */
import Module from 'node:module';
import util from 'node:util';

type Load = (request: string, parent: { readonly filename?: string | null } | null | undefined, isMain: boolean) => unknown;

const completeUtil: unknown = Object.assign(Object.create(util) as object, {
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
  isArray: (value: unknown): boolean => Array.isArray(value),
});

/** Runs `load`, which must load synchronously. Of the modules that it loads, those under `packageFolder` are given the functions. */
export function withRemovedUtilities<T>(packageFolder: string, load: () => T): T {
  // CommonJS has one place where every `require` passes; what is put there is taken away again below
  const commonJs = Module as unknown as { _load: Load };
  const original = commonJs._load;
  commonJs._load = function (this: unknown, request, parent, isMain) {
    const isOurs = (request === 'util' || request === 'node:util') && parent?.filename?.startsWith(packageFolder);
    return isOurs ? completeUtil : original.call(this, request, parent, isMain);
  };
  try {
    return load();
  } finally {
    commonJs._load = original;
  }
}
