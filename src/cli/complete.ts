/** `seqlab complete`: the likeliest next words after a text, and how it would go on. */
import { printJson, printLine, type Terminal } from './terminal';
import { withRun, type EngineOptions } from './useRun';

export interface CompleteOptions extends EngineOptions {
  readonly text: string;
  readonly top: number;
  readonly words: number;
  readonly minProbability: number;
  readonly partner: boolean;
  readonly cache: boolean;
  readonly json: boolean;
}

export function completeCommand(terminal: Terminal, run: string, { text, top, words: maxWords, minProbability, partner, cache, json, ...engine }: CompleteOptions): Promise<void> {
  return withRun(terminal, run, engine, async (loaded) => {
    const { nextWords } = await loaded.languageModel().helped({ partner, cache });
    const began = performance.now();
    const words = await nextWords.words(text, top);
    const milliseconds = performance.now() - began;
    const [completion] = await nextWords.complete(text, { maxWords, minProbability, alternatives: 1 });
    if (json) return printJson(terminal, { run: loaded.run.folder, step: loaded.checkpointStep, text, words, completion: completion ?? { text: '', words: [] }, milliseconds });
    for (const { word, probability } of words) await printLine(terminal, `${probability.toFixed(4)}  ${word.replaceAll('\n', '\u21b5')}`);
    if (words.length === 0) await printLine(terminal, 'no known word begins so');
    if (completion) await printLine(terminal, `\n${text}\u2502${completion.text}`);
    await printLine(terminal, `${milliseconds.toFixed(1)} ms`);
  });
}
