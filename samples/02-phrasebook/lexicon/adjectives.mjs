/** Adjectives: English (and its comparative) | French masculine | feminine | plurals where no rule gives them. */

/** before: the adjective stands before its noun in French. */
const BEFORE = `
big bigger|grand|grande
small smaller|petit|petite
beautiful|beau|belle|beaux|bel
old older|vieux|vieille|vieux|vieil
new newer|nouveau|nouvelle|nouveaux|nouvel
pretty|joli|jolie
good|bon|bonne
`;

const AFTER = `
red|rouge|rouge
green|vert|verte
blue|bleu|bleue
black|noir|noire
white|blanc|blanche
grey|gris|grise
yellow|jaune|jaune
brown|brun|brune
heavy heavier|lourd|lourde
expensive|cher|chère
modern|moderne|moderne
clean cleaner|propre|propre
dirty|sale|sale
empty|vide|vide
full|plein|pleine
open|ouvert|ouverte
closed|fermé|fermée
free|libre|libre
famous|célèbre|célèbre
quiet|calme|calme
comfortable|confortable|confortable
broken|cassé|cassée
wet|mouillé|mouillée
hot hotter|chaud|chaude
cold colder|froid|froide
fast faster|rapide|rapide
slow slower|lent|lente
fresh|frais|fraîche
sweet|sucré|sucrée
salty|salé|salée
delicious|délicieux|délicieuse|délicieux
long longer|long|longue
round|rond|ronde
square|carré|carrée
wide wider|large|large
narrow|étroit|étroite
dangerous|dangereux|dangereuse|dangereux
interesting|intéressant|intéressante
popular|populaire|populaire
ill|malade|malade
sad|triste|triste
rich richer|riche|riche
young younger|jeune|jeune
shy shyer|timide|timide
calm|calme|calme
tired|fatigué|fatiguée
ready|prêt|prête
busy busier|occupé|occupée
happy happier|heureux|heureuse|heureux
surprised|surpris|surprise
worried|inquiet|inquiète
kind kinder|gentil|gentille
tall taller|grand|grande
lost|perdu|perdue
alone|seul|seule
proud|fier|fière
polite|poli|polie
serious|sérieux|sérieuse|sérieux
patient|patient|patiente
strong stronger|fort|forte
`;

function parse(table, before) {
  return table.trim().split('\n').map((line) => {
    const [english, masculine, feminine, plural, vowelForm] = line.split('|');
    const [en, comparative] = english.split(' ');
    return [en, {
      en, comparative: comparative ?? `more ${en}`, before, masculine, feminine,
      masculinePlural: plural ?? (masculine.endsWith('s') ? masculine : `${masculine}s`),
      femininePlural: `${feminine}s`,
      /** The masculine before a vowel: un bel hôtel. */
      vowelForm: vowelForm ?? masculine,
    }];
  });
}

const ADJECTIVES = new Map([...parse(BEFORE, true), ...parse(AFTER, false)]);

/** The adjective of this English name. */
export function adjective(en) {
  const found = ADJECTIVES.get(en);
  if (!found) throw new Error(`internal: no adjective ${en}`);
  return found;
}

/** "red, green" -> adjectives. */
export const adjectives = (names) => names.split(', ').map(adjective);

/** Adjectives that French changes behind "to be": un nouveau sac, but le sac est neuf. */
const PREDICATES = new Map(parse('new newer|neuf|neuve', false));

/** "new, red" -> adjectives as they stand behind "to be". */
export const predicates = (names) => names.split(', ').map((name) => PREDICATES.get(name) ?? adjective(name));

/** The French form for a gender and number. */
export function inflect({ masculine, feminine, masculinePlural, femininePlural }, gender, plural) {
  if (plural) return gender === 'f' ? femininePlural : masculinePlural;
  return gender === 'f' ? feminine : masculine;
}
