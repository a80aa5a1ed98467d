/** French spelling across word borders: elision (le hôtel -> l'hôtel) and contraction (de le -> du). */

/** Words before which nothing is elided although they begin with a vowel letter or an h. */
const NO_ELISION = ['haricot', 'huit', 'onze'];
const OPEN_SOUND = new RegExp(`^(?!${NO_ELISION.join('|')})[aeiouyhâàéèêëîïôœùû]`, 'iu');

/** Whether le, de, je and their like lose their vowel before this text. */
export function opensWithVowel(text) {
  return OPEN_SOUND.test(text);
}

/** `de` or `à` before a noun phrase: du, des, au, aux. An l' is left for `elide` to make. */
export function contract(preposition, phrase) {
  const [article, ...rest] = phrase.split(' ');
  const noun = rest.join(' ');
  if (article === 'les') return `${preposition === 'de' ? 'des' : 'aux'} ${noun}`;
  if (article === 'le' && !opensWithVowel(noun)) return `${preposition === 'de' ? 'du' : 'au'} ${noun}`;
  return `${preposition} ${phrase}`;
}

/** Elides every small word of a text that asks for it. A pronoun behind a hyphen (prenez-le avec vous) stays whole. */
export function elide(text) {
  return text
    .replace(/(?<![\p{L}'-])(le|la|de|je|ne|me|se|que) (?=(\p{L}+))/giu, (whole, small, next) => (opensWithVowel(next) ? `${small.slice(0, -1)}'` : whole))
    .replace(/(?<!\p{L})si (?=ils?(?!\p{L}))/giu, (si) => `${si[0]}'`);
}
