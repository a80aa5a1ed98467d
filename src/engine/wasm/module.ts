/** The bytes of a small WebAssembly module: functions of numbers that work on an imported memory (WebAssembly Core Specification, section 5). */

export const I32 = 0x7f;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;
export type WasmType = typeof I32 | typeof F32 | typeof F64 | typeof V128;

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly WasmType[];
  /** Null: it gives nothing back. */
  readonly result: WasmType | null;
  readonly locals: readonly WasmType[];
  readonly code: readonly number[];
}

/** The imported memory: module and name. */
export const MEMORY = { module: 'engine', name: 'memory' } as const;
export const PAGE = 2 ** 16;
/** What 32 bits can address. */
export const MOST_PAGES = 2 ** 16;

/** LEB128, unsigned. */
export function unsigned(number: number): number[] {
  const bytes: number[] = [];
  for (let rest = number; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** LEB128, signed. */
export function signed(number: number): number[] {
  const bytes: number[] = [];
  for (let rest = number; ; rest >>= 7) {
    const last = rest >= -0x40 && rest < 0x40;
    bytes.push((rest & 0x7f) | (last ? 0 : 0x80));
    if (last) return bytes;
  }
}

/** An instruction on vectors: its prefix and its number. */
export const vector = (number: number): number[] => [0xfd, ...unsigned(number)];

/** @param shared whether threads share the memory. Function i is called by the number i. */
export function wasmModule(functions: readonly WasmFunction[], shared = false): Uint8Array<ArrayBuffer> {
  const limits = shared ? [0x03, 0, ...unsigned(MOST_PAGES)] : [0x00, 0];
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // "\0asm", version 1
    ...section(1, functions.map(({ parameters, result }) => [0x60, ...list(parameters.map((type) => [type])), ...list(result === null ? [] : [[result]])])),
    ...section(2, [[...text(MEMORY.module), ...text(MEMORY.name), 0x02, ...limits]]), // a memory of at least no page
    ...section(3, functions.map((_, index) => unsigned(index))), // function i has type i
    ...section(7, functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)])),
    ...section(10, functions.map(({ locals, code }) => {
      const body = [...list(locals.map((type) => [1, type])), ...code, 0x0b];
      return [...unsigned(body.length), ...body];
    })),
  ]);
}

const list = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
const text = (characters: string): number[] => [...unsigned(characters.length), ...Buffer.from(characters, 'ascii')];

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
}
