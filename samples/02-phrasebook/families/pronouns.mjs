/** Pronouns, which French puts before its verb: it and them, me and him, to her and to us. */
import { clause } from '../grammar/clause.mjs';
import { fixedPhrase, withA } from '../grammar/nounPhrase.mjs';
import { CITIES } from '../lexicon/geography.mjs';
import { NAMED, OBJECT_PRONOUNS, PEOPLE, PRONOUNS, canActOn, relativesWith } from '../lexicon/people.mjs';
import { anySubject, both, plain, question, statement, thing, TIMES } from './kit.mjs';

const YOU = PRONOUNS[4];

/** The pronoun that stands for a thing: it (le, la) or them (les). */
function standIn({ gender, plural }) {
  return { en: plural ? 'them' : 'it', fr: plural ? 'les' : gender === 'f' ? 'la' : 'le', direct: true, gender, plural };
}

/** What may be said of a thing just mentioned: [verb, tenses]. */
const SEQUELS = [
  [{ en: 'find/found', fr: 'trouver' }, ['can not', 'past', 'future', 'past not']],
  [{ en: 'lose/lost', fr: 'perdre' }, ['past', 'past not']],
  [{ en: 'forget/forgot', fr: 'oublier' }, ['past', 'past not']],
  [{ en: 'sell/sold', fr: 'vendre' }, ['past', 'going', 'past not']],
  [{ en: 'see/saw', fr: 'voir' }, ['past', 'can', 'past not', 'can not']],
  [{ en: 'take/took', fr: 'prendre' }, ['past', 'future', 'going', 'future not']],
  [{ en: 'look for', fr: 'chercher' }, ['progressive']],
];

const spoken = (name) => ({ tense: name.replace(' not', ''), negation: name.endsWith(' not') ? 'not' : undefined });

/** Where is my key? I can't find it. The pronoun takes its gender from the French noun. */
function mentioned(r) {
  const asker = r.pick(['my', 'your', 'his', 'her', 'our', 'the']);
  const topic = thing(r, 'things clothes', { det: asker, plural: r.chance(0.3), adorned: 0.2 });
  const are = topic.plural ? ['where are', 'où sont'] : ['where is', 'où est'];
  const first = question({ en: `${are[0]} ${topic.en}`, fr: `${are[1]} ${topic.fr}` });
  const [verb, ways] = r.pick(SEQUELS);
  const subject = r.pick([PRONOUNS[0], PRONOUNS[0], PRONOUNS[1], PRONOUNS[2], PRONOUNS[3]]);
  return both(first, statement(clause({ subject, verb, ...spoken(r.pick(ways)), pronoun: standIn(topic) })));
}

const ORDERS = [['take', 'prenez'], ['keep', 'gardez'], ['look at', 'regardez']];
const WARNINGS = [['lose', 'perdez'], ['forget', 'oubliez']];
const GETTING = [{ en: 'find/found', fr: 'trouver' }, { en: 'buy/bought', fr: 'acheter' }];

/** Here is the key. Take it. Here are the tickets. Don't lose them. */
function handedOver(r) {
  const topic = plain(r, 'things reading gifts', { det: r.pick(['the', 'my', 'your', 'our']), plural: r.chance(0.4) });
  const first = statement({ en: `here ${topic.plural ? 'are' : 'is'} ${topic.en}`, fr: `voici ${topic.fr}` });
  const it = standIn(topic);
  switch (r.int(0, 2)) {
    case 0: { const [en, fr] = r.pick(WARNINGS); return both(first, statement({ en: `don't ${en} ${it.en}`, fr: `ne ${it.fr} ${fr} pas` })); }
    case 1: { const [en, fr] = r.pick(ORDERS); return both(first, statement({ en: `${en} ${it.en}`, fr: `${fr}-${it.fr}` })); }
    default: return both(first, statement(clause({ subject: r.pick(PRONOUNS.slice(0, 4)), verb: r.pick(GETTING), tense: 'past', pronoun: it, rest: r.pick(TIMES.past) })));
  }
}

