/**
 * A real VS Code without a desktop download: code-server from the npm registry on its own Node, which serves the workbench to a
 * browser. No compiler is needed: of two native modules that stay unbuilt, the log writer is replaced by plainLogger.cjs and the host
 * does without the watchdog.
 */
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npmInstall } from './npm.mjs';
import { filledFolder } from './onDemand.mjs';
import { Problem } from './problem.mjs';

const codeServer = '4.139.1'; // VS Code 1.139
const node = '24.21.0'; // code-server refuses other major versions
const watcher = '2.5.6'; // prebuilt, so that the explorer sees new files

/** @typedef {{ readonly node: string, readonly entry: string }} Host  the programs that start the served VS Code */

/** Why the host cannot run here, in one line; undefined where it can. */
export function hostObstacle() {
  const { platform, arch } = process;
  const remedy = 'install the desktop VS Code with its `code` command (https://code.visualstudio.com) and run again';
  if (platform !== 'linux') return `the served VS Code runs on Linux only (this is ${platform}): ${remedy}`;
  if (arch !== 'x64' && arch !== 'arm64') return `the served VS Code needs an x64 or arm64 processor (this is ${arch}): ${remedy}`;
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  if (!report.header.glibcVersionRuntime) return `the served VS Code needs glibc, which this Linux (Alpine?) lacks: ${remedy}`;
  return undefined;
}

/** Installs the host unless it is there: about 20 s and 670 MB the first time. @returns {Promise<Host>} */
export async function ensureHost() {
  const obstacle = hostObstacle();
  if (obstacle) throw new Problem(obstacle);
  const nodePackage = `node-linux-${process.arch}`;
  const folder = await filledFolder(`host-${codeServer}-${node}`, async (empty) => {
    console.log(`Installing VS Code for the browser (code-server ${codeServer}) …`);
    const dependencies = { 'code-server': codeServer, [nodePackage]: node, [`@parcel/watcher-linux-${process.arch}-glibc`]: watcher };
    writeFileSync(path.join(empty, 'package.json'), JSON.stringify({ name: 'vscode-host', private: true, dependencies }));
    await npmInstall(empty);
    // `npm ci` fails here: the package's own shrinkwrap is out of step with its package.json.
    const code = path.join(empty, 'node_modules/code-server/lib/vscode');
    await npmInstall(code, ['--omit=dev', '--omit=optional']);
    copyFileSync(new URL('plainLogger.cjs', import.meta.url), path.join(code, 'node_modules/@vscode/spdlog/index.js'));
  });
  const modules = path.join(folder, 'node_modules');
  return { node: path.join(modules, nodePackage, 'bin/node'), entry: path.join(modules, 'code-server/out/node/entry.js') };
}
