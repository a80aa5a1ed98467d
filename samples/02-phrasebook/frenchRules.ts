/**
 * Rules that correct French sentences keep, written as a reader checks them: by the letters on the page. They know nothing of the
 * grammar that generated the sentences. Each gives the first fault that it finds.
 */
const OPEN = '[aeiouyhâàéèêëîïôœùû]';
const NO_ELISION = '(?!haricot|huit|onze)';

/** Nouns whose article is checked, by gender. Those that begin with a vowel sound are left to the rule of elision. */
const MASCULINE = 'billet|sac|passeport|parapluie|téléphone|portefeuille|plan|carnet|stylo|panier|livre|chapeau|manteau|pull|gant|journal|poème|message|cadeau|vélo|bateau|train|bus|ferry|tram|musée|marché|restaurant|pont|parc|château|théâtre|supermarché|port|commissariat|cinéma|café|jardin|palais|village|film|match|thé|vin|lait|pain|fromage|beurre|poisson|riz|sucre|sel|poulet|jambon|miel|chocolat|gâteau|verre|couteau|chien|chat|cheval|lapin|frère|père|mari|médecin|chauffeur|serveur|boulanger|professeur|guide'.split('|');
const FEMININE = 'clé|valise|montre|bague|serviette|couverture|guitare|veste|chemise|robe|jupe|chaussure|botte|lettre|fleur|voiture|moto|camionnette|gare|banque|pharmacie|boulangerie|bibliothèque|piscine|librairie|mairie|cathédrale|plage|tour|cuisine|chambre|porte|fenêtre|bouteille|boîte|maison|radio|lampe|douche|bière|limonade|soupe|salade|viande|confiture|glace|pomme|fraise|carotte|tomate|poire|cerise|tarte|pizza|tasse|cuillère|fourchette|sœur|mère|fille|femme|tante|serveuse'.split('|');

const MASCULINE_WORDS = 'un|le|du|au|ce|quel|petit|grand|beau|bon|vieux|nouveau|joli'.split('|');
const FEMININE_WORDS = 'une|la|cette|quelle|petite|grande|belle|bonne|vieille|nouvelle|jolie'.split('|');

const MASCULINE_COLOURS = 'vert|bleu|noir|blanc|gris|brun'.split('|');
const FEMININE_COLOURS = 'verte|bleue|noire|blanche|grise|brune'.split('|');

const any = (list: readonly string[]): string => `(?:${list.join('|')})`;
/** A whole word: letters of any alphabet end it, which \b does not know of. */
const word = (pattern: string): RegExp => new RegExp(`(?<![\\p{L}'-])${pattern}(?!\\p{L})`, 'iu');
const plural = (list: readonly string[]): string[] => list.map((form) => (/[sxz]$/.test(form) ? form : /eau$/.test(form) ? `${form}x` : `${form}s`));

/** Participles of verbs that take être, and of those with an object before them. */
const ETRE_VERBS = '(?:allé|arrivé|revenu|parti|rentré)';

