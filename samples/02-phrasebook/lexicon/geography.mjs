/** Countries, towns and languages, with the prepositions that French gives each kind. */
import { opensWithVowel } from '../grammar/french.mjs';

const COUNTRIES = `
France|France|f
Spain|Espagne|f
Italy|Italie|f
Germany|Allemagne|f
Belgium|Belgique|f
Switzerland|Suisse|f
England|Angleterre|f
Ireland|Irlande|f|overseas
Greece|Grèce|f
China|Chine|f|overseas
India|Inde|f|overseas
Sweden|Suède|f
Poland|Pologne|f
Austria|Autriche|f
Portugal|Portugal|m
Canada|Canada|m|overseas
Japan|Japon|m|overseas
Morocco|Maroc|m|overseas
Brazil|Brésil|m|overseas
Denmark|Danemark|m
Mexico|Mexique|m|overseas
the United States|États-Unis|p|overseas
the Netherlands|Pays-Bas|p
`;

const TOWNS = `
Paris|Paris
Lyon|Lyon
Nice|Nice
Marseille|Marseille
Bordeaux|Bordeaux
Lille|Lille
Strasbourg|Strasbourg
Rome|Rome
Madrid|Madrid
London|Londres
Lisbon|Lisbonne
Vienna|Vienne
Brussels|Bruxelles
Geneva|Genève
Berlin|Berlin
Venice|Venise
Athens|Athènes
Amsterdam|Amsterdam
`;

/** Feminine names and those that begin with a vowel take en and de; the other masculine ones au and du; plurals aux and des. */
function country(line) {
  const [en, fr, kind, distance] = line.split('|');
  const overseas = distance === 'overseas';
  if (kind === 'p') return { en, overseas, to: `aux ${fr}`, from: `des ${fr}` };
  if (kind === 'f' || opensWithVowel(fr)) return { en, overseas, to: `en ${fr}`, from: `de ${fr}` };
  return { en, overseas, to: `au ${fr}`, from: `du ${fr}` };
}

export const LANDS = COUNTRIES.trim().split('\n').map(country);

export const CITIES = TOWNS.trim().split('\n').map((line) => {
  const [en, fr] = line.split('|');
  return { en, overseas: false, to: `à ${fr}`, from: `de ${fr}` };
});

export const LANGUAGES = [
  ['French', 'français'], ['English', 'anglais'], ['German', 'allemand'], ['Spanish', 'espagnol'], ['Italian', 'italien'], ['Portuguese', 'portugais'],
  ['Japanese', 'japonais'], ['Chinese', 'chinois'], ['Greek', 'grec'], ['Dutch', 'néerlandais'], ['Polish', 'polonais'], ['Russian', 'russe'],
].map(([en, fr]) => ({ en, fr }));
