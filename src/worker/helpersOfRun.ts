/** How much a run's helpers count: weighed on its held-out text when its training ends, kept in its folder, and found there by whoever predicts. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrozenNgram } from '../decoding/frozenNgram';
import type { TokenModel } from '../decoding/tokenModel';
import { testify, weighHelpers } from '../decoding/weighHelpers';
import { createEngine, type EngineChoice } from '../engine/choose';
import { helpersFileSchema, type HelpersFile } from '../protocol/language';
import { runFiles } from '../protocol/runFiles';
import { writeFileAtomic } from '../training/atomicFiles';
import { LoadedRun } from './loadedRun';
import { textsOf } from './baselines';

/** N, as in the experiments of Grave, Joulin and Usunier (2017). */
export const CACHE_SIZE = 500;
/** Held-out tokens that are weighed on, and how long that may take: a training must end when it has ended. */
const [MOST_TOKENS, MOST_MS] = [10_000, 15_000];

/** For a run that nobody weighed yet: what suits most texts. */
export const DEFAULT_HELPERS: Pick<HelpersFile, 'cacheSize' | 'theta' | 'weights'> = {
  cacheSize: CACHE_SIZE, theta: 0.3, weights: { partner: { partner: 0.2, cache: 0 }, cache: { partner: 0, cache: 0.1 }, both: { partner: 0.2, cache: 0.1 } },
};

/** Null where there is none, or none that can be read. */
export async function readHelpers(folder: string): Promise<HelpersFile | null> {
  try {
    return helpersFileSchema.safeParse(JSON.parse(await readFile(join(folder, runFiles.helpers), 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Weighs on the beginning of a held-out text. @param most tokens at most */
export async function weighOn(model: TokenModel, partner: FrozenNgram, heldOut: Int32Array, cacheSize = CACHE_SIZE, most = MOST_TOKENS): Promise<Omit<HelpersFile, 'step'>> {
  const end = performance.now() + MOST_MS;
  const between = async (): Promise<boolean> => {
    await new Promise((resolve) => setImmediate(resolve));
    return performance.now() > end;
  };
  return { version: 1, cacheSize, ...weighHelpers(await testify(model, partner, heldOut.subarray(0, most + 1), cacheSize, between)) };
}

/** Weighs the helpers of a language model whose training has ended, with its best checkpoint. What goes wrong is told and harms nobody. */
export async function settleHelpers(folder: string, engine: EngineChoice, say: (text: string) => void): Promise<void> {
  let loaded: LoadedRun | null = null;
  try {
    loaded = await LoadedRun.load(folder, await createEngine(engine), 'best', { weights: 'fed' }); // one text is read, many tokens at a time
    if (loaded.model.task !== 'language-model') return;
    const { tokens, partner: partnerOf } = loaded.model;
    const partner = await partnerOf();
    if (partner === null) return;
    const weighed: HelpersFile = { ...await weighOn(tokens, partner, textsOf(loaded.run).validation.tokens), step: loaded.checkpointStep };
    await writeFileAtomic(join(folder, runFiles.helpers), `${JSON.stringify(weighed, null, 2)}\n`);
    const { perplexity } = weighed;
    say(`perplexity of ${weighed.tokens} held-out tokens read as one text: ${perplexity.model.toFixed(2)}; with the n-gram partner ${perplexity.partner.toFixed(2)}${perplexity.both === null ? '' : `, and the cache besides ${perplexity.both.toFixed(2)}`}`);
  } catch (error) {
    say(`warning: the helpers could not be weighed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await loaded?.dispose();
  }
}
