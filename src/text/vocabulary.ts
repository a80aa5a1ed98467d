/** The list of tokens that a tokenizer knows: the four special ones, then the rest. */
import { SPECIAL_TOKENS } from './tokenizer';

export class Vocabulary {
  private readonly ids: ReadonlyMap<string, number>;

  /** @param tokens all tokens in order of their ids, beginning with the special ones; no two alike */
  constructor(readonly tokens: readonly string[]) {
    this.ids = new Map(tokens.map((token, id) => [token, id]));
    if (this.ids.size !== tokens.length || SPECIAL_TOKENS.some((token, id) => tokens[id] !== token)) {
      throw new Error('internal: Vocabulary: expected different tokens that begin with the special ones');
    }
  }

  get size(): number {
    return this.tokens.length;
  }

  idOf(token: string): number | undefined {
    return this.ids.get(token);
  }

  token(id: number): string {
    const token = this.tokens[id];
    if (token === undefined) throw new Error(`internal: token ${id} of a vocabulary of ${this.size}`);
    return token;
  }

  /** As in tokenizer.json: token to id. Safe for a token such as `__proto__`. */
  toJSON(): Record<string, number> {
    return Object.fromEntries(this.ids);
  }
}

/**
 * The tokens to keep, most frequent first, ties in order of code points, so that the same counts always give the same vocabulary.
 * @param limit the most tokens to keep
 */
export function mostFrequent(counts: ReadonlyMap<string, number>, minFrequency: number, limit: number): string[] {
  return [...counts]
    .filter(([, count]) => count >= minFrequency)
    .sort(([a, countA], [b, countB]) => countB - countA || compareCodePoints(a, b))
    .slice(0, Math.max(0, limit))
    .map(([token]) => token);
}

/** Order by code points; `<` on strings orders by UTF-16 units, which puts U+10000 and up before U+E000. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) {
      const start = i > 0 && isLowSurrogate(a.charCodeAt(i)) && isLowSurrogate(b.charCodeAt(i)) ? i - 1 : i;
      return a.codePointAt(start)! - b.codePointAt(start)!;
    }
  }
  return a.length - b.length;
}

function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

export function count(counts: Map<string, number>, token: string, times: number): void {
  counts.set(token, (counts.get(token) ?? 0) + times);
}
