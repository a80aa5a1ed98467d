/**
 * Training speed of engines and peers on the same models, measured in turns so that a busy moment of the machine meets all of them. The best
 * of all rounds, which a busy machine disturbs least, stands beside the median of the rounds' medians. What computes on a card stands beside PyTorch on the card, once:
 * the processor's threads matter little to it.
 */
import { Problem } from '../../scripts/lib/problem.mjs';
import { ensureTensorFlowJs, findPyTorch, onCard } from './peers.mjs';
import { buildPrograms, importBuilt, runProgram } from './programs.mjs';

const columns = [
  ['config', 'config'], ['threads', 'threads'], ['by', 'by'], ['tokensPerSecondBest', 'tokens/s, best'], ['tokensPerSecondMedian', 'tokens/s, median'], ['stepMsBest', 'ms a step, best'],
  ['gflopPerSecondBest', 'GFLOP/s'], ['shareOfMatrixRate', 'share of matrix rate'], ['peakMiB', 'peak MiB'], ['timesPyTorch', '× PyTorch'],
];

/** For the slow ones, whose steps take seconds in the larger models. */
const FEW = { warmUp: 3, leastSteps: 4 };

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const two = (number) => Number(number.toFixed(2));

export async function trainingTable({ configs: names, threads: threadCounts, engines, providers, tfjs, seconds, rounds }, say) {
  await buildPrograms(['training', 'matrixRate', 'configs', 'timing']);
  const { configs, gigaflops, tokensOf } = await importBuilt('configs');
  const { summarize } = await importBuilt('timing');
  const chosen = names ?? Object.keys(configs);
  const unknown = [...chosen, ...(tfjs ?? [])].find((name) => !(name in configs));
  if (unknown !== undefined) throw new Problem(`there is no config ${unknown}: they are ${Object.keys(configs).join(', ')}`);
  const slow = (tfjs ?? ['tiny', 'small1', 'gru']).filter((name) => chosen.includes(name) && configs[name].kind === 'language-model');

  const cards = providers ?? [];
  const peers = [findPyTorch(), ...(cards.length > 0 ? [findPyTorch('cuda')] : []), ...(slow.length > 0 ? [await ensureTensorFlowJs()] : [])];
  const notes = [`${rounds} round${rounds > 1 ? 's' : ''} of ${seconds} s`, ...peers.map(({ missing, by, version }) => missing ?? `${by} ${version}`)];
  const rates = new Map();
  for (const threads of threadCounts) {
    const { gflopPerSecondBest } = await runProgram('matrixRate', { threads, seconds: 1 });
    rates.set(threads, gflopPerSecondBest);
    notes.push(`matrix products with ${threads} thread${threads > 1 ? 's' : ''}: ${gflopPerSecondBest} GFLOP/s`);
  }
  notes.forEach(say);

  const present = peers.filter(({ missing }) => missing === undefined);
  const contendersOf = (name, threads) => [
    ...engines.map((engine) => ({ by: engine, measure: (config) => runProgram('training', { config, engine, threads, seconds, ...(engine === 'webassembly' ? FEW : {}) }) })),
    ...cards.filter(() => threads === threadCounts[0]).map((provider) => ({ by: onCard('onnxruntime', provider), onCard: true, measure: (config) => runProgram('training', { config, engine: 'onnxruntime', provider, threads, seconds }) })),
    ...present.filter((peer) => suits(peer, name, threads)).map(({ by, onCard: there, measure }) => ({
      by, onCard: there, measure: async (config) => { const { stepMs, peakMiB } = await measure({ config, threads, seconds }); return { ...summarize(stepMs, tokensOf(config), gigaflops(config)), peakMiB }; },
    })),
  ];
  const suits = ({ by, onCard: there, threads: only }, name, threads) => (by !== 'tfjs-wasm' || slow.includes(name)) && (only?.includes(threads) ?? true) && (!there || threads === threadCounts[0]);
  const cases = chosen.flatMap((name) => threadCounts.map((threads) => ({ name, threads, contenders: contendersOf(name, threads).map((contender) => ({ ...contender, runs: [] })) })));
  for (let round = 0; round < rounds; round++) {
    for (const { name, contenders } of cases) {
      for (const contender of contenders) {
        if (contender.failed || (contender.by === 'tfjs-wasm' && round > 0)) continue;
        try {
          contender.runs.push(await contender.measure(configs[name]));
        } catch (error) { // the others' hours are not lost for it
          contender.failed = true;
          notes.push(`${contender.by} failed on ${name}: ${error.message}`);
          say(notes.at(-1));
        }
      }
    }
    say(`round ${round + 1} of ${rounds} is done`);
  }

  const rows = cases.flatMap(({ name, threads, contenders }) => {
    const best = (runs, what) => Math.max(...runs.map((run) => run[what]));
    const pytorch = (there) => contenders.find(({ by }) => by === (there ? onCard('pytorch', 'cuda') : 'pytorch'))?.runs;
    return contenders.filter(({ runs }) => runs.length > 0).map(({ by, onCard: there, runs }) => ({
      config: name, threads, by, tokensPerSecondBest: best(runs, 'tokensPerSecondBest'), tokensPerSecondMedian: median(runs.map(({ tokensPerSecond }) => tokensPerSecond)),
      stepMsBest: Math.min(...runs.map((run) => run.stepMsBest)), gflopPerSecondBest: best(runs, 'gflopPerSecondBest'), shareOfMatrixRate: there ? null : two(best(runs, 'gflopPerSecondBest') / rates.get(threads)),
      peakMiB: best(runs, 'peakMiB'), timesPyTorch: pytorch(there)?.length > 0 ? two(best(runs, 'tokensPerSecondBest') / best(pytorch(there), 'tokensPerSecondBest')) : null,
    }));
  });
  return { notes, columns, rows };
}
