/** Tunes by a language model of ABC notation: written to their end, split off from whatever follows, and judged. */
import { generateMany, type GenerateManyOptions } from '../decoding/generateMany';
import type { TokenModel } from '../decoding/tokenModel';
import { UserError } from '../errors/userError';
import { checkTune, type CheckedTune } from '../music/checkTune';
import { isTuneOver, splitTunes } from '../music/splitTunes';
import type { Composition } from '../protocol/music';
import type { Tokenizer } from '../text/tokenizer';

/**
 * What the model reads first. The tune that it writes after this is thrown away and the next one taken: streams carry their states in training, so a model has hardly
 * ever seen a tune begin out of nowhere, and stumbles there over heads that it knows by heart.
 */
const PROMPT = 'X:1\n';
/** Characters of a tune. The longest of eight hundred traditional tunes has about 600. */
const LONGEST = 1500;
/** Tunes written side by side: more would use more memory and be no faster. */
const AT_ONCE = 32;

export interface ComposeOptions extends Composition, Pick<GenerateManyOptions, 'topK' | 'topP' | 'signal'> {
  /** Characters of a tune at most; one that has not ended by then does not parse. Default 1,500. */
  readonly longest?: number;
}

/**
 * Composes tunes. A function of the weights and the options: each tune draws from a random stream of its own.
 * @throws UserError where the model does not write characters, or has never seen an X
 */
export async function composeTunes(model: TokenModel, tokenizer: Tokenizer, { count, seed, longest = LONGEST, ...options }: ComposeOptions): Promise<CheckedTune[]> {
  refuseOthers(tokenizer);
  const tunes: CheckedTune[] = [];
  while (tunes.length < count) {
    const seeds = Array.from({ length: Math.min(AT_ONCE, count - tunes.length) }, (_, i) => seed + tunes.length + i);
    const written = await generateMany(model, tokenizer, { ...options, prompt: PROMPT, seeds, length: 2 * longest, isDone: (text) => isTuneOver(secondTune(PROMPT + text)) });
    tunes.push(...written.map(({ text, ended }) => judge(secondTune(PROMPT + text), ended, longest)));
  }
  return tunes;
}

/** What was written from the second `X:` line on; empty before there is one. */
function secondTune(text: string): string {
  const at = text.indexOf('\nX:');
  return at < 0 ? '' : text.slice(at + 1);
}

function judge(text: string, ended: boolean, longest: number): CheckedTune {
  const tune = checkTune(splitTunes(text).at(0)?.abc ?? '');
  return ended && tune.abc.length <= longest ? tune : { ...tune, parses: false, complete: false, problem: `it had not ended after ${longest.toLocaleString('en')} characters` };
}

/** @throws UserError */
function refuseOthers(tokenizer: Tokenizer): void {
  const remedy = 'train a model with tokenizer.unit "char" on files in ABC notation, such as samples/04-tunes';
  if (tokenizer.unit !== 'char') throw new UserError(`a model of ${tokenizer.unit === 'word' ? 'words' : 'pieces of words'} cannot compose`, 'tunes', remedy, 'option');
  if ([...'X:'].some((character) => tokenizer.idOf(character) === undefined)) throw new UserError('this model has never seen a tune: its text has no X:', 'tunes', remedy, 'option');
}
