/** The beginning of an output that the user gives: a text, or tokens by their names in the vocabulary. */
import { UserError } from '../errors/userError';
import { BOS, EOS, PAD, type Tokenizer } from '../text/tokenizer';

export interface Prefix {
  readonly ids: readonly number[];
  /** How each token is written where it is unknown; null where no text was given. */
  readonly texts: readonly string[] | null;
}

/**
 * @param given a text, tokenized as the target side is; or raw tokens (`Tokenizer.tokenRaw`), the last of which may be `</s>`: the output then ends there
 * @throws UserError for a token that is not in the vocabulary, and for more than `maxLength` of them
 */
export function readPrefix(given: string | readonly string[], target: Tokenizer, maxLength: number): Prefix {
  const prefix = typeof given === 'string' ? ofText(given, target) : { ids: given.map((raw, i) => idOf(raw, i === given.length - 1, target)), texts: null };
  const length = prefix.ids.filter((id) => id !== EOS).length;
  if (length > maxLength) throw new UserError(`the forced beginning has ${length} tokens, and an output at most ${maxLength}`, 'prefix', 'give a shorter one, or raise the maximum length', 'option');
  return prefix;
}

function ofText(text: string, target: Tokenizer): Prefix {
  const tokens = target.tokenize(text);
  return { ids: tokens.map(({ id }) => id), texts: tokens.map((token) => token.text) };
}

function idOf(raw: string, isLast: boolean, target: Tokenizer): number {
  const id = target.idOf(raw);
  if (id === undefined) throw new UserError(`${JSON.stringify(raw)} is no token of this model`, 'prefix', 'give tokens as they stand in its vocabulary, or a text', 'option');
  if (id === PAD || id === BOS || (id === EOS && !isLast)) throw new UserError(`an output cannot go on after, or with, ${raw}`, 'prefix', 'leave the token out', 'option');
  return id;
}
