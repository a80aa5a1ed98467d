/** A terminal for tests: what is written is kept, and Ctrl-C can be pressed. */
import { PassThrough, Writable } from 'node:stream';
import { runCommandLine } from './program';
import type { Terminal } from './terminal';

export interface TestTerminal extends Terminal {
  readonly output: () => string;
  readonly errors: () => string;
  readonly interrupt: () => void;
}

class Kept extends Writable {
  text = '';
  isTTY?: boolean;
  columns?: number;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export function testTerminal(cwd: string, { input = '', tty = false }: { readonly input?: string | Buffer; readonly tty?: boolean } = {}): TestTerminal {
  const [stdout, stderr, stdin] = [new Kept(), new Kept(), new PassThrough()];
  Object.assign(stderr, { isTTY: tty, columns: 100 });
  stdin.end(input);
  const listeners = new Set<() => void>();
  return {
    stdin, stdout, stderr, cwd, output: () => stdout.text, errors: () => stderr.text,
    interrupt: () => { for (const listener of listeners) listener(); },
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export interface Ran { readonly code: number; readonly output: string; readonly errors: string }

/** Runs one command line to its end. */
export async function seqlab(cwd: string, args: readonly string[], input: string | Buffer = ''): Promise<Ran> {
  const terminal = testTerminal(cwd, { input });
  const code = await runCommandLine(args, terminal);
  return { code, output: terminal.output(), errors: terminal.errors() };
}
