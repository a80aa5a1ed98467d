/**
 * What a search over output sequences asks of a model: rows of hypotheses, of one sentence or many, that take a step together.
 * R: rows, V: vocabulary, S: source length.
 */
export interface StepRequest {
  /** [R] the token that each row says. */
  readonly tokens: Int32Array;
  /** [R] the row of the previous step that each continues; at the first step the number of its sentence. */
  readonly parents: Int32Array;
  /** [R] the sentence that each belongs to. */
  readonly sentences: Int32Array;
}

export interface StepResult {
  /** [R, V] unnormalized log probabilities of what comes next; valid, and free to be changed, until the next step. */
  readonly logits: Float32Array;
  /** [R] log Σ exp of each row's logits: what makes log probabilities of them; valid until the next step. */
  readonly normalizers: Float32Array;
  /** [R, S] where each row looked, valid until the next step; null where the model has no attention. */
  readonly attention: Float32Array | null;
}

export interface StepModel {
  readonly sentences: number;
  /** V */
  readonly vocabulary: number;
  /** S: columns of `attention`; the same for all sentences, padding included. */
  readonly sourceLength: number;
  /** [sentences] columns of `attention` that belong to each sentence, its end symbol included; the rest is padding. */
  readonly sourceLengths: ArrayLike<number>;
  step(request: StepRequest): Promise<StepResult>;
}
