/**
 * A sequential colour scale from the theme: 0 is the background itself, 1 stands as far from it as the screen allows, in the hue of the
 * theme's accent. Steps of equal value are steps of equal distance in Oklab, so that twice the weight looks twice as far from nothing.
 */
import { distance, fitChroma, fromOklab, toBytes, toOklab, type Oklab, type Rgb } from '../lib/colour';

export const SCALE_STEPS = 256;

export interface ColourScale {
  /** Red, green, blue, alpha for each of the 256 steps. */
  readonly bytes: Uint8ClampedArray;
  /** A CSS colour for a value; below 0 and above 1 the ends, not a number: the background. */
  css(value: number): string;
}

/** Where the scale's far end lies in lightness: nearly white on dark ground, nearly black on light ground. */
const FAR_ON_DARK = 0.94;
const FAR_ON_LIGHT = 0.3;
/** Chroma rises to this at the middle and falls off towards the far end, where the screen has less of it. */
const MIDDLE_CHROMA = 0.16;
const FAR_CHROMA = 0.07;

export function createColourScale(background: Rgb, accent: Rgb): ColourScale {
  const near = toOklab(background);
  const hueOf = toOklab(accent);
  const hue = Math.atan2(hueOf[2], hueOf[1]);
  const far = near[0] < 0.5 ? FAR_ON_DARK : FAR_ON_LIGHT;
  const tinted = (lightness: number, chroma: number): Oklab => fitChroma([lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)]);
  const middle = tinted(near[0] + 0.55 * (far - near[0]), MIDDLE_CHROMA);
  const end = tinted(far, FAR_CHROMA);

  // A smooth curve through the three, then walked in steps of equal length.
  const curve: Oklab[] = Array.from({ length: 1025 }, (_, i) => fitChroma(through(near, middle, end, i / 1024)));
  const walked = [0];
  for (let i = 1; i < curve.length; i++) walked.push(walked[i - 1] + distance(curve[i - 1], curve[i]));
  const whole = walked[walked.length - 1];

  const bytes = new Uint8ClampedArray(SCALE_STEPS * 4);
  for (let step = 0, at = 0; step < SCALE_STEPS; step++) {
    const goal = (step / (SCALE_STEPS - 1)) * whole;
    while (at < curve.length - 2 && walked[at + 1] < goal) at++;
    const part = (goal - walked[at]) / (walked[at + 1] - walked[at] || 1);
    bytes.set([...toBytes(fromOklab(mix(curve[at], curve[at + 1], Math.min(1, part)))), 255], step * 4);
  }
  return {
    bytes,
    css(value) {
      const at = stepOf(value) * 4;
      return `rgb(${bytes[at]} ${bytes[at + 1]} ${bytes[at + 2]})`;
    },
  };
}

/** The step of a value between 0 and 1. */
export function stepOf(value: number): number {
  return Number.isNaN(value) ? 0 : Math.round(Math.min(1, Math.max(0, value)) * (SCALE_STEPS - 1));
}

const mix = (a: Oklab, b: Oklab, part: number): Oklab => [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part];

/** A parabola through `a` at 0, `b` at 0.55 and `c` at 1 on the colour axes, and a straight line in lightness. */
function through(a: Oklab, b: Oklab, c: Oklab, t: number): Oklab {
  const m = 0.55;
  const wa = ((t - m) * (t - 1)) / m;
  const wb = (t * (t - 1)) / (m * (m - 1));
  const wc = (t * (t - m)) / (1 - m);
  return [a[0] + (c[0] - a[0]) * t, wa * a[1] + wb * b[1] + wc * c[1], wa * a[2] + wb * b[2] + wc * c[2]];
}
