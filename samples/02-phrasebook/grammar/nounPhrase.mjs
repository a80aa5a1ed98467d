/**
 * Noun phrases in both languages at once. A phrase carries
 *   en, fr                    as a subject, or the object of a positive sentence
 *   enNegated, frNegated      as the object of a negated one (I have some bread -> I do not have any bread; du pain -> de pain)
 *   gender, plural            for what must agree with it
 */
import { inflect } from '../lexicon/adjectives.mjs';
import { article } from './english.mjs';
import { contract, opensWithVowel } from './french.mjs';

/** English possessive -> French for masculine, feminine, plural. Before a vowel the masculine serves both: mon amie. */
const POSSESSIVES = {
  my: ['mon', 'ma', 'mes'], your: ['votre', 'votre', 'vos'], his: ['son', 'sa', 'ses'], her: ['son', 'sa', 'ses'],
  our: ['notre', 'notre', 'nos'], their: ['leur', 'leur', 'leurs'],
};

const COUNTS = { two: 'deux', three: 'trois', four: 'quatre', five: 'cinq', six: 'six' };

function frenchDeterminer(det, { gender, plural, next, adjectiveFirst }) {
  const choose = (masculine, feminine, several) => (plural ? several : gender === 'f' ? feminine : masculine);
  const vowel = opensWithVowel(next);
  if (det in POSSESSIVES) {
    const [masculine, feminine, several] = POSSESSIVES[det];
    return choose(masculine, vowel ? masculine : feminine, several);
  }
  if (det in COUNTS) return COUNTS[det];
  switch (det) {
    case 'the': case 'generic': return choose('le', 'la', 'les');
    // "de beaux jardins": before an adjective the plural article shrinks.
    case 'a': return choose('un', 'une', adjectiveFirst ? 'de' : 'des');
    case 'this': return choose(vowel ? 'cet' : 'ce', 'cette', 'ces');
    // "de le" stands before a vowel only, where it is elided: de l'argent.
    case 'some': return plural ? (adjectiveFirst ? 'de' : 'des') : choose(vowel ? 'de le' : 'du', 'de la');
    case 'bare': return '';
    default: throw new Error(`internal: no determiner ${det}`);
  }
}

function englishDeterminer(det, plural, next) {
  if (det === 'generic' || det === 'bare') return '';
  if (det === 'a') return plural ? 'some' : article(next);
  if (det === 'this') return plural ? 'these' : 'this';
  return det;
}

const spaced = (...words) => words.filter((word) => word !== '').join(' ');

/**
 * Builds the phrase of a noun.
 * det: the, a (plural: some), some (partitive), this, my … their, two … six, generic (cheese, le fromage), bare (cheese, fromage).
 * before, after: adjectives, each on its own side of the French noun.
 */
export function nounPhrase(noun, { det = 'the', plural = noun.onlyPlural ?? false, before, after } = {}) {
  const { gender } = noun;
  const frNoun = plural ? noun.frPlural : noun.fr;
  const enWords = spaced(before?.en ?? '', after?.en ?? '', plural ? noun.enPlural : noun.en);
  const frBefore = before === undefined ? '' : !plural && gender === 'm' && opensWithVowel(frNoun) ? before.vowelForm : inflect(before, gender, plural);
  const frWords = spaced(frBefore, frNoun, after === undefined ? '' : inflect(after, gender, plural));
  const en = spaced(englishDeterminer(det, plural, enWords), enWords);
  const fr = spaced(frenchDeterminer(det, { gender, plural, next: frWords, adjectiveFirst: before !== undefined }), frWords);
  const indefinite = det === 'a' || det === 'some';
  return {
    en, fr, gender, plural, noun,
    enNegated: indefinite && (plural || det === 'some') ? `any ${enWords}` : en,
    frNegated: indefinite ? `de ${frWords}` : fr,
  };
}

/** A phrase that is the same under negation: a name, a fixed expression. */
export function fixedPhrase(en, fr, gender = 'm', plural = false) {
  return { en, fr, gender, plural, enNegated: en, frNegated: fr };
}

/** de + phrase, à + phrase with their contractions. */
export const withDe = (fr) => contract('de', fr);
export const withA = (fr) => contract('à', fr);
