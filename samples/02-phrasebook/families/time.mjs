/** The hours of the day, how long and since when, and what happens if. */
import { clause, words } from '../grammar/clause.mjs';
import { frenchVerb } from '../grammar/frenchVerb.mjs';
import { CITIES, LANDS, LANGUAGES } from '../lexicon/geography.mjs';
import { NOUNS } from '../lexicon/nouns.mjs';
import { nounPhrase } from '../grammar/nounPhrase.mjs';
import { HOURS, MINUTES } from '../lexicon/numbers.mjs';
import { NAMED, PEOPLE, PRONOUNS } from '../lexicon/people.mjs';
import { anySubject, pairs, question, statement, TIMES } from './kit.mjs';

const YOU = PRONOUNS[4];

/** A time of the day as one says it, its hour between these two: half past six, six heures et demie. */
function clock(r, from = 1, to = 11) {
  const [en, fr] = HOURS[r.int(from, to) - 1];
  switch (r.int(0, 4)) {
    case 0: return { en: `half past ${en}`, fr: `${fr} et demie` };
    case 1: return { en: `a quarter past ${en}`, fr: `${fr} et quart` };
    case 2: return { en: `a quarter to ${en}`, fr: `${fr} moins le quart` };
    case 3: {
      const [count, nombre] = r.pick(MINUTES);
      return r.chance(0.5) ? { en: `${count} past ${en}`, fr: `${fr} ${nombre}` } : { en: `${count} to ${en}`, fr: `${fr} moins ${nombre}` };
    }
    default: return { en: `${en} o'clock`, fr };
  }
}

const OPENING = NOUNS.places.filter(({ en }) => /museum|bank|market|pharmacy|bakery|library|swimming|school|embassy|bookshop|town hall|supermarket|post office|café|restaurant|castle/.test(en));
const DOORS = [{ en: 'open', fr: 'ouvrir', hours: [7, 11] }, { en: 'close', fr: 'fermer', hours: [4, 9] }];
const DAYS = pairs(`
on Mondays|le lundi
on Tuesdays|le mardi
on Saturdays|le samedi
on Sundays|le dimanche`);

/** What time does the museum open? À quelle heure ouvre le musée ? The noun follows its verb. */
function openingHours(r) {
  const place = { ...nounPhrase(r.pick(OPENING)), person: 1 };
  const verb = r.pick(DOORS);
  if (r.chance(0.3)) return question({ en: `what time does ${place.en} ${verb.en}`, fr: `à quelle heure ${frenchVerb(verb.fr).present[1]} ${place.fr}` });
  const time = clock(r, ...verb.hours);
  const day = r.chance(0.4) ? r.pick(DAYS) : undefined;
  return statement(clause({ subject: place, verb, tense: 'present', rest: { en: words('at', time.en, day?.en), fr: words('à', time.fr, day?.fr) } }));
}

const LONG_DISTANCE = NOUNS.transport.filter(({ en }) => ['train', 'bus', 'plane'].includes(en));

/** The train to Lyon leaves at ten past eight. */
function timetable(r) {
  const carrier = { ...nounPhrase(r.pick(LONG_DISTANCE)), person: 1 };
  const city = r.pick(CITIES);
  const [verb, link, lien] = r.pick([[{ en: 'leave/left', fr: 'partir' }, `to ${city.en}`, `pour ${city.to.slice(2)}`], [{ en: 'arrive', fr: 'arriver' }, `from ${city.en}`, city.from]]);
  const subject = { ...carrier, en: `${carrier.en} ${link}`, fr: `${carrier.fr} ${lien}`, gender: carrier.gender, plural: false };
  if (r.chance(0.3)) return question({ en: `when does ${subject.en} ${verb.en.split('/')[0]}`, fr: `quand ${frenchVerb(verb.fr).present[1]} ${subject.fr}` });
  const tense = r.pick(['present', 'present', 'past', 'future', 'just']);
  if (tense === 'just') return statement(clause({ subject, verb, tense }));
  const time = clock(r);
  return statement(clause({ subject, verb, tense, rest: { en: `at ${time.en}`, fr: `à ${time.fr}` } }));
}

