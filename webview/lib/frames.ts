/** Many reports, few drawings: calls between two drawings become one, at most one every `everyMs`, in an animation frame. */
export function coalesce(draw: () => void, everyMs = 0): () => void {
  let last = -Infinity;
  let waiting = false;
  const run = (): void => {
    waiting = false;
    last = performance.now();
    draw();
  };
  return () => {
    if (waiting) return;
    waiting = true;
    const rest = everyMs - (performance.now() - last);
    if (rest > 16) setTimeout(() => requestAnimationFrame(run), rest - 16); else requestAnimationFrame(run);
  };
}
