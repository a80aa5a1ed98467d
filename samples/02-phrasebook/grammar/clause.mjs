/** Builds a clause in both languages from one description: tense, negation, object pronouns, questions. */
import { BE, englishVerb } from './english.mjs';
import { agree, frenchVerb } from './frenchVerb.mjs';

const AVOIR = frenchVerb('avoir');
const ETRE = frenchVerb('être');
const REFLEXIVES = ['me', 'se', 'nous', 'vous', 'se'];
const NEGATIONS = { not: 'pas', never: 'jamais', 'no longer': 'plus' };
const ADVERBS = { already: 'déjà', often: 'souvent', always: 'toujours', sometimes: 'parfois' };

/** Joins the parts that are there. */
export const words = (...parts) => parts.filter((part) => part !== undefined && part !== '').join(' ');

/** tense -> French tense, or the verb that an infinitive follows. */
const FRENCH_TENSES = { progressive: 'present', present: 'present', past: 'compound', perfect: 'compound', future: 'future', habit: 'imperfect' };
const FRENCH_HELPERS = { can: 'pouvoir', must: 'devoir', want: 'vouloir', going: 'aller', just: 'venir' };

/** The English auxiliary of a tense, what follows it, and the finite form where a plain statement needs no auxiliary. */
function englishTense(tense, person, forms) {
  const third = person === 1;
  switch (tense) {
    case 'progressive': return { auxiliary: BE.present[person], verb: forms.ing };
    case 'going': return { auxiliary: BE.present[person], verb: `going to ${forms.base}` };
    case 'present': return { auxiliary: third ? 'does' : 'do', verb: forms.base, finite: third ? forms.third : forms.base };
    case 'want': return { auxiliary: third ? 'does' : 'do', verb: `want to ${forms.base}`, finite: `${third ? 'wants' : 'want'} to ${forms.base}` };
    case 'past': return { auxiliary: 'did', verb: forms.base, finite: forms.past };
    case 'perfect': return { auxiliary: third ? 'has' : 'have', verb: forms.participle };
    case 'just': return { auxiliary: third ? 'has' : 'have', verb: `just ${forms.participle}` };
    case 'habit': return { auxiliary: 'used to', verb: forms.base };
    case 'future': return { auxiliary: 'will', verb: forms.base };
    case 'can': case 'must': return { auxiliary: tense, verb: forms.base };
    default: throw new Error(`internal: no tense ${tense}`);
  }
}

const IRREGULAR_NEGATIVES = { am: 'am not', will: "won't", can: "can't" };

function english({ subject, verb, tense, negation, adverb, pronoun, object, rest, question, wh }) {
  const { auxiliary, verb: main, finite } = englishTense(tense, subject.person, englishVerb(verb.en));
  const spokenAuxiliary = negation === 'not' ? (IRREGULAR_NEGATIVES[auxiliary] ?? `${auxiliary}n't`) : auxiliary;
  const middle = negation === 'not' ? adverb : (negation ?? adverb);
  // "Do you want some water?" offers it, and an offer says some; other questions and denials say any.
  const any = negation !== undefined || (question && tense !== 'want');
  const tail = words(pronoun?.en, any ? object?.enNegated : object?.en, rest?.en);
  if (question) return words(wh?.en, spokenAuxiliary, subject.en, middle, main, tail);
  if (finite !== undefined && negation !== 'not') return words(subject.en, middle, finite, tail);
  return words(subject.en, spokenAuxiliary, middle, main, tail);
}

/** The participle agrees with the subject after être, with an object that stands before it after avoir. */
function participle(forms, subject, pronoun) {
  if (forms.auxiliary === 'être') return agree(forms.participle, subject.gender, subject.plural);
  return pronoun?.direct ? agree(forms.participle, pronoun.gender, pronoun.plural) : forms.participle;
}

/** parlez-vous, a-t-il: a t parts two vowels. */
export function inverted(finite, pronoun) {
  return `${finite}-${/[ae]$/.test(finite) && /^[ie]/.test(pronoun) ? 't-' : ''}${pronoun}`;
}

/** The finite verb, and what stands behind the negation: a participle, or an infinitive with its pronoun. */
function frenchCore({ subject, verb, tense, pronoun }) {
  const forms = frenchVerb(verb.fr);
  const clitic = verb.reflexive ? REFLEXIVES[subject.person] : pronoun?.fr;
  if (tense in FRENCH_HELPERS) {
    const helper = frenchVerb(FRENCH_HELPERS[tense]).present[subject.person];
    return { finite: helper, behind: words(tense === 'just' ? 'de' : undefined, clitic, forms.infinitive) };
  }
  if (FRENCH_TENSES[tense] !== 'compound') return { clitic, finite: forms[FRENCH_TENSES[tense]][subject.person] };
  if (verb.reflexive) throw new Error('internal: the past of reflexive verbs is not built');
  const auxiliary = forms.auxiliary === 'être' ? ETRE : AVOIR;
  return { clitic, finite: auxiliary.present[subject.person], behind: participle(forms, subject, pronoun) };
}

function french(parts) {
  const { subject, negation, adverb, object, rest, question, wh } = parts;
  const { clitic, finite, behind } = frenchCore(parts);
  const ne = negation === undefined ? undefined : 'ne';
  const tail = words(negation && NEGATIONS[negation], adverb && ADVERBS[adverb], behind, negation ? object?.frNegated : object?.fr, rest?.fr);
  const inverts = question && subject.pronoun && subject.person !== 0 && (wh !== undefined || subject.person === 3);
  if (inverts) return words(wh?.fr, ne, clitic, inverted(finite, subject.fr), tail);
  return words(wh?.fr, question ? 'est-ce que' : undefined, subject.fr, ne, clitic, finite, tail);
}

/**
 * One clause as { en, fr }.
 *
 * subject   en, fr, person (0 je, 1 il, 2 nous, 3 vous, 4 ils), gender, plural, pronoun
 * verb      en as `englishVerb` reads it, fr infinitive, reflexive
 * tense     progressive (is reading), present (reads), past, perfect (has read), just (has just read), future, going (is going to read),
 *           habit (used to read), can, must, want (wants to read)
 * negation  not, never, "no longer"
 * adverb    already, often, always, sometimes
 * pronoun   an object pronoun: en, fr and, for agreement, direct, gender, plural
 * object    a noun phrase
 * rest      whatever follows, { en, fr }
 * question  true to ask. Yes-or-no questions to "you" invert, the others take est-ce que; `wh`, { en, fr }, is the question word,
 *           after which every pronoun but "je" inverts.
 */
export function clause(parts) {
  return { en: english(parts), fr: french(parts) };
}