/** Verbs that act on people, each with the tenses in which one says so. */
const ON_PEOPLE = [
  { en: 'see/saw/seen', fr: 'voir', tenses: ['past', 'future', 'can', 'perfect'] },
  { en: 'know/knew/known', fr: 'connaître', tenses: ['present'] },
  { en: 'understand/understood/understood', fr: 'comprendre', tenses: ['present', 'can', 'past'] },
  { en: 'help', fr: 'aider', tenses: ['past', 'future', 'can', 'going', 'progressive', 'want'] },
  { en: 'thank', fr: 'remercier', tenses: ['past', 'going', 'want'] },
  { en: 'call', fr: 'appeler', tenses: ['past', 'future', 'can', 'going', 'progressive'] },
  { en: 'invite', fr: 'inviter', tenses: ['past', 'going', 'want', 'perfect'] },
  { en: 'wait for', fr: 'attendre', tenses: ['past', 'future', 'progressive', 'going'] },
  { en: 'look for', fr: 'chercher', tenses: ['past', 'progressive'] },
  { en: 'follow', fr: 'suivre', tenses: ['past', 'future', 'can', 'progressive'] },
  { en: 'hear/heard/heard', fr: 'entendre', tenses: ['past', 'can'] },
  { en: 'find/found/found', fr: 'trouver', tenses: ['past', 'future', 'can'] },
];

const COMPOUND = new Set(['past', 'perfect']);

/** A pronoun that the subject may act on. A participle has to agree with it: then its gender must show. */
function objectPronoun(r, subject, tense) {
  const fitting = OBJECT_PRONOUNS.filter((pronoun) => canActOn(subject, pronoun) && (!COMPOUND.has(tense) || pronoun.gender !== undefined));
  const chosen = r.pick(fitting);
  return { en: chosen.en, fr: chosen.direct, direct: true, gender: chosen.gender, plural: chosen.plural, of: chosen.of };
}

function onPeople(r) {
  const verb = r.pick(ON_PEOPLE);
  const tense = r.pick(verb.tenses);
  const asks = r.chance(0.25);
  const subject = asks ? r.pick([YOU, YOU, PRONOUNS[1], PRONOUNS[2], PRONOUNS[5]]) : anySubject(r, { you: tense === 'future' });
  const pronoun = objectPronoun(r, subject, tense);
  const pair = clause({ subject, verb, tense, pronoun, question: asks, negation: r.chance(asks ? 0 : 0.3) ? 'not' : undefined });
  return asks ? question(pair) : statement(pair);
}

/** What is given, sent and shown, with the determiners that suit ("own": my for I); without a list, any does. */
const GIVING = [
  { en: 'give/gave/given', fr: 'donner', things: 'gifts goods' },
  { en: 'send/sent/sent', fr: 'envoyer', things: 'mail gifts' },
  { en: 'show/showed/shown', fr: 'montrer', things: 'goods gifts mail' },
  { en: 'sell/sold/sold', fr: 'vendre', things: 'vehicles', dets: ['the', 'own'] },
  { en: 'lend/lent/lent', fr: 'prêter', things: 'goods vehicles', dets: ['the', 'own'] },
  { en: 'write/wrote/written', fr: 'écrire', things: 'mail', dets: ['a'] },
  { en: 'bring/brought/brought', fr: 'apporter', things: 'gifts meals', dets: ['a', 'the', 'this'] },
];

function gift(r, subject, verb) {
  const choice = r.pick(verb.dets ?? ['a', 'the', 'this', 'own']);
  const det = choice === 'own' ? subject.own : choice;
  return plain(r, verb.things, { det, plural: det !== 'this' && det !== subject.own && r.chance(0.15) });
}

/** She gave me the key. Elle m'a donné la clé. */
function givingPronoun(r) {
  const verb = r.pick(GIVING);
  const tense = r.pick(['past', 'past', 'future', 'going', 'perfect']);
  const asks = r.chance(0.2);
  const subject = asks ? r.pick([YOU, YOU, PRONOUNS[1], PRONOUNS[2], PRONOUNS[5]]) : anySubject(r, { you: false });
  const receiver = r.pick(OBJECT_PRONOUNS.filter((pronoun) => canActOn(subject, pronoun)));
  const object = gift(r, subject, verb);
  // "lent her her book" is English, but nobody likes to read it.
  if (object.en.startsWith(`${receiver.en} `)) return givingPronoun(r);
  const pair = clause({ subject, verb, tense, pronoun: { en: receiver.en, fr: receiver.indirect }, object, question: asks, negation: !asks && r.chance(0.25) ? 'not' : undefined });
  return asks ? question(pair) : statement(pair);
}

/** She gave her brother the key. Elle a donné la clé à son frère. The receiver moves behind the gift. */
function givingNamed(r) {
  const verb = r.pick(GIVING);
  const subject = anySubject(r, { you: false });
  const tense = r.pick(['past', 'past', 'future', 'going', 'perfect']);
  const receiver = r.pick(r.chance(0.6) ? relativesWith(subject.own, { spouses: subject.pronoun }) : [...PEOPLE.names, ...PEOPLE.strangers]);
  if (receiver.en === subject.en) return givingNamed(r);
  const object = gift(r, subject, verb);
  const negation = r.chance(0.2) ? 'not' : undefined;
  const given = negation ? object.enNegated : object.en;
  const { en } = clause({ subject, verb, tense, negation, rest: { en: `${receiver.en} ${given}` } });
  const { fr } = clause({ subject, verb, tense, negation, object, rest: { fr: withA(receiver.fr) } });
  return statement({ en, fr });
}

