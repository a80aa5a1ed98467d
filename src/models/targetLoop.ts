/**
 * The decoder's loop over a target sentence in training, in two forms. With teacher forcing each step reads the right token before it, so all
 * of them are known at once and the output layer stands outside of the loop. With scheduled sampling (Bengio et al. 2015) a step may read
 * the token that the model found likeliest the step before: then the output layer is part of the loop, and so is the look-up of its vector.
 */
import type { Value } from '../graph/graph';
import { argMax, flatten, gather, greater, slice, squeeze, where } from '../graph/ops';
import { scan } from '../graph/scan/scan';
import { masked } from './cell';
import type { Decoded, DecoderStep } from './decoder';
import type { ModelBuilder } from './weights';

export interface TargetLoop {
  readonly builder: ModelBuilder;
  readonly decoder: DecoderStep;
  /** The decoder's first states. */
  readonly initial: readonly Value[];
  readonly sizes: { readonly embedding: number; readonly hidden: number; readonly layers: number };
  /** [V, E] */
  readonly table: Value;
  /** readout [N, H] -> logits [N, V] */
  readonly logitsOf: (readout: Value) => Value;
  /** The right tokens, each before the one to predict: int32 [T, B]. */
  readonly input: Value;
}

export interface DecodedTarget {
  /** [T*B, V] */
  readonly logits: Value;
  /** [T, B, S]; null without attention. */
  readonly alphas: Value | null;
  /** [T, B]; null without coverage. */
  readonly overlap: Value | null;
}

/** Every step reads the right token. */
export function readRightTokens({ builder, decoder, initial, sizes, table, logitsOf, input }: TargetLoop): DecodedTarget {
  const y = builder.drop('target', gather(table, input)); // [T, B, E]
  const masks = new LoopMasks(builder, layersOf(sizes));
  const { outputs } = scan({ states: initial, inputs: [y, ...masks.walked] }, (before, [y, ...slices]) => {
    const next = decoder.step(y, before, masks.at(slices));
    return { states: next.states, outputs: [next.readout, ...lookedAt(next)] };
  });
  return { logits: logitsOf(flatten(builder.drop('readout', outputs[0]))), ...attentionIn(outputs) };
}

/**
 * A step and sentence reads the right token where the mask `teacherForcing` [T, B] is not 0, else the likeliest token of the step before as the
 * model has it with its dropout. Nothing flows back through the choice, as in the paper. The first token is always the right one.
 */
export function readOwnTokens({ builder, decoder, initial, sizes, table, logitsOf, input }: TargetLoop): DecodedTarget {
  const forced = builder.teacherForcing(['T', 'B']);
  const first = squeeze(slice(input, 0, 0, 1), 0); // [B]
  const masks = new LoopMasks(builder, [['target', sizes.embedding], ['readout', sizes.hidden], ...layersOf(sizes)]);
  const { outputs } = scan({ states: [...initial, first], inputs: [input, forced, ...masks.walked] }, (before, [right, forced, ...slices]) => {
    const [ofTarget, ofReadout, ...between] = masks.at(slices);
    const said = before[initial.length];
    const y = gather(table, where(greater(forced, 0), right, said)); // [B, E]
    const next = decoder.step(masked(y, ofTarget), before.slice(0, -1), between);
    const logits = logitsOf(masked(next.readout, ofReadout)); // [B, V]
    return { states: [...next.states, argMax(logits)], outputs: [logits, ...lookedAt(next)] };
  });
  return { logits: flatten(outputs[0]), ...attentionIn(outputs) };
}

const layersOf = ({ layers, hidden }: TargetLoop['sizes']): readonly (readonly [name: string, size: number])[] =>
  Array.from({ length: layers - 1 }, (_, layer) => [`decoder.${layer}`, hidden] as const);

const lookedAt = ({ alphas, overlap }: Decoded): Value[] => [alphas, overlap].filter((value) => value !== null);
const attentionIn = ([, alphas = null, overlap = null]: readonly (Value | null)[]): Pick<DecodedTarget, 'alphas' | 'overlap'> => ({ alphas, overlap });

/** Dropout masks of a loop's body: those that are walked step by step, and those that stay the same. */
class LoopMasks {
  /** [T, B, n] each. */
  readonly walked: readonly Value[];
  private readonly masks: readonly ReturnType<ModelBuilder['stepMask']>[];

  constructor(builder: ModelBuilder, places: readonly (readonly [name: string, size: number])[]) {
    this.masks = places.map(([name, size]) => builder.stepMask(name, size));
    this.walked = this.masks.flatMap((mask) => (mask?.walked ? [mask.mask] : []));
  }

  /** @param slices one step of `walked` @returns the masks of all places, [B, n]; null where nothing is dropped */
  at(slices: readonly Value[]): (Value | null)[] {
    let next = 0;
    return this.masks.map((mask) => (mask?.walked ? slices[next++] : mask?.mask ?? null));
  }
}
