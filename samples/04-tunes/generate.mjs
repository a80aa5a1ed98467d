/**
 * Writes tunes.abc: 240 dance tunes in ABC notation, an empty line between them.
 *
 *     node samples/04-tunes/generate.mjs [FOLDER]     default: the folder of this file
 *
 * A tune has two parts, seldom three, of eight bars, each played twice. Bars 5 and 6 take up bars 1 and 2, as they were or varied; bar 4 rests on the
 * dominant, bar 8 comes home. The second part lies higher and often ends as the first. Every note on a beat belongs to the chord of its bar.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, pick, pickWeighted } from '../random.mjs';
import { phrase, varied } from './melody.mjs';
import { DANCES, lengthName } from './theory/dances.mjs';
import { planOf } from './theory/harmony.mjs';
import { KEYS, noteName, rangeOf } from './theory/keys.mjs';
import { createTitles } from './titles.mjs';

const SEED = 4;
const TUNES = 240;

const shapeOf = (random, dance) => Array.from({ length: dance.beats }, () => pickWeighted(random, dance.cells).lengths);

/** Eight bars. @param ending bars 7 and 8 of an earlier part, to end as it did; null: new ones */
function part(random, { dance, key, range, isFirst, ending }) {
  const roots = planOf(key, isFirst, (plans) => pick(random, plans));
  const shapes = Array.from({ length: 3 }, () => shapeOf(random, dance));
  const home = [0, 7].filter((step) => step >= range[0] - 2 && step <= range[1] + 2);
  const start = pick(random, home);
  const opening = phrase(random, { roots: roots.slice(0, 4), shapes: [...shapes, dance.half], start, range });
  const again = opening.slice(0, 2).map((bar, i) => (random() < 0.6 ? bar : varied(random, bar, roots[4 + i], range)));
  const before = again[1].at(-1).at(-1).step;
  const closing = ending ?? phrase(random, { roots: roots.slice(6), shapes: [shapeOf(random, dance), dance.last], start: before, end: nearest(home, before), range });
  return [...opening, ...again, ...closing];
}

const nearest = (steps, to) => steps.reduce((best, step) => (Math.abs(step - to) < Math.abs(best - to) ? step : best));

/** Notes that lead into a first note from below or above, by step. */
function upbeatTo(random, first, length, [low, high]) {
  const direction = first - length < low ? 1 : first + length > high ? -1 : pick(random, [-1, -1, 1]);
  return Array.from({ length }, (_, i) => ({ step: first + direction * (length - i), length: 1 }));
}

/** The seventh step before the tonic is raised in minor keys. */
function writeBar(bar, next, { key, dance }) {
  const notes = [...bar.flat(), ...(next ? [next] : [])];
  let at = 0;
  return bar.map((beat) => {
    const names = beat.map(({ step, length }) => {
      const following = notes[++at];
      const isLeading = key.leading === true && (((step % 7) + 7) % 7) === 6 && following?.step === step + 1;
      return noteName(key, step, isLeading) + lengthName(length);
    });
    return dance.render(names, beat.map(({ length }) => length));
  }).join(' ');
}

function writePart(bars, upbeat, context) {
  const lead = upbeat.length === 0 ? '' : `${writeBar([upbeat], bars[0][0][0], { ...context, dance: { render: (names) => names.join('') } })}|`;
  const last = shortened(bars[7], upbeat.length);
  const written = [...bars.slice(0, 7), last].map((bar, i, all) => writeBar(bar, all[i + 1]?.[0][0], context));
  return `|:${lead}${written.slice(0, 4).join('|')}|\n${written.slice(4).join('|')}:|`;
}

/** The last bar gives its last note's end to the upbeat. */
function shortened(bar, by) {
  const beats = bar.map((beat) => beat.map((note) => ({ ...note })));
  beats.at(-1).at(-1).length -= by;
  return beats;
}

function tune(random, number, title) {
  const dance = pickWeighted(random, DANCES);
  const key = pickWeighted(random, KEYS);
  const [low, high] = rangeOf(key);
  const middle = Math.max(low + 5, 3);
  const low8 = [Math.max(low, middle - 5), Math.min(high, middle + 4)];
  const high8 = [Math.max(low, middle - 2), Math.min(high, middle + 7)];
  const upbeatLength = pick(random, dance.upbeats);
  const first = part(random, { dance, key, range: low8, isFirst: true, ending: null });
  const parts = [first];
  const count = random() < 0.08 ? 3 : 2;
  while (parts.length < count) parts.push(part(random, { dance, key, range: parts.length === 1 ? high8 : low8, isFirst: false, ending: random() < 0.55 ? first.slice(6) : null }));
  const body = parts.map((bars, i) => writePart(bars, upbeatTo(random, bars[0][0][0].step, upbeatLength, i === 1 ? high8 : low8), { key, dance }));
  return `X:${number}\nT:${title}\nR:${dance.name}\nM:${dance.meter}\nL:1/8\nK:${key.name}\n${body.join('\n')}\n`;
}

function generate() {
  const random = createRandom(SEED);
  const nextTitle = createTitles(random);
  return Array.from({ length: TUNES }, (_, i) => tune(random, i + 1, nextTitle())).join('\n');
}

const folder = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
writeFileSync(join(folder, 'tunes.abc'), generate());
