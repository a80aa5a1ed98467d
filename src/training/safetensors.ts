/**
 * Tensors in a file, in the layout of Hugging Face's safetensors: the header's length (8 bytes, little-endian), a header in JSON that says
 * each tensor's type, shape and place, then the bytes of one tensor after the other. Float32 is all that models here have.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { endianness } from 'node:os';
import { UserError } from '../errors/userError';

export interface NamedTensor { readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array }
export interface TensorFile { readonly metadata: Readonly<Record<string, string>>; readonly tensors: ReadonlyMap<string, NamedTensor> }

interface Entry { readonly name: string; readonly shape: readonly number[]; readonly begin: number; readonly end: number }

/** The format's own limit on its header: a file that claims more is no such file. */
const MAX_HEADER_BYTES = 100_000_000;
/** Node reads and writes at most 2³¹ − 1 bytes a call; large tensors go in pieces. */
const PIECE_BYTES = 64 * 1024 * 1024;
const LENGTH_BYTES = 8;

/**
 * Writes a new file and forces it to the disk. Tensors go straight from their memory, so a large model costs no second copy.
 * @throws Error `internal: …` when a tensor's shape does not fit its numbers or a name comes twice; the system's error when the disk fails
 */
export async function writeSafetensors(path: string, tensors: readonly NamedTensor[], metadata: Readonly<Record<string, string>> = {}): Promise<void> {
  assertLittleEndian();
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    if (name in header) throw new Error(`internal: two tensors are called ${name}`);
    if (elementsOf(shape) !== data.length) throw new Error(`internal: ${name} [${shape.join(', ')}] does not hold ${data.length} numbers`);
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset += data.byteLength] };
  }
  const json = Buffer.from(JSON.stringify(header));
  // Spaces after the header let every tensor begin at a multiple of 8 bytes, as readers that map the file expect.
  const padded = Buffer.concat([Buffer.alloc(LENGTH_BYTES), json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  padded.writeBigUInt64LE(BigInt(padded.length - LENGTH_BYTES));

  const file = await open(path, 'wx');
  try {
    await writeAll(file, padded);
    for (const { data } of tensors) await writeAll(file, bytesOf(data));
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Reads a whole file. @throws UserError where it is not there, cut short, or not of this layout
 */
export async function readSafetensors(path: string): Promise<TensorFile> {
  assertLittleEndian();
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw damaged(path, `it cannot be read: ${(error as Error).message}`);
  }
  try {
    const { size } = await file.stat();
    const lead = Buffer.alloc(LENGTH_BYTES);
    if (size < LENGTH_BYTES) throw damaged(path, `it has ${size} bytes, fewer than any header`);
    await readAll(file, lead, 0, path);
    const length = Number(lead.readBigUInt64LE());
    if (length > MAX_HEADER_BYTES || LENGTH_BYTES + length > size) throw damaged(path, `its header claims ${length} bytes of the file's ${size}`);
    const json = Buffer.alloc(length);
    await readAll(file, json, LENGTH_BYTES, path);
    const dataStart = LENGTH_BYTES + length;
    const { metadata, entries } = parseHeader(json.toString('utf8'), size - dataStart, path);
    const tensors = new Map<string, NamedTensor>();
    for (const { name, shape, begin, end } of entries) {
      const data = new Float32Array((end - begin) / 4);
      await readAll(file, bytesOf(data), dataStart + begin, path);
      tensors.set(name, { name, shape, data });
    }
    return { metadata, tensors };
  } finally {
    await file.close();
  }
}

/** Checks that the entries are float32 tensors that fill the data part exactly, without gap or overlap. */
function parseHeader(json: string, dataBytes: number, path: string): { metadata: Record<string, string>; entries: Entry[] } {
  let header: unknown;
  try {
    header = JSON.parse(json);
  } catch {
    throw damaged(path, 'its header is not JSON');
  }
  if (!isRecord(header)) throw damaged(path, 'its header is not an object');
  const metadata = header.__metadata__ ?? {};
  if (!isRecord(metadata) || Object.values(metadata).some((value) => typeof value !== 'string')) throw damaged(path, '__metadata__ must map texts to texts');
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__').map(([name, entry]) => parseEntry(name, entry, path));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let expected = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== expected) throw damaged(path, `${name} begins at byte ${begin} of the data, not at ${expected}`);
    expected = end;
  }
  if (expected !== dataBytes) throw damaged(path, `its tensors need ${expected} bytes and ${dataBytes} are there`);
  return { metadata: metadata as Record<string, string>, entries };
}

function parseEntry(name: string, entry: unknown, path: string): Entry {
  if (!isRecord(entry)) throw damaged(path, `the entry ${name} is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32') throw damaged(path, `${name} is of type ${JSON.stringify(dtype)}, only F32 can be read`);
  if (!isCounts(shape)) throw damaged(path, `the shape of ${name} is ${JSON.stringify(shape)}`);
  if (!isCounts(offsets) || offsets.length !== 2) throw damaged(path, `the place of ${name} is ${JSON.stringify(offsets)}`);
  const [begin, end] = offsets;
  if (end - begin !== elementsOf(shape) * 4) throw damaged(path, `${name} [${shape.join(', ')}] does not fit ${end - begin} bytes`);
  return { name, shape, begin, end };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
const elementsOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
const bytesOf = (data: Float32Array): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const damaged = (path: string, what: string): UserError =>
  new UserError(`this is not a usable safetensors file: ${what}`, path, 'use another checkpoint of the run, or train it again');

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += (await file.write(bytes, at, Math.min(PIECE_BYTES, bytes.length - at))).bytesWritten;
  }
}

async function readAll(file: FileHandle, into: Uint8Array, position: number, path: string): Promise<void> {
  for (let at = 0; at < into.length;) {
    const { bytesRead } = await file.read(into, at, Math.min(PIECE_BYTES, into.length - at), position + at);
    if (bytesRead === 0) throw damaged(path, 'it ends too early');
    at += bytesRead;
  }
}

/** The numbers are written as they lie in memory. Every platform that Node runs on here is little-endian. */
function assertLittleEndian(): void {
  if (endianness() !== 'LE') throw new UserError('this machine stores numbers big-endian', process.arch, 'train on a little-endian machine', 'unavailable');
}
