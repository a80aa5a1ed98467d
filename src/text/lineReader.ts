/**
 * Reads a UTF-8 text file line by line in pieces of a megabyte, and refuses what is not text at the first byte that shows it. Line ends
 * are LF or CRLF; a byte-order mark is skipped. While reading it computes the file's hash, and at the end it makes sure that the file is
 * still the one it began with.
 */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { UserError } from '../errors/userError';

/** The longest line, in bytes (1 MiB). Longer ones are no lines but a file without line ends, and would be one endless sentence. */
export const MAX_LINE_BYTES = 1 << 20;
const CHUNK_BYTES = 1 << 20;
const LINE_FEED = 0x0a;
const UTF8_REMEDY = 'save the file as UTF-8 (in VS Code: click the encoding in the status bar, then Save with Encoding)';

/** What the record of a run keeps of an input file. */
export interface FileRecord {
  /** As messages and records name it: relative to the base folder where it lies within, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal SHA-256 of the bytes. */
  readonly sha256: string;
}

export class LineReader {
  /** Lines read so far, which is also the number of the line that `next` returned last. */
  lineNumber = 0;
  private readonly descriptor: number;
  private readonly opened: Stats;
  private readonly hash = createHash('sha256');
  private bytesRead = 0;
  /** Bytes after the last line end read, the beginning of a line. */
  private rest: Buffer = Buffer.alloc(0);
  /** Where `rest`, or the block last decoded, begins in the file. */
  private restOffset = 0;
  private lines: readonly string[] = [];
  private nextLine = 0;
  private ended = false;
  private closed = false;

  /**
   * @param path where the file is
   * @param name how to name it
   */
  constructor(private readonly path: string, readonly name: string) {
    // Looked at before it is opened: opening a named pipe would wait for its writer.
    const there = attempt(name, () => statSync(path));
    if (!there.isFile()) throw new UserError(there.isDirectory() ? 'this is a folder, not a file' : 'this is not an ordinary file', name, 'name a text file');
    this.descriptor = attempt(name, () => openSync(path, 'r'));
    this.opened = fstatSync(this.descriptor);
  }

  /** The next line without its end, or undefined after the last. A line end at the end of the file opens no further line. */
  next(): string | undefined {
    while (this.nextLine === this.lines.length) {
      if (this.ended) return undefined;
      this.readBlock();
    }
    this.lineNumber++;
    return this.lines[this.nextLine++];
  }

  /**
   * Reads what is left, without looking at its text, and closes the file.
   * @returns the file's record and the number of lines it has in all
   */
  finish(): FileRecord & { readonly lines: number } {
    let lines = this.lineNumber + (this.lines.length - this.nextLine);
    if (!this.ended) {
      // An unfinished line that has begun already counts once, at its end or at the file's.
      let open = this.rest.length > 0;
      for (let bytes = this.readChunk(); bytes.length > 0; bytes = this.readChunk()) {
        for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
        open = bytes[bytes.length - 1] !== LINE_FEED;
      }
      if (open) lines++;
    }
    this.close();
    return { path: this.name, bytes: this.bytesRead, sha256: this.hash.digest('hex'), lines };
  }

  /** Closes the file early. Safe to call twice. */
  close(): void {
    if (!this.closed) closeSync(this.descriptor);
    this.closed = true;
    this.ended = true;
  }

  private readBlock(): void {
    const bytes = this.readChunk();
    const isLast = bytes.length === 0;
    const block = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    const end = isLast ? block.length : block.lastIndexOf(LINE_FEED) + 1;
    const whole = block.subarray(0, end);
    this.checkBytes(whole, isLast);
    this.checkLength(block, end);
    this.lines = whole.length === 0 ? [] : linesOf(whole.toString('utf8'));
    this.nextLine = 0;
    this.rest = block.subarray(end);
    this.restOffset += end;
    this.ended = isLast;
  }

