/** How people and things are: hungry, tired, older than, aching; and how the weather is. */
import { clause, inverted } from '../grammar/clause.mjs';
import { BE } from '../grammar/english.mjs';
import { frenchVerb } from '../grammar/frenchVerb.mjs';
import { nounPhrase, withA, withDe } from '../grammar/nounPhrase.mjs';
import { adjectives, inflect, predicates } from '../lexicon/adjectives.mjs';
import { CITIES } from '../lexicon/geography.mjs';
import { NOUNS } from '../lexicon/nouns.mjs';
import { AGES } from '../lexicon/numbers.mjs';
import { NAMED, PEOPLE, PRONOUNS } from '../lexicon/people.mjs';
import { anySubject, pairs, plain, question, statement, TIMES } from './kit.mjs';

const YOU = PRONOUNS[4];
const AVOIR = frenchVerb('avoir');
const ETRE = frenchVerb('être');

/** is, was or will be, with French to match. "you" asks in inverted order, as everywhere. */
function be(subject, tense, verb = ETRE) {
  const en = tense === 'future' ? 'will be' : BE[tense][subject.person];
  const fr = { present: verb.present, past: verb.imperfect, future: verb.future }[tense][subject.person];
  return { en, fr };
}

/** A sentence with to be: told, denied or asked. `what` follows the verb. */
function beSentence(subject, tense, what, { verb = ETRE, asks = false, negative = false } = {}) {
  const is = be(subject, tense, verb);
  if (asks) {
    const english = tense === 'future' ? `will ${subject.en} be ${what.en}` : `${is.en} ${subject.en} ${what.en}`;
    const french = subject === YOU ? `${inverted(is.fr, 'vous')} ${what.fr}` : `est-ce que ${subject.fr} ${is.fr} ${what.fr}`;
    return question({ en: english, fr: french });
  }
  const not = tense === 'future' ? "won't be" : is.en === 'am' ? 'am not' : `${is.en}n't`;
  return statement({ en: `${subject.en} ${negative ? not : is.en} ${what.en}`, fr: `${subject.fr} ${negative ? 'ne ' : ''}${is.fr}${negative ? ' pas' : ''} ${what.fr}` });
}

const mood = (r) => ({ asks: r.chance(0.25), negative: r.chance(0.3) });
const asker = (r, asks) => (asks ? (r.chance(0.5) ? YOU : anySubject(r, { you: false, I: false })) : anySubject(r, { you: false }));

const FEELINGS = pairs(`
hungry|faim
thirsty|soif
cold|froid
hot|chaud
sleepy|sommeil
right|raison
wrong|tort`);

/** English is hungry, French has hunger. */
function feeling(r) {
  const { asks, negative } = mood(r);
  const subject = asker(r, asks);
  return beSentence(subject, r.pick(['present', 'present', 'past']), r.pick(FEELINGS), { verb: AVOIR, asks, negative });
}

const FEARS = [
  ...NOUNS.animals.slice(0, 3).map((noun) => nounPhrase(noun, { det: 'generic', plural: true })),
  ...pairs(`
the sea|la mer
storms|les orages
the dark|le noir
spiders|les araignées`),
];

/** She is afraid of dogs: elle a peur des chiens. */
function fearing(r) {
  const fear = r.pick(FEARS);
  const what = { en: `afraid of ${fear.en}`, fr: `peur ${withDe(fear.fr)}` };
  const { asks, negative } = mood(r);
  return beSentence(asker(r, asks), 'present', what, { verb: AVOIR, asks, negative });
}


function age(r) {
  const subject = r.pick([PRONOUNS[0], PRONOUNS[1], PRONOUNS[2], ...PEOPLE.names, ...PEOPLE.family.filter(({ en }) => /son|daughter|brother|sister$/.test(en))]);
  const [en, fr] = r.pick(AGES);
  return beSentence(subject, r.pick(['present', 'present', 'past']), { en: `${en} years old`, fr: `${fr} ans` }, { verb: AVOIR });
}

/** Adjectives alike for both genders may be said of anybody; the others only of those whose gender shows. */
const NEUTRAL = adjectives('ill, sad, calm, young, shy, free');
const GENDERED = adjectives('tired, ready, busy, happy, surprised, worried, kind, tall, lost, alone, proud, polite, serious, patient, strong');
const GRADABLE = new Set(['ill', 'sad', 'calm', 'young', 'shy', 'tired', 'busy', 'happy', 'surprised', 'worried', 'kind', 'tall', 'proud', 'polite', 'serious', 'patient', 'strong']);

