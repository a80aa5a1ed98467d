/** What is counted, for each day and model; how counts add up, and the ratios that people read. */
import * as z from 'zod';
import { addHistograms, quantile } from './histogram';

const count = z.number().int().min(0);

export const figuresSchema = z.object({
  /** Suggestions seen: 750 ms on the screen, or accepted. */
  seen: count,
  /** Of these, accepted in whole or in part. */
  accepted: count,
  acceptedCharacters: count,
  /** Characters accepted less the keys that accepted them. */
  keystrokesSaved: count,
  /** Characters typed by hand where completions are on. */
  typedCharacters: count,
  /** Accepted texts looked at after half a minute, and those kept. */
  judged: count, kept: count,
  /** Milliseconds from a request to its suggestion, the pause of the setting not counted, as a histogram; and answers from the cache, which take none. */
  latency: z.record(z.string(), count), remembered: count,
});
export type Figures = z.infer<typeof figuresSchema>;

export const noFigures: Figures = { seen: 0, accepted: 0, acceptedCharacters: 0, keystrokesSaved: 0, typedCharacters: 0, judged: 0, kept: 0, latency: {}, remembered: 0 };

export function addFigures(a: Figures, b: Figures): Figures {
  const sum = (key: Exclude<keyof Figures, 'latency'>): number => a[key] + b[key];
  return {
    seen: sum('seen'), accepted: sum('accepted'), acceptedCharacters: sum('acceptedCharacters'), keystrokesSaved: sum('keystrokesSaved'), typedCharacters: sum('typedCharacters'),
    judged: sum('judged'), kept: sum('kept'), remembered: sum('remembered'), latency: addHistograms(a.latency, b.latency),
  };
}

export const sumFigures = (all: readonly Figures[]): Figures => all.reduce(addFigures, noFigures);

/** Ratios; null where there is nothing to divide by. */
export interface Ratios {
  /** Keystrokes saved of those that the same text would have taken without completions. */
  readonly saved: number | null;
  readonly acceptance: number | null;
  readonly persistence: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

export function ratiosOf({ seen, accepted, acceptedCharacters, keystrokesSaved, typedCharacters, judged, kept, latency }: Figures): Ratios {
  const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
  return {
    saved: share(keystrokesSaved, typedCharacters + acceptedCharacters), acceptance: share(accepted, seen), persistence: share(kept, judged),
    p50: quantile(latency, 0.5), p90: quantile(latency, 0.9),
  };
}
