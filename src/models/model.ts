/**
 * What a model is to those who train it and those who use it: graphs with named inputs and outputs, its parameters, and how they begin.
 * Sizes: B batch, T target time, S source time, E embedding, H hidden, D encoder states, A attention, V vocabulary. Everything is time-major.
 *
 * Language model, recurrent:   inputs  input int32 [T, B], output int32 [T, B], outputMask float32 [T, B], the states
 * Language model, windowed:    inputs  input int32 [B, W], inputMask float32 [B, W], output int32 [B], outputMask float32 [B]
 * Translator:                  inputs  source int32 [S, B], sourceMask float32 [S, B], input, output int32 [T, B], outputMask float32 [T, B]
 *
 * `train` graphs have `loss` as a value (not yet an output) and ask for dropout masks; `evaluate` graphs give out `loss` (mean nats a token
 * over the mask) and `correct` (float32 scalar: tokens whose likeliest next token is right).
 */
import type { Graph, Value } from '../graph/graph';
import type { Shape } from '../graph/size';

export type RecurrentCellName = 'rnn' | 'lstm' | 'gru';
export type BridgeName = 'projection' | 'last' | 'zero';
export type AttentionName = 'none' | 'dot' | 'general' | 'additive';

interface CommonConfig {
  readonly activation: 'tanh' | 'relu';
  readonly recurrentInitializer: 'orthogonal' | 'identity' | 'uniform';
  readonly embedding: number;
  /** First values of the embeddings: U(-0.1, 0.1), or N(0, 1), the size that Glorot's rule expects of what the first layer reads. Default `uniform`. */
  readonly embeddingInitializer?: 'uniform' | 'normal';
  readonly hidden: number;
  readonly layers: number;
  /** Share of values dropped while training. */
  readonly dropout: number;
  /** Recurrent models: one dropout mask a sequence, and one for each layer's state (Gal and Ghahramani 2016). Default false. */
  readonly variationalDropout?: boolean;
  /** Recurrent models: share of the recurrent weights dropped for a step of training (Merity et al. 2018). Default 0. */
  readonly weightDrop?: number;
  readonly tieEmbeddings: boolean;
  /** Parameters that are not trained, by name. Default none. */
  readonly frozen?: readonly string[];
}

export interface LanguageModelConfig extends CommonConfig {
  readonly cell: RecurrentCellName | 'fixed-window' | 'bag-of-words';
  /** Words back that a windowed model sees; null for recurrent ones. */
  readonly window: number | null;
  readonly vocabulary: number;
}

export interface TranslatorConfig extends CommonConfig {
  readonly cell: RecurrentCellName;
  readonly bidirectional: boolean;
  readonly attention: AttentionName;
  readonly inputFeeding: boolean;
  /** How the decoder begins: see `bridge` in decoder.ts. Default `projection`. */
  readonly bridge?: BridgeName;
  /** Without attention: the sentence vector joins every decoder step's input and its readout (Cho et al. 2014). Default false. */
  readonly feedContext?: boolean;
  /** Additive attention sees where it has looked before (Tu et al. 2016; See et al. 2017). Default false. */
  readonly coverage?: boolean;
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  /** Both languages share one embedding table (one vocabulary). */
  readonly sharedEmbeddings: boolean;
}

/** A parameter and its first values, a function of the seed and its own name alone. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  initialize(seed: number): Float32Array;
}

/** A dropout mask, of values or of weights, that the trainer draws anew for every step: 0 with probability 1 - keep, else 1 / keep. */
export interface MaskSpec {
  readonly name: string;
  readonly shape: Shape;
  /** `teacherForcing`: the share of the right tokens at this point of the training, by its schedule. */
  readonly keep: number | 'teacherForcing';
}

/** A state that is fed in and comes out; it starts at zero (language models) or as the encoder gives it (translators). Shape [B, n], and [B, S] for `coverage`; where a language model predicts, it comes out as [T*B, n]. */
export interface StateSpec { readonly input: string; readonly output: string; readonly shape: Shape }

/** A graph of a model with what its user must feed. */
export interface ModelGraph {
  readonly graph: Graph;
  /** Mean over the mask, nats a token, label smoothing and the coverage loss included; null for graphs that only predict. */
  readonly loss: Value | null;
  /** Those that are trained. */
  readonly parameters: readonly Value[];
  readonly masks: readonly MaskSpec[];
  readonly states: readonly StateSpec[];
}

/**
 * A language model. `predict`, recurrent: inputs `input` int32 [T, B], `positions` int32 [P], each a t·B + b, and the states -> output `probabilities` [P, V] of
 * the next token after those at these positions, and the states after every token, [T*B, n]. Windowed: inputs input, inputMask [B, W] -> `probabilities`
 * [B, V]. With `features` also what the logits are made of, of every token: output `features` [T*B, H].
 */
export interface LanguageModel {
  readonly kind: 'language-model';
  readonly config: LanguageModelConfig;
  readonly parameters: readonly ParameterSpec[];
  train(options: { readonly labelSmoothing: number }): ModelGraph;
  evaluate(): ModelGraph;
  predict(options?: { readonly features?: boolean }): ModelGraph;
}

/** What a translator learns from, beside being right. */
export interface TranslatorLoss {
  readonly labelSmoothing: number;
  /** λ: with coverage, λ times what was looked at again, Σ_s min(α_s, c_s), joins each token's loss (See et al. 2017, equations 12 and 13). Default 0. */
  readonly coverageLoss?: number;
  /** The decoder reads its own likeliest token where the mask `teacherForcing` is 0 (Bengio et al. 2015). Default false: always the right one. */
  readonly scheduledSampling?: boolean;
}

/**
 * A translator. `evaluate` also gives out `attention` [T, B, S] (where the model has one).
 * `encode`: source, sourceMask -> `memory` [B, S, D] and `keys` [B, S, A] (with attention only), `sentence` [B, D] (with `feedContext` only)
 * and the first decoder states, each under its StateSpec.input name.
 * `step`: input int32 [B], the states, with attention memory, keys, sourceMask [S, B], with `feedContext` sentence -> `logits` [B, V],
 * `normalizer` [B] (log Σ exp of each row's logits), `attention` [B, S], next states.
 */
export interface Translator {
  readonly kind: 'translation';
  readonly config: TranslatorConfig;
  readonly parameters: readonly ParameterSpec[];
  train(options: TranslatorLoss): ModelGraph;
  evaluate(): ModelGraph;
  encode(): ModelGraph;
  step(): ModelGraph;
}

export type Model = LanguageModel | Translator;
