/**
 * Melodies: first the strong notes, which belong to the chord of their bar, then the notes between them, which walk, turn around or break the
 * chord. A melody is a list of bars, a bar a list of beats, a beat a list of { step, length }.
 */
import { pick, pickWeighted } from '../random.mjs';
import { isChordTone } from './theory/harmony.mjs';

/** A leap of so many steps is about a third as likely as staying. */
const LEAP = 2.6;

/** A chord tone near the one before; neither the same again, if it can be helped, nor far from the middle. */
function strongNote(random, { root, before, low, high }) {
  const middle = (low + high) / 2;
  const candidates = [];
  for (let step = low; step <= high; step++) {
    if (!isChordTone(root, step)) continue;
    candidates.push({ step, weight: Math.exp(-Math.abs(step - before) / LEAP - Math.abs(step - middle) / 6) * (step === before ? 0.45 : 1) });
  }
  return pickWeighted(random, candidates).step;
}

/** One note between two. */
function between(random, from, to, root, [low, high]) {
  const distance = Math.abs(to - from);
  const toward = Math.sign(to - from);
  if (distance === 0) {
    const neighbour = from + pick(random, [-1, 1, 1]);
    return clamp(random() < 0.75 ? neighbour : nearestChordTone(random, root, from, neighbour), low, high);
  }
  if (distance === 2) return from + toward;
  if (distance === 1) return clamp(random() < 0.25 ? from : to + toward, low, high);
  return clamp(random() < 0.5 ? nearestChordTone(random, root, from, to) : to - toward, low, high);
}

function nearestChordTone(random, root, from, to) {
  const inner = [];
  for (let step = Math.min(from, to) - 2; step <= Math.max(from, to) + 2; step++) if (isChordTone(root, step) && step !== from) inner.push({ step, weight: Math.exp(-Math.abs(step - (from + to) / 2)) });
  return inner.length === 0 ? to : pickWeighted(random, inner).step;
}

/** `count` notes between two: the middle one belongs to the chord, and divides the rest. */
function fill(random, from, to, count, root, range) {
  if (count <= 0) return [];
  if (count === 1) return [between(random, from, to, root, range)];
  const left = Math.floor((count - 1) / 2);
  const middle = clamp(nearestChordTone(random, root, from, to), ...range);
  return [...fill(random, from, middle, left, root, range), middle, ...fill(random, middle, to, count - 1 - left, root, range)];
}

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/**
 * A phrase over bars of given lengths.
 * @param roots  a chord a bar
 * @param shapes lengths: a list of beats a bar
 * @param start  the step before the phrase; `end` its last strong note, if it must be a certain one
 */
export function phrase(random, { roots, shapes, start, end, range }) {
  const strong = [];
  let before = start;
  shapes.forEach((beats, bar) => beats.forEach((_, beat) => {
    const isLast = bar === shapes.length - 1 && beat === beats.length - 1;
    before = isLast && end !== undefined ? end : strongNote(random, { root: roots[bar], before, low: range[0], high: range[1] });
    strong.push(before);
  }));
  let next = 0;
  return shapes.map((beats, bar) => beats.map((lengths) => {
    const from = strong[next];
    const to = strong[next + 1] ?? from;
    next++;
    const steps = [from, ...fill(random, from, to, lengths.length - 1, roots[bar], range)];
    return lengths.map((length, i) => ({ step: steps[i], length }));
  })).map((bar, i, bars) => (end !== undefined && i === bars.length - 1 ? approached(bar, end, range) : bar));
}

/** A cadence comes to its last note by step: the note before it is moved next to it, on the side that it is on. */
function approached(bar, end, [, high]) {
  const notes = bar.flat();
  const before = notes.at(-2);
  if (before) before.step = end + (before.step < end || end === high ? -1 : 1);
  return bar;
}

/** The same bar told a little differently: strong notes stay, what stands between them is found anew. */
export function varied(random, bar, root, range) {
  return bar.map((beat, i) => {
    const to = (bar[i + 1] ?? bar[0])[0].step;
    const steps = [beat[0].step, ...fill(random, beat[0].step, to, beat.length - 1, root, range)];
    return beat.map(({ length }, at) => ({ step: steps[at], length }));
  });
}
