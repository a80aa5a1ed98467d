/**
 * Better weights for a run that somebody is typing with. Reading them, making a session of them and reading the document with it takes a few tenths of a second;
 * so it is done on a second copy of the run, while the first goes on answering, and only once nobody has asked for a while. Then the copy takes its place.
 */

/** A run, as far as it matters here. */
export interface Renewable<R> {
  /** Whether there are better weights than the ones it has. */
  hasBetter(): Promise<boolean>;
  /** A copy with the best weights. */
  renewed(): Promise<R>;
  dispose(): Promise<void>;
}

/** Who has paused for so long is not in the middle of a word. */
const QUIET_MS = 400;

export class Renewal<R extends Renewable<R>> {
  private ready: R | null = null;
  private isBusy = false;
  private isDisposed = false;
  private usedMs = 0;

  /** @param prepare uses the copy once as it will be used */
  constructor(private readonly prepare: (copy: R) => Promise<void>, private readonly quietMs = QUIET_MS) {}

  /** Somebody uses the run now. */
  used(): void {
    this.usedMs = performance.now();
  }

  /** The copy, where one is ready: it belongs to the caller now. */
  take(): R | null {
    const { ready } = this;
    this.ready = null;
    return ready;
  }

  /** Looks for better weights than the run's, and makes a copy ready where there are; once at a time. @throws UserError where they cannot be read */
  async begin(run: R): Promise<void> {
    if (this.isBusy || this.ready !== null) return;
    this.isBusy = true;
    let copy: R | null = null;
    try {
      if (!await run.hasBetter()) return;
      await this.quiet();
      copy = await run.renewed();
      await this.quiet();
      await this.prepare(copy);
      if (!this.isDisposed) [this.ready, copy] = [copy, null];
    } finally {
      this.isBusy = false;
      await copy?.dispose();
    }
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
    await this.take()?.dispose();
  }

  private async quiet(): Promise<void> {
    for (let left = this.quietMs; left > 0; left = this.usedMs + this.quietMs - performance.now()) {
      if (this.isDisposed) return;
      await new Promise((resolve) => setTimeout(resolve, left).unref());
    }
  }
}
