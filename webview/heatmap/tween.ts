/** Values that move to new ones over a short time, frame by frame. */
export class Tween {
  values = new Float32Array(0);
  private from = this.values;
  private goal = this.values;
  private started = 0;
  private frame = 0;

  constructor(private readonly milliseconds: number, private readonly onFrame: () => void) {}

  /** Jumps. */
  set(values: Float32Array): void {
    cancelAnimationFrame(this.frame);
    this.values = this.goal = values as Float32Array<ArrayBuffer>;
  }

  /** Moves, starting from what is shown now; values that are more than those shown come up from zero. */
  to(values: Float32Array): void {
    cancelAnimationFrame(this.frame);
    this.from = new Float32Array(values.length);
    this.from.set(this.values.subarray(0, values.length));
    this.goal = values as Float32Array<ArrayBuffer>;
    this.values = this.from.slice();
    this.started = performance.now();
    const advance = (now: number): void => {
      const part = Math.min(1, Math.max(0, (now - this.started) / this.milliseconds));
      const eased = part * (2 - part);
      for (let i = 0; i < this.goal.length; i++) this.values[i] = this.from[i] + (this.goal[i] - this.from[i]) * eased;
      this.onFrame();
      if (part < 1) this.frame = requestAnimationFrame(advance);
    };
    this.frame = requestAnimationFrame(advance);
  }
}
