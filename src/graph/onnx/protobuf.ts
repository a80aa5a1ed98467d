/**
 * The wire format of Protocol Buffers, as far as ONNX needs it: fields that are numbers, bytes or messages.
 * https://protobuf.dev/programming-guides/encoding/
 */
const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

const encoder = new TextEncoder();

/** A message that is being written. Fields keep the order in which they are added. */
export class Message {
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  /** A whole number (int32, int64, enum); negative ones take ten bytes, as the format has it. */
  integer(field: number, number: number | bigint): this {
    return this.tag(field, VARINT).varint(BigInt(number));
  }

  float(field: number, number: number): this {
    return this.tag(field, FIXED32).append(new Uint8Array(Float32Array.of(number).buffer));
  }

  text(field: number, text: string): this {
    return this.bytes(field, encoder.encode(text));
  }

  bytes(field: number, bytes: Uint8Array): this {
    return this.tag(field, BYTES).varint(BigInt(bytes.length)).append(bytes);
  }

  message(field: number, message: Message): this {
    this.tag(field, BYTES).varint(BigInt(message.length));
    for (const part of message.parts) this.append(part);
    return this;
  }

  finish(): Uint8Array {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  private tag(field: number, kind: number): this {
    return this.varint(BigInt((field << 3) | kind));
  }

  /** Seven bits a byte, lowest first; the top bit says that more follow. */
  private varint(number: bigint): this {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, number);
    while (rest >= 0x80n) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    return this.append(Uint8Array.from(bytes));
  }

  private append(part: Uint8Array): this {
    this.parts.push(part);
    this.length += part.length;
    return this;
  }
}