  private readChunk(): Buffer {
    const bytes = Buffer.allocUnsafe(CHUNK_BYTES);
    const length = attempt(this.name, () => readSync(this.descriptor, bytes));
    if (length === 0) this.checkUnchanged();
    const read = bytes.subarray(0, length);
    this.hash.update(read);
    const first = this.bytesRead === 0;
    this.bytesRead += length;
    if (!first) return read;
    checkEncodingMark(read, this.name);
    const marked = length >= 3 && read[0] === 0xef && read[1] === 0xbb && read[2] === 0xbf;
    if (!marked) return read;
    this.restOffset = 3;
    return length === 3 ? this.readChunk() : read.subarray(3);
  }

  /** NUL bytes and broken UTF-8, named by line and byte. */
  private checkBytes(whole: Buffer, isLast: boolean): void {
    const nul = whole.indexOf(0);
    if (nul >= 0) throw new UserError(`this is a binary file: a NUL byte stands at byte ${this.restOffset + nul}`, this.place(whole, nul), 'name a text file');
    if (isUtf8(whole)) return;
    const bad = firstInvalid(whole);
    const byte = `0x${whole[bad].toString(16).padStart(2, '0')}`;
    const cut = isLast && bad >= whole.length - 3 && whole[bad] >= 0xc2 ? ', where the file ends within a character' : '';
    throw new UserError(`the text is not UTF-8: byte ${this.restOffset + bad} is ${byte}${cut}`, this.place(whole, bad), UTF8_REMEDY);
  }

  private checkLength(block: Buffer, end: number): void {
    // A chunk holds no line that is longer than the limit but the one that began before it, and the one that goes on after it.
    const first = block.indexOf(LINE_FEED);
    const longFirst = (first < 0 ? end : first) > MAX_LINE_BYTES;
    const longRest = block.length - end > MAX_LINE_BYTES;
    if (!longFirst && !longRest) return;
    if (block.includes(0)) throw new UserError('this is a binary file: it has NUL bytes and no line ends', this.name, 'name a text file');
    const line = this.lineNumber + 1 + (longFirst ? 0 : countLines(block.subarray(0, end)));
    throw new UserError(`the line is longer than ${MAX_LINE_BYTES.toLocaleString('en')} bytes`, `${this.name}:${line}`, 'break the text into lines, one sentence or paragraph each');
  }

  private checkUnchanged(): void {
    const now = fstatSync(this.descriptor);
    if (now.size !== this.bytesRead || now.size !== this.opened.size || now.mtimeMs !== this.opened.mtimeMs) {
      throw new UserError('the file was changed while it was read', this.name, 'let the program that writes it finish, then try again');
    }
    const there = statSync(this.path, { throwIfNoEntry: false });
    if (!there) throw new UserError('the file was deleted while it was read', this.name, 'put it back, then try again');
  }

  private place(whole: Buffer, at: number): string {
    return `${this.name}:${this.lineNumber + 1 + countLines(whole.subarray(0, at))}`;
  }
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (text.includes('\r')) return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  return lines;
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}

function checkEncodingMark(bytes: Buffer, name: string): void {
  if (bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) {
    throw new UserError('the text is UTF-16, not UTF-8', `${name}:1`, UTF8_REMEDY);
  }
}

/** Index of the first byte that is no part of a UTF-8 character; only called where there is one. */
function firstInvalid(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at];
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (at + length > bytes.length || !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  throw new Error('internal: firstInvalid: all bytes are valid');
}

/** Turns a failure of the file system into words. */
function attempt<T>(name: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UserError('there is no such file', name, 'check the path; it is relative to the experiment file');
    if (code === 'EACCES' || code === 'EPERM') throw new UserError('the file may not be read', name, 'change its permissions');
    if (code === 'EISDIR') throw new UserError('this is a folder, not a file', name, 'name a text file');
    throw new UserError(`the file could not be read: ${message}`, name, 'check the disk, then try again');
  }
}
