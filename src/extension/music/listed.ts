/** A whole tune book would be a long list. */
const MOST = 200;

/**
 * The tunes that are listed, the one that the cursor is in first, those before it last.
 * @param current its index
 * @returns `which` is empty where these are all, else says which of how many
 */
export function listed<T>(tunes: readonly T[], current: number, most = MOST): { readonly list: readonly T[]; readonly which: string } {
  const first = Math.max(0, Math.min(current, tunes.length - most));
  const last = Math.min(tunes.length, first + most);
  const start = Math.min(current, tunes.length - 1);
  return { list: [...tunes.slice(start, last), ...tunes.slice(first, start)], which: last - first === tunes.length ? '' : `: tunes ${first + 1} to ${last} of ${tunes.length}` };
}
