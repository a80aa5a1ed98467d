/**
 * French conjugation. Five persons, in this order everywhere: je, il/elle, nous, vous, ils/elles (the phrasebook never says tu).
 * The rules cover regular -er verbs; the table gives the forms of every other verb.
 */
const FUTURE = ['ai', 'a', 'ons', 'ez', 'ont'];
const IMPERFECT = ['ais', 'ait', 'ions', 'iez', 'aient'];

/** infinitive -> present (five persons) / future stem / past participle. */
const IRREGULAR = {
  être: ['suis est sommes êtes sont', 'ser', 'été'],
  avoir: ['ai a avons avez ont', 'aur', 'eu'],
  aller: ['vais va allons allez vont', 'ir', 'allé'],
  faire: ['fais fait faisons faites font', 'fer', 'fait'],
  prendre: ['prends prend prenons prenez prennent', 'prendr', 'pris'],
  comprendre: ['comprends comprend comprenons comprenez comprennent', 'comprendr', 'compris'],
  apprendre: ['apprends apprend apprenons apprenez apprennent', 'apprendr', 'appris'],
  voir: ['vois voit voyons voyez voient', 'verr', 'vu'],
  vouloir: ['veux veut voulons voulez veulent', 'voudr', 'voulu'],
  pouvoir: ['peux peut pouvons pouvez peuvent', 'pourr', 'pu'],
  devoir: ['dois doit devons devez doivent', 'devr', 'dû'],
  savoir: ['sais sait savons savez savent', 'saur', 'su'],
  connaître: ['connais connaît connaissons connaissez connaissent', 'connaîtr', 'connu'],
  lire: ['lis lit lisons lisez lisent', 'lir', 'lu'],
  écrire: ['écris écrit écrivons écrivez écrivent', 'écrir', 'écrit'],
  boire: ['bois boit buvons buvez boivent', 'boir', 'bu'],
  venir: ['viens vient venons venez viennent', 'viendr', 'venu'],
  revenir: ['reviens revient revenons revenez reviennent', 'reviendr', 'revenu'],
  partir: ['pars part partons partez partent', 'partir', 'parti'],
  sortir: ['sors sort sortons sortez sortent', 'sortir', 'sorti'],
  dormir: ['dors dort dormons dormez dorment', 'dormir', 'dormi'],
  suivre: ['suis suit suivons suivez suivent', 'suivr', 'suivi'],
  ouvrir: ['ouvre ouvre ouvrons ouvrez ouvrent', 'ouvrir', 'ouvert'],
  choisir: ['choisis choisit choisissons choisissez choisissent', 'choisir', 'choisi'],
  finir: ['finis finit finissons finissez finissent', 'finir', 'fini'],
  vendre: ['vends vend vendons vendez vendent', 'vendr', 'vendu'],
  perdre: ['perds perd perdons perdez perdent', 'perdr', 'perdu'],
  attendre: ['attends attend attendons attendez attendent', 'attendr', 'attendu'],
  rendre: ['rends rend rendons rendez rendent', 'rendr', 'rendu'],
  entendre: ['entends entend entendons entendez entendent', 'entendr', 'entendu'],
  descendre: ['descends descend descendons descendez descendent', 'descendr', 'descendu'],
  acheter: ['achète achète achetons achetez achètent', 'achèter', 'acheté'],
  lever: ['lève lève levons levez lèvent', 'lèver', 'levé'],
  promener: ['promène promène promenons promenez promènent', 'promèner', 'promené'],
  appeler: ['appelle appelle appelons appelez appellent', 'appeller', 'appelé'],
  préférer: ['préfère préfère préférons préférez préfèrent', 'préférer', 'préféré'],
  envoyer: ['envoie envoie envoyons envoyez envoient', 'enverr', 'envoyé'],
  nettoyer: ['nettoie nettoie nettoyons nettoyez nettoient', 'nettoier', 'nettoyé'],
  payer: ['paie paie payons payez paient', 'paier', 'payé'],
};

/** Verbs whose past is built with être, so that the participle agrees with the subject. */
const WITH_ETRE = new Set(['aller', 'arriver', 'venir', 'revenir', 'partir', 'sortir', 'rentrer', 'rester', 'tomber', 'monter', 'descendre']);

function regular(infinitive) {
  const stem = infinitive.slice(0, -2);
  const soft = stem.endsWith('g') ? `${stem}e` : stem.endsWith('c') ? `${stem.slice(0, -1)}ç` : stem;
  return { present: [`${stem}e`, `${stem}e`, `${soft}ons`, `${stem}ez`, `${stem}ent`], future: infinitive, participle: `${stem}é` };
}

function tabled(infinitive) {
  const [present, future, participle] = IRREGULAR[infinitive];
  return { present: present.split(' '), future, participle };
}

/** All forms of a verb: `present`, `future`, `imperfect` by person, `infinitive`, `participle` (masculine singular) and its auxiliary. */
export function frenchVerb(infinitive) {
  if (!(infinitive in IRREGULAR) && !infinitive.endsWith('er')) throw new Error(`internal: no conjugation of ${infinitive}`);
  const { present, future, participle } = infinitive in IRREGULAR ? tabled(infinitive) : regular(infinitive);
  const imperfectStem = infinitive === 'être' ? 'ét' : present[2].slice(0, -3);
  return {
    infinitive, participle, present,
    future: FUTURE.map((ending) => future + ending),
    // nous mangeons, je mangeais, but nous mangions: the softening letter goes before i.
    imperfect: IMPERFECT.map((ending) => (ending.startsWith('i') ? imperfectStem.replace(/ge$/, 'g').replace(/ç$/, 'c') : imperfectStem) + ending),
    auxiliary: WITH_ETRE.has(infinitive) ? 'être' : 'avoir',
  };
}

/** A participle or regular adjective in -é, -i, -u, -s, -t, agreed: (perdu, f, plural) -> perdues. */
export function agree(masculine, gender, plural) {
  const gendered = gender === 'f' ? `${masculine.replace('dû', 'du')}e` : masculine;
  return plural && !gendered.endsWith('s') ? `${gendered}s` : gendered;
}
