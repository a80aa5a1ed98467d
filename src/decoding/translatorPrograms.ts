import type { Engine, LoadOptions, Program, Variables } from '../engine/engine';
import type { StateSpec, Translator } from '../models/model';

/** Inputs of the step that are the same at every step: what the encoder left for attention, or the sentence as one vector. */
export const ENCODED_INPUTS = ['memory', 'keys', 'sourceMask', 'sentence'] as const;

/** A translator that is ready to run: the encoder, one step of the decoder, and what the step wants to be fed. */
export interface TranslatorPrograms {
  readonly encode: Program;
  readonly step: Program;
  readonly states: readonly StateSpec[];
  /** Those of ENCODED_INPUTS that the step reads; none where the sentence only begins the states. */
  readonly encodedInputs: readonly string[];
  readonly hasAttention: boolean;
  /** Size of the target vocabulary. */
  readonly vocabulary: number;
  dispose(): Promise<void>;
}

/**
 * @param variables the weights; the programs see them as they are at each run, so a translator may be used while it trains
 * @param options   `weights` is for the step alone: the encoder runs once a sentence; `memory` is for both
 */
export async function loadTranslator(model: Translator, engine: Engine, variables: Variables, options: LoadOptions = {}): Promise<TranslatorPrograms> {
  const [encodeGraph, stepGraph] = [model.encode(), model.step()];
  const inputs = new Set(stepGraph.graph.inputs.map(({ name }) => name));
  const encode = await engine.load(encodeGraph.graph, variables, { memory: options.memory });
  const step = await engine.load(stepGraph.graph, variables, options);
  return {
    encode, step, states: stepGraph.states, encodedInputs: ENCODED_INPUTS.filter((name) => inputs.has(name)),
    hasAttention: stepGraph.graph.outputs.some(({ name }) => name === 'attention'), vocabulary: model.config.targetVocabulary,
    async dispose() { await encode.dispose(); await step.dispose(); },
  };
}
