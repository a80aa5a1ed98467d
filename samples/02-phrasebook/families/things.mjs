/** Things: naming them, asking for them, buying them. */
import { clause } from '../grammar/clause.mjs';
import { nounPhrase, withA, withDe } from '../grammar/nounPhrase.mjs';
import { adjective, adjectives, inflect, predicates } from '../lexicon/adjectives.mjs';
import { NOUNS, noun } from '../lexicon/nouns.mjs';
import { PRICES } from '../lexicon/numbers.mjs';
import { PEOPLE, PRONOUNS } from '../lexicon/people.mjs';
import { anySubject, exclamation, plain, provisions, question, statement, thing } from './kit.mjs';

const YOU = PRONOUNS.find(({ en }) => en === 'you');
const OWNERS = ['my', 'your', 'his', 'her', 'our', 'their'];
const WANTED = 'goods clothes gifts tableware';

/** French says how much of what: containers and weights, with what goes into them. */
const DRINK_MEASURES = [['a glass of', 'un verre de'], ['a bottle of', 'une bouteille de']];
const WEIGHTS = [['a kilo of', 'un kilo de'], ['half a kilo of', 'un demi-kilo de'], ['two kilos of', 'deux kilos de']];
const COLD_DRINKS = ['water', 'wine', 'milk', 'beer', 'orange juice', 'mineral water', 'lemonade'].map((en) => noun('drinks', en));
const HOT_DRINKS = ['coffee', 'tea', 'hot chocolate'].map((en) => noun('drinks', en));
const SLICED = ['bread', 'cheese', 'meat', 'ham', 'chicken', 'chocolate', 'butter'].map((en) => noun(en === 'butter' ? 'staples' : 'dishes', en));

function measured(r) {
  const amount = ([en, fr], noun, plural = false) => {
    const measuredNoun = nounPhrase(noun, { det: 'bare', plural });
    return { en: `${en} ${measuredNoun.en}`, fr: `${fr} ${measuredNoun.fr}` };
  };
  switch (r.int(0, 3)) {
    case 0: return amount(r.pick(DRINK_MEASURES), r.pick(COLD_DRINKS));
    case 1: return amount(['a cup of', 'une tasse de'], r.pick(HOT_DRINKS));
    case 2: return amount(['a piece of', 'un morceau de'], r.pick(SLICED));
    default: return amount(r.pick(WEIGHTS), r.pick(NOUNS.fruits), true);
  }
}

function counted(r) {
  const det = r.pick(['two', 'three', 'four', 'five', 'six']);
  return r.chance(0.5) ? plain(r, 'tableware meals', { det, plural: true }) : thing(r, 'goods gifts', { det, plural: true, adorned: 0.2 });
}

function wish(r) {
  const kind = r.int(0, 9);
  if (kind < 3) return measured(r);
  if (kind < 5) return provisions(r);
  if (kind < 7) return counted(r);
  return thing(r, WANTED, { det: 'a' });
}

function naming(r) {
  const plural = r.chance(0.35);
  const asks = r.chance(0.3);
  const det = asks ? r.pick(['your', 'his', 'her', 'their']) : r.pick([...OWNERS, ...OWNERS, 'a']);
  const named = thing(r, 'things clothes reading gifts', { det, plural });
  const [these, cesont] = plural ? ['these are', 'ce sont'] : ['this is', "c'est"];
  if (asks) return question({ en: `${plural ? 'are these' : 'is this'} ${named.en}`, fr: `est-ce que ${cesont} ${named.fr}` });
  if (r.chance(0.25) && det !== 'a') return statement({ en: `${these} not ${named.en}`, fr: `${plural ? 'ce ne sont' : "ce n'est"} pas ${named.fr}` });
  return statement({ en: `${these} ${named.en}`, fr: `${cesont} ${named.fr}` });
}

/** my brother's car, la voiture de mon frère. */
function belonging(r) {
  const owner = r.pick([...PEOPLE.names, ...PEOPLE.family.filter(({ plural }) => !plural), ...PEOPLE.strangers]);
  const owned = plain(r, 'things clothes vehicles gifts', { plural: r.chance(0.2) });
  const what = { en: `${owner.en}'s ${owned.en.replace(/^the /, '')}`, fr: `${owned.fr} ${withDe(owner.fr)}`, plural: owned.plural, gender: owned.gender };
  const [is, est] = what.plural ? ['are', 'sont'] : ['is', 'est'];
  if (r.chance(0.25)) return question({ en: `where ${is} ${what.en}`, fr: `où ${est} ${what.fr}` });
  if (r.chance(0.5)) {
    const quality = r.pick(predicates('new, old, red, green, blue, black, white, beautiful, expensive, heavy'));
    return statement({ en: `${what.en} ${is} ${quality.en}`, fr: `${what.fr} ${est} ${inflect(quality, what.gender, what.plural)}` });
  }
  return statement({ en: `${what.plural ? 'these are' : 'this is'} ${what.en}`, fr: `${what.plural ? 'ce sont' : "c'est"} ${what.fr}` });
}

function whereIs(r) {
  const plural = r.chance(0.3);
  const lost = thing(r, 'things clothes reading', { det: r.pick([...OWNERS, 'the']), plural });
  return question({ en: `where ${plural ? 'are' : 'is'} ${lost.en}`, fr: `où ${plural ? 'sont' : 'est'} ${lost.fr}` });
}

const WISHERS = [
  ['I would like', 'je voudrais'], ['I would like', 'je voudrais'], ['we would like', 'nous voudrions'], ['she would like', 'elle voudrait'], ['he would like', 'il voudrait'],
];

