/**
 * The figures on disk: in the extension's own storage of this machine, a file a day, a line for each time some were added. Several windows append to the
 * same file without reading it; files of past days are rewritten with one line a model. Nothing is sent anywhere.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { addFigures, figuresSchema, type Figures } from './figures';

const lineSchema = z.object({ model: z.string(), figures: figuresSchema });

/** Figures of one day and one model. */
export interface DayFigures { readonly day: string; readonly model: string; readonly figures: Figures }

const fileOf = (day: string): string => `${day}.jsonl`;
const dayFile = /^(\d{4}-\d{2}-\d{2})\.jsonl$/;

/** A day by the clock on the wall: "2026-01-31". */
export function dayOf(time: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

export class FiguresStore {
  constructor(private readonly folder: string) {}

  async add(day: string, figures: ReadonlyMap<string, Figures>): Promise<void> {
    if (figures.size === 0) return;
    await mkdir(this.folder, { recursive: true });
    await appendFile(join(this.folder, fileOf(day)), linesOf(figures));
  }

  /** The same at once: a window that closes waits for nothing. */
  addNow(day: string, figures: ReadonlyMap<string, Figures>): void {
    if (figures.size === 0) return;
    mkdirSync(this.folder, { recursive: true });
    appendFileSync(join(this.folder, fileOf(day)), linesOf(figures));
  }

  /** All that was counted, the newest day first. Lines that cannot be read are left out. */
  async read(): Promise<DayFigures[]> {
    const days = (await this.days()).sort().reverse();
    return (await Promise.all(days.map(async (day) => [...await this.readDay(day)].map(([model, figures]) => ({ day, model, figures }))))).flat();
  }

  /** Rewrites the files of days before `today` with one line a model, where they have more. */
  async compact(today: string): Promise<void> {
    for (const day of await this.days()) {
      if (day >= today) continue;
      const file = join(this.folder, fileOf(day));
      const figures = await this.readDay(day);
      const lines = linesOf(figures);
      if (lines === await readFile(file, 'utf8').catch(() => lines)) continue;
      const draft = `${file}.${process.pid}.tmp`;
      await writeFile(draft, lines);
      await rename(draft, file);
    }
  }

  clear(): Promise<void> { return rm(this.folder, { recursive: true, force: true }); }

  private async days(): Promise<string[]> {
    const names: readonly string[] = await readdir(this.folder).catch(() => []);
    return names.flatMap((name) => dayFile.exec(name)?.[1] ?? []);
  }

  private async readDay(day: string): Promise<Map<string, Figures>> {
    const text = await readFile(join(this.folder, fileOf(day)), 'utf8').catch(() => '');
    const figures = new Map<string, Figures>();
    for (const line of text.split('\n')) {
      const entry = readLine(line);
      if (entry === null) continue;
      const before = figures.get(entry.model);
      figures.set(entry.model, before ? addFigures(before, entry.figures) : entry.figures);
    }
    return figures;
  }
}

const linesOf = (figures: ReadonlyMap<string, Figures>): string => [...figures].map(([model, counted]) => `${JSON.stringify({ model, figures: counted })}\n`).join('');

function readLine(line: string): z.infer<typeof lineSchema> | null {
  if (line.trim() === '') return null;
  try {
    const checked = lineSchema.safeParse(JSON.parse(line));
    return checked.success ? checked.data : null;
  } catch {
    return null; // torn by a crash
  }
}
