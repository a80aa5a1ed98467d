/**
 * What a model says while it trains: translations of held-out sentences with their attention, or continuations of held-out prompts. The
 * graphs read the training's own weights, so every sample shows the model as it is now.
 */
import { generate } from '../decoding/generate';
import { bleu, chrf, exactMatch, ter } from '../decoding/metrics';
import { loadTokenModel, type TokenModel } from '../decoding/tokenModel';
import { translateLines, type TranslatedText, type TranslationModel } from '../decoding/translate';
import { loadTranslator } from '../decoding/translatorPrograms';
import type { Experiment } from '../protocol/experiment';
import { sharesOf } from '../music/checkTune';
import { USUAL_TEMPERATURE } from '../protocol/music';
import type { SampleItem } from '../protocol/run';
import type { Tokenizer, TokenizerUnit } from '../text/tokenizer';
import type { LiveModel, SampleInput, Sampler, SamplerFactory, Scores } from '../training/sampling';
import { composeTunes } from './composer';
import { greedyOptions } from './decodingOptions';
import { bleuOptionsOf } from './scoring';

/** Tokens that a language model goes on for, at most to the end of the line. */
const CONTINUATION: Readonly<Record<TokenizerUnit, number>> = { word: 16, bpe: 24, char: 100 };
/** The likeliest continuation soon repeats itself: a cautious draw, always with the same seed, shows better what was learnt. */
const DRAW = { temperature: 0.6, seed: 1, oneLine: true } as const;

/** Composed at each validation, always from the same seed: what changes is the model. A model that cannot end a tune yet is not waited for. */
const TUNES = { count: 20, seed: 1, temperature: USUAL_TEMPERATURE, longest: 800 } as const;

export const createSampler: SamplerFactory = async ({ experiment, model, engine, variables, tokenizers, notation }: LiveModel): Promise<Sampler> => {
  if (model.kind === 'language-model') return new ContinuationSampler(await loadTokenModel(model, engine, variables), tokenizers.target, notation === 'abc');
  return new TranslationSampler({ programs: await loadTranslator(model, engine, variables, { memory: 'returned' }), source: tokenizers.source!, target: tokenizers.target }, experiment);
};

class TranslationSampler implements Sampler {
  constructor(private readonly model: TranslationModel, private readonly experiment: Experiment) {}

  async sample(inputs: readonly SampleInput[]): Promise<SampleItem[]> {
    const outputs = await this.translate(inputs, true);
    return inputs.map((input, i) => ({ ...input, output: outputs[i].text, attention: outputs[i].attention }));
  }

  async score(pairs: readonly { readonly source: string; readonly reference: string }[]): Promise<Scores | null> {
    if (pairs.length === 0) return null;
    const hypotheses = (await this.translate(pairs, false)).map(({ text }) => text);
    const references = pairs.map(({ reference }) => reference);
    const options = bleuOptionsOf(this.experiment.tokenizer);
    return {
      bleu: bleu(hypotheses, references, options).score, chrf: chrf(hypotheses, references, options).score,
      ter: ter(hypotheses, references, { caseSensitive: !options.lowercase }).score, exactMatch: exactMatch(hypotheses, references, options),
    };
  }

  dispose(): Promise<void> {
    return this.model.programs.dispose();
  }

  private async translate(inputs: readonly { readonly source: string }[], attention: boolean): Promise<TranslatedText[]> {
    const translated = await translateLines(this.model, inputs.map(({ source }) => source), { ...greedyOptions(this.experiment), attention });
    return translated.map(({ outputs }) => outputs[0]);
  }
}

class ContinuationSampler implements Sampler {
  constructor(private readonly model: TokenModel, private readonly tokenizer: Tokenizer, private readonly isMusic: boolean) {}

  async sample(inputs: readonly SampleInput[]): Promise<SampleItem[]> {
    const items: SampleItem[] = [];
    for (const input of inputs) {
      let output = '';
      for await (const piece of generate(this.model, this.tokenizer, { ...DRAW, prompt: input.source, length: CONTINUATION[this.tokenizer.unit] })) output += piece;
      items.push({ ...input, output: output.trimStart(), attention: null });
    }
    return items;
  }

  /** A continuation is right in many ways: loss and perplexity measure a language model. Of music it can be told besides whether it is any. */
  async score(): Promise<Scores | null> {
    if (!this.isMusic) return null;
    const tunes = await composeTunes(this.model, this.tokenizer, TUNES);
    return { ...sharesOf(tunes), tunes };
  }

  dispose(): Promise<void> {
    return this.model.dispose();
  }
}