const MISSED = [
  fixedPhrase('the sea', 'la mer', 'f'), fixedPhrase('the mountains', 'les montagnes', 'f', true), fixedPhrase('the sun', 'le soleil'),
  fixedPhrase('the summer', "l'été"), fixedPhrase('French bread', 'le pain français'),
];
const MISSED_CITIES = CITIES.map(({ en, from }) => fixedPhrase(en, from.replace('de ', '')));

/** I miss Paris: Paris me manque. What is missed becomes the subject. */
function missing(r) {
  const MISS = { en: 'miss', fr: 'manquer' };
  const tense = r.pick(['present', 'future']);
  const negation = r.chance(0.25) ? 'not' : undefined;
  const person = r.chance(0.7) ? r.pick(PRONOUNS) : r.pick(NAMED);
  const other = OBJECT_PRONOUNS.find(({ of }) => of === person.en);
  const kind = r.int(0, 3);
  if (kind === 0 && other) {
    const missed = r.pick(OBJECT_PRONOUNS.filter((pronoun) => canActOn(person, pronoun)));
    const stranger = PRONOUNS.find(({ en }) => en === missed.of);
    const { en } = clause({ subject: person, verb: MISS, tense, negation, pronoun: missed });
    const { fr } = clause({ subject: stranger, verb: MISS, tense, negation, pronoun: { fr: other.indirect } });
    return statement({ en, fr });
  }
  const people = person.pronoun ? relativesWith(person.own) : PEOPLE.names;
  const missed = r.pick(kind === 1 ? MISSED_CITIES : kind === 2 ? MISSED : people);
  if (missed.en === person.en) return missing(r);
  const { en } = clause({ subject: person, verb: MISS, tense, negation, rest: { en: missed.en } });
  const thirdPerson = { ...missed, person: missed.plural ? 4 : 1, pronoun: false };
  const { fr } = clause({ subject: thirdPerson, verb: MISS, tense, negation, pronoun: other && { fr: other.indirect }, rest: other ? undefined : { fr: withA(person.fr) } });
  return statement({ en, fr });
}

/** The key that I lost: la clé que j'ai perdue. The participle agrees with what "que" stands for. */
function relative(r) {
  const verbs = [
    { en: 'buy/bought', fr: 'acheter' }, { en: 'lose/lost', fr: 'perdre' }, { en: 'find/found', fr: 'trouver' }, { en: 'forget/forgot', fr: 'oublier' },
    { en: 'choose/chose', fr: 'choisir' }, { en: 'take/took', fr: 'prendre' }, { en: 'see/saw', fr: 'voir' },
  ];
  const topic = thing(r, 'goods clothes gifts', { det: 'the', plural: r.chance(0.35), adorned: 0.25 });
  const subject = anySubject(r, { you: true });
  const told = clause({ subject, verb: r.pick(verbs), tense: 'past', pronoun: { en: '', fr: '', direct: true, gender: topic.gender, plural: topic.plural } });
  const phrase = { en: `${topic.en} that ${told.en}`, fr: `${topic.fr} que ${told.fr}` };
  switch (r.int(0, 2)) {
    case 0: return question({ en: `where ${topic.plural ? 'are' : 'is'} ${phrase.en}`, fr: `où ${topic.plural ? 'sont' : 'est'} ${phrase.fr}` });
    case 1: return statement({ en: `${topic.plural ? 'these are' : 'this is'} ${phrase.en}`, fr: `${topic.plural ? 'ce sont' : "c'est"} ${phrase.fr}` });
    default: return statement({ en: `here ${topic.plural ? 'are' : 'is'} ${phrase.en}`, fr: `voici ${phrase.fr}` });
  }
}

export const PRONOUN_FAMILIES = [
  { name: 'mentioned', quota: 340, build: mentioned },
  { name: 'handed over', quota: 190, build: handedOver },
  { name: 'on people', quota: 400, build: onPeople },
  { name: 'giving to a pronoun', quota: 280, build: givingPronoun },
  { name: 'giving to somebody', quota: 250, build: givingNamed },
  { name: 'missing', quota: 190, build: missing },
  { name: 'relative', quota: 280, build: relative },
];
