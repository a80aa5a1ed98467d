/** Whether an adaptation is accepted, and what is said of it. */
import { formatLoss } from '../../protocol/format';

export interface Judged { /** Held-out loss in nats a token. */ readonly before: number; readonly after: number }
export interface Verdict { readonly accepted: boolean; readonly text: string; /** For the status bar. */ readonly brief: string }

export function judge(document: string, { before, after }: Judged, { tolerance, whenWorse }: { readonly tolerance: number; readonly whenWorse: 'reject' | 'keep' }): Verdict {
  const change = exact(before, after);
  const losses = `held-out loss ${change}`;
  const learnt = { accepted: true, brief: `Learnt: ${change}` };
  if (!(after - before > tolerance) && Number.isFinite(after)) return { ...learnt, text: `Learnt from ${document}: ${losses}` };
  if (whenWorse === 'keep' && Number.isFinite(after)) return { ...learnt, text: `Learnt from ${document}, although the held-out text became worse: ${losses}` };
  return { accepted: false, brief: `Not learnt: ${change}`, text: `Not learnt from ${document}: ${losses}, more than the tolerance of ${tolerance}` };
}

/** Both losses with as many digits as it takes to tell them apart. */
function exact(before: number, after: number): string {
  for (const digits of [2, 3, 4]) {
    const [a, b] = [before.toFixed(digits), after.toFixed(digits)];
    if (a !== b && Number.isFinite(after)) return `${a} → ${b}`;
  }
  return `${formatLoss(before)} → ${formatLoss(after)}`;
}
