/** What the prediction process says with a translator. Each method is run while nobody else uses the run. */
import { growBeamTree } from '../decoding/beamTree';
import { translateLines, type TranslatedText } from '../decoding/translate';
import { placeOf } from '../protocol/insight';
import type { predictorSide, RequestParams, RequestResult, Translation } from '../protocol/messages';
import { listCheckpoints } from '../training/listCheckpoints';
import { decodingOptions } from './decodingOptions';
import type { LoadedRun } from './loadedRun';

type Params<K extends keyof typeof predictorSide.requests> = RequestParams<typeof predictorSide, K>;
type Result<K extends keyof typeof predictorSide.requests> = RequestResult<typeof predictorSide, K>;

/** Outputs of a beam that are told where no number is asked for. */
const USUAL_OUTPUTS = 6;

export async function checkpointsOf({ runFolder }: Params<'predict/checkpoints'>): Promise<Result<'predict/checkpoints'>> {
  const all = await listCheckpoints(runFolder);
  // A mean that is not the best stands for nothing that a command would answer with.
  return all.filter(({ kinds }) => !kinds.includes('averaged') || kinds.includes('best')).map(({ kinds, ...checkpoint }) => ({
    ...checkpoint, best: kinds.includes('best'), last: kinds.includes('last'), ...(kinds.includes('averaged') ? { mean: true as const } : {}),
  })).sort((a, b) => placeOf(a) - placeOf(b));
}

export async function translate(loaded: LoadedRun, { lines, beam, nBest, prefix, sampling }: Params<'predict/translate'>, signal: AbortSignal): Promise<Translation[]> {
  const width = beam ?? (sampling ? 1 : Math.max(loaded.run.experiment.decoding.beam, nBest ?? 1));
  const options = decodingOptions(loaded.run.experiment, {
    beam: width, nBest: nBest ?? Math.min(Math.max(width, 1), USUAL_OUTPUTS), sampling: sampling ? { ...sampling, topK: sampling.topK ?? undefined } : null,
  });
  const began = performance.now();
  const translated = await translateLines(loaded.translator(), lines, { ...options, prefix, attention: true, signal });
  const milliseconds = (performance.now() - began) / Math.max(1, lines.length);
  return translated.map(({ source, outputs: [best, ...others], warning }) => ({ ...asOutput(best), source, alternatives: others.map(asOutput), milliseconds, warning }));
}

export async function beamTree(loaded: LoadedRun, { line, beam, prefix }: Params<'predict/beamTree'>, signal: AbortSignal): Promise<Result<'predict/beamTree'>> {
  const width = beam ?? loaded.run.experiment.decoding.beam;
  const options = decodingOptions(loaded.run.experiment, { beam: width, nBest: Math.min(Math.max(width, 1), USUAL_OUTPUTS) });
  const { source, nodes, outputs, forced } = await growBeamTree(loaded.translator(), line, { ...options, prefix, signal });
  return { source, nodes: [...nodes], outputs: outputs.map((output) => ({ ...output, tokens: [...output.tokens] })), forced };
}

const asOutput = ({ text, tokens, score, logProbability, attention }: TranslatedText): Translation['alternatives'][number] => ({ output: text, tokens: [...tokens], score, logProbability, attention });
