/**
 * A batch of encoded sentences, as a search steps through their translations. The decoder's states follow each hypothesis by gathering
 * rows; what the encoder left (memory, keys, mask) belongs to the sentence and is laid out anew only when a sentence leaves the batch.
 */
import type { Results } from '../engine/engine';
import type { Tensor } from '../graph/graph';
import { fillPairBatch } from '../text/pairBatches';
import { RowBuffer } from './rows';
import type { StepModel, StepRequest, StepResult } from './stepModel';
import type { TranslatorPrograms } from './translatorPrograms';

/** @param sources tokens of each sentence, without EOS. The programs must not be used for another batch before this one is done with. */
export async function encodeBatch(programs: TranslatorPrograms, sources: readonly ArrayLike<number>[]): Promise<StepModel> {
  const batch = fillPairBatch(sources.map((source) => ({ source, target: [] })), Int32Array.from(sources.keys()));
  const shape = [batch.sourceLength, batch.size];
  const sourceMask: Tensor = { type: 'float32', shape, data: batch.sourceMask };
  const encoded = await programs.encode.run({ source: { type: 'int32', shape, data: batch.source }, sourceMask });
  return new EncodedBatch(programs, { ...encoded, sourceMask }, Int32Array.from(sources, ({ length }) => length + 1), batch.sourceLength);
}

class EncodedBatch implements StepModel {
  readonly vocabulary: number;
  readonly sentences: number;
  private readonly stateBuffers: readonly RowBuffer[];
  private readonly encodedBuffers: readonly RowBuffer[];
  /** The states that the next step's rows choose from: the encoder's at first, then those of the step before. */
  private states: readonly Tensor[];
  /** memory, keys and mask as the rows of the last step had them, and the sentences of those rows. */
  private laidOut: Record<string, Tensor> = {};
  private laidOutFor: Int32Array | null = null;

  constructor(private readonly programs: TranslatorPrograms, private readonly encoded: Results, readonly sourceLengths: Int32Array, readonly sourceLength: number) {
    this.sentences = sourceLengths.length;
    this.vocabulary = programs.vocabulary;
    this.states = programs.states.map(({ input }) => encoded[input]);
    this.stateBuffers = programs.states.map(() => new RowBuffer());
    this.encodedBuffers = programs.encodedInputs.map(() => new RowBuffer());
  }

  async step({ tokens, parents, sentences }: StepRequest): Promise<StepResult> {
    const { programs } = this;
    const feeds: Record<string, Tensor> = { input: { type: 'int32', shape: [tokens.length], data: tokens }, ...this.encodedRows(sentences) };
    programs.states.forEach(({ input }, i) => { feeds[input] = this.stateBuffers[i].gather(this.states[i], parents); });
    const results = await programs.step.run(feeds);
    this.states = programs.states.map(({ output }) => results[output]);
    return { logits: results.logits.data as Float32Array, normalizers: results.normalizer.data as Float32Array, attention: programs.hasAttention ? results.attention.data as Float32Array : null };
  }

  private encodedRows(sentences: Int32Array): Record<string, Tensor> {
    const { laidOutFor } = this;
    const same = laidOutFor !== null && laidOutFor.length === sentences.length && sentences.every((sentence, row) => sentence === laidOutFor[row]);
    if (!same) {
      this.laidOut = Object.fromEntries(this.programs.encodedInputs.map((name, i) => [
        name, name === 'sourceMask' ? this.encodedBuffers[i].gatherColumns(this.encoded[name], sentences) : this.encodedBuffers[i].gather(this.encoded[name], sentences),
      ]));
      this.laidOutFor = sentences;
    }
    return this.laidOut;
  }
}
