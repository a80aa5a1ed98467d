/** Asking others to act, and asking whether one may: orders, wishes, bookings, manners. */
import { clause } from '../grammar/clause.mjs';
import { OBJECT_PRONOUNS, PRONOUNS } from '../lexicon/people.mjs';
import { anySubject, exclamation, pairs, plain, provisions, question, statement, thing, TIMES } from './kit.mjs';

const YOU = PRONOUNS[4];

/** Orders with the things that they concern. French has the same word for the order and for "you do". */
const ORDERS = [
  { en: 'open', fr: 'ouvrez', groups: 'openings' }, { en: 'close', fr: 'fermez', groups: 'shutters' }, { en: 'bring', fr: 'apportez', groups: 'luggage goods' },
  { en: 'take', fr: 'prenez', groups: 'luggage transport' }, { en: 'keep', fr: 'gardez', groups: 'things' }, { en: 'read', fr: 'lisez', groups: 'reading' },
  { en: 'look at', fr: 'regardez', groups: 'sights watched' }, { en: 'clean', fr: 'nettoyez', groups: 'rooms' }, { en: 'wait for', fr: 'attendez', groups: 'transport' },
];

const WARNINGS = [
  ['forget', 'oubliez', 'things clothes'], ['lose', 'perdez', 'things'], ['open', 'ouvrez', 'openings'], ['close', 'fermez', 'shutters'],
  ['sell', 'vendez', 'vehicles homes'],
];

function ordering(r) {
  if (r.chance(0.4)) {
    const [en, fr, groups] = r.pick(WARNINGS);
    const object = plain(r, groups, { det: /forget|lose|sell/.test(en) ? 'your' : r.pick(['the', 'this']), plural: r.chance(0.25) });
    return (r.chance(0.3) ? exclamation : statement)({ en: `don't ${en} ${object.en}`, fr: `ne ${fr} pas ${object.fr}` });
  }
  const { en, fr, groups } = r.pick(ORDERS);
  const object = plain(r, groups, { det: r.pick(['the', 'this']) });
  const polite = r.chance(0.5);
  return statement({ en: `${en} ${object.en}${polite ? ', please' : ''}`, fr: `${fr} ${object.fr}${polite ? ", s'il vous plaît" : ''}` });
}

const HANDING = [['give', 'donnez', 'goods gifts'], ['show', 'montrez', 'goods gifts'], ['bring', 'apportez', 'tableware goods'], ['send', 'envoyez', 'mail']];
const RECEIVERS = [['me', 'moi'], ['us', 'nous'], ['him', 'lui'], ['her', 'lui'], ['them', 'leur']];

/** Give me the key: donnez-moi la clé. Don't give him the key: ne lui donnez pas la clé. */
function handing(r) {
  const [en, fr, groups] = r.pick(HANDING);
  const [to, after] = r.pick(RECEIVERS);
  const before = after === 'moi' ? 'me' : after;
  const served = en === 'bring' && r.chance(0.5);
  const object = served ? provisions(r) : thing(r, groups, { det: r.pick(['the', 'a', 'this']), adorned: en === 'send' ? 0 : 0.3 });
  if (r.chance(0.25)) return statement({ en: `don't ${en} ${to} ${object.enNegated}`, fr: `ne ${before} ${fr} pas ${object.frNegated}` });
  const polite = r.chance(0.5);
  return statement({ en: `${en} ${to} ${object.en}${polite ? ', please' : ''}`, fr: `${fr}-${after} ${object.fr}${polite ? ", s'il vous plaît" : ''}` });
}

/** Things to do that need leave, duty or strength, as infinitives. */
const DEEDS = [
  { en: 'open', fr: 'ouvrir', groups: 'openings' }, { en: 'close', fr: 'fermer', groups: 'shutters' }, { en: 'take', fr: 'prendre', groups: 'transport luggage' },
  { en: 'visit', fr: 'visiter', groups: 'sights' }, { en: 'repair', fr: 'réparer', groups: 'machines' }, { en: 'see', fr: 'voir', groups: 'sights' },
  { en: 'rent', fr: 'louer', groups: 'vehicles homes', det: 'a' }, { en: 'buy', fr: 'acheter', groups: 'goods gifts', det: 'a' }, { en: 'sell', fr: 'vendre', groups: 'vehicles homes' },
  { en: 'clean', fr: 'nettoyer', groups: 'rooms' }, { en: 'photograph', fr: 'photographier', groups: 'sights' }, { en: 'carry', fr: 'porter', groups: 'luggage' },
  { en: 'find', fr: 'trouver', groups: 'places things', det: 'a' }, { en: 'order', fr: 'commander', groups: 'meals', det: 'a' },
];

/** Things to do that need no object. */
const DOINGS = pairs(`
pay by card|payer par carte
wait here|attendre ici
swim here|nager ici
speak to the manager|parler au directeur
work tonight|travailler ce soir
turn left|tourner à gauche
stay until Sunday|rester jusqu'à dimanche
leave early|partir tôt
come with us|venir avec nous
smoke here|fumer ici
change trains in Lyon|changer de train à Lyon
walk to the hotel|marcher jusqu'à l'hôtel
eat outside|manger dehors
park in front of the hotel|stationner devant l'hôtel`);

