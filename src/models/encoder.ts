/** Reads the source sentence: embedding and recurrent layers, one or both ways. */
import type { Value } from '../graph/graph';
import { concat, gather, transpose, unsqueeze } from '../graph/ops';
import { cells } from './cells';
import type { TranslatorConfig } from './model';
import { drive } from './recurrent';
import type { ModelBuilder } from './weights';

export interface Encoded {
  /** The last layer's state after the whole sentence, [B, D]: the sentence as one vector. */
  readonly sentence: Value;
  /** The last layer's state at every position, [B, S, D]; D is H, or 2H when it reads both ways. */
  readonly memory: Value;
  /** Each layer's states after the whole sentence, by state name, [B, D]. */
  readonly finals: readonly Readonly<Record<string, Value>>[];
}

/**
 * source int32 [S, B], sourceMask [S, B] -> what the decoder sees of the sentence. Padding changes no state.
 * @param table [V, E]
 */
export function encode(builder: ModelBuilder, config: TranslatorConfig, table: Value, source: Value, sourceMask: Value): Encoded {
  const { hidden, embedding, layers, bidirectional } = config;
  const cell = cells[config.cell];
  const mask = unsqueeze(sourceMask, 2); // [S, B, 1]
  const directions = bidirectional ? ['forward', 'backward'] : ['forward'];
  const finals: Record<string, Value>[] = [];
  let x = builder.drop('source', gather(table, source)); // [S, B, E]
  for (let layer = 0; layer < layers; layer++) {
    const inputs = layer === 0 ? embedding : directions.length * hidden;
    const driven = directions.map((direction) => {
      const step = cell.create(builder, `encoder.${layer}.${direction}`, inputs, config);
      return drive(step, x, cell.states.map(() => builder.zeroState(x, ['B', hidden])), {
        mask, reverse: direction === 'backward', stateMask: builder.stateMask(`encoder.${layer}.${direction}`, hidden),
      });
    });
    const outputs = concat(driven.map(({ outputs }) => outputs), 2); // [S, B, D]
    finals.push(Object.fromEntries(cell.states.map((state, i) => [state, concat(driven.map(({ finals }) => finals[i]), 1)])));
    x = layer < layers - 1 ? builder.drop(`encoder.${layer}`, outputs) : outputs;
  }
  return { memory: transpose(x, [1, 0, 2]), sentence: finals[layers - 1].h, finals };
}
