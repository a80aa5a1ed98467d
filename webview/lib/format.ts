/** Numbers as people read them. All functions answer `–` for what is not a finite number, so that a diverged run still draws. */

const NOTHING = '–';
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `4210` → `4,210`. */
export function formatExact(value: number): string {
  return Number.isFinite(value) ? grouped.format(value) : NOTHING;
}

/** Three significant digits: `847`, `12.3k`, `1.23 M`, `4.56 G`. */
export function formatCompact(value: number): string {
  if (!Number.isFinite(value)) return NOTHING;
  const size = Math.abs(value);
  if (size < 999.5) return size < 10 ? trim(value.toFixed(1)) : value.toFixed(0);
  if (size < 999_500) return `${trim((value / 1e3).toPrecision(3))}k`;
  if (size < 999_500_000) return `${trim((value / 1e6).toPrecision(3))}\u00a0M`;
  return `${trim((value / 1e9).toPrecision(3))}\u00a0G`;
}

/** `under 1 s`, `42 s`, `4 min 10 s`, `2 h 05 min`, `1 d 3 h`. Seconds in. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return NOTHING;
  if (seconds < 1) return 'under 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
  const hours = Math.round(whole / 3600);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Time on an axis: `0`, `30 s`, `2 min`, `1:30 h`. */
export function formatClock(seconds: number): string {
  if (!Number.isFinite(seconds)) return NOTHING;
  if (seconds === 0) return '0';
  if (seconds < 60) return `${trim(seconds.toFixed(1))} s`;
  if (seconds < 3600) return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)}:${pad(Math.floor(seconds % 60))} min`;
  const minutes = Math.round(seconds / 60);
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)}:${pad(minutes % 60)} h`;
}

/** A loss in nats: `2.314`, `0.0123`, `1.2e-5`. */
export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) return NOTHING;
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.001) return tidyExponent(value.toExponential(1));
  return size < 0.1 ? value.toFixed(4) : size < 100 ? value.toFixed(3) : formatCompact(value);
}

/** `1.03`, `42.7`, `1,234`, `1.23 M`. */
export function formatPerplexity(value: number): string {
  if (!Number.isFinite(value)) return NOTHING;
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value < 100_000 ? formatExact(value) : formatCompact(value);
}

/** Three significant digits without needless zeros: `0.002`, `0.000125`, `1.25e-5`. */
export function formatSmall(value: number): string {
  if (!Number.isFinite(value)) return NOTHING;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4) return tidyExponent(value.toExponential(2));
  return size >= 1000 ? formatCompact(value) : trim(value.toPrecision(3));
}

/** A share of one: `0.982` → `98.2 %`. */
export function formatShare(value: number): string {
  return Number.isFinite(value) ? `${value === 1 ? '100' : (value * 100).toFixed(1)} %` : NOTHING;
}

/** A weight between 0 and 1, always as wide: `0.83`. */
export function formatWeight(value: number, digits = 2): string {
  return Number.isFinite(value) ? value.toFixed(digits) : NOTHING;
}

/** Epochs with a fraction where there is one: `3`, `3.2`. */
export function formatEpoch(value: number): string {
  return Number.isFinite(value) ? trim(value.toFixed(value < 10 ? 2 : 1)) : NOTHING;
}

/** `1 word`, `4,210 words`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatExact(count)} ${count === 1 ? one : many}`;
}

const pad = (value: number): string => String(value).padStart(2, '0');
const trim = (digits: string): string => (digits.includes('.') && !digits.includes('e') ? digits.replace(/\.?0+$/, '') : digits);
const tidyExponent = (digits: string): string => digits.replace(/\.?0+e/, 'e').replace('e+', 'e');
