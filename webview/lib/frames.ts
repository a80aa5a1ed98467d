/**
 * Many reports, few drawings: calls between two drawings become one, at most one every `everyMs`, in an animation frame. Where drawing
 * is dear, pauses grow with it, so that it never takes more than a sixth of the time.
 */
export function coalesce(draw: () => void, everyMs = 0): () => void {
  let last = -Infinity;
  let waiting = false;
  let took = 0;
  const run = (): void => {
    waiting = false;
    const started = performance.now();
    draw();
    last = performance.now();
    took = last - started;
  };
  return () => {
    if (waiting) return;
    waiting = true;
    const rest = Math.max(everyMs, 5 * took) - (performance.now() - last);
    if (rest > 16) setTimeout(() => requestAnimationFrame(run), rest - 16); else requestAnimationFrame(run);
  };
}
