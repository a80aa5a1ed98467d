import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors, type NamedTensor } from './safetensors';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'safetensors-')); });
afterEach(() => rm(folder, { recursive: true }));

const tensors: NamedTensor[] = [
  { name: 'encoder.weight', shape: [2, 3], data: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25) },
  { name: 'bias', shape: [2], data: Float32Array.of(-1.5, 3e38) },
  { name: 'scalar', shape: [], data: Float32Array.of(7) },
  { name: 'nothing', shape: [0, 4], data: new Float32Array(0) },
];

/** A file with the given header and `dataBytes` zero bytes after it. */
async function fileOf(header: unknown, dataBytes: number): Promise<string> {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const path = join(folder, 'made.safetensors');
  await writeFile(path, Buffer.concat([length, json, Buffer.alloc(dataBytes)]));
  return path;
}

describe('safetensors', () => {
  it('come back as they were written, metadata too', async () => {
    const path = join(folder, 'a.safetensors');
    await writeSafetensors(path, tensors, { step: '12' });
    const { metadata, tensors: read } = await readSafetensors(path);
    expect(metadata).toEqual({ step: '12' });
    expect([...read.values()].sort((a, b) => a.name.localeCompare(b.name))).toEqual([...tensors].sort((a, b) => a.name.localeCompare(b.name)));
  });

  it('keep the bits of numbers that are none', async () => {
    const path = join(folder, 'a.safetensors');
    await writeSafetensors(path, [{ name: 'x', shape: [3], data: Float32Array.of(NaN, -Infinity, -0) }]);
    expect([...(await readSafetensors(path)).tensors.get('x')!.data]).toEqual([NaN, -Infinity, -0]);
  });

  it('write a view, not the buffer under it', async () => {
    const path = join(folder, 'a.safetensors');
    await writeSafetensors(path, [{ name: 'x', shape: [2], data: Float32Array.of(1, 2, 3, 4).subarray(1, 3) }]);
    expect([...(await readSafetensors(path)).tensors.get('x')!.data]).toEqual([2, 3]);
  });

  it('are read as the library that defines them writes them', async () => {
    const { metadata, tensors: read } = await readSafetensors(join(import.meta.dirname, 'fixtures', 'peer.safetensors'));
    expect(metadata).toEqual({ step: '12', note: 'größer' });
    expect(read.size).toBe(3);
    for (const { name, shape, data } of tensors.slice(0, 3)) expect(read.get(name)).toEqual({ name, shape, data });
  });

  it('begin at a multiple of eight bytes', async () => {
    for (const name of ['a', 'ab', 'abc', 'abcd']) {
      await writeSafetensors(join(folder, name), [{ name, shape: [1], data: Float32Array.of(1) }]);
      expect((await readFile(join(folder, name))).readBigUInt64LE() % 8n).toBe(0n);
    }
  });

  it('are never written over another file', async () => {
    const path = join(folder, 'a.safetensors');
    await writeSafetensors(path, []);
    await expect(writeSafetensors(path, [])).rejects.toThrow('EEXIST');
  });

  it.each([
    ['two of one name', [tensors[1], tensors[1]], /two tensors are called bias/],
    ['a shape that does not fit', [{ name: 'x', shape: [3], data: new Float32Array(2) }], /x \[3\] does not hold 2/],
    ['the name of the metadata', [{ name: '__metadata__', shape: [1], data: new Float32Array(1) }], /two tensors/],
  ])('refuse %s', async (_what, given, wanted) => {
    await expect(writeSafetensors(join(folder, 'x'), given)).rejects.toThrow(wanted);
  });
});

const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32') => ({ dtype, shape, data_offsets: offsets });
describe('a damaged file is refused:', () => {
  it.each([
    ['header that is not JSON', '{"a":', 0, /not JSON/],
    ['header that is a list', [], 0, /not an object/],
    ['metadata of numbers', { __metadata__: { step: 1 } }, 0, /texts to texts/],
    ['another type', { a: entry([1], [0, 2], 'F16') }, 2, /a is of type "F16"/],
    ['negative size', { a: entry([-1, -1], [0, 4]) }, 4, /shape of a/],
    ['size that overflows', { a: entry([2 ** 40, 2 ** 40], [0, 4]) }, 4, /does not fit 4 bytes/],
    ['fractional offset', { a: entry([1], [0.5, 4.5]) }, 5, /place of a/],
    ['end before begin', { a: entry([1], [4, 0]) }, 4, /does not fit -4 bytes/],
    ['gap', { a: entry([1], [0, 4]), b: entry([1], [8, 12]) }, 12, /b begins at byte 8/],
    ['overlap', { a: entry([2], [0, 8]), b: entry([2], [4, 12]) }, 12, /b begins at byte 4/],
    ['bytes that nobody owns', { a: entry([1], [0, 4]) }, 8, /need 4 bytes and 8 are there/],
    ['cut short', { a: entry([4], [0, 16]) }, 12, /need 16 bytes and 12 are there/],
    ['entry that is text', { a: 'x' }, 0, /entry a/],
  ])('%s', async (_what, header, dataBytes, wanted) => {
    const path = await fileOf(header, dataBytes);
    await expect(readSafetensors(path)).rejects.toMatchObject({ name: 'UserError', where: path });
    await expect(readSafetensors(path)).rejects.toThrow(wanted);
  });

  it.each([['empty', Buffer.alloc(0)], ['a few bytes', Buffer.alloc(5)], ['a header of 2^63 bytes', Buffer.alloc(16, 0x80)], ['a header longer than the file', Buffer.from([255, 0, 0, 0, 0, 0, 0, 0, 1])]])('%s', async (_what, bytes) => {
    const path = join(folder, 'x');
    await writeFile(path, bytes);
    await expect(readSafetensors(path)).rejects.toThrow(/not a usable safetensors file/);
  });

  it('missing', async () => {
    await expect(readSafetensors(join(folder, 'none'))).rejects.toThrow(/cannot be read: ENOENT/);
  });
});
