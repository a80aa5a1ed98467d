/** What is used here of the global that Node and browsers have; its types otherwise come with those of the whole DOM. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum: number; readonly shared?: boolean });
    readonly buffer: ArrayBuffer;
    /** Adds pages of 64 KiB. Memory that is not shared gets a new buffer, and arrays over the old one are empty. */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  /** Whether the module is valid here: newer instructions are not everywhere. */
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}
