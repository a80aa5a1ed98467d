/** In town and on the road: where places are, how one gets there, where people come from. */
import { clause, words } from '../grammar/clause.mjs';
import { opensWithVowel } from '../grammar/french.mjs';
import { nounPhrase, withA, withDe } from '../grammar/nounPhrase.mjs';
import { adjective, adjectives, inflect } from '../lexicon/adjectives.mjs';
import { CITIES, LANDS, LANGUAGES } from '../lexicon/geography.mjs';
import { NOUNS } from '../lexicon/nouns.mjs';
import { NAMED, PRONOUNS } from '../lexicon/people.mjs';
import { anySubject, both, pairs, plain, question, statement, TIMES } from './kit.mjs';

const YOU = PRONOUNS[4];
const SIZES = adjectives('big, small');
const AGES = adjectives('old, new');
/** Places that people admire; nobody writes home about a supermarket. */
const ADMIRED = new Set(['museum', 'church', 'castle', 'theatre', 'cathedral', 'restaurant', 'library', 'market', 'bridge', 'park', 'harbour', 'university', 'hotel', 'beach']);

function looksOf({ en }) {
  return [...SIZES, ...(en === 'beach' ? [] : AGES), ...(ADMIRED.has(en) ? [adjective('beautiful')] : [])];
}

/** A place of the town, at times described. */
function place(r, det = 'the') {
  const noun = r.pick(NOUNS.places);
  if (r.chance(0.3)) return nounPhrase(noun, { det, before: r.pick(looksOf(noun)) });
  return nounPhrase(noun, { det, after: ADMIRED.has(noun.en) && r.chance(0.3) ? adjective('famous') : undefined });
}

/** Prepositions that French builds with de, and those that need nothing. */
const RELATIONS = [
  ['opposite', 'en face', true], ['next to', 'à côté', true], ['near', 'près', true], ['far from', 'loin', true], ['behind', 'derrière', false], ['in front of', 'devant', false],
];

function locate(r, relations, target) {
  const [en, fr, takesDe] = r.pick(relations);
  return { en: `${en} ${target.en}`, fr: takesDe ? `${fr} ${withDe(target.fr)}` : `${fr} ${target.fr}` };
}

function twoPlaces(r) {
  const first = place(r);
  for (;;) {
    const second = plain(r, 'places');
    if (second.noun !== first.noun) return [first, second];
  }
}

function position(r) {
  const [first, second] = twoPlaces(r);
  const where = locate(r, RELATIONS, second);
  if (r.chance(0.35)) return question({ en: `is ${first.en} ${where.en}`, fr: `est-ce que ${first.fr} est ${where.fr}` });
  if (r.chance(0.25)) return statement({ en: `${first.en} is not ${where.en}`, fr: `${first.fr} n'est pas ${where.fr}` });
  return statement({ en: `${first.en} is ${where.en}`, fr: `${first.fr} est ${where.fr}` });
}

function nearest(r) {
  const noun = r.pick(NOUNS.places);
  const superlatives = [['nearest', 'proche'], ['biggest', adjective('big')], ...(noun.en === 'beach' ? [] : [['oldest', adjective('old')]])];
  const superlative = r.pick(ADMIRED.has(noun.en) ? [...superlatives, ['most famous', adjective('famous')], ['most beautiful', adjective('beautiful')]] : superlatives);
  const { gender, fr } = noun;
  const article = gender === 'f' ? 'la' : 'le';
  const [en, quality] = superlative;
  const word = typeof quality === 'string' ? quality : gender === 'm' && opensWithVowel(fr) ? quality.vowelForm : inflect(quality, gender, false);
  // "la plus vieille église", but "l'église la plus proche".
  const phrase = typeof quality !== 'string' && quality.before ? `${article} plus ${word} ${fr}` : `${article} ${fr} ${article} plus ${word}`;
  if (r.chance(0.5)) return question({ en: `where is the ${en} ${noun.en}`, fr: `où est ${phrase}` });
  return statement({ en: `we are looking for the ${en} ${noun.en}`, fr: `nous cherchons ${phrase}` });
}

const HEREABOUTS = pairs(`
near here|près d'ici
in the village|dans le village`);

