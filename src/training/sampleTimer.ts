/** When to let the model speak in the middle of an epoch: often while much changes, and never for more than a twentieth of the time. */

const EARLY_SECONDS = 15;
const EARLY_GAP_MS = 1000;
const GAP_MS = 3000;
/** A long run keeps a few hundred samples: one each 1/300 of the time so far. */
const GAPS_IN_ELAPSED = 300;
/** Time between two samples in costs of one: 19 of training for 1 of sampling is 5 %. */
const COSTS_IN_GAP = 19;

export class SampleTimer {
  private lastMs: number;
  private costMs = 0;

  constructor(private readonly now: () => number) { this.lastMs = now(); }

  /** Whether a sample would keep to its share of the time. */
  get isAffordable(): boolean { return this.now() - this.lastMs >= COSTS_IN_GAP * this.costMs; }

  /** @param elapsedSeconds how long the run has taken so far */
  isDue(elapsedSeconds: number): boolean {
    const gap = Math.max(elapsedSeconds < EARLY_SECONDS ? EARLY_GAP_MS : GAP_MS, (elapsedSeconds * 1000) / GAPS_IN_ELAPSED);
    return this.isAffordable && this.now() - this.lastMs >= gap;
  }

  /** Tells of a sample that took `costMs` and has just ended. */
  sampled(costMs: number): void {
    this.costMs = costMs;
    this.lastMs = this.now();
  }
}