function quality(r) {
  const gendered = r.chance(0.7);
  const { asks, negative } = mood(r);
  const known = [PRONOUNS[1], PRONOUNS[2], PRONOUNS[5], ...NAMED];
  const subject = gendered ? (r.chance(0.4) ? r.pick(known.slice(0, 3)) : r.pick(NAMED)) : asker(r, asks);
  const described = r.pick(gendered ? GENDERED : NEUTRAL);
  const [en, fr] = GRADABLE.has(described.en) && r.chance(0.4) ? r.pick([['very ', 'très '], ['very ', 'très '], ['too ', 'trop ']]) : ['', ''];
  const what = { en: en + described.en, fr: fr + inflect(described, subject.gender ?? 'm', subject.plural ?? false) };
  return beSentence(subject, r.pick(['present', 'present', 'past']), what, { asks, negative });
}

/** What things and places can be. */
const STATES = [
  ['things', 'new, old, expensive, beautiful, broken, lost'],
  ['clothes', 'new, old, expensive, beautiful, dirty, wet, clean, small'],
  ['places', 'open, closed, big, small'],
  ['rooms', 'clean, dirty, small, big, quiet'],
  ['dishes', 'good, delicious, cold, salty, expensive, fresh'],
  ['drinks', 'good, cold, sweet, expensive, delicious'],
  ['tableware', 'clean, dirty, broken, empty, beautiful'],
  ['vehicles', 'new, old, fast, slow, expensive, broken'],
];

/** A bag and a ring do not break as a watch does; a beach neither opens nor closes. */
const NEVER = {
  broken: /bag|passport|ticket|map|book|hat|coat|scarf|jacket|towel|blanket|wallet|notebook/,
  open: /bridge|beach|harbour|station$/,
  closed: /bridge/,
  salty: /honey|ice cream|chocolate/,
  new: /passport|ticket/,
  sweet: /beer|water/,
  dirty: /garden/,
  clean: /garden/,
  expensive: /passport|key/,
  beautiful: /passport|ticket|key/,
  fresh: /soup|ham|honey|chocolate|rice|ice cream/,
  cold: /ice cream|bread|honey/,
};

const DEGREES = [
  { words: ['very ', 'très '], fits: /^(new|old|expensive|beautiful|dirty|clean|small|big|quiet|good|cold|salty|fresh|sweet|fast|slow)$/ },
  { words: ['too ', 'trop '], fits: /^(old|expensive|small|big|cold|salty|sweet|slow)$/ },
];

function state(r) {
  const [group, names] = r.pick(STATES);
  const countable = /things|clothes|tableware/.test(group);
  const subject = plain(r, group, { det: r.pick(countable ? ['the', 'my', 'your', 'this', 'our'] : ['the', 'this', 'the']), plural: countable && r.chance(0.3) });
  const what = r.pick(predicates(names).filter(({ en }) => !NEVER[en]?.test(subject.noun.en)));
  const person = subject.plural ? 4 : 1;
  const degrees = DEGREES.filter(({ fits }) => fits.test(what.en));
  const [en, fr] = degrees.length > 0 && r.chance(0.4) ? r.pick(degrees).words : ['', ''];
  const { asks, negative } = mood(r);
  return beSentence({ ...subject, person }, r.pick(['present', 'present', 'past']), { en: en + what.en, fr: fr + inflect(what, subject.gender, subject.plural) }, { asks, negative });
}

const COMPARED = [
  ['vehicles', 'fast, slow, expensive, comfortable'],
  ['transport', 'fast, slow, expensive, comfortable'],
  ['sights', 'old, beautiful, interesting, famous, big, small'],
  ['clothes', 'expensive, beautiful, new'],
  ['dishes', 'expensive, salty'],
  ['luggage', 'heavy, new, small, beautiful'],
];

