/** The encoder–decoder (Sutskever et al. 2014; Cho et al. 2014), with attention or with all of the sentence in one state: the bottleneck. */
import type { Value } from '../graph/graph';
import { add, gather, logSumExp, mul, squeeze } from '../graph/ops';
import { attention, type AttendedSource } from './attention';
import { bridge, decoder, type SourceView } from './decoder';
import { encode, type Encoded } from './encoder';
import { countCorrect, crossEntropy, maskedMean } from './loss';
import type { ModelGraph, Translator, TranslatorConfig, TranslatorLoss } from './model';
import { embeddingTable, outputLayer } from './output';
import { readOwnTokens, readRightTokens } from './targetLoop';
import { ModelBuilder } from './weights';

/** @throws TypeError for a configuration that cannot be */
export function translator(config: TranslatorConfig): Translator {
  const { hidden, embedding, sourceVocabulary, targetVocabulary } = config;
  if (config.inputFeeding && config.attention === 'none') throw new TypeError('translator: input feeding needs attention');
  if (config.feedContext && config.attention !== 'none') throw new TypeError('translator: attention reads the source itself, so the sentence vector is not fed');
  if (config.coverage && config.attention !== 'additive') throw new TypeError(`translator: coverage needs additive attention, got ${config.attention}`);
  if (config.bridge === 'last' && config.bidirectional) throw new TypeError('translator: the last states of an encoder that reads both ways are too wide for the decoder: expected a bridge of projection or zero');
  if (config.bridge === 'zero' && config.attention === 'none' && !config.feedContext) throw new TypeError('translator: a decoder that begins at zero would not know the source: expected attention or feedContext');
  const memorySize = config.bidirectional ? 2 * hidden : hidden;
  const keySize = config.attention === 'dot' ? memorySize : hidden;

  const sourceTable = (builder: ModelBuilder): Value => embeddingTable(builder, config.sharedEmbeddings ? 'embedding' : 'source.embedding', sourceVocabulary, config);
  const targetTable = (builder: ModelBuilder): Value => embeddingTable(builder, config.sharedEmbeddings ? 'embedding' : 'target.embedding', targetVocabulary, config);
  const logitsOf = (builder: ModelBuilder, readout: Value): Value =>
    outputLayer(builder, 'output', readout, targetVocabulary, config.tieEmbeddings ? { table: targetTable(builder), size: embedding } : null);

  const readSource = (builder: ModelBuilder): { encoded: Encoded; mask: Value } => {
    const source = builder.graph.input('source', 'int32', ['S', 'B']);
    const mask = builder.graph.input('sourceMask', 'float32', ['S', 'B']);
    return { encoded: encode(builder, config, sourceTable(builder), source, mask), mask };
  };
  const keysOf = (builder: ModelBuilder, memory: Value): Value | null =>
    config.attention === 'none' ? null : attention(config.attention, builder, hidden, memorySize).keys(memory);
  const viewOf = (builder: ModelBuilder, source: AttendedSource | null, sentence: Value | null): SourceView => ({
    attend: source && config.attention !== 'none' ? attention(config.attention, builder, hidden, memorySize).over(source) : null,
    sentence: config.feedContext ? sentence : null,
  });

  const withLoss = (builder: ModelBuilder, { labelSmoothing, coverageLoss = 0, scheduledSampling = false }: TranslatorLoss, counting: boolean): ModelGraph => {
    const { graph } = builder;
    const { encoded, mask: sourceMask } = readSource(builder);
    const keys = keysOf(builder, encoded.memory);
    const writer = decoder(builder, config, memorySize, viewOf(builder, keys && { memory: encoded.memory, keys, mask: sourceMask }, encoded.sentence));
    const { logits, alphas, overlap } = (scheduledSampling ? readOwnTokens : readRightTokens)({
      builder, decoder: writer, table: targetTable(builder), initial: bridge(builder, config, encoded, writer.states), sizes: config,
      logitsOf: (readout) => logitsOf(builder, readout), input: graph.input('input', 'int32', ['T', 'B']),
    });
    const output = graph.input('output', 'int32', ['T', 'B']);
    const mask = graph.input('outputMask', 'float32', ['T', 'B']);
    const entropy = crossEntropy(logits, output, mask, labelSmoothing);
    const loss = overlap && coverageLoss > 0 ? add(entropy, mul(maskedMean(overlap, mask), coverageLoss)) : entropy;
    if (counting) {
      graph.output('loss', loss);
      graph.output('correct', countCorrect(logits, output, mask));
      if (alphas) graph.output('attention', alphas); // [T, B, S]
    }
    return builder.finish(loss);
  };

  const builder = new ModelBuilder('parameters');
  withLoss(builder, { labelSmoothing: 0 }, true);
  return {
    kind: 'translation', config, parameters: [...builder.specs.values()],
    train: (options) => withLoss(new ModelBuilder('train', config, config.frozen), options, false),
    evaluate: () => withLoss(new ModelBuilder('evaluate'), { labelSmoothing: 0 }, true),
    encode: () => {
      const builder = new ModelBuilder('encode');
      const { encoded, mask } = readSource(builder);
      const keys = keysOf(builder, encoded.memory);
      const { states } = decoder(builder, config, memorySize, viewOf(builder, keys && { memory: encoded.memory, keys, mask }, encoded.sentence));
      bridge(builder, config, encoded, states).forEach((value, i) => builder.firstState(states[i].name, value));
      if (keys) {
        builder.graph.output('memory', encoded.memory);
        builder.graph.output('keys', keys);
      }
      if (config.feedContext) builder.graph.output('sentence', encoded.sentence);
      return builder.finish(null);
    },
    step: () => {
      const builder = new ModelBuilder('step');
      const { graph } = builder;
      const y = gather(targetTable(builder), graph.input('input', 'int32', ['B'])); // [B, E]
      const source = config.attention === 'none' ? null : {
        memory: graph.input('memory', 'float32', ['B', 'S', memorySize]),
        keys: graph.input('keys', 'float32', ['B', 'S', keySize]),
        mask: graph.input('sourceMask', 'float32', ['S', 'B']),
      };
      const sentence = config.feedContext ? graph.input('sentence', 'float32', ['B', memorySize]) : null;
      const { states, step } = decoder(builder, config, memorySize, viewOf(builder, source, sentence));
      const next = step(y, states.map(({ name, size }) => builder.stateIn(name, ['B', size])), []);
      next.states.forEach((value, i) => builder.stateOut(states[i].name, value));
      const logits = logitsOf(builder, next.readout);
      graph.output('logits', logits);
      graph.output('normalizer', squeeze(logSumExp(logits), 1)); // the runtime adds up many exponentials at once
      if (next.alphas) graph.output('attention', next.alphas);
      return builder.finish(null);
    },
  };
}
