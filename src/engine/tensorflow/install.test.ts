/** Where `@tensorflow/tfjs-node` is found, what its loading may and may not change, and what is said where it does not load. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import util from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { loadTensorFlow } from './install';
import { withRemovedUtilities } from './repair';

const made: string[] = [];
afterEach(() => { for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true }); });

function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'sequence-lab-tensorflow-')));
  made.push(folder);
  return folder;
}

/** Installs a package of that name whose main file is `source`. */
function install(folder: string, source: string, name = '@tensorflow/tfjs-node'): string {
  const place = path.join(folder, 'node_modules', name, 'dist');
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, '..', 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'dist/index.js' }));
  writeFileSync(path.join(place, 'index.js'), source);
  return path.join(place, 'index.js');
}

describe('loadTensorFlow', () => {
  it('takes the first folder that has it, or a folder above', () => {
    const [near, far] = [makeFolder(), makeFolder()];
    install(far, 'exports.version = { "tfjs-node": "far" };');
    const deep = path.join(near, 'runs', 'one');
    mkdirSync(deep, { recursive: true });
    expect(loadTensorFlow([deep, far], {}).version).toEqual({ 'tfjs-node': 'far' });
    install(near, 'exports.version = { "tfjs-node": "near" };');
    expect(loadTensorFlow([deep, far], {}).version).toEqual({ 'tfjs-node': 'near' });
  });

  it('lends it an environment', () => {
    const folder = makeFolder();
    install(folder, 'exports.version = { threads: process.env.SEQLAB_TEST_THREADS };');
    process.env.SEQLAB_TEST_OTHER = 'mine';
    expect(loadTensorFlow([folder], { SEQLAB_TEST_THREADS: '3', SEQLAB_TEST_OTHER: 'theirs' }).version).toEqual({ threads: '3' });
    expect([process.env.SEQLAB_TEST_THREADS, process.env.SEQLAB_TEST_OTHER]).toEqual([undefined, 'mine']);
    delete process.env.SEQLAB_TEST_OTHER;
  });

  it('tells why it does not load, and what to do', () => {
    const folder = makeFolder();
    install(folder, 'throw new Error("libtensorflow.so.2: cannot open shared object file\\nmore");');
    expect(() => loadTensorFlow([folder], {})).toThrow(expect.objectContaining({
      name: 'UserError', code: 'unavailable', where: 'engine',
      what: expect.stringMatching(/does not load on .*: libtensorflow\.so\.2: cannot open shared object file$/) as string,
      remedy: expect.stringContaining('--build-addon-from-source') as string,
    }));
  });

  it('says where it looked', () => {
    const folder = makeFolder();
    expect(() => loadTensorFlow([folder], {})).toThrow(`@tensorflow/tfjs-node is not installed in ${folder}, or in a folder above`);
  });
});

describe('withRemovedUtilities', () => {
  const source = 'const util = require("util"); exports.isNothing = (x) => util.isNullOrUndefined(x); exports.isList = (x) => util.isArray(x); exports.util = util;';
  interface Loaded { isNothing(x: unknown): boolean; isList(x: unknown): boolean; util: object }
  const load = (): unknown => (Module as unknown as { _load: unknown })._load;

  it('gives the package what Node removed, for as long as it lives, and nobody else', () => {
    const folder = makeFolder();
    const main = install(folder, `exports.own = (() => { ${source} return exports; })(); exports.other = require("other");`);
    install(folder, 'exports.util = require("util");', 'other');
    const before = load();
    const { own, other } = withRemovedUtilities(path.dirname(path.dirname(main)) + path.sep, () => createRequire(main)(main) as { own: Loaded; other: { util: object } });
    expect(load()).toBe(before);
    expect([own.isNothing(null), own.isNothing(undefined), own.isNothing(0)]).toEqual([true, true, false]);
    expect([own.isList([]), own.isList({})]).toEqual([true, false]);
    // Its own, not those that an older Node still has; all else is Node's
    expect(Object.keys(own.util).sort()).toEqual(['isArray', 'isNullOrUndefined']);
    expect((own.util as typeof util).format).toBe(util.format);
    expect(other.util).toBe(createRequire(main)('util'));
  });

  it('is gone after a failure', () => {
    const before = load();
    expect(() => withRemovedUtilities('/', () => { throw new Error('broken'); })).toThrow('broken');
    expect(load()).toBe(before);
  });
});