/** can, must, want to. A question to oneself or one's own asks for leave: may I, can we. */
function ability(r) {
  const asks = r.chance(0.35);
  const tense = asks ? r.pick(['can', 'can', 'want']) : r.pick(['can', 'must', 'want']);
  const askers = tense === 'can' ? [YOU, PRONOUNS[0], PRONOUNS[3], PRONOUNS[2]] : [YOU, PRONOUNS[1], PRONOUNS[2], PRONOUNS[5]];
  const subject = asks ? r.pick(askers) : anySubject(r, { you: tense !== 'want' });
  const negation = !asks && tense !== 'must' && r.chance(0.4) ? 'not' : undefined;
  const finish = asks ? question : statement;
  if (r.chance(0.4)) {
    // Nobody has to smoke, or wishes to change trains.
    const doing = r.pick(DOINGS.filter(({ en }) => !({ want: /turn|change/, must: /swim|smoke|eat|park/ }[tense]?.test(en) ?? false)));
    if (/with us/.test(doing.en) && ['I', 'we'].includes(subject.en)) return ability(r);
    const [verb, ...rest] = doing.en.split(' ');
    const [verbe, ...reste] = doing.fr.split(' ');
    return finish(clause({ subject, verb: { en: verb, fr: verbe }, tense, negation, question: asks, rest: { en: rest.join(' '), fr: reste.join(' ') } }));
  }
  const deed = r.pick(DEEDS);
  const object = plain(r, deed.groups, { det: deed.det ?? r.pick(['the', 'this']) });
  return finish(clause({ subject, verb: deed, tense, negation, object, question: asks }));
}

/** Can you help me? Pouvez-vous m'aider ? The pronoun stands before the infinitive. */
const FAVOURS = [
  { en: 'help', fr: 'aider' }, { en: 'call', fr: 'appeler' }, { en: 'wait for', fr: 'attendre' }, { en: 'follow', fr: 'suivre' },
];
const SHARING = [
  { en: 'give', fr: 'donner', groups: 'goods gifts' }, { en: 'show', fr: 'montrer', groups: 'goods gifts' }, { en: 'send', fr: 'envoyer', groups: 'mail' },
  { en: 'lend', fr: 'prêter', groups: 'goods vehicles' },
];

const FAVOURED = ['me', 'us', 'him', 'her', 'them'].map((name) => OBJECT_PRONOUNS.find(({ en }) => en === name));

function favour(r) {
  // He, she and they are spoken of, I and we speak; nobody asks "you" to help "you".
  const wisher = r.pick(FAVOURED);
  if (r.chance(0.25)) {
    const parts = { subject: YOU, verb: r.pick(FAVOURS), tense: r.pick(['can', 'want']), pronoun: { en: wisher.en, fr: wisher.direct } };
    return question(clause({ ...parts, question: true, rest: r.chance(0.5) ? r.pick(TIMES.future.slice(0, 6)) : undefined }));
  }
  const verb = r.pick(SHARING);
  const object = plain(r, verb.groups, { det: r.pick(verb.en === 'show' ? ['the', 'your', 'this'] : ['a', 'the', 'this']) });
  return question(clause({ subject: YOU, verb, tense: 'can', pronoun: { en: wisher.en, fr: wisher.indirect }, object, question: true }));
}

const COUNTS = [['one', 'une'], ['two', 'deux'], ['three', 'trois'], ['four', 'quatre'], ['five', 'cinq'], ['six', 'six']];

/** "one person", "three people": only feminine nouns are counted here. */
function countOf(r, [one, several], [une, plusieurs]) {
  const [en, fr] = r.pick(COUNTS);
  return en === 'one' ? { en: `one ${one}`, fr: `une ${une}` } : { en: `${en} ${several}`, fr: `${fr} ${plusieurs}` };
}

const OPENINGS = pairs(`
I would like|je voudrais
we would like|nous voudrions
I have booked|j'ai réservé
we have booked|nous avons réservé
I need|j'ai besoin de
do you have|avez-vous`);

const EXTRAS = pairs(`
with a balcony|avec un balcon
with a bathroom|avec une salle de bains
with a view of the sea|avec vue sur la mer
near the lift|près de l'ascenseur
with two beds|avec deux lits`);

/** I have booked a room for two people and three nights. */
function booking(r) {
  const opening = r.pick(OPENINGS);
  const people = countOf(r, ['person', 'people'], ['personne', 'personnes']);
  const nights = countOf(r, ['night', 'nights'], ['nuit', 'nuits']);
  const day = r.pick(TIMES.future.filter(({ en }) => /^(tomorrow|tonight|on|this)/.test(en)));
  const extra = r.pick(EXTRAS);
  const say = (en, fr) => (opening.en.startsWith('do') ? question : statement)({ en: `${opening.en} ${en}`, fr: `${opening.fr} ${fr}` });
  switch (r.int(0, 3)) {
    case 0: return say(`a table for ${people.en} ${day.en}`, `une table pour ${people.fr} ${day.fr}`);
    case 1: return say(`a room ${extra.en} for ${nights.en}`, `une chambre ${extra.fr} pour ${nights.fr}`);
    case 2: return say(`a room for ${people.en} and ${nights.en}`, `une chambre pour ${people.fr} et ${nights.fr}`);
    default: return say(`a room ${extra.en}`, `une chambre ${extra.fr}`);
  }
}

export const REQUESTS = [
  { name: 'ordering', quota: 190, build: ordering },
  { name: 'handing', quota: 280, build: handing },
  { name: 'ability', quota: 370, build: ability },
  { name: 'favour', quota: 220, build: favour },
  { name: 'booking', quota: 140, build: booking },
];
