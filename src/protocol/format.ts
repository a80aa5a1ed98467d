/** Numbers as people read them. */

/** Seconds as "8 s", "4 min", "1 h 20 min"; exact where short, coarse where long. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return 'unknown time';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (whole < 600 && whole % 60 !== 0) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 || hours >= 10 ? `${Math.round(minutes / 60)} h` : `${hours} h ${minutes % 60} min`;
}

/** 0 … 1 as "34 %"; never 100 % before the end. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return '0 %';
  return `${share >= 1 ? 100 : Math.min(99, Math.floor(100 * Math.max(0, share)))} %`;
}

/** Three significant digits of a loss: "1.82", "0.0341"; "NaN" where it diverged. */
export function formatLoss(loss: number): string {
  if (!Number.isFinite(loss)) return String(loss);
  return loss >= 100 ? loss.toFixed(0) : loss >= 0.1 ? loss.toFixed(2) : loss.toPrecision(3);
}

/** "950", "12.3k", "1.20 M". */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return '–';
  if (count >= 999_950) return `${(count / 1e6).toFixed(count >= 99_950_000 ? 0 : 2)} M`;
  return count >= 9_999.5 ? `${(count / 1000).toFixed(1)}k` : String(Math.round(count));
}

/** The first line of a text, shortened to `limit` characters (UTF-16 units), with an ellipsis where something is left out. */
export function firstLine(text: string, limit = 60): string {
  const trimmed = text.trim();
  const line = trimmed.split(/\r?\n/, 1)[0];
  if (line.length <= limit) return line.length < trimmed.length ? `${line} …` : line;
  const cut = line.slice(0, limit);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** "1 pair", "2 pairs". */
export const plural = (count: number, noun: string): string => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** "just now", "5 min ago", "3 h ago", "2 days ago". */
export function formatAge(then: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000);
  if (!(minutes >= 1)) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1440)} days ago`;
}
