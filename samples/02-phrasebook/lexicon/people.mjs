/** Who acts and who is acted upon: pronouns, names and families. Persons are numbered je, il/elle, nous, vous, ils/elles. */
import { fixedPhrase, nounPhrase } from '../grammar/nounPhrase.mjs';

/** Subject pronouns. "you" is one person spoken to politely, "they" are not all women; neither tells the speaker's own gender. */
export const PRONOUNS = [
  { en: 'I', fr: 'je', person: 0, pronoun: true, own: 'my' },
  { en: 'he', fr: 'il', person: 1, gender: 'm', plural: false, pronoun: true, own: 'his' },
  { en: 'she', fr: 'elle', person: 1, gender: 'f', plural: false, pronoun: true, own: 'her' },
  { en: 'we', fr: 'nous', person: 2, plural: true, pronoun: true, own: 'our' },
  { en: 'you', fr: 'vous', person: 3, plural: false, pronoun: true, own: 'your' },
  { en: 'they', fr: 'ils', person: 4, gender: 'm', plural: true, pronoun: true, own: 'their' },
];

/** Object pronouns: `direct` replaces a person seen, `indirect` a person given to. `of` names the subject pronoun that it answers to. */
export const OBJECT_PRONOUNS = [
  { en: 'me', of: 'I', direct: 'me', indirect: 'me', strong: 'moi' },
  { en: 'him', of: 'he', direct: 'le', indirect: 'lui', strong: 'lui', gender: 'm', plural: false },
  { en: 'her', of: 'she', direct: 'la', indirect: 'lui', strong: 'elle', gender: 'f', plural: false },
  { en: 'us', of: 'we', direct: 'nous', indirect: 'nous', strong: 'nous' },
  { en: 'you', of: 'you', direct: 'vous', indirect: 'vous', strong: 'vous' },
  { en: 'them', of: 'they', direct: 'les', indirect: 'leur', strong: 'eux', gender: 'm', plural: true },
];

/** Speaker and hearer know each other: "I see us" and "we thank me" are nobody's sentences. */
const SAME_PARTY = new Set(['I us', 'we me']);

export function canActOn(subject, pronoun) {
  return subject.en !== pronoun.of && !SAME_PARTY.has(`${subject.en} ${pronoun.en}`);
}

const RELATIVES = [
  ['brother', 'frère', 'm'], ['sister', 'sœur', 'f'], ['father', 'père', 'm'], ['mother', 'mère', 'f'], ['son', 'fils', 'm'], ['daughter', 'fille', 'f'],
  ['husband', 'mari', 'm'], ['wife', 'femme', 'f'], ['uncle', 'oncle', 'm'], ['aunt', 'tante', 'f'], ['grandmother', 'grand-mère', 'f'],
  ['grandfather', 'grand-père', 'm'],
].map(([en, fr, gender]) => ({ en, fr, gender }));

const GROUPS = [
  { en: 'parents', fr: 'parents', gender: 'm' }, { en: 'children', fr: 'enfants', gender: 'm' }, { en: 'sisters', fr: 'sœurs', gender: 'f' },
  { en: 'neighbours', fr: 'voisins', gender: 'm' }, { en: 'daughters', fr: 'filles', gender: 'f' }, { en: 'brothers', fr: 'frères', gender: 'm' },
].map(({ en, fr, gender }) => ({ enPlural: en, frPlural: fr, gender, onlyPlural: true }));

const STRANGERS = [
  ['doctor', 'médecin', 'm'], ['driver', 'chauffeur', 'm'], ['waiter', 'serveur', 'm'], ['waitress', 'serveuse', 'f'], ['nurse', 'infirmière', 'f'],
  ['baker', 'boulanger', 'm'], ['teacher', 'professeur', 'm'], ['guide', 'guide', 'm'],
].map(([en, fr, gender]) => ({ en, fr, gender }));

const NAMES = [['Marie', 'f'], ['Paul', 'm'], ['Anna', 'f'], ['Lucas', 'm'], ['Alice', 'f'], ['Thomas', 'm'], ['Sophie', 'f'], ['Olivier', 'm']];

/** A phrase as a subject of the third person. */
function asSubject(phrase) {
  return { ...phrase, person: phrase.plural ? 4 : 1, pronoun: false, own: phrase.plural ? 'their' : phrase.gender === 'f' ? 'her' : 'his' };
}

/** Relatives of somebody: "her" gives her brother, her parents … Of husband and wife, only the one that the owner may have. */
export function relativesWith(det, { spouses = true } = {}) {
  const impossible = { his: ['husband'], her: ['wife'], our: ['husband', 'wife'], their: ['husband', 'wife'] }[det] ?? [];
  const excluded = spouses ? impossible : ['husband', 'wife'];
  return [...RELATIVES, ...GROUPS].filter(({ en }) => !excluded.includes(en)).map((relative) => nounPhrase(relative, { det }));
}

export const PEOPLE = {
  /** my brother … my grandfather, my parents … */
  family: relativesWith('my').map(asSubject),
  strangers: STRANGERS.map((stranger) => asSubject(nounPhrase(stranger))),
  names: NAMES.map(([name, gender]) => asSubject(fixedPhrase(name, name, gender))),
};

/** Everyone who is not a pronoun. */
export const NAMED = [...PEOPLE.family, ...PEOPLE.strangers, ...PEOPLE.names];
