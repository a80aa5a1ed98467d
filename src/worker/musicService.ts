/** What the prediction process makes of music: tunes by a model, and tunes in a text. */
import { checkTune } from '../music/checkTune';
import { splitTunes } from '../music/splitTunes';
import type { Composed, Composition, Tune } from '../protocol/music';
import { composeTunes } from './composer';
import type { LoadedRun } from './loadedRun';

/** @throws UserError where the run writes no tunes */
export async function compose(loaded: LoadedRun, composition: Composition, signal: AbortSignal): Promise<Composed> {
  const tunes = await composeTunes(loaded.languageModel().tokens, loaded.run.tokenizers.target, { ...composition, signal });
  return { tunes, step: loaded.checkpointStep };
}

/** The tunes in a text, each judged; none where it has no line `X:`. */
export const readTunes = (text: string): Tune[] => splitTunes(text).map(({ abc }) => checkTune(abc));
