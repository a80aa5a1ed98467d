/** How a language model stands beside the simple models of its own training text, in words. No document here, so that plain Node tests it. */
import { BASELINE_NAMES, betterBaseline, type Baselines } from '../../src/protocol/language';

export interface Verdict {
  /** `ahead` of all baselines, `behind` at least one, or not `trained` yet. */
  readonly standing: 'ahead' | 'behind' | 'untrained';
  /** For a badge. */
  readonly badge: string;
  readonly text: string;
}

/** @param loss of the best checkpoint on the held-out text, nats a token; null before there is one */
export function judge(loss: number | null, baselines: Baselines): Verdict {
  const all = [...baselines.models].sort((a, b) => a.loss - b.loss).map(({ name, loss: its }) => `${BASELINE_NAMES[name]} ${its.toFixed(2)}`).join(', ');
  if (loss === null) return { standing: 'untrained', badge: 'Baselines', text: `Loss to beat on the same text: ${all}` };
  const better = betterBaseline(loss, baselines);
  if (better === null) return { standing: 'ahead', badge: 'Beats its baselines', text: `${loss.toFixed(2)} against ${all}` };
  return { standing: 'behind', badge: 'Behind a baseline', text: `${BASELINE_NAMES[better.name]} is better: ${better.loss.toFixed(2)} against ${loss.toFixed(2)}` };
}
