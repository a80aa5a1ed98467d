/** What the sections of an experiment share: how a value is refused, and how it is told from a default that was written out. */
import { sameJson } from './sameJson';
import { UserError } from '../../errors/userError';

export type Task = 'language-model' | 'translation';

/** Every key is there, none undefined. */
export type Complete<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };

/** Refuses what cannot be combined, naming path, value and remedy. An option is honoured or refused, never ignored. */
export class Refusals {
  constructor(private readonly fileName: string) {}

  refuse(path: string, value: unknown, remedy: string): never {
    throw new UserError(`${JSON.stringify(value)} cannot be used here`, `${this.fileName}, ${path}`, remedy, 'option');
  }

  /**
   * For an option that has no meaning here: its neutral value, which is what `run.json` records, asks for nothing and passes; every other is refused.
   * @returns the neutral value
   */
  onlyNeutral<T>(path: string, value: T | undefined, neutral: T, remedy: string): T {
    if (value !== undefined && !sameJson(value, neutral)) this.refuse(path, value, remedy);
    return neutral;
  }
}
