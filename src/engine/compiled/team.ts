/** Threads that run a task together, each with rows of its own. The first is the caller's. */
import { Worker } from 'node:worker_threads';
import { MEMORY } from '../wasm/module';

type TaskFunction = (table: number, steps: number) => void;

/** What the threads tell each other, as numbers in the shared memory. */
const [ORDER, DONE, FAILED, NAME, STEPS, TABLES] = [0, 1, 2, 3, 4, 5];
export const boardLength = (threads: number): number => TABLES + threads;
/** Looks at the counter before the caller goes to sleep: the others are seldom much later. */
const PATIENCE = 20_000;
/** Naps of a second until the others count as lost; a machine that sleeps meanwhile wakes within one. */
const MOST_NAPS = 600;
const NAP_MS = 1000;

/** The others' program: wait for an order, run a function, say so. */
const PROGRAM = `
const { parentPort, workerData: { module, memory, import: [room, name], board: start, length, me } } = require('node:worker_threads');
const { exports } = new WebAssembly.Instance(module, { [room]: { [name]: memory } });
const board = new Int32Array(memory.buffer, start, length);
const names = Object.values(exports);
let seen = Atomics.load(board, ${ORDER});
parentPort.postMessage('ready');
for (;;) {
  Atomics.wait(board, ${ORDER}, seen);
  if (Atomics.load(board, ${ORDER}) === seen) continue;
  seen = Atomics.load(board, ${ORDER});
  try { names[board[${NAME}]](board[${TABLES} + me], board[${STEPS}]); } catch { Atomics.store(board, ${FAILED}, 1); }
  Atomics.add(board, ${DONE}, 1);
  Atomics.notify(board, ${DONE});
}`;

export class Team {
  private readonly names: readonly string[];

  private constructor(private readonly own: Readonly<Record<string, unknown>>, private readonly board: Int32Array | null, private readonly others: readonly Worker[]) {
    this.names = Object.keys(own);
  }

  /** @param board where the threads may write: bytes from the beginning of the memory. Unused with one thread @returns null where the system starts no more threads */
  static async start(module: WebAssembly.Module, memory: WebAssembly.Memory, threads: number, board: number): Promise<Team | null> {
    const { exports } = new WebAssembly.Instance(module, { [MEMORY.module]: { [MEMORY.name]: memory } });
    if (threads === 1) return new Team(exports, null, []);
    const others: Worker[] = [];
    try {
      while (others.length < threads - 1) others.push(new Worker(PROGRAM, { eval: true, workerData: { module, memory, import: [MEMORY.module, MEMORY.name], board, length: boardLength(threads), me: others.length + 1 } }));
      await Promise.all(others.map((worker) => new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))));
    } catch {
      await Promise.all(others.map((worker) => worker.terminate()));
      return null;
    }
    for (const worker of others) worker.unref();
    return new Team(exports, new Int32Array(memory.buffer, board, boardLength(threads)), others);
  }

  /** @param name of the module's function. @param tables one for each thread */
  run(name: string, steps: number, tables: readonly number[]): void {
    const own = this.own[name] as TaskFunction;
    const { board } = this;
    if (!board) return own(tables[0], steps);
    tables.forEach((table, thread) => { board[TABLES + thread] = table; });
    board[NAME] = this.names.indexOf(name);
    board[STEPS] = steps;
    Atomics.store(board, DONE, 0);
    Atomics.add(board, ORDER, 1);
    Atomics.notify(board, ORDER);
    own(tables[0], steps);
    this.waitForAll(board);
  }

  private waitForAll(board: Int32Array): void {
    const all = this.others.length;
    for (let look = 0; look < PATIENCE; look++) if (Atomics.load(board, DONE) === all) return this.check(board);
    let naps = 0;
    for (let done = Atomics.load(board, DONE); done < all; done = Atomics.load(board, DONE)) {
      if (Atomics.wait(board, DONE, done, NAP_MS) === 'timed-out' && ++naps > MOST_NAPS) throw new Error('internal: a thread of the engine does not answer');
    }
    this.check(board);
  }

  private check(board: Int32Array): void {
    if (Atomics.load(board, FAILED) !== 0) throw new Error('internal: a thread of the engine failed');
  }

  async dispose(): Promise<void> { await Promise.all(this.others.map((worker) => worker.terminate())); }
}
