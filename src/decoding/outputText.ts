/** A hypothesis as text. */
import { EOS, UNK, type Tokenizer } from '../text/tokenizer';
import type { Hypothesis } from './hypothesis';
import { argMax } from './selection';

/**
 * The text of an output. Where a replacement is given for a token that is unknown, it stands there instead of `<unk>`, with the space that
 * would have stood before it.
 * @param replacements one for each token, null where there is none
 */
export function writeTokens(ids: readonly number[], target: Tokenizer, replacements: readonly (string | null)[]): string {
  if (!ids.some((id, i) => id === UNK && replacements[i] !== null && replacements[i] !== undefined)) return target.decode(ids);
  let text = '';
  ids.forEach((id, i) => {
    if (id !== UNK && id <= EOS) return;
    if (text !== '' && target.startsWord(id)) text += ' ';
    text += id === UNK ? replacements[i] ?? target.tokenText(id) : target.unit === 'char' ? target.tokenText(id) : target.decode([id]);
  });
  return text;
}

/**
 * For each unknown token the source token that it looked at most (Luong et al. 2015, "Addressing the rare word problem", section 3; Jean et al. 2015,
 * section 3.3), as the user wrote it; null for tokens that are known. Names and numbers are often the same in both languages.
 * @param words the source tokens, without the end symbol: it is never copied
 */
export function copiesForUnknown({ tokens, attention }: Pick<Hypothesis, 'tokens' | 'attention'>, words: readonly string[]): (string | null)[] {
  return tokens.map((token, i) => {
    if (token !== UNK || attention === null) return null;
    const at = argMax(attention[i], 0, words.length);
    return at < 0 ? null : words[at];
  });
}
