/** Whether an adaptation is accepted, and what is said of it. */
import { formatLoss } from '../../protocol/format';

export interface Judged { /** Held-out loss in nats a token. */ readonly before: number; readonly after: number }
export interface Verdict { readonly accepted: boolean; readonly text: string }

export function judge(document: string, { before, after }: Judged, { tolerance, whenWorse }: { readonly tolerance: number; readonly whenWorse: 'reject' | 'keep' }): Verdict {
  const losses = `held-out loss ${exact(before, after)}`;
  if (!(after - before > tolerance) && Number.isFinite(after)) return { accepted: true, text: `Learnt from ${document}: ${losses}` };
  if (whenWorse === 'keep' && Number.isFinite(after)) return { accepted: true, text: `Learnt from ${document}, although the held-out text became worse: ${losses}` };
  return { accepted: false, text: `Not learnt from ${document}: ${losses}, more than the tolerance of ${tolerance}` };
}

/** Both losses with as many digits as it takes to tell them apart. */
function exact(before: number, after: number): string {
  for (const digits of [2, 3, 4]) {
    const [a, b] = [before.toFixed(digits), after.toFixed(digits)];
    if (a !== b && Number.isFinite(after)) return `${a} → ${b}`;
  }
  return `${formatLoss(before)} → ${formatLoss(after)}`;
}
