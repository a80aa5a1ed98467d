/** The script of the editor's benchmark: a text typed letter by letter, with some letters typed anew, some changes far above the cursor and some haste. */

export type ScriptedEdit =
  | { readonly kind: 'type'; readonly text: string; /** The next key comes before the answer. */ readonly hasty: boolean }
  /** The last letter is taken back, and typed again after it. */
  | { readonly kind: 'delete' }
  /** A word is inserted in the document's first line: what the model has read is no longer what stands there. */
  | { readonly kind: 'far'; readonly text: string };

/** @param text what is typed, from its beginning again where it ends */
export function scriptedEdits(text: string, count: number): ScriptedEdit[] {
  let state = 20_261_122;
  const random = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647; // Park and Miller's generator
    return state % limit;
  };
  const words = text.split(/\s+/).filter((word) => word !== '');
  const edits: ScriptedEdit[] = [];
  for (let typed = 0; edits.length < count;) {
    const chance = random(100);
    if (chance < 3 && typed > 0) {
      edits.push({ kind: 'delete' });
      typed--;
    } else if (chance < 4) edits.push({ kind: 'far', text: `${words[random(words.length)]} ` });
    else edits.push({ kind: 'type', text: text[typed++ % text.length], hasty: chance < 14 });
  }
  return edits;
}
