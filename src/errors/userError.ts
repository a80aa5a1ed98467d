/**
 * The one kind of error that is meant for the person at the keyboard: what is wrong, where, and what to do about it.
 * Everything else that is thrown is our own fault and starts with `internal:`.
 */
export type UserErrorCode = 'input' | 'option' | 'unavailable' | 'memory' | 'busy';

export class UserError extends Error {
  override readonly name = 'UserError';

  /**
   * @param what   what is wrong, with the offending value
   * @param where  the file with its line (`pairs.tsv:12`), the option's path (`model.hidden`) or the command
   * @param remedy what the reader can do now
   * @param code   `input`: the user's data; `option`: a setting; `unavailable`: something this machine lacks; `memory`; `busy`
   */
  constructor(readonly what: string, readonly where: string, readonly remedy: string, readonly code: UserErrorCode = 'input') {
    super(`${what} (${where}): ${remedy}`);
  }
}
