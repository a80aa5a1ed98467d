/**
 * Draws `media/icon.png`, 128 × 128: a recurrent net unrolled over three steps, its state passed from left to right. Plain arithmetic
 * and a hand-written PNG, so that the picture has a source that anyone can change: `node scripts/icon.mjs`.
 */
import { writeFile } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 128;
/** Each pixel is the mean of so many by so many samples. */
const SAMPLES = 4;

const night = [22, 27, 46];
const dusk = [39, 52, 99];
const glow = [255, 196, 92];
const sky = [122, 190, 255];
const mist = [205, 214, 240];

/** Distance to a line segment, in pixels. */
function toSegment(x, y, [x1, y1, x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

/** Distance to a rectangle with round corners; negative inside. */
function toRoundedSquare(x, y, radius) {
  const half = SIZE / 2;
  const [dx, dy] = [Math.abs(x - half) - half + radius, Math.abs(y - half) - half + radius];
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

const steps = [30, 64, 98];
const [inputY, stateY, outputY] = [100, 64, 28];
/** What is drawn, the lowest first: [distance to it, its half width, colour]. */
const shapes = [
  ...steps.map((x) => [(px, py) => toSegment(px, py, [x, inputY, x, outputY]), 2, mist]),
  ...[0, 1].map((i) => [(px, py) => toSegment(px, py, [steps[i], stateY, steps[i + 1], stateY]), 3.5, glow]),
  [(px, py) => toSegment(px, py, [steps[2], stateY, 118, stateY]), 3.5, glow],
  ...steps.map((x) => [(px, py) => Math.hypot(px - x, py - inputY), 7, sky]),
  ...steps.map((x) => [(px, py) => Math.hypot(px - x, py - outputY), 7, mist]),
  ...steps.map((x) => [(px, py) => Math.hypot(px - x, py - stateY), 13, night]),
  ...steps.map((x) => [(px, py) => Math.abs(Math.hypot(px - x, py - stateY) - 11), 2.5, glow]),
];

/** Red, green, blue and cover (0 … 1) at a point. */
function colourAt(x, y) {
  if (toRoundedSquare(x, y, 26) > 0) return [0, 0, 0, 0];
  const shade = y / SIZE;
  let colour = dusk.map((channel, i) => channel * (1 - shade) + night[i] * shade);
  for (const [distance, halfWidth, paint] of shapes) if (distance(x, y) <= halfWidth) colour = paint;
  return [...colour, 1];
}

function drawRow(y) {
  const row = Buffer.alloc(1 + 4 * SIZE); // begins with its filter: 0, none
  for (let x = 0; x < SIZE; x++) {
    const sum = [0, 0, 0, 0];
    for (let i = 0; i < SAMPLES * SAMPLES; i++) {
      const sample = colourAt(x + (i % SAMPLES + 0.5) / SAMPLES, y + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES);
      for (let channel = 0; channel < 4; channel++) sum[channel] += channel < 3 ? sample[channel] * sample[3] : sample[3];
    }
    for (let channel = 0; channel < 3; channel++) row[1 + 4 * x + channel] = sum[3] === 0 ? 0 : Math.round(sum[channel] / sum[3]);
    row[1 + 4 * x + 3] = Math.round(255 * sum[3] / SAMPLES ** 2);
  }
  return row;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6, 0, 0, 0], 8); // 8 bits a channel, colour with transparency
const pixels = deflateSync(Buffer.concat(Array.from({ length: SIZE }, (_, y) => drawRow(y))), { level: 9 });
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
await writeFile(new URL('../media/icon.png', import.meta.url), png);
