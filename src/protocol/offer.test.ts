import { describe, expect, it } from 'vitest';
import { Offer, type OfferSettings } from './offer';

interface Word { readonly text: string; readonly probability: number; readonly space: number }

/** What is offered of the words; with `stops`, told no more than was wanted. */
function offered(words: readonly Word[], settings: OfferSettings, stops: boolean): { readonly text: string; readonly told: number } {
  const offer = new Offer(settings);
  let told = 0;
  for (const [index, { text, probability, space }] of words.entries()) {
    if (!offer.add(text, probability)) break;
    told++;
    if (stops && !offer.wantsMore(words.length - index - 1)) break;
    offer.endWord(space);
  }
  return { text: offer.text, told };
}

describe('an offer', () => {
  const settings = { minProbability: 0.1, minConfidence: 0.05, endWithSpace: true };

  it('is the same where no more is told than was wanted', () => {
    let state = 1;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647; // Park and Miller's generator
    const oneOf = <T>(...all: readonly T[]): T => all[Math.floor(random() * all.length)];
    let saved = 0;
    for (let trial = 0; trial < 5000; trial++) {
      const words = Array.from({ length: 1 + Math.floor(5 * random()) }, () => ({ text: oneOf(' word', ' a', 'e', '.', ' then '), probability: oneOf(random(), 1 - random() / 20, random() / 20), space: oneOf(0, random(), 1) }));
      const now = { minProbability: oneOf(0, 0.1), minConfidence: oneOf(0, 0.05, 0.5), endWithSpace: oneOf(true, false) };
      const [all, wanted] = [offered(words, now, false), offered(words, now, true)];
      expect(wanted.text, JSON.stringify({ words, now })).toBe(all.text);
      saved += all.told - wanted.told;
    }
    expect(saved).toBeGreaterThan(300);
  });

  it('wants no more behind words that cannot be made up for', () => {
    const offer = new Offer(settings);
    offer.add('upon', 0.9);
    offer.endWord(1);
    offer.add(' a', 0.15);
    expect(offer.wantsMore(4)).toBe(false); // 0.9 · (0.15 - 0.85) lost, and 4 · 0.9 · 0.15 to be won
    expect(offer.wantsMore(5)).toBe(true);
  });

  it('wants the space after what is offered, unless it ends without one', () => {
    for (const endWithSpace of [true, false]) {
      const offer = new Offer({ ...settings, endWithSpace });
      offer.add('upon', 0.9);
      expect(offer.wantsMore(0)).toBe(endWithSpace);
    }
  });
});
