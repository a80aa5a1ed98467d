/**
 * What an adaptation needs of the first run's text: the part that was held out, on which it is judged, kept beside the run so that it stays the same however the
 * files grow; and the rest, of which some is read again lest it be forgotten.
 */
import { existsSync } from 'node:fs';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RunRecord } from '../../protocol/run';

/** Measuring on more would take longer than the training that it judges: the last so many characters are enough. */
const LONGEST = 200_000;
/** The extension host reads no more than this: to find the held-out part it must see the whole text once. */
const LARGEST_TEXT_BYTES = 64 * 2 ** 20;
/** Of each file so much may be read again: an adaptation needs a few thousand words. */
const REHEARSED_BYTES = 2 ** 20;
/** And of all files together. */
const REHEARSED_TOTAL = 4 * REHEARSED_BYTES;

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
  const bytes = record.data.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > LARGEST_TEXT_BYTES) throw new Error(`the training text is larger than ${LARGEST_TEXT_BYTES / 2 ** 20} MiB: give its experiment a file of its own as data.validation`);
  const texts = await Promise.all(record.data.map(({ path }) => readFile(resolve(record.baseFolder, path), 'utf8')));
  const lines = withinLength(heldOutLines(texts.flatMap(linesOf), fraction));
  if (lines.length === 0) throw new Error('the training text has too few lines to hold some out');
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${lines.join('\n')}\n`);
  await rename(draft, file);
  return lines;
}

/** Lines that the first run was trained on, some of each file as far as these can still be read; the held-out ones not among them. */
export async function trainingLines(record: RunRecord, heldOut: readonly string[] | null): Promise<string[]> {
  const hidden = new Set(heldOut ?? []);
  const lines: string[] = [];
  let total = 0;
  for (const { path } of record.data) {
    const text = await readStart(resolve(record.baseFolder, path)).catch(() => '');
    for (const line of linesOf(text)) if (!hidden.has(line)) lines.push(line);
    if ((total += text.length) >= REHEARSED_TOTAL) break;
  }
  return lines;
}

/** The first mebibyte of a file, up to its last whole line. */
async function readStart(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(REHEARSED_BYTES), 0, REHEARSED_BYTES, 0);
    const text = buffer.toString('utf8', 0, bytesRead);
    return bytesRead < REHEARSED_BYTES ? text : text.slice(0, text.lastIndexOf('\n') + 1);
  } finally {
    await file.close();
  }
}

function withinLength(lines: readonly string[]): string[] {
  let length = 0;
  let first = lines.length;
  while (first > 0 && (length += lines[first - 1].length + 1) <= LONGEST) first--;
  return lines.slice(Math.min(first, lines.length - 1));
}

const linesOf = (text: string): string[] => text.replace(/^\ufeff/, '').split(/\r?\n/).filter((line) => line.trim() !== '');
