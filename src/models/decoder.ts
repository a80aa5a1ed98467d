/**
 * Writes the target sentence one token at a time. A step:
 *
 *     h  = cells([e(y); ã], h)            input feeding: ã is the step before's (Luong et al. 2015, section 3.3)
 *     ã  = tanh([context(h); h] W + b)    the attentional vector (equation 5); without attention ã = h
 *     p  = softmax(ã V + b)
 *
 * Without attention the sentence vector c, the encoder's last state, may join every step (Cho et al. 2014, section 2.2):
 *
 *     h  = cells([e(y); c], h)
 *     ã  = tanh([c; h; e(y)] W + b)
 *
 * With coverage the state also holds how much each source position has been looked at, and a step says how much it looked there again.
 * The same step stands in the loop that trains and in the graph that decodes.
 */
import type { Value } from '../graph/graph';
import { add, concat, matMul, min, reduceSum, tanh } from '../graph/ops';
import type { Size } from '../graph/size';
import type { Attend } from './attention';
import { masked } from './cell';
import { cells } from './cells';
import type { Encoded } from './encoder';
import { glorot, zeros } from './initializers';
import type { TranslatorConfig } from './model';
import type { ModelBuilder } from './weights';

export interface DecoderStep {
  /** The states in order, [B, size] each: those of the layers, then `feed` with input feeding, then `coverage`. */
  readonly states: readonly { readonly name: string; readonly size: Size }[];
  /**
   * y [B, E], states in that order -> what the step yields.
   * @param masks dropout masks [B, H] of this step between the layers; none (or nulls) outside training
   */
  readonly step: (y: Value, states: readonly Value[], masks: readonly (Value | null)[]) => Decoded;
}

export interface Decoded {
  /** After the step. */
  readonly states: readonly Value[];
  /** ã, which the output layer reads, [B, H]. */
  readonly readout: Value;
  /** Where it looked, [B, S]; null without attention. */
  readonly alphas: Value | null;
  /** How much of that had been looked at before, Σ_s min(α_s, c_s), [B]; null without coverage. */
  readonly overlap: Value | null;
}

/** What a step sees of the source beside its own states: nothing, all of it through attention, or its one vector. */
export interface SourceView {
  readonly attend: Attend | null;
  /** c, [B, D]; null where it only begins the states. */
  readonly sentence: Value | null;
}

/** @param memorySize D, size of the encoder's states */
export function decoder(builder: ModelBuilder, config: TranslatorConfig, memorySize: number, { attend, sentence }: SourceView): DecoderStep {
  const { hidden, embedding, layers } = config;
  const cell = cells[config.cell];
  const feeding = config.inputFeeding && attend !== null;
  const extra = feeding ? hidden : sentence ? memorySize : 0;
  const steps = Array.from({ length: layers }, (_, layer) => cell.create(builder, `decoder.${layer}`, layer > 0 ? hidden : embedding + extra, config));
  const states = [
    ...steps.flatMap((_, layer) => cell.states.map((state) => ({ name: `decoder.${layer}.${state}`, size: hidden }))),
    ...(feeding ? [{ name: 'feed', size: hidden }] : []),
    ...(config.coverage ? [{ name: 'coverage', size: 'S' }] : []),
  ];
  const stateOf = (name: string, values: readonly Value[]): Value | null => values[states.findIndex((state) => state.name === name)] ?? null;
  const stateMasks = steps.map((_, layer) => builder.stateMask(`decoder.${layer}`, hidden));
  const readout = readoutLayer(builder, memorySize + hidden + (sentence ? embedding : 0), hidden);
  return {
    states,
    step(y, before, masks) {
      const fed = stateOf('feed', before) ?? sentence;
      let x = fed ? concat([y, fed], 1) : y;
      const after: Value[] = [];
      steps.forEach((step, layer) => {
        const next = step(x, before.slice(layer * cell.states.length, (layer + 1) * cell.states.length), stateMasks[layer]);
        after.push(...next);
        x = masked(next[0], layer < layers - 1 ? masks[layer] ?? null : null);
      });
      if (!attend) return { states: after, readout: sentence ? readout([sentence, x, y]) : x, alphas: null, overlap: null };
      const coverage = stateOf('coverage', before);
      const { context, alphas } = attend(x, coverage);
      const attentional = readout([context, x]);
      if (feeding) after.push(attentional);
      if (coverage) after.push(add(coverage, alphas));
      return { states: after, readout: attentional, alphas, overlap: coverage && reduceSum(min(alphas, coverage), [1]) };
    },
  };
}

/** tanh([parts] W + b), declared when it is first used: a decoder that has only its state needs none. */
const readoutLayer = (builder: ModelBuilder, inputs: number, hidden: number) => (parts: readonly Value[]): Value =>
  tanh(add(matMul(concat(parts, 1), builder.weight('readout.weight', [inputs, hidden], glorot())), builder.weight('readout.bias', [hidden], zeros)));

/**
 * How the decoder's layers start from their encoder layers' ends e. `projection`: h₀ = tanh(e W + b), and the cell state likewise without the
 * tanh (Cho et al. 2014, section 3.2; Bahdanau et al. 2015, appendix A.2.2). `last`: as the encoder ended, h₀ = e (Sutskever et al. 2014;
 * Luong et al. 2015). `zero`: h₀ = 0, so that attention alone tells of the source. `feed` and `coverage` always start at zero.
 */
export function bridge(builder: ModelBuilder, config: TranslatorConfig, { finals }: Encoded, states: DecoderStep['states']): Value[] {
  const { hidden } = config;
  return states.map(({ name, size }) => {
    const [, layer, state] = name.split('.');
    if (layer === undefined || config.bridge === 'zero') return builder.zeroState(finals[0].h, ['B', size]);
    const end = finals[Number(layer)][state]; // [B, D]
    if (config.bridge === 'last') return end;
    const W = builder.weight(`bridge.${layer}.${state}.weight`, [end.shape[1] as number, hidden], glorot());
    const projected = add(matMul(end, W), builder.weight(`bridge.${layer}.${state}.bias`, [hidden], zeros));
    return state === 'h' ? tanh(projected) : projected;
  });
}
