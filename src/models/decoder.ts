/**
 * Writes the target sentence one token at a time. A step:
 *
 *     h  = cells([e(y); ã], h)            input feeding: ã is the step before's (Luong et al. 2015, section 3.3)
 *     ã  = tanh([context(h); h] W + b)    the attentional vector (equation 5); without attention ã = h
 *     p  = softmax(ã V + b)
 *
 * The same step stands in the loop that trains and in the graph that decodes.
 */
import type { Value } from '../graph/graph';
import { add, concat, matMul, mul, tanh } from '../graph/ops';
import type { Attended } from './attention';
import { cells } from './cells';
import type { Encoded } from './encoder';
import { glorot, zeros } from './initializers';
import type { TranslatorConfig } from './model';
import type { ModelBuilder } from './weights';

export interface DecoderStep {
  /** Names of the states in order: each layer's, then `feed` with input feeding. */
  readonly states: readonly { readonly name: string; readonly size: number }[];
  /**
   * y [B, E], states in that order -> the next states, the vector that the output layer reads [B, H], and where it looked.
   * @param masks dropout masks [B, H] between the layers; none outside training
   */
  readonly step: (y: Value, states: readonly Value[], masks: readonly Value[]) => { readonly states: readonly Value[]; readonly readout: Value; readonly alphas: Value | null };
}

/** @param attend null without attention */
export function decoder(builder: ModelBuilder, config: TranslatorConfig, memorySize: number, attend: ((query: Value) => Attended) | null): DecoderStep {
  const { hidden, embedding, layers } = config;
  const cell = cells[config.cell];
  const feeding = config.inputFeeding && attend !== null;
  const steps = Array.from({ length: layers }, (_, layer) => cell.create(builder, `decoder.${layer}`, layer > 0 ? hidden : feeding ? embedding + hidden : embedding, config));
  const states = [
    ...steps.flatMap((_, layer) => cell.states.map((state) => ({ name: `decoder.${layer}.${state}`, size: hidden }))),
    ...(feeding ? [{ name: 'feed', size: hidden }] : []),
  ];
  const combine = attend && builder.weight('readout.weight', [memorySize + hidden, hidden], glorot());
  const bias = attend && builder.weight('readout.bias', [hidden], zeros);
  return {
    states,
    step(y, before, masks) {
      let x = feeding ? concat([y, before[before.length - 1]], 1) : y;
      const after: Value[] = [];
      steps.forEach((step, layer) => {
        const next = step(x, before.slice(layer * cell.states.length, (layer + 1) * cell.states.length));
        after.push(...next);
        x = masks[layer] && layer < layers - 1 ? mul(next[0], masks[layer]) : next[0];
      });
      if (!attend) return { states: after, readout: x, alphas: null };
      const { context, alphas } = attend(x);
      const readout = tanh(add(matMul(concat([context, x], 1), combine!), bias!));
      return { states: feeding ? [...after, readout] : after, readout, alphas };
    },
  };
}

/** Each decoder layer starts from its encoder layer's end: h₀ = tanh(e W + b), and the cell state likewise without the tanh. `feed` starts at zero. */
export function bridge(builder: ModelBuilder, config: TranslatorConfig, { finals }: Encoded, states: DecoderStep['states']): Value[] {
  const { hidden } = config;
  return states.map(({ name, size }) => {
    const [, layer, state] = name.split('.');
    if (layer === undefined) return builder.zeroState(finals[0].h, ['B', size]);
    const end = finals[Number(layer)][state]; // [B, D]
    const W = builder.weight(`bridge.${layer}.${state}.weight`, [end.shape[1] as number, hidden], glorot());
    const projected = add(matMul(end, W), builder.weight(`bridge.${layer}.${state}.bias`, [hidden], zeros));
    return state === 'h' ? tanh(projected) : projected;
  });
}
