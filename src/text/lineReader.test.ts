import { createHash } from 'node:crypto';
import { appendFileSync, closeSync, ftruncateSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../random/philox';
import { LineReader, MAX_LINE_BYTES } from './lineReader';
import { useFiles } from '../testing/tempFiles';

const write = useFiles();
const open = (content: string | Uint8Array): LineReader => new LineReader(path.join(write({ 'a.txt': content }), 'a.txt'), 'a.txt');

function linesOf(reader: LineReader): string[] {
  const lines: string[] = [];
  for (let line = reader.next(); line !== undefined; line = reader.next()) lines.push(line);
  return lines;
}

/** What goes wrong when a file is read to its end. */
function failure(content: string | Uint8Array): string {
  const reader = open(content);
  try {
    linesOf(reader);
  } catch (error) {
    return (error as Error).message;
  } finally {
    reader.close();
  }
  throw new Error('expected a failure');
}

describe('LineReader', () => {
  it.each<[string, string[]]>([
    ['', []], ['one', ['one']], ['one\n', ['one']], ['one\n\n', ['one', '']], ['one\ntwo', ['one', 'two']], ['a\r\nb\r\n', ['a', 'b']], ['\n', ['']],
    ['\ufeffmarked\n', ['marked']], ['\ufeff', []], ['lone\rreturn\n', ['lone\rreturn']], ['é 한글 🎉\nß', ['é 한글 🎉', 'ß']],
  ])('reads %j as %j', (content, lines) => {
    const reader = open(content);
    expect(linesOf(reader)).toEqual(lines);
    expect(reader.lineNumber).toBe(lines.length);
    expect(reader.finish()).toEqual({ path: 'a.txt', bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex'), lines: lines.length });
  });

  it('reads a file of many blocks, with characters across their borders, and counts what it only skims', () => {
    const random = new RandomStream(1, 'lines');
    const lines = Array.from({ length: 40_000 }, () => '한é🎉a'.repeat(random.int(20)));
    const content = lines.join('\n');
    const reader = open(content);
    expect(linesOf(reader)).toEqual(lines);
    reader.close();
    for (const read of [0, 1, 3, 17_000]) {
      for (const end of ['', '\n']) {
        const part = open(content + end);
        for (let i = 0; i < read; i++) part.next();
        expect(part.finish()).toMatchObject({ lines: lines.length + (end && lines.at(-1) === '' ? 1 : 0), sha256: createHash('sha256').update(content + end).digest('hex') });
      }
    }
  });

  it('names line and byte of what is not UTF-8', () => {
    expect(failure(Buffer.concat([Buffer.from('good\nbad: é'), Buffer.from([0xe9]), Buffer.from(' here\n')]))).toBe(
      'the text is not UTF-8: byte 12 is 0xe9 (a.txt:2): save the file as UTF-8 (in VS Code: click the encoding in the status bar, then Save with Encoding)');
    expect(failure(Buffer.from([0x61, 0xc3]))).toMatch(/byte 1 is 0xc3, where the file ends within a character \(a\.txt:1\)/);
    const far = Buffer.concat([Buffer.from(`\ufeff${'0123456789abcde\n'.repeat(200_000)}`), Buffer.from([0xff, 0x0a])]);
    expect(failure(far)).toMatch(/byte 3200003 is 0xff \(a\.txt:200001\)/);
  });

  it('tells UTF-16 and binary files', () => {
    expect(failure(Buffer.from('\ufeffhello', 'utf16le'))).toMatch(/UTF-16, not UTF-8 \(a\.txt:1\)/);
    expect(failure(Buffer.from('fine\nab\0cd\n'))).toMatch(/binary file: a NUL byte stands at byte 7 \(a\.txt:2\)/);
    expect(failure(Buffer.alloc(3 << 20))).toMatch(/binary file/);
  });

  it('takes a line of the greatest length, and no longer one', () => {
    const reader = open(`short\n${'x'.repeat(MAX_LINE_BYTES)}\nshort`);
    expect(linesOf(reader).map(({ length }) => length)).toEqual([5, MAX_LINE_BYTES, 5]);
    reader.close();
    for (const tail of ['', '\n', '\nmore\n']) {
      expect(failure(`short\n${'x'.repeat(MAX_LINE_BYTES + 1)}${tail}`)).toMatch(/longer than 1,048,576 bytes \(a\.txt:2\)/);
      expect(failure(`${'x'.repeat(MAX_LINE_BYTES + 1)}${tail}`)).toMatch(/longer than 1,048,576 bytes \(a\.txt:1\)/);
    }
    expect(failure(`${'y\n'.repeat(600_000)}${'x'.repeat(MAX_LINE_BYTES + 1)}`)).toMatch(/\(a\.txt:600001\)/);
  });

  it('refuses a line of 200 MB at once, without reading it', () => {
    const folder = write({ 'big.txt': 'a first line\n' });
    const file = openSync(path.join(folder, 'big.txt'), 'a');
    const megabyte = Buffer.alloc(1 << 20, 'x');
    for (let i = 0; i < 200; i++) appendFileSync(file, megabyte);
    closeSync(file);
    const reader = new LineReader(path.join(folder, 'big.txt'), 'big.txt');
    const memory = process.memoryUsage.rss();
    expect(() => linesOf(reader)).toThrow('the line is longer than 1,048,576 bytes (big.txt:2)');
    expect(process.memoryUsage.rss() - memory).toBeLessThan(32 << 20);
    reader.close();
  });

  it('says what is wrong with the path', () => {
    const folder = write({ 'a.txt': 'x' });
    expect(() => new LineReader(path.join(folder, 'no.txt'), 'no.txt')).toThrow('there is no such file (no.txt): check the path');
    expect(() => new LineReader(path.join(folder, 'a.txt', 'b.txt'), 'a.txt/b.txt')).toThrow('there is no such file');
    expect(() => new LineReader(folder, 'folder')).toThrow('this is a folder, not a file (folder)');
    if (process.platform === 'linux') {
      symlinkSync('/dev/zero', path.join(folder, 'zero'));
      expect(() => new LineReader(path.join(folder, 'zero'), 'zero')).toThrow('not an ordinary file');
    }
  });

  it('notices when the file is changed, cut short or deleted while it is read', () => {
    const long = 'a line of text\n'.repeat(300_000);
    const cases: [(file: string) => void, RegExp][] = [
      [(file) => appendFileSync(file, 'more\n'), /changed while it was read/],
      [(file) => { const descriptor = openSync(file, 'r+'); ftruncateSync(descriptor, 15); closeSync(descriptor); }, /changed while it was read/],
      [(file) => rmSync(file), /deleted while it was read/],
    ];
    for (const [meddle, message] of cases) {
      const file = path.join(write({ 'a.txt': long }), 'a.txt');
      for (const rest of [linesOf, (reader: LineReader) => reader.finish()]) {
        writeFileSync(file, long);
        const reader = new LineReader(file, 'a.txt');
        reader.next();
        meddle(file);
        expect(() => rest(reader)).toThrow(message);
        reader.close();
      }
    }
  });
});
