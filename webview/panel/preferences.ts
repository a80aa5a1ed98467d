/** What the reader chose, kept by the editor over hiding and reloading the panel. */
import * as z from 'zod';
import type { VsCodeApi } from '../lib/vscodeApi';

const schema = z.object({
  /** Key of the chosen sentence. */
  chosen: z.string().nullable().catch(null),
  smoothing: z.number().min(0).max(0.99).catch(0.6),
  axis: z.enum(['step', 'time', 'epoch']).catch('step'),
  /** Charts whose scale was switched, by their id. */
  logarithmic: z.record(z.string(), z.boolean()).catch({}),
  scroll: z.number().min(0).catch(0),
  /** A sentence being typed. */
  draft: z.string().catch(''),
});
type Values = z.infer<typeof schema>;

export class Preferences {
  private values: Values;

  constructor(private readonly api: VsCodeApi) {
    this.values = schema.parse(typeof api.getState() === 'object' && api.getState() !== null ? api.getState() : {});
  }

  get current(): Readonly<Values> { return this.values; }

  set(change: Partial<Values>): void {
    this.values = { ...this.values, ...change };
    this.api.setState(this.values);
  }
}
