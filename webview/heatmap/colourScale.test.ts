import { describe, expect, it } from 'vitest';
import { distance, fromOklab, parseColour, toOklab, type Rgb } from '../lib/colour';
import { createColourScale, SCALE_STEPS, stepOf } from './colourScale';

const themes: [string, string, string][] = [
  ['dark', '#1f1f1f', '#3794ff'], ['light', '#ffffff', '#1a85ff'], ['high contrast', '#000000', '#f38518'], ['grey accent', '#272822', '#75715e'], ['solarized', '#fdf6e3', '#268bd2'],
];

describe('colours', () => {
  it('go to Oklab and back', () => {
    for (const colour of [[0.1, 0.5, 0.9], [1, 1, 1], [0, 0, 0], [0.8, 0.1, 0.3]] as Rgb[]) {
      fromOklab(toOklab(colour)).forEach((part, i) => expect(part).toBeCloseTo(colour[i], 5));
    }
    expect(toOklab([1, 1, 1])[0]).toBeCloseTo(1, 4);
  });

  it('are read in every form of a computed style', () => {
    expect(parseColour('#f80')).toEqual([1, 136 / 255, 0]);
    expect(parseColour('rgb(255, 0, 51)')).toEqual([1, 0, 0.2]);
    expect(parseColour('rgba(255, 0, 51, 0.5)')).toEqual([1, 0, 0.2]);
    expect(parseColour('color(srgb 0.25 0.5 1 / 0.3)')).toEqual([0.25, 0.5, 1]);
    expect(parseColour('chartreuse-ish')).toBeNull();
  });
});

describe.each(themes)('the scale on %s', (_, background, accent) => {
  const scale = createColourScale(parseColour(background)!, parseColour(accent)!);
  const labs = Array.from({ length: SCALE_STEPS }, (_unused, i) => toOklab([scale.bytes[i * 4] / 255, scale.bytes[i * 4 + 1] / 255, scale.bytes[i * 4 + 2] / 255]));

  it('starts at the background', () => expect(scale.css(0)).toBe(`rgb(${[1, 3, 5].map((at) => parseInt(background.slice(at, at + 2), 16)).join(' ')})`));

  it('changes lightness in one direction only, and far enough', () => {
    const direction = Math.sign(labs[SCALE_STEPS - 1][0] - labs[0][0]);
    for (let i = 16; i < SCALE_STEPS; i += 16) expect((labs[i][0] - labs[i - 16][0]) * direction).toBeGreaterThan(0);
    expect(Math.abs(labs[SCALE_STEPS - 1][0] - labs[0][0])).toBeGreaterThan(0.55);
  });

  it('moves equally far for equal differences of value', () => {
    const strides = Array.from({ length: 15 }, (_unused, i) => distance(labs[i * 17], labs[(i + 1) * 17]));
    const mean = strides.reduce((sum, stride) => sum + stride, 0) / strides.length;
    for (const stride of strides) expect(Math.abs(stride - mean) / mean).toBeLessThan(0.16); // next to black the bytes of a screen are coarse
  });
});

it('puts values outside the scale at its ends', () => {
  expect([stepOf(-1), stepOf(0), stepOf(0.5), stepOf(1), stepOf(7), stepOf(NaN)]).toEqual([0, 0, 128, 255, 255, 0]);
});
