/** A language model's baselines, and what its helpers add: all on the same tokens. */
import { helpedLoss, testify } from '../decoding/weighHelpers';
import { UserError } from '../errors/userError';
import { openCorpus } from '../text/corpus';
import { encodeLanguageText, type LanguageText } from '../text/languageText';
import { measureBaselines, textsOf } from '../worker/baselines';
import { CACHE_SIZE, readHelpers, weighOn } from '../worker/helpersOfRun';
import type { LoadedRun } from '../worker/loadedRun';
import type { EvaluateOptions, Figures, TaskFigures } from './evaluate';
import type { Measured } from './measuredData';

export async function evaluateLanguage(loaded: LoadedRun, { source, baseFolder }: Measured, options: EvaluateOptions): Promise<TaskFigures> {
  const wantsHelpers = options.cache !== undefined || options.partner === true;
  if (!options.baselines && !wantsHelpers) return { figures: {}, baselines: {} };
  const { target } = loaded.run.tokenizers;
  const heldOut = source === null ? textsOf(loaded.run).validation : encodeLanguageText(openCorpus(source as string | string[], baseFolder), target);
  const helped = wantsHelpers ? await measureHelpers(loaded, heldOut, options) : undefined;
  if (!options.baselines) return { figures: {}, baselines: {}, helped };
  const { baselines } = await measureBaselines(trainingText(loaded), heldOut, target.size);
  return { figures: {}, helped, baselines: Object.fromEntries(baselines.models.map(({ name, ...figures }) => [name, figures])) };
}

/** What the baselines are counted from. Other data can be measured without it, and so without them. */
function trainingText({ run }: LoadedRun): LanguageText {
  try {
    return textsOf(run).training;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`the baselines need the training text: ${error.what}`, error.where, 'restore it, or leave the baselines out with --no-baselines', error.code);
  }
}

/**
 * Perplexity of the text read once, from its beginning to its end: the model alone, and with each helper that was asked for. Their weights are those that were found
 * on the run's held-out text, or are found there now: never on the text that is measured, unless that is the held-out text itself.
 */
async function measureHelpers(loaded: LoadedRun, heldOut: LanguageText, { cache, partner: wantsPartner = false }: EvaluateOptions): Promise<Record<string, Figures>> {
  const model = loaded.languageModel();
  const partner = await model.partner();
  if (partner === null) throw new UserError('the run has no n-gram partner, and its training text cannot be read', loaded.run.folder, 'restore the training text', 'input');
  const size = cache ?? CACHE_SIZE;
  const stored = await readHelpers(loaded.run.folder);
  const known = stored?.cacheSize === size && stored.step === loaded.checkpointStep ? stored : await weighOn(model.tokens, partner, textsOf(loaded.run).validation.tokens, size);
  const { theta, weights } = known;
  if (cache !== undefined && weights.cache === null) throw new UserError(`a cache of ${cache} cannot be used`, '--cache', 'a windowed model has no states to remember: leave the option out', 'option');
  const read = await testify(model.tokens, partner, heldOut.tokens, size, undefined, [theta]);
  const votes = read.cache?.[0] ?? null;
  const figures = (loss: number): Figures => ({ loss, perplexity: Math.exp(loss), bitsPerCharacter: (loss * read.model.length) / Math.LN2 / heldOut.characters });
  const withCache = cache !== undefined && votes !== null;
  return {
    oneText: figures(helpedLoss(read, { partner: 0, cache: 0 }, null)),
    ...(wantsPartner ? { withPartner: figures(helpedLoss(read, weights.partner, null)) } : {}),
    ...(withCache ? { withCache: figures(helpedLoss(read, weights.cache!, votes)) } : {}),
    ...(withCache && wantsPartner ? { withBoth: figures(helpedLoss(read, weights.both!, votes)) } : {}),
  };
}
