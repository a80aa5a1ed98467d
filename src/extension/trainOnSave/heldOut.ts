/**
 * What an adaptation needs of the first run's text: the part that was held out, on which it is judged, kept beside the run so that it stays the same however the
 * files grow; and the rest, of which some is read again lest it be forgotten.
 */
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RunRecord } from '../../protocol/run';

/** Measuring on more would take longer than the training that it judges: the last so many characters are enough. */
const LONGEST = 200_000;

export const heldOutFile = (baseFolder: string): string => join(baseFolder, 'heldout.txt');

/** The share of the text that a run holds out; null where its validation has files of its own, which serve as they are. */
export function heldOutFraction({ experiment }: Pick<RunRecord, 'experiment'>): number | null {
  const validation = (experiment.data as { validation?: unknown } | undefined)?.validation;
  const fraction = (validation as { fraction?: unknown } | undefined)?.fraction;
  return typeof fraction === 'number' ? fraction : null;
}

/** The last share of the lines with text, as a language model's training holds them out. At least one line on each side. */
export function heldOutLines(lines: readonly string[], fraction: number): string[] {
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length < 2) return [];
  return filled.slice(Math.min(filled.length - 1, Math.max(1, Math.round(filled.length * (1 - fraction)))));
}

/**
 * Writes the held-out text beside the run unless it is there.
 * @returns its lines; null where the run's validation has files of its own
 * @throws where a file of the training cannot be read, or nothing is held out
 */
export async function ensureHeldOut(baseFolder: string, record: RunRecord): Promise<string[] | null> {
  const fraction = heldOutFraction(record);
  if (fraction === null) return null;
  const file = heldOutFile(baseFolder);
  if (existsSync(file)) return linesOf(await readFile(file, 'utf8'));
  const texts = await Promise.all(record.data.map(({ path }) => readFile(resolve(record.baseFolder, path), 'utf8')));
  const lines = withinLength(heldOutLines(texts.flatMap(linesOf), fraction));
  if (lines.length === 0) throw new Error('the training text has too few lines to hold some out');
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${lines.join('\n')}\n`);
  await rename(draft, file);
  return lines;
}

/** The text that the first run was trained on, as far as its files can still be read: their lines with text, the held-out ones not among them. */
export async function trainingLines(record: RunRecord, heldOut: readonly string[] | null): Promise<string[]> {
  const hidden = new Set(heldOut ?? []);
  const texts = await Promise.all(record.data.map(({ path }) => readFile(resolve(record.baseFolder, path), 'utf8').catch(() => '')));
  return texts.flatMap(linesOf).filter((line) => !hidden.has(line));
}

function withinLength(lines: readonly string[]): string[] {
  let length = 0;
  let first = lines.length;
  while (first > 0 && (length += lines[first - 1].length + 1) <= LONGEST) first--;
  return lines.slice(Math.min(first, lines.length - 1));
}

const linesOf = (text: string): string[] => text.replace(/^\ufeff/, '').split(/\r?\n/).filter((line) => line.trim() !== '');
