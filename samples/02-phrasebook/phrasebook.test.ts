/** The phrasebook is large, consistent and, as far as rules can see, correct French. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsIn } from './frenchRules';

const PAIRS = readFileSync(join(import.meta.dirname, 'phrasebook.tsv'), 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));

describe('phrasebook.tsv', () => {
  it('has at least 8,000 pairs, each English sentence once', () => {
    expect(PAIRS.length).toBeGreaterThanOrEqual(8_000);
    expect(new Set(PAIRS.map(([english]) => english)).size).toBe(PAIRS.length);
    for (const pair of PAIRS) expect(pair).toHaveLength(2);
  });

  it('has sentences of three to twelve words, but for a few greetings', () => {
    const lengths = PAIRS.map(([english]) => english.split(' ').length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(12);
    expect(lengths.filter((length) => length < 3).length).toBeLessThan(PAIRS.length / 100);
  });

  it('breaks no rule of French', () => {
    const faults = PAIRS.flatMap(([, french]) => faultsIn(french).map((fault) => `${fault}: ${french}`));
    expect(faults).toEqual([]);
  });

  it('writes plain, whole English', () => {
    for (const [english] of PAIRS) {
      expect(english).toMatch(/^[A-Z][A-Za-zé ,'-]*[a-zé][.?!](?: [A-Z][A-Za-zé ,'-]*[a-zé][.?!])?$/);
      expect(english).not.toMatch(/\ba [aeio]|\ban [^aeiouh]|\b(\w+) \1\b|^(?:He|She) (?:have|go|do|are|want|like|need)\b|^(?:I|We|They|You) (?:has|goes|does|is|wants|likes|needs)\b/);
    }
  });
});

/** A rule that nothing can break proves nothing: each of these sentences breaks one. */
describe('the rules', () => {
  it.each([
    ['elision', 'Je aime le thé.'],
    ['elision', 'Où est le hôtel ?'],
    ['si il', 'Si il pleut, je resterai ici.'],
    ['contraction of de or à with an article', 'La gare est près de le musée.'],
    ['contraction of de or à with an article', 'Il va à les marchés.'],
    ['needless elision', "Voici l'plan."],
    ['ce before a vowel', 'Combien coûte ce appartement ?'],
    ['ma, ta, sa before a vowel', 'Sa écharpe est rouge.'],
    ['beau, nouveau, vieux before a vowel', 'Le vieux hôpital est fermé.'],
    ['feminine word before a masculine noun', 'Je cherche la parapluie.'],
    ['masculine word before a feminine noun', 'Voici un petit valise.'],
    ['masculine word before a feminine noun', 'Voici le clé.'],
    ['mon or son before a feminine noun', 'Voici mon valise.'],
    ['ma or sa before a masculine noun', 'Voici ma livre.'],
    ['feminine colour after a masculine noun', 'Voici le sac noire.'],
    ['masculine colour after a feminine noun', 'Voici la robe vert.'],
    ['singular colour after a plural noun', 'Voici les robes verte.'],
    ['plural article before a singular noun', 'Voici les robe.'],
    ['des before an adjective', 'Il a des belles montres.'],
    ['nous without its ending', 'Nous mange du pain.'],
    ['vous without its ending', 'Vous trouverons le livre.'],
    ['ils without its ending', 'Ils mange du pain.'],
    ['elle est without agreement', 'Elle est arrivé hier.'],
    ['ils sont without agreement', 'Ils sont parti hier.'],
    ['il est with a feminine participle', 'Il est allée à Lyon.'],
    ['participle that ignores the feminine noun before que', "Voici la clé que j'ai perdu."],
    ['participle that ignores the plural noun before que', 'Voici les clés que vous avez perdue.'],
    ['ne without its second half', 'Je ne mange du pain.'],
    ['spacing before ? and !', 'Où est la gare?'],
    ['curly apostrophe', 'C’est ma clé.'],
    ['beginning or end', 'voici la clé.'],
    ['doubled word', 'Voici la la clé.'],
  ])('%s: "%s"', (fault, sentence) => expect(faultsIn(sentence)).toContain(fault));
});
