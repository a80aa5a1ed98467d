/**
 * The stages between the place and the items: what is remembered → prediction → confidence → fit. Knows nothing of `vscode`, so that what a benchmark measures
 * is what the editor shows.
 */
import { savesKeys } from '../../protocol/offer';
import { candidatesAfter } from './candidates';
import { confidentText, type ConfidenceSettings, type PredictedWord } from './confidence';
import { fitSuggestion } from './filter';
import { PrefixCache } from './prefixCache';

/** A prediction's words. */
export interface Predicted { readonly words: readonly PredictedWord[] }

export class Suggestions {
  private readonly cache = new PrefixCache();
  private madeFor = '';

  /** Forgets what was suggested for another model or other settings. @param key names both */
  keepFor(key: string): void {
    if (key === this.madeFor) return;
    this.madeFor = key;
    this.cache.clear();
  }

  /** What is left of a suggestion along which the writer typed or which was taken in part; none where there was nothing to suggest; undefined where the model must be asked. */
  remembered(before: string): readonly string[] | undefined {
    const rest = this.cache.find(before);
    // A space that is left over is no suggestion: the model may go on from here.
    if (rest === undefined || (rest !== null && rest.trim() === '')) return undefined;
    return rest === null ? [] : [rest];
  }

  /**
   * What of a prediction is offered, and remembered.
   * @param isExplicit whether it was asked for: then there are other candidates, of which the first word is offered however unsure, and lone letters
   */
  offer(before: string, predicted: readonly Predicted[], isExplicit: boolean, settings: ConfidenceSettings): readonly string[] {
    const confident = predicted.map(({ words }, index) => confidentText(words, index === 0 ? settings : { ...settings, minConfidence: 0 })).filter((text) => text !== '');
    const texts = isExplicit ? candidatesAfter(this.remembered(before)?.at(0) ?? null, confident) : confident.filter(savesKeys);
    this.cache.add(before, texts);
    return texts;
  }
}

/** The suggestions that may stand between what is on the line, each once. */
export const fitAll = (texts: readonly string[], lineBefore: string, lineAfter: string): readonly string[] =>
  [...new Set(texts.map((text) => fitSuggestion(text, lineBefore, lineAfter)).filter((text) => text !== null))];
