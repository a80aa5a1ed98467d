/** The script of the editor's benchmark: text typed letter by letter, with some deletions, some changes far above the cursor and some haste. */

export type ScriptedEdit =
  | { readonly kind: 'type'; readonly text: string; /** The next key comes before the answer. */ readonly hasty: boolean }
  | { readonly kind: 'delete' }
  /** A word is inserted in the document's first line: what the model has read is no longer what stands there. */
  | { readonly kind: 'far'; readonly text: string };

const LINE = 80;

/** @param words the vocabulary that is typed */
export function scriptedEdits(words: readonly string[], count: number): ScriptedEdit[] {
  let state = 20_261_122;
  const random = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647; // Park and Miller's generator
    return state % limit;
  };
  const edits: ScriptedEdit[] = [];
  let waiting = '';
  let column = 0;
  while (edits.length < count) {
    if (waiting === '') waiting = `${words[random(words.length)]}${column > LINE ? '\n' : ' '}`;
    const chance = random(100);
    if (chance < 3) edits.push({ kind: 'delete' });
    else if (chance < 4) edits.push({ kind: 'far', text: `${words[random(words.length)]} ` });
    else {
      const text = waiting[0];
      waiting = waiting.slice(1);
      column = text === '\n' ? 0 : column + 1;
      edits.push({ kind: 'type', text, hasty: chance < 14 });
    }
  }
  return edits;
}
