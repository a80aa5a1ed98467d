#!/usr/bin/env node
/** `seqlab`: the command line. */
import { runCommandLine } from './program';
import type { Terminal } from './terminal';

const terminal: Terminal = {
  stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, cwd: process.cwd(),
  onInterrupt(listener) {
    process.on('SIGINT', listener).on('SIGTERM', listener);
    return () => process.off('SIGINT', listener).off('SIGTERM', listener);
  },
};

// The reader has gone (`seqlab … | head`): nobody is left to write for.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
}

process.exitCode = await runCommandLine(process.argv.slice(2), terminal);