/** The train is faster than the bus. My brother is taller than Paul. Less … and as … as too. */
function comparison(r) {
  const people = r.chance(0.45);
  const [group, names] = r.pick(COMPARED);
  const [first, second] = people
    ? [r.pick([...NAMED, PRONOUNS[1], PRONOUNS[2]]), r.pick([...PEOPLE.family, ...PEOPLE.names])]
    : [plain(r, group, { det: group === 'luggage' || group === 'clothes' ? r.pick(['the', 'my', 'this']) : 'the' }), plain(r, group, { det: 'the' })];
  if (first.en === second.en || first.noun?.en === second.noun?.en && first.noun !== undefined) return comparison(r);
  const described = r.pick(people ? adjectives('tall, young, strong, patient, serious, happy, shy') : predicates(names));
  const is = be({ person: first.person ?? 1 }, 'present');
  const fr = inflect(described, first.gender, first.plural);
  if (NEVER[described.en]?.test(first.noun?.en ?? '') || NEVER[described.en]?.test(second.noun?.en ?? '')) return comparison(r);
  switch (r.int(0, 3)) {
    case 0: return statement({ en: `${first.en} ${is.en} as ${described.en} as ${second.en}`, fr: `${first.fr} ${is.fr} aussi ${fr} que ${second.fr}` });
    case 1: return statement({ en: `${first.en} ${is.en} less ${described.en} than ${second.en}`, fr: `${first.fr} ${is.fr} moins ${fr} que ${second.fr}` });
    default: return statement({ en: `${first.en} ${is.en} ${described.comparative} than ${second.en}`, fr: `${first.fr} ${is.fr} plus ${fr} que ${second.fr}` });
  }
}

/** English, its number, French with the article. */
const BODY = [
  ['head', false, 'la tête'], ['back', false, 'le dos'], ['feet', true, 'les pieds'], ['teeth', true, 'les dents'], ['stomach', false, 'le ventre'],
  ['throat', false, 'la gorge'], ['arm', false, 'le bras'], ['leg', false, 'la jambe'], ['knee', false, 'le genou'], ['eyes', true, 'les yeux'],
  ['ear', false, "l'oreille"], ['hand', false, 'la main'], ['shoulder', false, "l'épaule"],
];

/** My head hurts: j'ai mal à la tête. */
function aching(r) {
  const [part, several, french] = r.pick(BODY);
  const single = [PRONOUNS[0], PRONOUNS[1], PRONOUNS[2], ...NAMED.filter(({ plural }) => !plural)];
  const asks = r.chance(0.25);
  const subject = asks && r.chance(0.6) ? YOU : r.pick(r.chance(0.4) ? single.slice(asks ? 1 : 0, 3) : single.slice(3));
  const owned = `${subject.pronoun ? subject.own : `${subject.en}'s`} ${part}`;
  const ill = { fr: `mal ${withA(french)}` };
  const { fr } = clause({ subject, verb: { en: 'have', fr: 'avoir' }, tense: 'present', rest: ill, question: asks });
  return asks ? question({ en: `${several ? 'do' : 'does'} ${owned} hurt`, fr }) : statement({ en: `${owned} ${several ? 'hurt' : 'hurts'}`, fr });
}

const SKIES = [
  { present: ['it is cold', 'il fait froid'], past: ['it was cold', 'il faisait froid'], future: ['it will be cold', 'il fera froid'] },
  { present: ['it is hot', 'il fait chaud'], past: ['it was hot', 'il faisait chaud'], future: ['it will be hot', 'il fera chaud'] },
  { present: ['the weather is nice', 'il fait beau'], past: ['the weather was nice', 'il faisait beau'], future: ['the weather will be nice', 'il fera beau'] },
  { present: ['it is raining', 'il pleut'], past: ['it rained', 'il a plu'], future: ['it will rain', 'il pleuvra'] },
  { present: ['it is snowing', 'il neige'], past: ['it snowed', 'il a neigé'], future: ['it will snow', 'il neigera'] },
  { present: ['it is windy', 'il y a du vent'], past: ['it was windy', 'il y avait du vent'], future: ['it will be windy', 'il y aura du vent'] },
];

function weather(r) {
  const tense = r.pick(['present', 'past', 'future']);
  const [en, fr] = r.pick(SKIES)[tense];
  const time = r.pick(tense === 'present' ? TIMES.now.slice(2) : TIMES[tense].filter((when) => !/summer|ago|in two|dinner|year/.test(when.en)));
  const city = r.pick(CITIES);
  switch (r.int(0, 2)) {
    case 0: return statement({ en: `${en} ${time.en}`, fr: `${fr} ${time.fr}` });
    case 1: return statement({ en: `${en} in ${city.en}`, fr: `${fr} ${city.to}` });
    default: return statement({ en: `${en} in ${city.en} ${time.en}`, fr: `${fr} ${city.to} ${time.fr}` });
  }
}

export const BEING = [
  { name: 'feeling', quota: 150, build: feeling },
  { name: 'fearing', quota: 90, build: fearing },
  { name: 'age', quota: 80, build: age },
  { name: 'quality', quota: 310, build: quality },
  { name: 'state', quota: 250, build: state },
  { name: 'comparison', quota: 280, build: comparison },
  { name: 'aching', quota: 140, build: aching },
  { name: 'weather', quota: 120, build: weather },
];
