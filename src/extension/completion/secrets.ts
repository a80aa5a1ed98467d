/** Lines and files that look like secrets. They are never read by a model: neither to complete them nor as context of what follows. */

/** Names of files that hold credentials. */
const secretFile = /(^|[\\/])(\.env(\..+)?|\.npmrc|\.netrc|_netrc|\.pgpass|\.htpasswd|id_(rsa|dsa|ecdsa|ed25519)|credentials|secrets?\.[^\\/]+|.+\.(pem|key|p12|pfx|jks|keystore|kdbx|ovpn))$/i;

const secretLines: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*(PRIVATE KEY|CERTIFICATE)/,
  // A name for a secret, then `=` or `:`, then one value without a space up to the line's end.
  /(pass(word|phrase|wd|code)|\bpwd|\bpin|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)[\w-]*["'`*]*\s*[:=]\s*["'`]?[^\s"'`]+["'`]?\s*[,;]?\s*$/i,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i, // scheme://user:password@host
  /\b(bearer|basic)\s+[\w+/=.~-]{12,}/i,
  /\b(AKIA|ASIA)[0-9A-Z]{12,}|\bgh[pousr]_\w{16,}|\bgithub_pat_\w{16,}|\bglpat-[\w-]{16,}|\bxox[abeprs]-[\w-]{10,}|\b[sr]k[-_](live|test|proj|ant)?[-_]?\w{16,}|\bAIza[\w-]{30,}/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/, // JSON web token
  /\b[0-9a-f]{32,}\b/i,
];

/** Long runs of the letters of base64 and its relatives. */
const runs = /[A-Za-z0-9+/_=-]{20,}/g;
/** Bits a character above which such a run is random rather than a name: English words have about 3, random base64 has 4 and more at this length. */
const RANDOM_BITS = 3.5;

export const isSecretFile = (path: string): boolean => secretFile.test(path);

/** Whether a line looks like a key, a password or another credential. Errs on the side of silence: at worst one line gets no ghost text. */
export function looksSecret(line: string): boolean {
  if (secretLines.some((pattern) => pattern.test(line))) return true;
  return (line.match(runs) ?? []).some(looksRandom);
}

/** The same text with such lines empty. What stands before them stays where it is, so that a cached state remains good. */
export function withoutSecrets(text: string): string {
  const lines = text.split('\n');
  return lines.some(looksSecret) ? lines.map((line) => (looksSecret(line) ? '' : line)).join('\n') : text;
}

/** Small and capital letters and digits mixed, with the entropy of chance. */
function looksRandom(run: string): boolean {
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) && bitsPerCharacter(run) > RANDOM_BITS;
}

/** Shannon entropy of the letters' frequencies in bits. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return -[...counts.values()].reduce((sum, count) => sum + (count / text.length) * Math.log2(count / text.length), 0);
}

/** The same text with spaces in place of such lines, for those who need its offsets. */
export function withSecretsMasked(text: string): string {
  const lines = text.split('\n');
  return lines.some(looksSecret) ? lines.map((line) => (looksSecret(line) ? ' '.repeat(line.length) : line)).join('\n') : text;
}
