/** English word forms that follow rules, with the exceptions that the phrasebook meets. */

const AN_EXCEPTIONS = { a: /^(univ|use|euro|one)/i, an: /^hour/i };

/** a or an before this text. */
export function article(text) {
  if (AN_EXCEPTIONS.an.test(text)) return 'an';
  return /^[aeiou]/i.test(text) && !AN_EXCEPTIONS.a.test(text) ? 'an' : 'a';
}

/** key -> keys, box -> boxes, library -> libraries. */
export function plural(noun) {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(noun) || /ato$/.test(noun) ? `${noun}es` : `${noun}s`;
}

const DOUBLING = new Set(['forget', 'get', 'swim', 'put', 'travel', 'run', 'sit']);

function ing(verb) {
  if (DOUBLING.has(verb)) return `${verb}${verb.at(-1)}ing`;
  return /[^e]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${verb}ing`;
}

function past(verb) {
  if (DOUBLING.has(verb)) return `${verb}${verb.at(-1)}ed`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  return verb.endsWith('e') ? `${verb}d` : `${verb}ed`;
}

function third(verb) {
  if (verb === 'have') return 'has';
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ies`;
  return /(s|x|ch|sh|o)$/.test(verb) ? `${verb}es` : `${verb}s`;
}

/** All forms of a verb written "take/took/taken", "wait for" (regular, with a particle) or "get/got up". */
export function englishVerb(text) {
  const [head, ...particle] = text.split(' ');
  const [base, simplePast = past(base), participle = simplePast] = head.split('/');
  const tail = particle.length > 0 ? ` ${particle.join(' ')}` : '';
  return { base: base + tail, third: third(base) + tail, past: simplePast + tail, participle: participle + tail, ing: ing(base) + tail };
}

export const BE = { present: ['am', 'is', 'are', 'are', 'are'], past: ['was', 'was', 'were', 'were', 'were'] };
