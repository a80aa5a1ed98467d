/** What a panel may ask of a translator that is on disk: its checkpoints, and what one of them says and how it searched. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../errors/userError';
import type { RequestHandlers } from '../../protocol/channel';
import { placeOf, type BeamTree, type CheckpointInfo } from '../../protocol/insight';
import { baselinesSchema, type Baselines } from '../../protocol/language';
import type { panelHostSide, Translation } from '../../protocol/messages';
import { runFiles } from '../../protocol/runFiles';

/** Null where a run has none, or none yet. */
async function readBaselines(folder: string): Promise<Baselines | null> {
  try {
    return baselinesSchema.safeParse(JSON.parse(await readFile(path.join(folder, runFiles.baselines), 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

export interface InsightSource {
  checkpoints(runFolder: string): Promise<CheckpointInfo[]>;
  translateAt(runFolder: string, lines: readonly string[], checkpoint: number | null, signal: AbortSignal): Promise<Translation[]>;
  search(runFolder: string, question: { readonly source: string; readonly checkpoint: number | null; readonly beam: number | null; readonly prefix: readonly string[] }, signal: AbortSignal): Promise<BeamTree>;
}

/** @param shownRun folder of the run that the panel shows; null where it shows none */
export function insightHandlers(shownRun: () => Promise<string | null>, source: InsightSource): Pick<RequestHandlers<typeof panelHostSide>, 'panel/checkpoints' | 'panel/baselines' | 'panel/sample' | 'panel/search'> {
  const run = async (): Promise<string> => {
    const folder = await shownRun();
    if (folder === null) throw new UserError('there is no run yet', 'training panel', 'train a model first', 'unavailable');
    return folder;
  };
  return {
    'panel/checkpoints': async () => source.checkpoints(await run()),
    'panel/baselines': async () => readBaselines(await run()),
    'panel/sample': async ({ sources, checkpoint }, signal) => {
      const folder = await run();
      const [translations, checkpoints] = await Promise.all([source.translateAt(folder, sources, checkpoint, signal), source.checkpoints(folder)]);
      const items = translations.map(({ source: line, output, attention }) => ({ source: line, reference: null, output, attention, watched: true }));
      const asked = checkpoint === null ? checkpoints.findLast(({ best }) => best) ?? checkpoints.at(-1) : checkpoints.find((one) => placeOf(one) === checkpoint);
      return { kind: 'sample', step: asked ? placeOf(asked) : checkpoint ?? 0, epoch: asked?.epoch ?? 0, items };
    },
    'panel/search': async (question, signal) => source.search(await run(), question, signal),
  };
}