function thereIs(r) {
  const noun = r.pick(NOUNS.places);
  const what = nounPhrase(noun, { det: 'a', before: r.chance(0.25) ? r.pick(looksOf(noun)) : undefined });
  const bare = nounPhrase(noun, { det: 'bare' });
  const target = plain(r, 'places');
  const where = r.chance(0.5) ? r.pick(HEREABOUTS) : locate(r, RELATIONS.filter(([en]) => en !== 'far from'), target);
  if (where.en.endsWith(` ${noun.en}`)) return thereIs(r);
  switch (r.int(0, 3)) {
    case 0: return question({ en: `is there ${what.en} ${where.en}`, fr: `est-ce qu'il y a ${what.fr} ${where.fr}` });
    case 1: return statement({ en: `there is no ${bare.en} ${where.en}`, fr: `il n'y a pas de ${bare.fr} ${where.fr}` });
    default: return statement({ en: `there is ${what.en} ${where.en}`, fr: `il y a ${what.fr} ${where.fr}` });
  }
}

const DIRECTIONS = pairs(`
turn left|tournez à gauche
turn right|tournez à droite
go straight on|allez tout droit
cross the street|traversez la rue
cross the square|traversez la place
take the first street on the left|prenez la première rue à gauche
take the second street on the right|prenez la deuxième rue à droite
take the third street on the left|prenez la troisième rue à gauche
stop|arrêtez-vous`);

const ANCHORS = pairs(`
at|à
in front of|devant
after|après
before|avant`);

/** Which anchors suit an order: one goes straight on after something, and crosses anywhere but at it. */
function anchorsOf(order) {
  if (order.startsWith('go')) return ANCHORS.filter(({ en }) => en === 'after');
  return order.startsWith('cross') ? ANCHORS.filter(({ en }) => en !== 'at') : ANCHORS;
}

function directions(r) {
  const order = r.pick(DIRECTIONS);
  const then = r.pick(DIRECTIONS);
  if (order.en.length < 20 && order.en !== 'stop' && then.en !== order.en && r.chance(0.3)) {
    return statement({ en: `${order.en}, then ${then.en}`, fr: `${order.fr}, puis ${then.fr}` });
  }
  const anchor = r.pick(anchorsOf(order.en));
  const target = plain(r, 'places');
  const at = { en: `${anchor.en} ${target.en}`, fr: anchor.fr === 'à' ? withA(target.fr) : `${anchor.fr} ${target.fr}` };
  const comma = order.en.length < 20 ? '' : ',';
  return statement({ en: `${order.en}${comma} ${at.en}`, fr: `${order.fr}${comma} ${at.fr}` });
}

function theWay(r) {
  const target = place(r);
  switch (r.int(0, 3)) {
    case 0: return question({ en: `how do I get to ${target.en}`, fr: `comment puis-je aller ${withA(target.fr)}` });
    case 1: return question({ en: `is this the way to ${target.en}`, fr: `est-ce que c'est le chemin ${withDe(target.fr)}` });
    case 2: { const [a, b] = twoPlaces(r); return question({ en: `how far is it from ${a.en} to ${b.en}`, fr: `quelle est la distance ${withDe(a.fr)} ${withA(b.fr)}` }); }
    default: return both(statement({ en: 'excuse me', fr: 'excusez-moi' }), question({ en: `where is ${target.en}`, fr: `où est ${target.fr}` }));
  }
}

const FAR_MEANS = pairs(`
by train|en train
by bus|en bus
by car|en voiture
by plane|en avion`);

const OVERSEAS_MEANS = pairs(`
by plane|en avion
by boat|en bateau`);

const NEAR_MEANS = pairs(`
by bus|en bus
by bicycle|à vélo
by car|en voiture
on foot|à pied`);

/** Where somebody goes: near (a place of the town) or far (a town, a country); `to` and `from` are the French ways to say so. */
function anyGoal(r) {
  if (r.chance(0.6)) {
    const goal = r.pick(r.chance(0.5) ? CITIES : LANDS);
    return { ...goal, far: true, means: r.pick(goal.overseas ? OVERSEAS_MEANS : FAR_MEANS) };
  }
  const { en, fr } = plain(r, 'places');
  return { en, to: withA(fr), from: withDe(fr), far: false, means: r.pick(NEAR_MEANS) };
}

/** One does not go to the bakery next summer, nor to Japan after dinner. */
const NEAR_ONLY = new Set(['after dinner', 'this afternoon', 'last night', 'this morning', 'tonight']);
const FAR_ONLY = new Set(['last year', 'next summer', 'a week ago', 'last week', 'next week']);

/** Those whose gender shows: their past with être can be written down. */
function seenSubject(r) {
  return r.chance(0.5) ? r.pick(PRONOUNS.filter(({ gender }) => gender !== undefined)) : r.pick(NAMED);
}

