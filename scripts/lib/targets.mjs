/** The platforms that a package can be made for, and what of onnxruntime each of them carries. */

/** VS Code's names of platforms for which onnxruntime-node has binaries -> folder of these binaries. */
const native = /** @type {Record<string, string>} */ ({
  'linux-x64': 'linux/x64', 'linux-arm64': 'linux/arm64', 'darwin-arm64': 'darwin/arm64', 'win32-x64': 'win32/x64', 'win32-arm64': 'win32/arm64',
});
/** Those without: they run onnxruntime's WebAssembly build. */
const webAssemblyOnly = ['darwin-x64', 'alpine-x64', 'alpine-arm64', 'linux-armhf'];

export const targets = [...Object.keys(native), ...webAssemblyOnly];

/** Folder of a target's binaries below onnxruntime-node/bin/napi-v6; undefined where WebAssembly has to do. @param {string} target */
export const nativeFolder = (target) => native[target];

/** The target of this machine. */
export function currentTarget() {
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  const system = process.platform === 'linux' && !report.header.glibcVersionRuntime ? 'alpine' : process.platform;
  return `${system}-${process.arch === 'arm' ? 'armhf' : process.arch}`;
}
