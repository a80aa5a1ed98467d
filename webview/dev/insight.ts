/** A translator made up for working on the panel: checkpoints to ask, a beam search with its tree, the bottleneck lab, runs to compare. */
import type { BeamNode, BeamTree, Bottleneck, CheckpointInfo, Comparison, LengthPoint, SearchOutput } from '../../src/protocol/insight';
import type { PanelSnapshot } from '../../src/protocol/messages';
import { formingAttention, generateRun, randomFrom, runRecord, type Pair, type RunOptions } from './generateRun';

/** One an epoch, as far as the run has come. */
export function checkpointsOf({ validation }: Pick<PanelSnapshot, 'validation'>): CheckpointInfo[] {
  const best = validation.findLast((report) => report.best)?.step;
  return validation.map(({ step, epoch, loss }, i) => ({ step, epoch, validationLoss: loss, best: step === best, last: i === validation.length - 1 }));
}

const fillers = ['le', 'la', 'de', 'un', 'et', 'pas', 'sur', 'dans', 'il', 'vert', 'petit', 'table', 'maison', 'nuit'];

/** A search that likes the reference, the more the longer the model has learnt, and considers other words beside it. */
export function searched(pair: Pair, learnt: number, beam: number, prefix: readonly string[], split: (text: string) => string[], withAttention: boolean): BeamTree {
  const wanted = [...split(pair.reference), '</s>'];
  if (prefix.some((token) => token === 'xyzzy')) throw new Error('“xyzzy” is no token of this model (prefix): choose a word from the tree');
  const random = randomFrom(pair.source.length * 7 + prefix.length);
  const nodes: BeamNode[] = [];
  const add = (parent: BeamNode | null, token: string, probability: number): BeamNode => {
    const logProbability = (parent?.logProbability ?? 0) + Math.log(probability);
    const length = depthOf(parent) + 1;
    const node: BeamNode = { id: nodes.length, parent: parent?.id ?? null, token, raw: token, logProbability, score: logProbability / ((5 + length) / 6), rank: 0, state: 'pruned' };
    nodes.push(node);
    return node;
  };
  const depthOf = (node: BeamNode | null): number => (node === null ? 0 : 1 + depthOf(node.parent === null ? null : nodes[node.parent]));
  let start: BeamNode | null = null;
  for (const token of prefix) start = { ...add(start, token, 0.3) };
  for (const node of nodes) node.state = 'alive';
  let living: (BeamNode | null)[] = [start];
  const finished: BeamNode[] = [];
  for (let depth = prefix.length; depth < wanted.length + 2 && living.length > 0 && finished.length < beam; depth++) {
    const candidates = living.flatMap((from, i) => {
      const right = wanted[Math.min(depth, wanted.length - 1)];
      const sure = (0.3 + 0.6 * learnt) * (0.75 + 0.25 * random()) * (i === 0 ? 1 : 0.8);
      const others = [wanted[depth + 1] ?? '</s>', fillers[Math.floor(random() * fillers.length)], fillers[Math.floor(random() * fillers.length)]].filter((word, at, all) => word !== right && all.indexOf(word) === at);
      let rest = 1 - sure;
      return [add(from, right, sure), ...others.map((word) => { const share = rest * (0.35 + 0.4 * random()); rest -= share; return add(from, word, share); })];
    }).sort((a, b) => b.logProbability - a.logProbability);
    candidates.forEach((node, rank) => { node.rank = rank; });
    const ended = candidates.slice(0, beam).filter(({ token }) => token === '</s>');
    for (const node of ended) { node.state = 'finished'; finished.push(node); }
    const next = candidates.filter(({ token }) => token !== '</s>').slice(0, beam);
    for (const node of next) node.state = 'alive';
    // What was never near is not told of.
    for (const node of candidates.slice(2 * beam)) node.rank = -1;
    living = next;
  }
  finished.sort((a, b) => b.score - a.score);
  for (let at = finished.at(0) ?? null; at !== null; at = at.parent === null ? null : nodes[at.parent]) at.state = 'best';
  const outputs = finished.slice(0, beam).map((end): SearchOutput => {
    const tokens: string[] = [];
    for (let at = end.parent === null ? null : nodes[end.parent]; at !== null; at = at.parent === null ? null : nodes[at.parent]) tokens.unshift(at.token);
    return {
      text: tokens.join(pair.reference.includes(' ') ? ' ' : '').replace(/ ([.!?,])/gu, '$1'), tokens, score: end.score, logProbability: end.logProbability, finished: true,
      attention: withAttention ? formingAttention(split(pair.source), tokens, pair.alignment, learnt) : null,
    };
  });
  return { source: pair.source, nodes: nodes.filter(({ rank }) => rank >= 0), outputs, forced: prefix.length };
}