function wouldLike(r) {
  const { en, fr } = wish(r);
  const [asker, demandeur] = r.pick(WISHERS);
  const polite = /^(I|we)/.test(asker) && r.chance(0.5);
  return statement({ en: `${asker} ${en}${polite ? ', please' : ''}`, fr: `${demandeur} ${fr}${polite ? ", s'il vous plaît" : ''}` });
}

function having(r) {
  const asks = r.chance(0.4);
  const subject = asks && r.chance(0.7) ? YOU : anySubject(r, { you: false, I: !asks });
  const say = (object, negation) => (asks ? question : statement)(clause({ subject, verb: { en: 'have', fr: 'avoir' }, tense: 'present', negation, object, question: asks }));
  switch (r.int(0, 3)) {
    case 0: return say(plain(r, 'animals', { det: r.pick(['two', 'three']), plural: true }));
    case 1: return say(provisions(r), asks ? undefined : r.pick([undefined, 'not', 'no longer', 'no longer']));
    default: return say(thing(r, 'goods clothes gifts tableware vehicles animals', { det: 'a', plural: r.chance(0.35) }), asks || r.chance(0.5) ? undefined : 'not');
  }
}

function needing(r) {
  const subject = anySubject(r, { you: false });
  const object = r.chance(0.35) ? provisions(r) : thing(r, 'goods clothes tableware', { det: r.pick(['a', 'a', 'this', subject.own]) });
  const parts = { subject, tense: 'present', negation: r.chance(0.3) ? 'not' : undefined };
  // "avoir besoin de" swallows the articles du, de la and des.
  const bare = object.fr.replace(/^(du|des|de la|de le|de) /, '');
  const need = { fr: bare === object.fr ? `besoin ${withDe(object.fr)}` : `besoin de ${bare}` };
  const { en } = clause({ ...parts, verb: { en: 'need', fr: 'avoir' }, object });
  const { fr } = clause({ ...parts, verb: { en: 'need', fr: 'avoir' }, rest: need });
  return statement({ en, fr });
}

function price(r) {
  const plural = r.chance(0.3);
  const offered = r.chance(0.3) ? plain(r, 'meals bookable', { det: r.pick(['the', 'this']), plural: false }) : thing(r, 'clothes gifts goods', { det: r.pick(['the', 'this']), plural });
  const [does, coute] = offered.plural ? ['do', 'coûtent'] : ['does', 'coûte'];
  if (r.chance(0.25)) {
    const quality = inflect(adjective('expensive'), offered.gender, offered.plural);
    return statement({ en: `${offered.en} ${offered.plural ? 'are' : 'is'} too expensive`, fr: `${offered.fr} ${offered.plural ? 'sont' : 'est'} trop ${quality}` });
  }
  if (r.chance(0.25)) {
    const [en, fr] = r.pick(PRICES);
    return statement({ en: `${offered.en} ${offered.plural ? 'cost' : 'costs'} ${en} euros`, fr: `${offered.fr} ${coute} ${fr} euros` });
  }
  return question({ en: `how much ${does} ${offered.en} cost`, fr: `combien ${coute} ${offered.fr}` });
}

/** What a beautiful garden! Quel beau jardin ! */
function admiration(r) {
  const quality = r.pick(adjectives('beautiful, pretty, big, small'));
  const admired = plain(r, r.pick(['gifts clothes', 'animals', 'sights homes']), { det: 'bare', plural: r.chance(0.25) });
  const phrase = nounPhrase(admired.noun, { det: 'a', plural: admired.plural, before: quality });
  const en = admired.plural ? phrase.en.replace('some ', '') : phrase.en;
  const quel = { m: ['quel', 'quels'], f: ['quelle', 'quelles'] }[admired.gender][admired.plural ? 1 : 0];
  return exclamation({ en: `what ${en}`, fr: `${quel} ${phrase.fr.split(' ').slice(1).join(' ')}` });
}

/** Kinds of things that one can like, or like better than others of their kind. */
const TASTES = [{ group: 'drinks', plural: false }, { group: 'dishes', plural: false }, { group: 'fruits', plural: true }, { group: 'animals', plural: true }];

function tastes(r) {
  const { group, plural } = r.pick(TASTES);
  const object = plain(r, group, { det: 'generic', plural });
  const other = plain(r, group, { det: 'generic', plural });
  const asks = r.chance(0.3);
  const subject = asks && r.chance(0.5) ? YOU : anySubject(r, { you: false, I: !asks });
  const finish = asks ? question : statement;
  if (other.en !== object.en && r.chance(0.45)) {
    const rest = { en: `to ${other.en}`, fr: withA(other.fr) };
    return finish(clause({ subject, verb: { en: 'prefer/preferred', fr: 'préférer' }, tense: 'present', object, question: asks, rest }));
  }
  const negation = !asks && r.chance(0.4) ? r.pick(['not', 'no longer']) : undefined;
  return finish(clause({ subject, verb: { en: 'like', fr: 'aimer' }, tense: 'present', negation, object, question: asks }));
}

export const THINGS = [
  { name: 'naming', quota: 280, build: naming },
  { name: 'belonging', quota: 280, build: belonging },
  { name: 'where is', quota: 190, build: whereIs },
  { name: 'would like', quota: 370, build: wouldLike },
  { name: 'having', quota: 340, build: having },
  { name: 'needing', quota: 220, build: needing },
  { name: 'price', quota: 220, build: price },
  { name: 'admiration', quota: 90, build: admiration },
  { name: 'tastes', quota: 250, build: tastes },
];
