/** `seqlab generate RUN --tunes N`, and the tunes of `seqlab evaluate`: composed, judged, counted. */
import { UserError } from '../errors/userError';
import { sharesOf, type CheckedTune } from '../music/checkTune';
import { USUAL_TEMPERATURE } from '../protocol/music';
import { composeTunes } from '../worker/composer';
import type { LoadedRun } from '../worker/loadedRun';
import type { GenerateOptions } from './generate';
import { printJson, printLine, type Terminal } from './terminal';

/** Tunes that `evaluate` judges where nobody says how many: one is worth one per cent. */
const EVALUATED = 100;

/** Prints the tunes as a tune book: what is said of them stands in comments, so that the output is ABC itself. */
export async function generateTunes(terminal: Terminal, loaded: LoadedRun, options: GenerateOptions & { readonly tunes: number }): Promise<void> {
  refuseTextOptions(options);
  const { tunes: count, seed, topK, topP, json } = options;
  const temperature = options.temperature ?? USUAL_TEMPERATURE;
  const began = performance.now();
  const tunes = await composeTunes(loaded.languageModel().tokens, loaded.run.tokenizers.target, { count, seed, temperature, topK, topP, longest: options.length });
  const shares = sharesOf(tunes);
  if (json) return printJson(terminal, { run: loaded.run.folder, step: loaded.checkpointStep, seed, temperature, ...shares, tunes, milliseconds: performance.now() - began });
  for (const [i, tune] of tunes.entries()) await printLine(terminal, `% ${i + 1} of ${count}, seed ${seed + i}: ${verdict(tune)}\n${tune.abc}`);
  await printLine(terminal, `% ${percent(shares.tunesParsed)} of ${count} parse, ${percent(shares.tunesComplete)} with all bars complete (step ${loaded.checkpointStep}, temperature ${temperature}, seeds ${seed} to ${seed + count - 1})`);
}

/** The shares of tunes that parse, for a model whose training text was ABC or where a number is asked for. */
export async function evaluateTunes(loaded: LoadedRun, asked: number | undefined): Promise<Record<string, number>> {
  const count = asked ?? (loaded.run.record.notation === 'abc' ? EVALUATED : 0);
  if (count === 0) return {};
  return sharesOf(await composeTunes(loaded.languageModel().tokens, loaded.run.tokenizers.target, { count, seed: 1, temperature: USUAL_TEMPERATURE }));
}

function refuseTextOptions({ prompt, oneLine }: GenerateOptions): void {
  if (prompt !== '') throw new UserError('a tune has no prompt', '--prompt', 'leave it out, or leave out --tunes', 'option');
  if (oneLine) throw new UserError('a tune has more than one line', '--one-line', 'leave it out, or leave out --tunes', 'option');
}

const verdict = ({ parses, complete, problem }: CheckedTune): string => (complete ? 'parses, all bars complete' : `${parses ? 'parses' : 'does not parse'}; ${problem ?? ''}`);
const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;
