/**
 * Running text in files. A corpus is read once when it is opened, to check every byte, count lines and take hashes, and then again by
 * whoever wants its lines: nothing is kept in memory, and a file that changes between two readings is noticed.
 */
import { UserError } from '../errors/userError';
import { findFiles, type FileSpec, type FoundFile } from './findFiles';
import { LineReader, type FileRecord } from './lineReader';

export interface CorpusFile extends FileRecord {
  readonly lines: number;
  /** Lines with something but white space on them. */
  readonly filledLines: number;
}

export interface CorpusLine {
  readonly text: string;
  /** Index into `files`. */
  readonly file: number;
  /** Line number in its file, from 1. */
  readonly number: number;
}

/** Filled lines from `from` to before `to`, counted over all files. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

export interface Corpus {
  readonly files: readonly CorpusFile[];
  readonly bytes: number;
  readonly filledLines: number;
  /** Files that were left out because they are empty. */
  readonly warnings: readonly string[];
  /**
   * The lines in order, blank ones among them; in a range, from its first filled line to before the first one after it.
   * @throws UserError where a file is no longer the one that was opened
   */
  lines(range?: LineRange): Generator<CorpusLine>;
}

/**
 * Checks the files and opens them as one text.
 * @param spec files, folders or globs, relative to `base`
 * @throws UserError naming file and line for what is not UTF-8 text, and where there is no text at all
 */
export function openCorpus(spec: FileSpec, base: string): Corpus {
  const found = findFiles(spec, base);
  const scanned = found.map((file) => ({ file, record: scan(file) }));
  const filled = scanned.filter(({ record }) => record.filledLines > 0);
  const empty = scanned.filter(({ record }) => record.filledLines === 0);
  if (filled.length === 0) {
    const where = found.length === 1 ? found[0].name : `${found.length} files`;
    throw new UserError(found.length === 1 ? 'the file is empty' : 'all of the files are empty', where, 'put text into it, or name another file');
  }
  const files = filled.map(({ record }) => record);
  return {
    files,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    filledLines: files.reduce((sum, file) => sum + file.filledLines, 0),
    warnings: empty.map(({ record }) => `${record.path} is empty and was left out.`),
    lines: (range) => linesIn(filled, range ?? { from: 0, to: Infinity }),
  };
}

export function isBlank(line: string): boolean {
  return !/\S/.test(line);
}

function scan({ path, name }: FoundFile): CorpusFile {
  const reader = new LineReader(path, name);
  try {
    let filledLines = 0;
    for (let line = reader.next(); line !== undefined; line = reader.next()) if (!isBlank(line)) filledLines++;
    return { ...reader.finish(), filledLines };
  } finally {
    reader.close();
  }
}

function* linesIn(files: readonly { file: FoundFile; record: CorpusFile }[], { from, to }: LineRange): Generator<CorpusLine> {
  let filled = 0;
  for (const [index, { file, record }] of files.entries()) {
    if (filled >= to) return;
    if (filled + record.filledLines <= from) {
      filled += record.filledLines;
      continue;
    }
    const reader = new LineReader(file.path, file.name);
    try {
      for (let text = reader.next(); text !== undefined; text = reader.next()) {
        const isFilled = !isBlank(text);
        if (filled >= to && isFilled) break;
        if (isFilled) filled++;
        // Blank lines before the first filled line of the range belong to what stands before it.
        if (filled > from || (from === 0 && filled === 0)) yield { text, file: index, number: reader.lineNumber };
      }
      if (reader.finish().sha256 !== record.sha256) {
        throw new UserError('the file was changed since it was first read', file.name, 'start again, so that all parts of the run see the same text');
      }
    } finally {
      reader.close();
    }
  }
}
