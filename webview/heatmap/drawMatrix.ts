/** Paints a matrix of weights on a canvas, sharp on every screen. */
import type { ColourScale } from './colourScale';
import { stepOf } from './colourScale';

export interface Matrix { readonly rows: number; readonly columns: number; readonly values: Float32Array }

/**
 * @param cell  edge of a cell in CSS pixels
 * @param lines colour of the lines between cells
 */
export function drawMatrix(canvas: HTMLCanvasElement, { rows, columns, values }: Matrix, cell: number, scale: ColourScale, lines: string): void {
  const ratio = devicePixelRatio;
  const [width, height] = [Math.round(columns * cell * ratio), Math.round(rows * cell * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.style.width = `${columns * cell}px`;
  canvas.style.height = `${rows * cell}px`;
  const context = canvas.getContext('2d')!;
  context.clearRect(0, 0, width, height);
  context.fillStyle = lines;
  context.fillRect(0, 0, width, height);
  // Whole device pixels, with a line of one between neighbours.
  const edge = (i: number): number => Math.round(i * cell * ratio);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = stepOf(values[row * columns + column]) * 4;
      context.fillStyle = `rgb(${scale.bytes[at]} ${scale.bytes[at + 1]} ${scale.bytes[at + 2]})`;
      context.fillRect(edge(column), edge(row), edge(column + 1) - edge(column) - 1, edge(row + 1) - edge(row) - 1);
    }
  }
}

/** Paints the scale itself, 0 to 1 from left to right, over the whole canvas. */
export function drawLegend(canvas: HTMLCanvasElement, scale: ColourScale): void {
  const ratio = devicePixelRatio;
  canvas.width = Math.round(canvas.clientWidth * ratio);
  canvas.height = Math.round(canvas.clientHeight * ratio);
  const context = canvas.getContext('2d')!;
  for (let x = 0; x < canvas.width; x++) {
    context.fillStyle = scale.css(x / Math.max(1, canvas.width - 1));
    context.fillRect(x, 0, 1, canvas.height);
  }
}
