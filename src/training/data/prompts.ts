/** Prompts for a language model, made of held-out lines: the beginning of a line, and how it went on. */
import type { Corpus, LineRange } from '../../text/corpus';
import type { Tokenizer, TokenizerUnit } from '../../text/tokenizer';
import { spread } from './trainingData';

/** Tokens of a prompt at most; a shorter line is cut in the middle. */
const PROMPT_TOKENS: Readonly<Record<TokenizerUnit, number>> = { word: 8, bpe: 10, char: 40 };

/** At most `count` prompts from lines all over the text, in order. */
export function choosePrompts(corpus: Corpus, range: LineRange | undefined, tokenizer: Tokenizer, count: number): { source: string; reference: string }[] {
  const { from, to } = range ?? { from: 0, to: corpus.filledLines };
  const stride = Math.max(1, Math.floor((to - from) / (4 * count)));
  const prompts: { source: string; reference: string }[] = [];
  let filled = 0;
  for (const { text } of corpus.lines(range)) {
    if (text.trim() === '' || filled++ % stride !== 0) continue;
    const prompt = cutLine(text.trim(), tokenizer);
    if (prompt) prompts.push(prompt);
  }
  return spread(prompts, count);
}

/** Cuts a line before a word; null for a line of one word. */
function cutLine(line: string, tokenizer: Tokenizer): { source: string; reference: string } | null {
  const tokens = tokenizer.tokenize(line);
  const wanted = Math.min(PROMPT_TOKENS[tokenizer.unit], Math.ceil(tokens.length / 2));
  for (let cut = wanted; cut > 0 && cut < tokens.length; cut++) {
    const { start, text } = tokens[cut];
    const beginsWord = /\s$/.test(line.slice(0, start)) && text.trim() !== '';
    // Scripts without spaces are cut at any token.
    if (beginsWord || !/\s/.test(line)) return { source: line.slice(0, start).trimEnd(), reference: line.slice(start) };
  }
  return null;
}
