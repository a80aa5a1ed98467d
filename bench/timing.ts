/** Repeats a step for a while and says how long it took. */
export interface Patience {
  /** About how long, after the warm-up. */
  readonly seconds: number;
  /** Steps that are not counted. Default 3. */
  readonly warmUp?: number;
  /** Steps that are made however long they take. Default 5. */
  readonly leastSteps?: number;
}

/** Milliseconds of each step after the first few. */
export async function timeSteps({ seconds, warmUp = 3, leastSteps = 5 }: Patience, step: () => Promise<void>): Promise<number[]> {
  for (let i = 0; i < warmUp; i++) await step();
  const times: number[] = [];
  const end = performance.now() + seconds * 1e3;
  while (performance.now() < end || times.length < leastSteps) {
    const start = performance.now();
    await step();
    times.push(performance.now() - start);
  }
  return times;
}

export interface Summary {
  readonly steps: number;
  readonly stepMsMedian: number;
  readonly stepMsBest: number;
  readonly tokensPerSecond: number;
  readonly tokensPerSecondBest: number;
  readonly gflopPerSecondBest: number;
  readonly peakMiB: number;
}

export function summarize(stepMs: readonly number[], tokens: number, gflop: number): Summary {
  const sorted = [...stepMs].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  return {
    steps: stepMs.length,
    stepMsMedian: Number(median.toFixed(2)),
    stepMsBest: Number(sorted[0].toFixed(2)),
    tokensPerSecond: Math.round((tokens / median) * 1e3),
    tokensPerSecondBest: Math.round((tokens / sorted[0]) * 1e3),
    gflopPerSecondBest: Number(((gflop / sorted[0]) * 1e3).toFixed(1)),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
