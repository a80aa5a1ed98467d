import type { EngineOptions } from './useRun';

/** What `seqlab inspect` can show. */
export const INSPECTIONS = ['surprise'] as const;

export interface InspectOptions extends EngineOptions {
  readonly text: string;
  readonly what: (typeof INSPECTIONS)[number];
  readonly json: boolean;
}
