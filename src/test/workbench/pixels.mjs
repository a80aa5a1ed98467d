/** What a canvas really shows, read back from its pixels. */

/**
 * @typedef {object} Drawing
 * @property {number} width   in pixels
 * @property {number} height
 * @property {number} painted  pixels that are not transparent
 * @property {number} colours  different colours among them, each channel in 16 steps
 * @property {number} span  columns of pixels from the leftmost to the rightmost saturated (coloured, not grey) pixel
 */

/** @param {import('playwright-core').Locator} canvas @returns {Promise<Drawing>} */
export function readDrawing(canvas) {
  return canvas.evaluate((element) => {
    const { width, height } = /** @type {HTMLCanvasElement} */ (element);
    const context = /** @type {HTMLCanvasElement} */ (element).getContext('2d');
    if (!context || width === 0 || height === 0) return { width, height, painted: 0, colours: 0, span: 0 };
    const { data } = context.getImageData(0, 0, width, height);
    const colours = new Set();
    let [painted, left, right] = [0, width, -1];
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue, alpha] = data.subarray(at, at + 4);
      if (alpha === 0) continue;
      painted++;
      colours.add(((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4));
      if (Math.max(red, green, blue) - Math.min(red, green, blue) < 60 || alpha < 128) continue;
      const column = (at / 4) % width;
      left = Math.min(left, column);
      right = Math.max(right, column);
    }
    return { width, height, painted, colours: colours.size, span: right < left ? 0 : right - left + 1 };
  });
}