const ROUTINES = [
  { en: 'get/got up', fr: 'lever', reflexive: true, hours: [5, 10] },
  { en: 'go/went to bed', fr: 'coucher', reflexive: true, hours: [8, 11] },
  { en: 'have/had dinner', fr: 'dîner', hours: [6, 9] },
  { en: 'have/had lunch', fr: 'déjeuner', hours: [1, 2] },
  { en: 'go/went for a walk', fr: 'promener', reflexive: true, hours: [2, 10] },
  { en: 'start', fr: 'commencer', hours: [7, 10] },
  { en: 'come/came home', fr: 'rentrer', hours: [4, 11] },
  { en: 'leave/left', fr: 'partir', hours: [1, 11] },
  { en: 'arrive', fr: 'arriver', hours: [1, 11] },
];

const HABITUAL_DAYS = TIMES.habit.filter(({ en }) => /day|Sun|Thu/.test(en));
/** The days that may follow an hour in each tense; what one wants or must do has none. */
const DAYS_OF = { present: HABITUAL_DAYS, habit: HABITUAL_DAYS, future: TIMES.future.filter(({ en }) => /^on|tomorrow$/.test(en)) };

/** We get up at half past seven: nous nous levons à sept heures et demie. */
function dayPlan(r) {
  const verb = r.pick(ROUTINES);
  const asks = r.chance(0.2);
  const tense = r.pick(['present', 'present', 'future', ...(asks ? [] : ['habit', 'want', 'must'])]);
  if (asks) {
    const subject = r.pick([YOU, YOU, PRONOUNS[1], PRONOUNS[2], PRONOUNS[5]]);
    return question(clause({ subject, verb, tense, question: true, wh: r.pick([{ en: 'what time', fr: 'à quelle heure' }, { en: 'when', fr: 'quand' }]) }));
  }
  const time = clock(r, ...verb.hours);
  const days = DAYS_OF[tense];
  const extra = days !== undefined && r.chance(0.3) ? r.pick(days) : undefined;
  const rest = { en: words('at', time.en, extra?.en), fr: words('à', time.fr, extra?.fr) };
  const negation = tense === 'habit' || tense === 'must' ? undefined : r.pick([undefined, undefined, 'not']);
  return statement(clause({ subject: anySubject(r, { you: false }), verb, tense, negation, rest }));
}

const SPANS = pairs(`
two hours|deux heures
three days|trois jours
a week|une semaine
two weeks|deux semaines
six months|six mois
a year|un an
five years|cinq ans
ten years|dix ans
a long time|longtemps`);

/** English looks back (has lived), French stays in the present: elle habite ici depuis deux ans. */
function lasting(r) {
  const span = r.pick(SPANS);
  const subject = anySubject(r, { you: false });
  const since = { en: `for ${span.en}`, fr: `depuis ${span.fr}` };
  const long = /month|year|long/.test(span.en);
  const home = r.pick([...CITIES, ...LANDS]);
  const language = r.pick(LANGUAGES);
  const there = { en: `in ${home.en}`, fr: home.to };
  const be = { en: 'be/was/been', fr: 'être' };
  const brief = [[be, there], [be, { en: 'here', fr: 'ici' }]];
  const short = [...brief, [be, { en: 'ill', fr: subject.plural ? 'malades' : 'malade' }]];
  const slow = [
    [{ en: 'live', fr: 'habiter' }, there], [{ en: 'work', fr: 'travailler' }, there], [{ en: 'know/knew/known', fr: 'connaître' }, r.pick(PEOPLE.names)],
    [{ en: 'speak/spoke/spoken', fr: 'parler' }, language],
  ];
  const states = long ? [...brief, ...slow] : short;
  const [verb, rest] = r.pick(states);
  if (rest.en === subject.en) return lasting(r);
  const { en } = clause({ subject, verb, tense: 'perfect', rest: { en: `${rest.en} ${since.en}` } });
  const { fr } = clause({ subject, verb, tense: 'present', rest: { fr: `${rest.fr} ${since.fr}` } });
  return statement({ en, fr });
}

const SHIFTS = [{ en: 'leave/left', fr: 'partir' }, { en: 'arrive', fr: 'arriver' }, { en: 'come/came back', fr: 'revenir' }];

/** He left three days ago: il est parti il y a trois jours. */
function ago(r) {
  const span = r.pick(SPANS.slice(0, -1));
  const subject = r.chance(0.5) ? r.pick([PRONOUNS[1], PRONOUNS[2], PRONOUNS[5]]) : r.pick(NAMED);
  if (r.chance(0.4)) return statement(clause({ subject, verb: r.pick(SHIFTS), tense: 'future', rest: { en: `in ${span.en}`, fr: `dans ${span.fr}` } }));
  return statement(clause({ subject, verb: r.pick(SHIFTS), tense: 'past', rest: { en: `${span.en} ago`, fr: `il y a ${span.fr}` } }));
}

