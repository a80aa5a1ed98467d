/** What people do to things and to each other, in every tense: told, denied and asked. */
import { clause } from '../grammar/clause.mjs';
import { adjectives } from '../lexicon/adjectives.mjs';
import { nounPhrase } from '../grammar/nounPhrase.mjs';
import { NOUNS } from '../lexicon/nouns.mjs';
import { PEOPLE, PRONOUNS, relativesWith } from '../lexicon/people.mjs';
import { anySubject, plain, question, statement, thing, TIMES } from './kit.mjs';

const YOU = PRONOUNS[4];

/**
 * en, fr: the verb. things: groups of nouns; dets: their determiners ("own": my for I, her for Anna).
 * lasting: it takes time, so that one can be found at it ("is reading"). daily: one does it again and again.
 * endless: it has no end to be done by ("has carried" says little). mishap: it only ever has happened. unplanned: nobody sets out to do it.
 * rare: done once in a season rather than in an hour. plainOnly: its object takes no adjective; looks: no colour.
 */
const ACTIONS = [
  { en: 'look for', fr: 'chercher', things: 'things', dets: ['own', 'a', 'the'], lasting: true, endless: true },
  { en: 'buy/bought', fr: 'acheter', things: 'goods clothes gifts vehicles', dets: ['a', 'this'], lasting: true },
  { en: 'sell/sold', fr: 'vendre', things: 'vehicles homes', dets: ['own', 'the'], plainOnly: true, lasting: true, rare: true },
  { en: 'find/found', fr: 'trouver', things: 'things', dets: ['own', 'a', 'this'], unplanned: true },
  { en: 'lose/lost', fr: 'perdre', things: 'things', dets: ['own', 'the'], mishap: true },
  { en: 'forget/forgot/forgotten', fr: 'oublier', things: 'things', dets: ['own', 'the'], mishap: true },
  { en: 'choose/chose/chosen', fr: 'choisir', things: 'clothes gifts', dets: ['a', 'this', 'the'], lasting: true },
  { en: 'write/wrote/written', fr: 'écrire', things: 'mail', dets: ['a', 'this'], plainOnly: true, lasting: true },
  { en: 'open', fr: 'ouvrir', things: 'openings', dets: ['the', 'own'], plainOnly: true, lasting: true },
  { en: 'close', fr: 'fermer', things: 'shutters', dets: ['the'], plainOnly: true, lasting: true },
  { en: 'eat/ate/eaten', fr: 'manger', food: 'dishes', lasting: true, daily: true },
  { en: 'drink/drank/drunk', fr: 'boire', food: 'drinks', lasting: true, daily: true },
  { en: 'order', fr: 'commander', food: 'drinks', lasting: true },
  { en: 'order', fr: 'commander', things: 'meals', dets: ['a', 'this', 'two'], plainOnly: true, lasting: true },
  { en: 'bring/brought', fr: 'apporter', things: 'meals gifts', dets: ['a', 'the'], plainOnly: true },
  { en: 'visit', fr: 'visiter', things: 'sights', dets: ['the', 'this', 'a'], looks: true, lasting: true, rare: true },
  { en: 'photograph', fr: 'photographier', things: 'sights', dets: ['the', 'this'], looks: true, lasting: true, rare: true },
  { en: 'repair', fr: 'réparer', things: 'machines', dets: ['own', 'the', 'this'], plainOnly: true, lasting: true },
  { en: 'clean', fr: 'nettoyer', things: 'rooms', dets: ['the', 'own'], plainOnly: true, lasting: true, daily: true },
  { en: 'rent', fr: 'louer', things: 'vehicles homes', dets: ['a', 'this'], plainOnly: true, lasting: true, rare: true },
  { en: 'carry', fr: 'porter', things: 'luggage', dets: ['own', 'the', 'this'], lasting: true, endless: true },
  { en: 'wear/wore/worn', fr: 'porter', things: 'outfits', dets: ['own', 'a', 'this'], lasting: true, daily: true, endless: true },
  { en: 'watch', fr: 'regarder', things: 'watched', dets: ['a', 'the', 'this'], plainOnly: true, lasting: true },
  { en: 'take/took/taken', fr: 'prendre', things: 'transport', dets: ['the'], plainOnly: true, daily: true },
  { en: 'wait for', fr: 'attendre', things: 'transport', dets: ['the', 'a'], plainOnly: true, lasting: true, daily: true, endless: true },
  { en: 'wait for', fr: 'attendre', people: true, lasting: true, endless: true },
  { en: 'help', fr: 'aider', people: true, lasting: true, daily: true },
  { en: 'call', fr: 'appeler', people: true, lasting: true, daily: true },
  { en: 'invite', fr: 'inviter', people: true },
  { en: 'meet/met', fr: 'rencontrer', people: true },
  { en: 'thank', fr: 'remercier', people: true, lasting: true },
  { en: 'follow', fr: 'suivre', people: true, lasting: true, endless: true },
];

const LOOKS = adjectives('old, small, big, beautiful');

/** Another person than the one who acts. */
function somebody(r, subject) {
  // "my wife … her husband" would be a roundabout way to say me.
  const others = r.chance(0.5) ? relativesWith(subject.own, { spouses: subject.pronoun }) : [...PEOPLE.strangers, ...PEOPLE.names];
  const other = r.pick(others);
  return other.en === subject.en ? somebody(r, subject) : other;
}

