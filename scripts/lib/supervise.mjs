/**
 * `node supervise.mjs COMMAND ARGUMENT…`: runs a program and ends its whole process group as soon as whoever started us is gone,
 * however that happened: standard input is a pipe that closes then.
 */
import { spawn } from 'node:child_process';

const graceMs = 3000;
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', (error) => { console.error(error.message); process.exit(127); });
child.once('exit', (code) => process.exit(code ?? 1));

process.on('SIGTERM', () => {}); // it goes to the whole group: the program decides when to end
process.stdin.resume().once('end', () => {
  process.kill(-process.pid, 'SIGTERM');
  setTimeout(() => process.kill(-process.pid, 'SIGKILL'), graceMs);
});
