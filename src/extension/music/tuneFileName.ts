/** A file's name from a tune's title: letters and digits of any script, the rest as hyphens; never a name that a system keeps for itself. */
export function tuneFileName(title: string): string {
  const name = title.normalize('NFC').toLowerCase().replace(/['’]/gu, '').replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60);
  return `${name === '' || /^(con|prn|aux|nul|com\d|lpt\d)$/.test(name) ? `tune${name === '' ? '' : `-${name}`}` : name}.abc`;
}
