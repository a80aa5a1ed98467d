/** Why a process ended, in words that a person can act on. */

/** Keeps the end of a text that may grow without bound. */
export class TextTail {
  private kept = '';

  /** @param limit characters kept. Default 4,000: a stack trace, not a novel. */
  constructor(private readonly limit = 4000) {}

  get text(): string { return this.kept; }

  add(more: string): void {
    this.kept = (this.kept + more).slice(-this.limit);
  }
}

/** Signals that the system, not a person, sends, and what they mean. */
const signalMeanings: Readonly<Record<string, string>> = {
  SIGKILL: 'it was killed, perhaps because memory ran out: try a smaller batch, model or vocabulary',
  SIGSEGV: 'it crashed in native code',
  SIGABRT: 'it gave up in native code, perhaps because memory ran out',
  SIGBUS: 'it crashed in native code',
  SIGILL: 'this processor lacks an instruction that it uses: set sequenceLab.engine to webassembly',
};

/** E.g. "the training process ended with signal SIGKILL: it was killed, perhaps because memory ran out: try a smaller batch …". */
export function describeExit(name: string, code: number | null, signal: string | null, stderr: string): string {
  const reason = lastComplaint(stderr);
  if (signal !== null) {
    const meaning = signalMeanings[signal];
    return `${name} ended with signal ${signal}${meaning === undefined ? '' : `: ${meaning}`}${reason === '' ? '' : ` (${reason})`}`;
  }
  if (code === 0) return `${name} has ended`;
  return `${name} ended with code ${code}${reason === '' ? '' : `: ${reason}`}`;
}

/** The line of a stack trace or of free output that says most: the last error's own line, else the last line. */
export function lastComplaint(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !/^(at |Node\.js v\d)/.test(line));
  const error = lines.findLast((line) => /^(\w*Error|FATAL ERROR)\b.*:/.test(line));
  return (error ?? lines.at(-1) ?? '').slice(0, 400);
}