/** What an action is done to, or whom. */
function objectOf(r, action, subject) {
  if (action.people) return somebody(r, subject);
  if (action.food) return plain(r, action.food, { det: 'some' });
  const choice = r.pick(action.dets);
  const det = choice === 'own' ? subject.own : choice;
  const plural = det === 'two' || (choice === 'own' && subject.plural && /things|clothes|outfits/.test(action.things));
  if (action.looks) return nounPhrase(r.pick(NOUNS[action.things]), { det, before: r.chance(0.4) ? r.pick(LOOKS) : undefined });
  return action.plainOnly ? plain(r, action.things, { det, plural }) : thing(r, action.things, { det, plural, adorned: 0.3 });
}

/** Whether an action makes sense in a tense. */
function suits({ lasting, daily, endless, mishap, unplanned }, tense) {
  switch (tense) {
    case 'progressive': return lasting === true;
    case 'present': return daily === true;
    case 'perfect': case 'just': return !endless;
    case 'want': return !endless && !mishap && !unplanned;
    case 'future': case 'going': return !mishap && !unplanned;
    default: return true;
  }
}

/** Subject, verb, tense and object of a clause in one of these tenses. */
function deed(r, subject, tenses) {
  const tense = r.pick(tenses);
  const action = r.pick(ACTIONS.filter((candidate) => suits(candidate, tense)));
  return { subject, verb: action, tense, object: objectOf(r, action, subject) };
}

const SEASONS = new Set(['next summer', 'last year']);

function telling(r) {
  const subject = anySubject(r, { you: false });
  const parts = deed(r, subject, ['progressive', 'past', 'past', 'future', 'going', 'present', 'want']);
  const times = { progressive: TIMES.now, past: TIMES.past, future: TIMES.future, going: TIMES.future, present: TIMES.habit }[parts.tense];
  const timed = parts.tense === 'present' || (times !== undefined && r.chance(0.4));
  const rest = timed ? r.pick(times.filter(({ en }) => parts.verb.rare || !SEASONS.has(en))) : undefined;
  const negation = parts.tense !== 'present' && r.chance(0.3) ? 'not' : undefined;
  return statement(clause({ ...parts, rest, negation }));
}

function askingYou(r) {
  return question(clause({ ...deed(r, YOU, ['progressive', 'past', 'past', 'future', 'going', 'want']), question: true }));
}

function askingOthers(r) {
  return question(clause({ ...deed(r, anySubject(r, { you: false, I: false }), ['progressive', 'past', 'past', 'future']), question: true }));
}

const QUESTION_WORDS = [{ en: 'why', fr: 'pourquoi' }, { en: 'when', fr: 'quand' }, { en: 'where', fr: 'où' }, { en: 'how', fr: 'comment' }];

/** Why did he sell the car? Where did you buy this hat? */
function asking(r) {
  const wh = r.pick(QUESTION_WORDS);
  const subject = r.chance(0.4) ? YOU : anySubject(r, { you: false, I: false });
  const parts = deed(r, subject, wh.en === 'why' ? ['progressive', 'past', 'past', 'future'] : wh.en === 'how' ? ['past'] : ['past', 'future']);
  // One asks how something was found, opened or mended, not how it was drunk.
  if (wh.en === 'how' && !/find|lose|open|close|repair|meet/.test(parts.verb.en)) return asking(r);
  const object = parts.verb.food ? generalFood(r, parts.verb.food) : parts.object;
  return question(clause({ ...parts, object, wh, question: true, negation: wh.en === 'why' && r.chance(0.3) ? 'not' : undefined }));
}

function perfect(r) {
  const parts = deed(r, anySubject(r, { you: false }), ['perfect', 'perfect', 'just']);
  if (parts.tense === 'just') return statement(clause(parts));
  return statement(clause({ ...parts, ...r.pick([{ adverb: 'already' }, { negation: 'not' }, {}]) }));
}

const ROUTINE = [
  { en: 'drink/drank/drunk', fr: 'boire', food: 'drinks' },
  { en: 'eat/ate/eaten', fr: 'manger', food: 'dishes' },
  { en: 'take/took/taken', fr: 'prendre', things: 'transport', dets: ['the'], plainOnly: true },
  { en: 'wear/wore/worn', fr: 'porter', things: 'outfits', dets: ['a'] },
  { en: 'call', fr: 'appeler', people: true },
  { en: 'help', fr: 'aider', people: true },
  { en: 'clean', fr: 'nettoyer', things: 'rooms', dets: ['the'], plainOnly: true },
];

/** He often drinks tea. We used to take the train. She never wears a hat. */
function routine(r) {
  const subject = anySubject(r, { you: false });
  const verb = r.pick(ROUTINE);
  const parts = { subject, verb, object: verb.food ? generalFood(r, verb.food) : objectOf(r, verb, subject) };
  if (r.chance(0.3)) return statement(clause({ ...parts, tense: 'habit', rest: r.chance(0.5) ? r.pick(TIMES.habit) : undefined }));
  return statement(clause({ ...parts, tense: 'present', ...r.pick([{ adverb: 'often' }, { adverb: 'always' }, { adverb: 'sometimes' }, { negation: 'never' }]) }));
}

/** He often drinks tea (du thé); he never drinks tea (de thé). */
function generalFood(r, group) {
  const food = plain(r, group, { det: 'some' });
  const en = food.en.replace(/^some /, '');
  return { ...food, en, enNegated: en };
}

export const ACTIONS_FAMILIES = [
  { name: 'telling', quota: 800, build: telling },
  { name: 'asking you', quota: 220, build: askingYou },
  { name: 'asking others', quota: 150, build: askingOthers },
  { name: 'asking why, when, where and how', quota: 310, build: asking },
  { name: 'perfect', quota: 220, build: perfect },
  { name: 'routine', quota: 280, build: routine },
];