const CONDITIONS = pairs(`
if it rains|s'il pleut
if it is cold|s'il fait froid
if it is hot|s'il fait chaud
if it snows|s'il neige
if the weather is nice|s'il fait beau
if the museum is closed|si le musée est fermé
if the train is late|si le train est en retard`);

const PLANS = pairs(`
stay at the hotel|rester à l'hôtel
go/went to the beach|aller à la plage
visit the museum|visiter le musée
take/took the bus|prendre le bus
take/took a taxi|prendre un taxi
eat/ate at home|manger à la maison
swim in the sea|nager dans la mer
drink/drank some hot chocolate|boire du chocolat chaud
read/read a book|lire un livre
leave/left early|partir tôt
go/went to the market|aller au marché
walk in the park|marcher dans le parc
sleep/slept in the afternoon|dormir l'après-midi`);

/** Nobody swims because it snows, or visits the museum because it is closed. */
const ABSURD = [[/rain|cold|snow/, /beach|swim|park|market/], [/hot|nice/, /chocolate|stay|home/], [/museum/, /museum/]];

/** If it rains, we will stay at the hotel. */
function condition(r) {
  const when = r.pick(CONDITIONS);
  const plan = r.pick(PLANS.filter(({ en }) => !ABSURD.some(([condition, deed]) => condition.test(when.en) && deed.test(en))));
  const [verb, ...rest] = plan.en.split(' ');
  const [verbe, ...reste] = plan.fr.split(' ');
  const subject = anySubject(r, { you: false });
  const negation = r.chance(0.3) && /^(go|walk|swim|visit|leave)/.test(plan.en) ? 'not' : undefined;
  const { en, fr } = clause({ subject, verb: { en: verb, fr: verbe }, tense: 'future', negation, rest: { en: rest.join(' '), fr: reste.join(' ') } });
  return statement(r.chance(0.5) ? { en: `${when.en}, ${en}`, fr: `${when.fr}, ${fr}` } : { en: `${en} ${when.en}`, fr: `${fr} ${when.fr}` });
}

const NOTHINGS = [['nothing', 'rien'], ['nobody', 'personne']];
const DEEDS = [
  { en: 'see/saw/seen', fr: 'voir', both: true },
  { en: 'hear/heard/heard', fr: 'entendre', both: true },
  { en: 'understand/understood/understood', fr: 'comprendre' },
  { en: 'eat/ate/eaten', fr: 'manger' },
  { en: 'buy/bought/bought', fr: 'acheter' },
  { en: 'know/knew/known', fr: 'connaître', people: true },
  { en: 'forget/forgot/forgotten', fr: 'oublier' },
  { en: 'drink/drank/drunk', fr: 'boire' },
  { en: 'call', fr: 'appeler', people: true },
  { en: 'find/found/found', fr: 'trouver', both: true },
  { en: 'wait for', fr: 'attendre', people: true },
  { en: 'lose/lost', fr: 'perdre' },
  { en: 'invite', fr: 'inviter', people: true },
];

/** She saw nobody: elle n'a vu personne; she saw nothing: elle n'a rien vu. The two stand in different places. */
function nothing(r) {
  const [en, fr] = r.pick(NOTHINGS);
  const verb = r.pick(DEEDS.filter(({ both, people }) => both || (people === true) === (en === 'nobody')));
  const tense = r.pick(/know|understand/.test(verb.en) ? ['present'] : ['past', 'past', 'future']);
  const subject = anySubject(r, { you: false });
  const pair = clause({ subject, verb, tense, rest: { en } });
  const negated = clause({ subject, verb, tense, negation: 'not' });
  // The clause is built with "pas", whose place "rien" takes; "personne" goes to the end.
  const french = fr === 'rien' ? negated.fr.replace(' pas', ' rien') : `${negated.fr.replace(' pas', '')} personne`;
  return statement({ en: pair.en, fr: french });
}

export const TIME = [
  { name: 'opening hours', quota: 190, build: openingHours },
  { name: 'timetable', quota: 220, build: timetable },
  { name: 'day plan', quota: 310, build: dayPlan },
  { name: 'lasting', quota: 220, build: lasting },
  { name: 'ago', quota: 150, build: ago },
  { name: 'condition', quota: 220, build: condition },
  { name: 'nothing', quota: 150, build: nothing },
];
