/** The values that are known where a plan runs: its own, then those of the graphs around it. */
import type { Value } from '../../graph/graph';
import type { Held } from './held';

export class Frame {
  private readonly held = new Map<Value, Held>();

  constructor(private readonly around: Frame | null = null) {}

  set(value: Value, held: Held): void { this.held.set(value, held); }

  get(value: Value): Held {
    const held = this.held.get(value) ?? this.around?.get(value);
    if (!held) throw new Error(`internal: ${value.name} is read before it is computed`);
    return held;
  }

  /** Takes a value out of this frame, for its new owner. */
  take(value: Value): Held {
    const held = this.get(value);
    this.held.delete(value);
    return held;
  }
}
