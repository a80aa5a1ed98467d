/** Latencies in few numbers: counts in buckets that grow by a tenth, from which percentiles come out to 5 % and days add up. */

/** Bucket index, as a string, to count: a form that JSON keeps. */
export type Histogram = Readonly<Record<string, number>>;

const GROWTH = Math.log(1.1);
const SHORTEST_MS = 0.1;

export function withLatency(histogram: Histogram, milliseconds: number): Histogram {
  const bucket = String(Math.round(Math.log(Math.max(SHORTEST_MS, milliseconds) / SHORTEST_MS) / GROWTH));
  return { ...histogram, [bucket]: (histogram[bucket] ?? 0) + 1 };
}

export function addHistograms(a: Histogram, b: Histogram): Histogram {
  const sum: Record<string, number> = { ...a };
  for (const [bucket, count] of Object.entries(b)) sum[bucket] = (sum[bucket] ?? 0) + count;
  return sum;
}

/** The time that a share of all stayed within, in milliseconds; null where there are none. */
export function quantile(histogram: Histogram, share: number): number | null {
  const buckets = Object.entries(histogram).map(([bucket, count]) => ({ bucket: Number(bucket), count })).sort((a, b) => a.bucket - b.bucket);
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  let passed = 0;
  for (const { bucket, count } of buckets) {
    passed += count;
    if (passed >= share * total) return SHORTEST_MS * Math.exp(bucket * GROWTH);
  }
  return null;
}
