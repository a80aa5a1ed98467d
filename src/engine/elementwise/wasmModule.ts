/** The bytes of a small WebAssembly module: functions of numbers that work on an imported memory (WebAssembly Core Specification, section 5). */

export const I32 = 0x7f;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;
export type WasmType = typeof I32 | typeof F32 | typeof F64 | typeof V128;

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly WasmType[];
  readonly result: WasmType;
  readonly locals: readonly WasmType[];
  readonly code: readonly number[];
}

/** The imported memory: module and name. */
export const MEMORY = { module: 'engine', name: 'memory' } as const;

/** LEB128, unsigned. */
export function unsigned(number: number): number[] {
  const bytes: number[] = [];
  for (let rest = number; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** LEB128 of a number from -64 to 63: one byte. */
export const small = (number: number): number => number & 0x7f;

/** An instruction on vectors: its prefix and its number. */
export const vector = (number: number): number[] => [0xfd, ...unsigned(number)];

export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // "\0asm", version 1
    ...section(1, functions.map(({ parameters, result }) => [0x60, ...list(parameters.map((type) => [type])), ...list([[result]])])),
    ...section(2, [[...text(MEMORY.module), ...text(MEMORY.name), 0x02, 0x00, 0]]), // a memory of at least no page
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
