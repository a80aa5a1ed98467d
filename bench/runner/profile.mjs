/** Where the time of a training step goes, by the runtime's own record of its kernels. */
import { Problem } from '../../scripts/lib/problem.mjs';
import { buildPrograms, importBuilt, runProgram } from './programs.mjs';

const columns = [['config', 'config'], ['threads', 'threads'], ['part', 'part'], ['calls', 'calls a step'], ['ms', 'ms a step'], ['share', 'share %']];

export async function profileTable({ configs: names, threads: threadCounts }, say) {
  await buildPrograms(['profile', 'configs']);
  const { configs } = await importBuilt('configs');
  const chosen = names ?? ['tiny', 'char', 'small1', 'medium'];
  const unknown = chosen.find((name) => !(name in configs));
  if (unknown !== undefined) throw new Problem(`there is no config ${unknown}: they are ${Object.keys(configs).join(', ')}`);
  const notes = ['onnxruntime, training step with clipping and Adam; the record itself costs about 2 µs a node'];
  const rows = [];
  for (const config of chosen) {
    for (const threads of threadCounts) {
      const { stepMs, parts } = await runProgram('profile', { config: configs[config], threads, steps: config === 'tiny' ? 60 : 12 });
      const sum = parts.reduce((total, { ms }) => total + ms, 0);
      notes.push(`${config} with ${threads} thread${threads > 1 ? 's' : ''}: ${stepMs.toFixed(1)} ms a step without the record, ${sum.toFixed(1)} with it`);
      say(notes.at(-1));
      for (const { part, calls, ms } of parts) rows.push({ config, threads, part, calls, ms, share: Number(((100 * ms) / sum).toFixed(1)) });
    }
  }
  return { notes, columns, rows };
}
