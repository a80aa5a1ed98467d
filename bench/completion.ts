/**
 * Times completions while a text is edited: from the text to the ghost text, in the process that predicts. 10,000 words, one layer of 650 units, random weights.
 *
 *     node out/bench/completion.js '{"engine": "onnxruntime", "threads": 1, "calls": 1000, "helped": true}'       prints one line of JSON
 */
import { FrozenNgram } from '../src/decoding/frozenNgram';
import { HelpedTokenModel } from '../src/decoding/helpedTokenModel';
import { NextWords } from '../src/decoding/nextWords';
import { NgramModel } from '../src/decoding/ngram';
import { SpellingModel } from '../src/decoding/spelling';
import { loadTokenModel } from '../src/decoding/tokenModel';
import { createEngine, type EngineChoice } from '../src/engine/choose';
import { Variables, type WeightUse } from '../src/engine/engine';
import { languageModel } from '../src/models/languageModel';
import { Offer } from '../src/protocol/offer';
import { RandomStream } from '../src/random/philox';
import { trainTokenizer } from '../src/text/trainTokenizer';
import { GUESSES } from '../src/worker/languageModelOfRun';

interface Request { readonly engine: EngineChoice['engine']; readonly threads: number; readonly calls: number; readonly helped: boolean; readonly weights: WeightUse }

const [WORDS, UNITS] = [10_000, 650];
const ASKED = { maxWords: 3, minProbability: 0, alternatives: 1, follower: () => new Offer({ minProbability: 0, minConfidence: 0, endWithSpace: true }) } as const;
/** What the editor sends: at least 1,500 characters before the cursor, from a multiple of 1,000. */
const contextOf = (text: string): string => text.slice(Math.max(0, Math.floor((text.length - 1500) / 1000) * 1000));
const random = new RandomStream(1, 'bench');
/** A word of the vocabulary, the frequent ones often. */
const pick = (): number => Math.floor(WORDS ** random.uniform()) - 1;
const wordOf = (index: number): string => `w${index.toString(26).replace(/\d/g, (digit) => String.fromCharCode(113 + Number(digit)))}`;
type Edit = 'letter' | 'word' | 'line above' | 'far above';

async function measure({ engine: engineName, threads, calls, helped, weights }: Request): Promise<void> {
  const tokenizer = trainTokenizer([Array.from({ length: WORDS }, (_, i) => wordOf(i)).join(' ')], { unit: 'word', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' });
  const model = languageModel({ cell: 'lstm', window: null, vocabulary: tokenizer.size, embedding: UNITS, hidden: UNITS, layers: 1, dropout: 0, tieEmbeddings: true, activation: 'tanh', recurrentInitializer: 'uniform' });
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1));
  const base = await loadTokenModel(model, await createEngine({ engine: engineName, threads }), variables, { features: helped, weights });
  const partner = FrozenNgram.freeze(NgramModel.train(Int32Array.from({ length: 300_000 }, () => 4 + pick()), 5, tokenizer.size));
  const tokens = helped ? new HelpedTokenModel(base, { partner, cache: { size: 500, theta: 0.3 }, weights: { partner: 0.2, cache: 0.1 } }, GUESSES) : base;
  const next = new NextWords(tokens, tokenizer, SpellingModel.of(tokenizer));
  let text = Array.from({ length: 600 }, () => wordOf(pick())).join(' ');
  const times: Record<Edit, number[]> = { letter: [], word: [], 'line above': [], 'far above': [] };
  await next.complete(contextOf(text), ASKED); // the first is cold: the whole context is read
  let left = '';
  const began = process.cpuUsage();
  for (let call = 0; call < calls; call++) {
    const kind: Edit = call % 40 === 39 ? 'far above' : call % 40 === 19 ? 'line above' : left === '' ? 'word' : 'letter';
    if (kind === 'far above' || kind === 'line above') {
      const at = text.length - (kind === 'far above' ? 2_400 : 80);
      text = `${text.slice(0, at)}x${text.slice(at)}`;
    } else if (kind === 'word') {
      text += ' ';
      left = wordOf(pick());
    } else {
      [text, left] = [text + left[0], left.slice(1)];
    }
    const start = performance.now();
    await next.complete(contextOf(text), ASKED);
    times[kind].push(performance.now() - start);
    if (text.length > 20_000) text = text.slice(-8_000);
  }
  const used = process.cpuUsage(began);
  await base.dispose();
  const quantile = (sorted: readonly number[], share: number): number => Number(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)].toFixed(2));
  console.log(JSON.stringify([...Object.entries(times), ['all', Object.values(times).flat()] as const].filter(([, all]) => all.length > 0).map(([edit, all]) => {
    const sorted = [...all].sort((a, b) => a - b);
    return { edit, count: sorted.length, p50Ms: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95), p99Ms: quantile(sorted, 0.99), worstMs: quantile(sorted, 1), cpuMs: edit === 'all' ? Number(((used.user + used.system) / 1e3 / calls).toFixed(2)) : null };
  })));
}

await measure(JSON.parse(process.argv[2]) as Request);
