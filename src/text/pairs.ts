/** Sentence pairs: a line each of a file with tabs, as Tatoeba's, or the like-numbered lines of two files. */
import { UserError } from '../errors/userError';
import { isBlank } from './corpus';
import { findFile, findFiles, type FileSpec, type FoundFile } from './findFiles';
import { LineReader, type FileRecord } from './lineReader';

export interface TextPair {
  readonly source: string;
  readonly target: string;
}

/** Files of `source<TAB>target` lines (further columns are ignored), or two files of as many lines each. */
export type PairSpec = FileSpec | { readonly source: string; readonly target: string };

export interface PairFiles {
  readonly pairs: readonly TextPair[];
  readonly warnings: readonly string[];
  readonly files: readonly FileRecord[];
}

/** Pairs with an empty side are left out with a warning up to this share of the lines (or up to `FEW`); more of them mean a wrong file. */
const EMPTY_SHARE = 0.1;
const FEW = 10;
/** Line numbers that a warning names. */
const NAMED_LINES = 5;

/**
 * Reads sentence pairs. White space around a sentence is dropped.
 * - Lines that are wholly blank are passed over. A line with one side empty is left out, and a warning says which; if there are many, an error does.
 * - With `maxPairs` the first so many pairs are taken. The rest of the files still counts for their hashes and their numbers of lines.
 * @param spec relative to `base`
 * @throws UserError for what is no text, a missing column, files of unequal length, and where no pair is left
 */
export function readPairs(spec: PairSpec, base: string, { maxPairs = null }: { maxPairs?: number | null } = {}): PairFiles {
  if (maxPairs !== null && (!Number.isInteger(maxPairs) || maxPairs < 1)) {
    throw new UserError(`maxPairs is ${maxPairs}`, 'data.maxPairs', 'give a whole number of at least 1, or null for all', 'option');
  }
  const parallel = typeof spec === 'object' && 'source' in spec;
  const collected = new PairCollector(maxPairs ?? Infinity);
  const files = parallel
    ? readParallel(findFile(spec.source, base), findFile(spec.target, base), collected)
    : findFiles(spec, base).map((file) => readTabbed(file, collected));
  if (collected.pairs.length === 0) {
    const where = files.map(({ path }) => path).join(' and ');
    throw new UserError(files.every(({ bytes }) => bytes === 0) ? 'there is nothing in it' : 'there are no sentence pairs in it', where, 'each line needs a source and a target sentence');
  }
  return { pairs: collected.pairs, warnings: collected.warnings, files };
}

class PairCollector {
  readonly pairs: TextPair[] = [];
  readonly warnings: string[] = [];

  constructor(private readonly most: number) {}

  get full(): boolean {
    return this.pairs.length >= this.most;
  }

  /** Takes lines from a source of them until it is full, and judges the lines with an empty side. */
  takeAll(where: string, nextPair: () => { source: string; target: string; line: number } | undefined): void {
    const before = this.pairs.length;
    const emptyLines: number[] = [];
    while (!this.full) {
      const next = nextPair();
      if (!next) break;
      const { line, source, target } = next;
      if (source !== '' && target !== '') this.pairs.push({ source, target });
      else if (source !== '' || target !== '') emptyLines.push(line);
    }
    if (emptyLines.length === 0) return;
    const all = this.pairs.length - before + emptyLines.length;
    const list = emptyLines.slice(0, NAMED_LINES).join(', ') + (emptyLines.length > NAMED_LINES ? ', …' : '');
    if (emptyLines.length > Math.max(FEW, EMPTY_SHARE * all)) {
      throw new UserError(`${emptyLines.length} of ${all} pairs have an empty side (lines ${list})`, `${where}:${emptyLines[0]}`, 'fill them in or remove these lines; if most lines are like this, the wrong file was chosen');
    }
    this.warnings.push(`${where}: ${emptyLines.length} ${emptyLines.length === 1 ? 'pair was' : 'pairs were'} left out because one side is empty (${emptyLines.length === 1 ? 'line' : 'lines'} ${list}).`);
  }
}

function readTabbed(file: FoundFile, collected: PairCollector): FileRecord {
  const reader = new LineReader(file.path, file.name);
  try {
    collected.takeAll(file.name, () => {
      const line = reader.next();
      if (line === undefined) return undefined;
      const columns = line.split('\t');
      if (columns.length < 2 && !isBlank(line)) {
        throw new UserError('the line has one column, where source and target were expected with a tab between them', `${file.name}:${reader.lineNumber}`, 'separate the two sentences by a tab, or give two files as { "source": …, "target": … }');
      }
      return { source: columns[0].trim(), target: (columns[1] ?? '').trim(), line: reader.lineNumber };
    });
    return record(reader.finish());
  } finally {
    reader.close();
  }
}

function readParallel(sourceFile: FoundFile, targetFile: FoundFile, collected: PairCollector): FileRecord[] {
  if (sourceFile.path === targetFile.path) {
    throw new UserError('source and target are the same file', sourceFile.name, 'name two files; for one file with tabs give its name alone', 'option');
  }
  const source = new LineReader(sourceFile.path, sourceFile.name);
  let target: LineReader | undefined;
  try {
    target = new LineReader(targetFile.path, targetFile.name);
    const other = target;
    const where = `${sourceFile.name} and ${targetFile.name}`;
    const nextPair = () => {
      const [left, right] = [source.next(), other.next()];
      return left === undefined || right === undefined ? undefined : { source: left.trim(), target: right.trim(), line: source.lineNumber };
    };
    collected.takeAll(where, nextPair);
    const [sourceEnd, targetEnd] = [source.finish(), target.finish()];
    if (sourceEnd.lines !== targetEnd.lines) {
      throw new UserError(`${sourceFile.name} has ${sourceEnd.lines} lines and ${targetFile.name} has ${targetEnd.lines}`, where, 'give two files of as many lines, where line n of one is the translation of line n of the other');
    }
    return [record(sourceEnd), record(targetEnd)];
  } finally {
    source.close();
    target?.close();
  }
}

function record({ path, bytes, sha256 }: FileRecord): FileRecord {
  return { path, bytes, sha256 };
}
