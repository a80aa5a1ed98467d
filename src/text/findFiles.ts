/** Turns what a person writes as data (a file, a folder, a glob, or a list of these) into the files meant. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { UserError } from '../errors/userError';

/** A file, a folder or a glob; or several. Relative to the base folder. */
export type FileSpec = string | readonly string[];

/** The files that count as text where a folder is given. Files named one by one, or by a glob, may end in anything. */
export const TEXT_EXTENSIONS = ['.txt', '.text', '.md', '.markdown', '.abc'] as const;

/** Folders that nobody means when naming the folder above them; folders that begin with a dot are left out, too. */
const SKIPPED_FOLDERS = ['node_modules'];

export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** For messages and records: relative to the base folder, with `/`. */
  readonly name: string;
}

/**
 * The files that are meant, each once. Those of a folder or a glob come in order of their names.
 * @param spec what was written
 * @param base the folder that relative paths start from
 * @throws UserError where something does not exist, a folder holds no text, or a glob matches nothing
 */
export function findFiles(spec: FileSpec, base: string): FoundFile[] {
  const entries = typeof spec === 'string' ? [spec] : spec;
  if (entries.length === 0) throw new UserError('the list of files is empty', 'data', 'name a file, a folder or a glob');
  const found = new Map<string, FoundFile>();
  for (const entry of entries) {
    for (const file of findEntry(entry, base)) found.set(file.path, file);
  }
  return [...found.values()];
}

/** The one file that a path names; folders and globs are refused. */
export function findFile(entry: string, base: string): FoundFile {
  if (entry.trim() === '') throw new UserError('the path is empty', 'data', 'name a file');
  return named(path.resolve(base, entry), base);
}

function findEntry(entry: string, base: string): FoundFile[] {
  const file = findFile(entry, base);
  // A name that exists is meant literally, even with brackets in it.
  const there = statSync(file.path, { throwIfNoEntry: false });
  if (there?.isDirectory()) {
    const files = glob(TEXT_EXTENSIONS.map((extension) => `**/*${extension}`), file.path, base, false);
    if (files.length === 0) throw new UserError('the folder holds no text files', `${file.name}/`, `put files there that end in ${TEXT_EXTENSIONS.join(', ')}, or name other files by a glob such as ${entry}/**/*.log`);
    return files;
  }
  if (there || !isDynamicPattern(entry)) return [file];
  const files = glob([process.platform === 'win32' ? entry.replaceAll('\\', '/') : entry], base, base, true);
  if (files.length === 0) throw new UserError('the glob matches no file', entry, 'check it; it is relative to the experiment file, and ** stands for folders of any depth');
  return files;
}

function glob(patterns: string[], cwd: string, base: string, caseSensitiveMatch: boolean): FoundFile[] {
  return globSync(patterns, {
    cwd, absolute: true, onlyFiles: true, followSymbolicLinks: false, caseSensitiveMatch, expandDirectories: false,
    ignore: SKIPPED_FOLDERS.map((folder) => `**/${folder}/**`),
  }).map((found) => named(path.resolve(found), base)).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function named(absolute: string, base: string): FoundFile {
  const relative = path.relative(base, absolute);
  return { path: absolute, name: (relative === '' ? '.' : relative).replaceAll(path.sep, '/') };
}
