/**
 * Lays out the extension as it is installed: bundles, media, samples and, of node_modules, only what the bundles load at run time on
 * one platform. The package is made from this folder, and the workbench suites run it.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { outFolder, root } from './places.mjs';
import { runQuietly } from './processes.mjs';
import { nativeFolder } from './targets.mjs';

const documents = ['README.md', 'CHANGELOG.md', 'LICENSE'];
/** What onnxruntime-web needs to run in Node, of the 138 MB of its builds. */
const webAssemblyFiles = ['ort.node.min.js', 'ort.node.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];
/** What a manifest says to those who build the extension, not to those who install it. */
const developmentFields = ['scripts', 'devDependencies', 'private', 'overrides'];

/** @param {string} target  such as linux-x64 @returns {Promise<string>} the folder */
export async function stage(target) {
  const folder = path.join(outFolder, 'stage', target);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const copy = (/** @type {string} */ name) => existsSync(path.join(root, name)) && cpSync(path.join(root, name), path.join(folder, name), { recursive: true, dereference: true });

  const manifest = readJson(path.join(root, 'package.json'));
  writeJson(path.join(folder, 'package.json'), { ...without(manifest, developmentFields), dependencies: only(manifest.dependencies, ['onnxruntime-node', 'onnxruntime-web']) });
  for (const name of ['dist', 'media', ...documents, ...await sampleFiles(), ...picturesOf('README.md')]) copy(name);
  writeFileSync(path.join(folder, '.vscodeignore'), '# Everything in this folder is shipped.\n');
  removeSourceMaps(path.join(folder, 'dist'));
  stageModule(folder, 'onnxruntime-common', ['dist'], {});
  const common = { 'onnxruntime-common': '*' };
  const binaries = nativeFolder(target);
  if (binaries) stageModule(folder, 'onnxruntime-node', ['dist', `bin/napi-v6/${binaries}`], common);
  else writeJson(path.join(folder, 'package.json'), { ...readJson(path.join(folder, 'package.json')), dependencies: only(manifest.dependencies, ['onnxruntime-web']) });
  stageModule(folder, 'onnxruntime-web', webAssemblyFiles.map((file) => `dist/${file}`), common);
  return folder;
}

/**
 * Copies parts of an installed module. Its manifest keeps only the dependencies that are loaded at run time; the others serve its
 * installation or its builds for browsers.
 * @param {string} folder @param {string} name @param {readonly string[]} parts @param {Record<string, string>} dependencies
 */
function stageModule(folder, name, parts, dependencies) {
  const [from, to] = [root, folder].map((base) => path.join(base, 'node_modules', name));
  for (const part of parts) cpSync(path.join(from, part), path.join(to, part), { recursive: true, filter: isNeeded });
  writeJson(path.join(to, 'package.json'), { ...without(readJson(path.join(from, 'package.json')), [...developmentFields, 'optionalDependencies', 'peerDependencies']), dependencies });
}

/** @param {string} file */
const isNeeded = (file) => !/\.(map|d\.ts|d\.mts|tsbuildinfo)$|providers_(cuda|tensorrt)/.test(file);

/** The samples' files under version control, so that no run and no private file slips in; without git all but the runs. */
async function sampleFiles() {
  const isShipped = (/** @type {string} */ name) => name !== '' && !/\.sequence-lab[\\/]|\.test\.ts$/.test(name) && existsSync(path.join(root, name));
  if (existsSync(path.join(root, '.git'))) {
    return (await runQuietly('git', ['ls-files', '-z', '--', 'samples'], { cwd: root })).split('\0').filter(isShipped);
  }
  return readdirSync(path.join(root, 'samples'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter(isShipped);
}

/** Local pictures that a Markdown file shows. @param {string} document */
function picturesOf(document) {
  const file = path.join(root, document);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return [...text.matchAll(/!\[[^\]]*\]\(([^)\s]+)|<img[^>]+src="([^"]+)"/g)].map(([, markdown, html]) => markdown ?? html).filter((place) => !/^[a-z]+:/.test(place));
}

/** @param {string} folder */
function removeSourceMaps(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) if (name.endsWith('.map')) rmSync(path.join(folder, name));
}

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
/** @param {string} file @param {unknown} value */
const writeJson = (file, value) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
/** @param {Record<string, unknown>} object @param {readonly string[]} keys */
const without = (object, keys) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
/** @param {Record<string, unknown>} object @param {readonly string[]} keys */
const only = (object, keys) => Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));
