/** Starts a background process and gives the editor's end of its wire. Knows nothing of `vscode`, so that it is tested in plain Node. */
import { fork, type ChildProcess } from 'node:child_process';
import type { Transport } from '../../protocol/channel';
import { describeExit, TextTail } from './processExit';

export interface BackgroundProcess {
  readonly transport: Transport;
  readonly pid: number | undefined;
  /** Why the process ended, in words. Settles once, after the last of its packets was delivered. */
  readonly ended: Promise<string>;
  /** Closes the wire, which asks the process to end; after `graceMs` it is killed. Default 5 s. */
  dispose(graceMs?: number): void;
  /** Ends it now; what it did since its last checkpoint is lost. */
  kill(): void;
}

export interface ForkOptions {
  /** What messages call it: "the training process". */
  readonly name: string;
  readonly script: string;
  readonly workingFolder?: string;
  /** Switches of Node and V8. Default none. */
  readonly switches?: readonly string[];
  /** Hears what the process prints, for the log. */
  readonly onOutput?: (text: string) => void;
}

/**
 * Forks `script` with Node's own message pipe. Typed arrays keep their kind (`serialization: 'advanced'`); inspector switches of the
 * editor's process are not inherited (`execArgv`), or two processes would claim one port.
 */
export function forkWorker({ name, script, workingFolder, switches = [], onOutput }: ForkOptions): BackgroundProcess {
  // In the desktop editor `process.execPath` is Electron, which runs a script as Node would only when told so.
  const env: NodeJS.ProcessEnv = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  delete env.NODE_OPTIONS; // a debugger's preloads belong to the editor's process
  const child = fork(script, [], { serialization: 'advanced', execArgv: [...switches], env, cwd: workingFolder, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const complaints = new TextTail();
  let closedHere = false;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => onOutput?.(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { complaints.add(text); onOutput?.(text); });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${name} could not start: ${error.message}`));
    const tell = (code: number | null, signal: NodeJS.Signals | null): void => resolve(describeExit(name, code, signal, complaints.text));
    // 'close' comes after 'exit', when the message pipe and stderr have been read to their ends. Where this end closed the pipe it never comes.
    child.once('close', tell);
    child.once('exit', (code, signal) => { if (closedHere) setImmediate(tell, code, signal); });
  });
  return {
    transport: childTransport(child, ended), pid: child.pid, ended,
    dispose: (graceMs = 5000) => {
      closedHere = true;
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      void ended.then(() => clearTimeout(timer));
    },
    kill: () => { child.kill('SIGKILL'); },
  };
}

function childTransport(child: ChildProcess, ended: Promise<string>): Transport {
  return {
    post(packet) {
      if (child.connected) child.send(packet as object, () => { /* the pipe broke meanwhile; `ended` tells why */ });
    },
    onPacket(listener) { child.on('message', listener); },
    onClose(listener) { void ended.then(listener); },
  };
}
