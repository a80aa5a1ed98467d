/**
 * Colours in Oklab (Björn Ottosson 2020), where equal distances look about equally large. Everything is plain arithmetic on sRGB
 * components between 0 and 1, so that it is tested without a browser.
 */

/** Red, green and blue of sRGB, each between 0 and 1. */
export type Rgb = readonly [number, number, number];
/** Lightness 0–1, then the green–red and blue–yellow axes. */
export type Oklab = readonly [number, number, number];

/** Reads the forms that a browser's computed style can take: `rgb(…)`, `rgba(…)` and `color(srgb …)`; also `#rgb` and `#rrggbb`. */
export function parseColour(text: string): Rgb | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6,8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) {
    const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
    return [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16) / 255) as unknown as Rgb;
  }
  const inside = /^(rgba?|color)\(([^)]*)\)$/.exec(text.trim());
  if (inside === null) return null;
  const parts = inside[2].replace('srgb', '').split(/[\s,/]+/).filter((part) => part !== '').map(Number);
  if (parts.length < 3 || parts.some(Number.isNaN)) return null;
  const scale = inside[1] === 'color' ? 1 : 255;
  return [parts[0] / scale, parts[1] / scale, parts[2] / scale];
}

/** `rgb(12 34 56)`, clamped to what a screen can show. */
export function formatRgb(colour: Rgb): string {
  return `rgb(${toBytes(colour).join(' ')})`;
}

export function toBytes(colour: Rgb): [number, number, number] {
  return colour.map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255)) as [number, number, number];
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const gamma = (part: number): number => (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055);

export function toOklab([r, g, b]: Rgb): Oklab {
  const [red, green, blue] = [linear(r), linear(g), linear(b)];
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** May lie outside 0–1 where the screen cannot show the colour: see `fitChroma`. */
export function fromOklab([lightness, a, b]: Oklab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** The same lightness and hue with as much chroma as the screen can show. */
export function fitChroma(colour: Oklab): Oklab {
  const shown = (share: number): Oklab => [colour[0], colour[1] * share, colour[2] * share];
  const fits = (share: number): boolean => fromOklab(shown(share)).every((part) => part >= -1e-4 && part <= 1 + 1e-4);
  if (fits(1)) return colour;
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; i++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle; else high = middle;
  }
  return shown(low);
}

/** Straight distance in Oklab. */
export function distance(a: Oklab, b: Oklab): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