const GO = { en: 'go/went/gone', fr: 'aller' };

function motion(r) {
  const goal = anyGoal(r);
  const [verb, preposition, frGoal] = r.pick([
    [GO, 'to', goal.to],
    [GO, 'to', goal.to],
    [{ en: 'arrive', fr: 'arriver' }, goal.far ? 'in' : 'at', goal.to],
    [{ en: 'come/came/come back', fr: 'revenir' }, 'from', goal.from],
  ]);
  const past = r.chance(0.5);
  const subject = past ? seenSubject(r) : anySubject(r, { you: false });
  const time = r.pick((past ? TIMES.past : TIMES.future).filter(({ en }) => !(goal.far ? NEAR_ONLY : FAR_ONLY).has(en)));
  const means = verb === GO && r.chance(0.4) ? goal.means : undefined;
  const rest = { en: words(preposition, goal.en, means?.en, time.en), fr: words(frGoal, means?.fr, time.fr) };
  return statement(clause({ subject, verb, tense: past ? 'past' : 'future', rest, negation: verb === GO && r.chance(0.3) ? 'not' : undefined }));
}

function journeys(r) {
  const goal = anyGoal(r);
  const there = { en: `to ${goal.en}`, fr: goal.to };
  const travelling = { en: `to ${goal.en} ${goal.means.en}`, fr: `${goal.to} ${goal.means.fr}` };
  const subject = anySubject(r, { you: false });
  switch (r.int(0, 3)) {
    case 0: return question(clause({ subject: r.pick([YOU, YOU, ...PRONOUNS.slice(1, 3)]), verb: GO, tense: 'future', question: true, wh: { en: 'when', fr: 'quand' }, rest: there }));
    case 1: return statement(clause({ subject, verb: GO, tense: 'present', adverb: r.pick(['often', 'always', 'sometimes']), rest: travelling }));
    case 2: return statement(clause({ subject, verb: GO, tense: 'present', negation: 'never', rest: travelling }));
    default: return statement(clause({ subject, verb: GO, tense: 'want', negation: r.pick([undefined, 'not']), rest: r.chance(0.5) ? travelling : there }));
  }
}

function origins(r) {
  const home = r.pick([...LANDS, ...CITIES]);
  const asks = r.chance(0.3);
  const subject = asks && r.chance(0.6) ? YOU : anySubject(r, { you: false, I: !asks });
  const finish = asks ? question : statement;
  const denied = !asks && r.chance(0.3);
  const parts = { subject, tense: 'present', question: asks };
  if (r.chance(0.33)) return finish(clause({ ...parts, verb: { en: 'come from', fr: 'venir' }, negation: denied ? 'not' : undefined, rest: { en: home.en, fr: home.from } }));
  const verb = r.pick([{ en: 'live', fr: 'habiter' }, { en: 'work', fr: 'travailler' }]);
  return finish(clause({ ...parts, verb, negation: denied ? r.pick(['not', 'no longer']) : undefined, rest: { en: `in ${home.en}`, fr: home.to } }));
}

function languages(r) {
  const language = r.pick(LANGUAGES);
  const asks = r.chance(0.3);
  const subject = asks && r.chance(0.5) ? YOU : anySubject(r, { you: false, I: !asks });
  const finish = asks ? question : statement;
  if (r.chance(0.25)) {
    return statement(clause({ subject, verb: { en: 'learn', fr: 'apprendre' }, tense: 'progressive', rest: { en: language.en, fr: `le ${language.fr}` } }));
  }
  const amount = asks ? r.pick([['', '']]) : r.pick([['', ''], ['a little', 'un peu'], ['very good', 'très bien']]);
  const negation = !asks && amount[0] === '' && r.chance(0.5) ? 'not' : undefined;
  const rest = { en: [amount[0], language.en].join(' ').trim(), fr: [amount[1], language.fr].join(' ').trim() };
  return finish(clause({ subject, verb: { en: 'speak/spoke/spoken', fr: 'parler' }, tense: 'present', negation, question: asks, rest }));
}

export const TOWN = [
  { name: 'position', quota: 340, build: position },
  { name: 'nearest', quota: 60, build: nearest },
  { name: 'there is', quota: 220, build: thereIs },
  { name: 'directions', quota: 150, build: directions },
  { name: 'the way', quota: 150, build: theWay },
  { name: 'motion', quota: 370, build: motion },
  { name: 'journeys', quota: 250, build: journeys },
  { name: 'origins', quota: 250, build: origins },
  { name: 'languages', quota: 150, build: languages },
];