const buckets: readonly (readonly [number, number, number])[] = [[1, 5, 61], [6, 10, 240], [11, 15, 318], [16, 20, 187], [21, 25, 92], [26, 30, 41], [31, 44, 12]];

function pointsOf(decline: number): LengthPoint[] {
  return buckets.map(([from, to, count], i) => {
    const bleu = 41 * Math.exp(-decline * i) + (i === 0 ? -4 : 0);
    return { from, to, count, bleu, chrf: 18 + bleu * 1.05, exact: Math.max(0, bleu / 100 - 0.12 - 0.03 * i) };
  });
}

/** @param done whether both have been trained and measured */
export function bottleneckLab(done: boolean, pairs: readonly Pair[]): Bottleneck {
  return {
    title: 'Bottleneck lab: phrasebook', unit: 'words', note: null,
    series: [
      { name: 'with attention', runId: 'b', runFolder: '/runs/b', status: done ? 'finished' : 'waiting', step: done ? 5000 : 0, totalSteps: 5000, bestValidationLoss: done ? 1.183 : null, points: done ? pointsOf(0.035) : [] },
      { name: 'without attention', runId: 'a', runFolder: '/runs/a', status: done ? 'finished' : 'running', step: done ? 5000 : 1870, totalSteps: 5000, bestValidationLoss: done ? 1.742 : 2.31, points: done ? pointsOf(0.31) : [] },
    ],
    examples: !done ? [] : pairs.slice(0, 4).map(({ source, reference }) => {
      const words = reference.split(' ');
      return { source, reference, length: source.split(' ').length, outputs: [reference, [...words.slice(0, Math.ceil(words.length / 2)), ...words.slice(0, 2), '.'].join(' ')] };
    }),
  };
}

/** Three runs that differ in a few settings. */
export function comparedRuns(base: RunOptions, experiment: (model: Record<string, unknown>) => Record<string, unknown>): Comparison {
  const variants = [
    { name: 'phrasebook', model: { attention: 'additive', hidden: 256 }, worse: 1, done: 1 },
    { name: 'phrasebook', model: { attention: 'none', hidden: 256 }, worse: 1.34, done: 1 },
    { name: 'phrasebook small', model: { attention: 'additive', hidden: 64, inputFeeding: false }, worse: 1.18, done: 0.7 },
  ];
  return {
    runs: variants.map(({ name, model, worse, done }, i) => {
      const { progress, validation } = generateRun({ ...base, done, points: 300 });
      return {
        folder: `/runs/${i}`, record: runRecord({ experiment: experiment(model), name, id: `run-${i}`, status: done < 1 ? 'stopped' : 'finished', created: `2025-06-0${i + 1}T1${i}:00:00Z`, parameters: 1_204_000 / (i + 1) }),
        progress: progress.map((report) => ({ ...report, loss: report.loss * worse, elapsedSeconds: report.elapsedSeconds / (i + 1) })),
        validation: validation.map((report) => ({ ...report, loss: report.loss * worse, ...(report.bleu === undefined ? {} : { bleu: report.bleu / worse ** 2, chrf: report.chrf! / worse }) })),
      };
    }),
  };
}

/** The same as next-word models, judged. */
export function comparedLanguageModels(base: RunOptions, experiment: (model: Record<string, unknown>) => Record<string, unknown>): Comparison {
  const { runs } = comparedRuns(base, experiment);
  const differences = [{ run: '/runs/1', metric: 'perplexity', first: 84.2, second: 82.9, difference: -1.3, interval: [-2.9, 0.3], p: 0.11, secondBetter: 0.94 }, { run: '/runs/1', metric: 'bitsPerCharacter', first: 1.31, second: 1.306, difference: -0.004, interval: [-0.009, 0.001], p: 0.11, secondBetter: 0.94 },
    { run: '/runs/2', metric: 'bitsPerCharacter', first: 1.31, second: 1.52, difference: 0.21, interval: [0.19, 0.23], p: 0.000999, secondBetter: 0 }] satisfies Extract<Comparison['significance'], { differences: unknown }>['differences'];
  return { runs, significance: { lines: 3761, linesInBlock: 10, samples: 1000, differences, notCompared: [{ run: '/runs/2', metric: 'perplexity', why: 'run-2 and run-0 have different vocabularies: its unit is a token' }] } };
}
