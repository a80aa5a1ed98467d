/** Roughly how many numbers a shape holds, to weigh one form of a loop against another. A symbol counts as a usual batch or sentence. */
import type { Shape } from '../size';

const USUAL = 24;

export const numbersIn = (shape: Shape): number => shape.reduce<number>((product, size) => product * (typeof size === 'number' ? size : USUAL ** size.split('*').length), 1);