const RULES: readonly (readonly [name: string, fault: RegExp])[] = [
  ['elision', new RegExp(`(?<![\\p{L}'-])(?:le|la|de|je|ne|me|se|que) ${NO_ELISION}${OPEN}`, 'iu')],
  ['si il', word('si ils?')],
  ['contraction of de or à with an article', word(`(?:de|à) (?:le|les) (?!${OPEN})\\p{L}+`)],
  ['needless elision', new RegExp(`[ldjnm]' |(?:qu|[ldjnmst])'(?!${OPEN})`, 'iu')],
  ['ce before a vowel', new RegExp(`(?<!\\p{L})ce ${NO_ELISION}(?!est|sont|ont)${OPEN}`, 'iu')],
  ['ma, ta, sa before a vowel', new RegExp(`(?<!\\p{L})[mts]a ${OPEN}`, 'iu')],
  ['beau, nouveau, vieux before a vowel', new RegExp(`(?<!\\p{L})(?:un|le|ce|cet|mon|son|notre|votre|leur) (?:beau|nouveau|vieux) ${OPEN}`, 'iu')],
  ['feminine word before a masculine noun', word(`${any(FEMININE_WORDS)} ${any(MASCULINE)}`)],
  ['masculine word before a feminine noun', word(`${any(MASCULINE_WORDS)} ${any(FEMININE)}`)],
  ['mon or son before a feminine noun', word(`(?:mon|son) ${any(FEMININE)}`)],
  ['ma or sa before a masculine noun', word(`[ms]a ${any(MASCULINE)}`)],
  ['feminine colour after a masculine noun', word(`${any(MASCULINE)} ${any(FEMININE_COLOURS)}`)],
  ['masculine colour after a feminine noun', word(`${any(FEMININE)} ${any(MASCULINE_COLOURS)}`)],
  ['singular colour after a plural noun', word(`(?:les|des|mes|ses|nos|vos|leurs|ces|deux|trois) ${any([...plural(MASCULINE.filter((noun) => !/[sxz]$/.test(noun))), ...plural(FEMININE)])} ${any(['rouge', 'jaune', 'vert', 'bleu', 'noir', 'blanc', 'brun', ...FEMININE_COLOURS])}`)],
  ['plural article before a singular noun', word(`(?:les|des|mes|ses|nos|vos|leurs|ces|deux|trois) ${any([...MASCULINE, ...FEMININE].filter((noun) => !/[sxz]$/.test(noun)))}`)],
  ['des before an adjective', word('des (?:petits|petites|grands|grandes|beaux|belles|vieux|vieilles|nouveaux|nouvelles|jolis|jolies)')],
  ['nous without its ending', /^Nous (?!\p{L}*ons |ne |n'|les? |la |l'|vous |leur |lui |sommes |nous |\p{L}+-vous)/u],
  ['vous without its ending', /^Vous (?!\p{L}*ez |ne |n'|les? |la |l'|nous |me |m'|leur |lui |êtes )/u],
  ['ils without its ending', /^Ils (?!\p{L}*nt |ne |n'|les? |la |l'|vous |nous |me |m'|leur |lui |se |s')/u],
  ['elle est without agreement', word(`elle (?:n')?est (?:pas )?${ETRE_VERBS}(?!e)`)],
  ['ils sont without agreement', word(`ils (?:ne )?sont (?:pas )?${ETRE_VERBS}(?!s)`)],
  ['il est with a feminine participle', word(`il (?:n')?est (?:pas )?${ETRE_VERBS}e`)],
  ['participle that ignores the feminine noun before que', new RegExp(`(?:la|cette) (?:\\p{L}+ )?${any(FEMININE)}(?: \\p{L}+)? (?:que|qu')[^.?]* (?:perdu|vu|acheté|trouvé|oublié|choisi|pris) ?[.?]`, 'u')],
  ['participle that ignores the plural noun before que', new RegExp(`les (?:\\p{L}+ )?\\p{L}+[sx](?: \\p{L}+s)? (?:que|qu')[^.?]* (?:perdue?|vue?|achetée?|trouvée?|oubliée?|choisie?|prise) ?[.?]`, 'u')],
  ['ne without its second half', /(?<!\p{L})(?:ne |n')(?!.*(?<!\p{L})(?:pas|plus|jamais|rien|personne)(?!\p{L}))/iu],
  ['spacing before ? and !', /[^ ][?!]| {2}| [.,]/u],
  ['curly apostrophe', /[’‘“”]/u],
  ['beginning or end', /^[^\p{Lu}]|[^.?!]$/u],
  ['doubled word', /(?<![\p{L}'-])(?!(?:nous|vous) )(\p{L}+) \1(?!\p{L})/iu],
];

/** The rules that a sentence breaks, by name. */
export function faultsIn(french: string): string[] {
  return RULES.filter(([, fault]) => fault.test(french)).map(([name]) => name);
}
