/** Tells once, and not again in any window, that a slower engine computes because the faster one does not load. A new reason is told again. */
import type { EngineRecord } from '../protocol/run';

/** What `vscode.Memento` is to us. */
interface Memory {
  get<T>(key: string, fallback: T): T;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'fallbacksTold';
/** Reasons remembered; older ones would be told once more. */
const MOST = 20;

export class FallbackNotice {
  /** @param memory kept by the editor for all windows @param tell shows a text to the user */
  constructor(private readonly memory: Memory, private readonly tell: (text: string) => void) {}

  /** To be called with whatever is known of an engine, as often as it is heard of. */
  hear(engine: EngineRecord | null | undefined): void {
    const reason = engine?.fallback;
    if (reason === undefined) return;
    const told = this.memory.get<readonly string[]>(KEY, []);
    if (told.includes(reason)) return;
    void this.memory.update(KEY, [...told, reason].slice(-MOST));
    this.tell(`Sequence Lab computes in WebAssembly, which is slower and needs nothing of this machine, because ${reason}. Everything works; this is told once.`);
  }
}
