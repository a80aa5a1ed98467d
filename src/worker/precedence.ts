/**
 * Whoever types waits for some milliseconds of work, while the editor draws what was typed: for so long that work asks the system to come first. Windows grants it to everybody, Linux and
 * macOS to few (root, or who has a limit for it); elsewhere all share the processors as equals.
 */
import { constants, getPriority, setPriority } from 'node:os';

const FIRST = constants.priority.PRIORITY_ABOVE_NORMAL;

let usual = 0;
let working = 0;
let isRefused = false;

/** Several at once are one stretch of it. */
export async function comingFirst<T>(work: () => Promise<T>): Promise<T> {
  if (working++ === 0) begin();
  try {
    return await work();
  } finally {
    if (--working === 0) end();
  }
}

function begin(): void {
  if (isRefused) return;
  try {
    usual = getPriority();
    setPriority(Math.min(usual, FIRST));
  } catch {
    isRefused = true;
  }
}

function end(): void {
  if (isRefused) return;
  try {
    setPriority(usual);
  } catch {
    isRefused = true; // a word that was found must not fail for this
  }
}
