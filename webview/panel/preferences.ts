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
  /** Whether the search is shown; null: where no training runs, which needs the processor more. */
  search: z.boolean().nullable().catch(null),
  /** Hypotheses that the search keeps; null: as the experiment has it. */
  beam: z.number().int().min(1).max(20).nullable().catch(null),
  /** Whether the tree shows words that were dropped at once. */
  pruned: z.boolean().catch(true),
  /** Sentences typed here, by run, the newest first: they can be asked again of any checkpoint. */
  typed: z.record(z.string(), z.array(z.string())).catch({}),
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
