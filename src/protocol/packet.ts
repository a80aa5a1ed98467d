/**
 * Packets on their way to a webview's page. The editor carries them as JSON with binary parts beside it, which costs two things: JSON has no NaN and no
 * infinity, and of more than about 250 binary parts a message loses some (their number travels in one byte). A long run has thousands of
 * heatmaps. So all arrays of a packet become one, and numbers that JSON lacks become text.
 */

const ARRAY = '$floats';
const NUMBER = '$number';

interface Packed { readonly kind: 'packed'; readonly packet: unknown; readonly floats: Float32Array }

/** The same packet with one array, and without numbers that JSON lacks; as it is where there is nothing to do. */
export function packPacket(packet: unknown): unknown {
  const arrays: Float32Array[] = [];
  let [length, isPlain] = [0, true];
  const pack = (value: unknown): unknown => {
    if (value instanceof Float32Array) {
      arrays.push(value);
      length += value.length;
      return { [ARRAY]: [length - value.length, value.length] };
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      isPlain = false;
      return { [NUMBER]: String(value) };
    }
    if (Array.isArray(value)) return value.map(pack);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, pack(field)]));
  };
  const packed = pack(packet);
  if (arrays.length === 0 && isPlain) return packet;
  const floats = new Float32Array(length);
  let at = 0;
  for (const array of arrays) {
    floats.set(array, at);
    at += array.length;
  }
  return { kind: 'packed', packet: packed, floats } satisfies Packed;
}

/** What was packed, as it was. */
export function unpackPacket(message: unknown): unknown {
  if (!isPacked(message)) return message;
  const { floats } = message;
  const unpack = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(unpack);
    if (typeof value !== 'object' || value === null) return value;
    const { [ARRAY]: place, [NUMBER]: number } = value as { [ARRAY]?: [number, number]; [NUMBER]?: string };
    if (place !== undefined) return floats.slice(place[0], place[0] + place[1]);
    if (number !== undefined) return Number(number);
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, unpack(field)]));
  };
  return unpack(message.packet);
}

const isPacked = (message: unknown): message is Packed => (message as { kind?: unknown } | null)?.kind === 'packed';
