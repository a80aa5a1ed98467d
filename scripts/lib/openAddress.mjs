/** Shows an address in the reader's own browser; where that cannot be, the printed address has to do. */
import { spawn } from 'node:child_process';

/** @param {string} address */
export function openAddress(address) {
  const [command, ...args] = process.platform === 'darwin' ? ['open', address] : process.platform === 'win32' ? ['explorer', address] : ['xdg-open', address];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => {}); // no such command
  child.unref();
}
