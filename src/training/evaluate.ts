/** How well a model predicts text that it was not trained on. */
import type { Engine, Program, Variables } from '../engine/engine';
import { Sizes } from '../engine/sizes';
import type { Tensor } from '../graph/graph';
import type { ModelGraph } from '../models/model';
import { CarriedStates } from './carriedStates';
import type { HeldOut } from './data/trainingData';

export interface EvaluationResult {
  /** Mean nats a token. */
  readonly loss: number;
  /** e^loss */
  readonly perplexity: number;
  /** Share of the tokens of which the likeliest prediction was right. */
  readonly accuracy: number;
  /**
   * Total nats / ln 2 / code points of the text, line ends counted: comparable between units, unlike perplexity, as long as no words are
   * unknown (an unknown word costs only its symbol). Absent where the data have no such count.
   */
  readonly bitsPerCharacter?: number;
  readonly tokens: number;
}

export class Evaluator {
  private constructor(private readonly program: Program, private readonly model: ModelGraph) {}

  /** @param model the `evaluate` graph of a model: outputs `loss` and `correct` */
  static async load(model: ModelGraph, engine: Engine, variables: Variables): Promise<Evaluator> {
    const memory = 'returned'; // between two evaluations a training makes hundreds of steps
    return new Evaluator(await engine.load(model.graph, variables, { memory, batches: true }), model);
  }

  /**
   * One pass over the data.
   * @param between called before every batch; returning true gives up
   * @param told    called after every batch with the nats that its tokens cost together
   * @returns null where it was given up
   */
  async run({ batches, characters }: Pick<HeldOut, 'batches' | 'characters'>, between: () => Promise<boolean> = () => Promise.resolve(false), told: (index: number, nats: number) => void = () => { /* only the sum counts */ }): Promise<EvaluationResult | null> {
    const states = new CarriedStates(this.model.states);
    let [nats, correct, tokens] = [0, 0, 0];
    for (let index = 0; index < batches.length; index++) {
      if (await between()) return null;
      const batch = batches.get(index);
      const sizes = new Sizes();
      const feeds: Record<string, Tensor> = { ...batch.feeds };
      for (const { name, shape } of this.model.graph.inputs) if (name in feeds) sizes.agree(shape, feeds[name].shape);
      states.feed(feeds, sizes, batch.first);
      const results = await this.program.run(feeds);
      states.keep(results);
      const cost = (results.loss.data[0] as number) * batch.tokens;
      nats += cost;
      told(index, cost);
      correct += results.correct.data[0] as number;
      tokens += batch.tokens;
    }
    const loss = nats / tokens;
    return {
      loss, perplexity: Math.exp(loss), accuracy: correct / tokens, tokens,
      ...(characters === null ? {} : { bitsPerCharacter: nats / Math.LN2 / characters }),
    };
  }

  dispose(): Promise<void> { return this.program.dispose(); }
}
