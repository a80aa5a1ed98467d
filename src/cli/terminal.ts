/** Where a command reads and writes: the process's own streams, or a test's. */
import type { Readable, Writable } from 'node:stream';

export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Paths that are given begin here. */
  readonly cwd: string;
  /** Calls `listener` when the user presses Ctrl-C, until the returned function is called. Without a listener the process ends. */
  onInterrupt(listener: () => void): () => void;
}

/** Writes and waits where the reader is slower. */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (text === '') resolve();
    else stream.write(text, (error) => { if (error) reject(error); else resolve(); });
  });
}

export const printLine = ({ stdout }: Terminal, line: string): Promise<void> => write(stdout, `${line}\n`);

/** What `--json` prints: one object. NaN and infinities, which JSON lacks, become strings. */
export function printJson({ stdout }: Terminal, value: object): Promise<void> {
  const plain = (_key: string, field: unknown): unknown => {
    if (field instanceof Float32Array) return Array.from(field, (number) => Number(number.toPrecision(6)));
    return typeof field === 'number' && !Number.isFinite(field) ? String(field) : field;
  };
  return write(stdout, `${JSON.stringify(value, plain, 2)}\n`);
}

export const warn = ({ stderr }: Terminal, text: string): Promise<void> => write(stderr, `seqlab: warning: ${text}\n`);
