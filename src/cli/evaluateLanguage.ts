/** A language model's baselines: n-gram models of the same training text, scored on the same tokens. */
import { NgramModel } from '../decoding/ngram';
import { openCorpus } from '../text/corpus';
import { encodeLanguageText, type LanguageText } from '../text/languageText';
import { openLanguageTexts, type TextPart } from '../training/data/languageData';
import type { LoadedRun } from '../worker/loadedRun';
import type { EvaluateOptions, Figures, Measured, TaskFigures } from './evaluate';

const ORDERS = { unigram: 1, kneserNey: 5 } as const;

export function evaluateLanguage({ run }: LoadedRun, { source, baseFolder }: Measured, options: EvaluateOptions): TaskFigures {
  if (!options.baselines) return { figures: {}, baselines: {} };
  const { experiment, record, tokenizers: { target: tokenizer } } = run;
  const own = openLanguageTexts(experiment, record.baseFolder);
  const read = ({ corpus, range }: TextPart): LanguageText => encodeLanguageText(corpus, tokenizer, range);
  const training = read(own.training);
  const heldOut = source === null ? read(own.validation) : read({ corpus: openCorpus(source as string | string[], baseFolder), range: undefined });
  const baselines = Object.entries(ORDERS).map(([name, order]) => [name, figuresOf(NgramModel.train(training.tokens, order, tokenizer.size), heldOut)]);
  return { figures: {}, baselines: Object.fromEntries(baselines) as Record<string, Figures> };
}

function figuresOf(model: NgramModel, { tokens, characters }: LanguageText): Figures {
  const { nats, tokens: count } = model.score(tokens);
  const loss = nats / count;
  return { loss, perplexity: Math.exp(loss), bitsPerCharacter: nats / Math.LN2 / characters };
}
