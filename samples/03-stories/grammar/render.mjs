/**
 * Turns a template into prose.
 *   {hero}  {hero.he} {hero.him} {hero.his}  {thing} …   what the story's cast list says
 *   {a thing}                                            with its article: a kite, an apple
 *   [softly|in a low voice]                              one of these
 * Sentences begin with a capital by themselves, except after ?" and !", where "he asked" may follow.
 */
import { pick } from '../../random.mjs';

const PRONOUNS = {
  f: { he: 'she', him: 'her', his: 'her', own: 'hers', himself: 'herself', child: 'girl', grown: 'woman' },
  m: { he: 'he', him: 'him', his: 'his', own: 'his', himself: 'himself', child: 'boy', grown: 'man' },
};

/** A person's or thing's property, or its name where none is asked for. */
function lookUp(cast, path) {
  const [name, property] = path.split('.');
  const found = cast[name];
  if (found === undefined) throw new Error(`internal: nobody in this story is {${path}}`);
  if (typeof found === 'string') return found;
  const value = property === undefined ? found.name : (PRONOUNS[found.gender]?.[property] ?? found[property]);
  if (value === undefined) throw new Error(`internal: {${path}} has no value`);
  return value;
}

function withArticle(text) {
  return `${/^[aeiou]/i.test(text) && !/^(one|uni)/i.test(text) ? 'an' : 'a'} ${text}`;
}

function capitals(text) {
  return text.replace(/(^"?|[.!?] "?|\." "?|[.!?] \()(\p{Ll})/gu, (_, before, letter) => before + letter.toUpperCase());
}

/** Choices that come round evenly: of the alternatives used least so far, one at random. */
export function createChooser(random) {
  const uses = new Map();
  return (alternatives) => {
    const count = (alternative) => uses.get(alternative) ?? 0;
    const fewest = Math.min(...alternatives.map(count));
    const chosen = pick(random, alternatives.filter((alternative) => count(alternative) === fewest));
    uses.set(chosen, fewest + 1);
    return chosen;
  };
}

/** Renders one template with this cast. `choose` settles the brackets; those inside others are settled first. */
export function render(template, cast, random) {
  let text = template;
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/\[([^[\]]*)\]/g, (_, alternatives) => pick(random, alternatives.split('|')));
  }
  text = text.replace(/\{(a )?([\w.]+)\}/g, (_, article, path) => (article === undefined ? lookUp(cast, path) : withArticle(lookUp(cast, path))));
  return capitals(text);
}
