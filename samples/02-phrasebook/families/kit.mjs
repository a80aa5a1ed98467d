/** What every family of sentences uses: choices, punctuation, time expressions and objects to act on. */
import { elide } from '../grammar/french.mjs';
import { nounPhrase } from '../grammar/nounPhrase.mjs';
import { adjectives } from '../lexicon/adjectives.mjs';
import { NOUNS } from '../lexicon/nouns.mjs';
import { NAMED, PRONOUNS } from '../lexicon/people.mjs';

const capital = (text) => text[0].toUpperCase() + text.slice(1);

function finish({ en, fr }, english, french) {
  return { en: capital(en) + english, fr: capital(elide(fr)) + french };
}

/** French puts a space before ? and !, and none before a full stop. */
export const statement = (pair) => finish(pair, '.', '.');
export const question = (pair) => finish(pair, '?', ' ?');
export const exclamation = (pair) => finish(pair, '!', ' !');

/** Two finished sentences in a row. */
export const both = (first, second) => ({ en: `${first.en} ${second.en}`, fr: `${first.fr} ${second.fr}` });

/** Pairs of English and French written "a|b". */
export const pairs = (table) => table.trim().split('\n').map((line) => {
  const [en, fr, ...more] = line.split('|');
  return { en, fr, more };
});

export const TIMES = {
  past: pairs(`
yesterday|hier
this morning|ce matin
last night|hier soir
last week|la semaine dernière
last year|l'année dernière
on Monday|lundi
on Saturday|samedi
two days ago|il y a deux jours
a week ago|il y a une semaine`),
  future: pairs(`
tomorrow|demain
tonight|ce soir
next week|la semaine prochaine
on Friday|vendredi
on Tuesday|mardi
this afternoon|cet après-midi
next summer|l'été prochain
after dinner|après le dîner
tomorrow morning|demain matin
in two days|dans deux jours`),
  habit: pairs(`
every day|tous les jours
every morning|tous les matins
in the evening|le soir
on Sundays|le dimanche
on Thursdays|le jeudi
every week|chaque semaine
every summer|chaque été`),
  now: pairs(`
now|maintenant
at the moment|en ce moment
today|aujourd'hui`),
};

export const COLOURS = adjectives('red, green, blue, black, white, grey, yellow, brown');
const LOOKS = adjectives('small, new, old, beautiful, pretty');

/** Somebody who acts. "you" seldom opens a statement, "I" and "we" a question: one knows what one does. */
export function anySubject(r, { you = true, I = true } = {}) {
  const pronouns = PRONOUNS.filter(({ en }) => (you || en !== 'you') && (I || (en !== 'I' && en !== 'we')));
  return r.chance(0.6) ? r.pick(pronouns) : r.pick(NAMED);
}

/** A noun of these groups, in French order: at times with a colour behind it or a look before it. */
export function thing(r, groups, { det, plural = false, adorned = 0.35 } = {}) {
  const noun = r.pick(r.pick(groups.split(' ').map((group) => NOUNS[group])));
  if (!r.chance(adorned)) return nounPhrase(noun, { det, plural });
  const style = r.int(0, 4);
  return nounPhrase(noun, { det, plural, before: style < 3 ? r.pick(LOOKS) : undefined, after: style > 1 ? r.pick(COLOURS) : undefined });
}

/** A noun without adjectives. */
export const plain = (r, groups, options = {}) => thing(r, groups, { ...options, adorned: 0 });

/** Food or drink in no stated amount: some bread, du pain; some apples, des pommes. */
export function provisions(r) {
  return r.chance(0.3) ? plain(r, 'fruits', { det: 'a', plural: true }) : plain(r, 'dishes staples drinks', { det: 'some' });
}
