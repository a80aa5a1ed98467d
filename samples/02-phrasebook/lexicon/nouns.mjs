/** Nouns by what can be done with them: English | French | gender | English plural | French plural, the last two where the rules fail. */
import { plural } from '../grammar/english.mjs';

const TABLES = {
  /** What a traveller carries, loses and finds. */
  things: `
key|clé|f
ticket|billet|m
bag|sac|m
suitcase|valise|f
passport|passeport|m
umbrella|parapluie|m
phone|téléphone|m
watch|montre|f
camera|appareil photo|m||appareils photo
wallet|portefeuille|m
map|plan|m
notebook|carnet|m
pen|stylo|m
ring|bague|f
towel|serviette|f
blanket|couverture|f
basket|panier|m
guitar|guitare|f
book|livre|m
hat|chapeau|m
coat|manteau|m
scarf|écharpe|f|scarves
jacket|veste|f
`,
  clothes: `
hat|chapeau|m
coat|manteau|m
scarf|écharpe|f|scarves
jacket|veste|f
shirt|chemise|f
dress|robe|f
skirt|jupe|f
sweater|pull|m
`,
  /** What shops and hotels have for a traveller. */
  goods: `
map|plan|m
notebook|carnet|m
pen|stylo|m
umbrella|parapluie|m
bag|sac|m
suitcase|valise|f
towel|serviette|f
blanket|couverture|f
pillow|oreiller|m
basket|panier|m
lamp|lampe|f
`,
  /** Worn by anybody. */
  outfits: `
hat|chapeau|m
coat|manteau|m
scarf|écharpe|f|scarves
jacket|veste|f
shirt|chemise|f
sweater|pull|m
raincoat|imperméable|m
`,
  /** Worn in twos and spoken of so. */
  pairs: `
shoe|chaussure|f
glove|gant|m
boot|botte|f
sock|chaussette|f
`,
  reading: `
book|livre|m
newspaper|journal|m||journaux
letter|lettre|f
guidebook|guide de voyage|m||guides de voyage
poem|poème|m
`,
  mail: `
letter|lettre|f
postcard|carte postale|f||cartes postales
message|message|m
`,
  gifts: `
book|livre|m
ring|bague|f
watch|montre|f
present|cadeau|m
flower|fleur|f
guitar|guitare|f
scarf|écharpe|f|scarves
umbrella|parapluie|m
photo|photo|f
`,
  vehicles: `
car|voiture|f
bicycle|vélo|m
boat|bateau|m
motorbike|moto|f
van|camionnette|f
`,
  transport: `
train|train|m
bus|bus|m||bus
plane|avion|m
ferry|ferry|m
tram|tram|m
`,
  /** In a town, one asks the way to them. */
  places: `
station|gare|f
airport|aéroport|m
hotel|hôtel|m
bank|banque|f
museum|musée|m
church|église|f
market|marché|m
pharmacy|pharmacie|f
hospital|hôpital|m||hôpitaux
restaurant|restaurant|m
bakery|boulangerie|f
bridge|pont|m
park|parc|m
castle|château|m
theatre|théâtre|m
library|bibliothèque|f
swimming pool|piscine|f
school|école|f
university|université|f
embassy|ambassade|f
bookshop|librairie|f
town hall|mairie|f
cathedral|cathédrale|f
supermarket|supermarché|m
harbour|port|m
police station|commissariat|m
cinema|cinéma|m
post office|bureau de poste|m||bureaux de poste
beach|plage|f
café|café|m
`,
  sights: `
museum|musée|m
church|église|f
castle|château|m
cathedral|cathédrale|f
market square|place du marché|f||places du marché
garden|jardin|m
harbour|port|m
library|bibliothèque|f
tower|tour|f
island|île|f
palace|palais|m
village|village|m
`,
  rooms: `
kitchen|cuisine|f
bathroom|salle de bains|f||salles de bains
bedroom|chambre|f
dining room|salle à manger|f||salles à manger
cellar|cave|f
garden|jardin|m
`,
  openings: `
door|porte|f
window|fenêtre|f
suitcase|valise|f
bottle|bouteille|f
box|boîte|f
letter|lettre|f
umbrella|parapluie|m
bag|sac|m
`,
  shutters: `
door|porte|f
window|fenêtre|f
suitcase|valise|f
box|boîte|f
gate|grille|f
`,
  luggage: `
bag|sac|m
suitcase|valise|f
basket|panier|m
box|boîte|f
`,
  homes: `
house|maison|f
flat|appartement|m
`,
  machines: `
car|voiture|f
watch|montre|f
camera|appareil photo|m||appareils photo
phone|téléphone|m
lift|ascenseur|m
radio|radio|f
lamp|lampe|f
shower|douche|f
bicycle|vélo|m
boat|bateau|m
clock|horloge|f
`,
  watched: `
film|film|m
match|match|m||matchs
boat|bateau|m
star|étoile|f
bird|oiseau|m
`,
  drinks: `
water|eau|f
coffee|café|m
tea|thé|m
wine|vin|m
milk|lait|m
beer|bière|f
orange juice|jus d'orange|m
mineral water|eau minérale|f
hot chocolate|chocolat chaud|m
lemonade|limonade|f
`,
  dishes: `
bread|pain|m
cheese|fromage|m
soup|soupe|f
salad|salade|f
meat|viande|f
fish|poisson|m
rice|riz|m
chicken|poulet|m
ham|jambon|m
ice cream|glace|f
honey|miel|m
chocolate|chocolat|m
`,
  /** Bought and asked for, but not eaten by themselves. */
  staples: `
butter|beurre|m
sugar|sucre|m
salt|sel|m
jam|confiture|f
oil|huile|f
garlic|ail|m
`,
  fruits: `
apple|pomme|f
egg|œuf|m
strawberry|fraise|f
carrot|carotte|f
potato|pomme de terre|f||pommes de terre
tomato|tomate|f
orange|orange|f
pear|poire|f
mushroom|champignon|m
onion|oignon|m
cherry|cerise|f
olive|olive|f
`,
  meals: `
cake|gâteau|m
omelette|omelette|f
sandwich|sandwich|m||sandwichs
tart|tarte|f
pizza|pizza|f
`,
  tableware: `
glass|verre|m
cup|tasse|f
plate|assiette|f
spoon|cuillère|f
fork|fourchette|f
knife|couteau|m|knives
`,
  bookable: `
room|chambre|f
table|table|f
flat|appartement|m
`,
  animals: `
dog|chien|m
cat|chat|m
horse|cheval|m||chevaux
rabbit|lapin|m
`,
};

/** bateau -> bateaux, palais -> palais, clé -> clés. */
function frenchPlural(noun) {
  if (/[sxz]$/.test(noun)) return noun;
  return /e?au$/.test(noun) ? `${noun}x` : `${noun}s`;
}

function parse(line) {
  const [en, fr, gender, enPlural, frPlural] = line.split('|');
  return { en, fr, gender, enPlural: enPlural || plural(en), frPlural: frPlural || frenchPlural(fr) };
}

/** group -> its nouns. */
export const NOUNS = Object.fromEntries(Object.entries(TABLES).map(([group, table]) => [group, table.trim().split('\n').map(parse)]));

/** One noun of a group by its English name. */
export function noun(group, en) {
  const found = NOUNS[group].find((candidate) => candidate.en === en);
  if (!found) throw new Error(`internal: no noun ${en} among the ${group}`);
  return found;
}
