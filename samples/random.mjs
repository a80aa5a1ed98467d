/**
 * Seeded random choices for the sample generators: the same seed gives the same files on every machine.
 * The generator is a 32-bit hash of a counter (the finaliser of MurmurHash3), so it needs no state but the counter.
 */

/** A stream of uniform numbers in [0, 1) that depends on `seed` alone. */
export function createRandom(seed) {
  let counter = 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let hash = (seed ^ counter) | 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` to `high`, both included. */
export function integer(random, low, high) {
  return low + Math.floor(random() * (high - low + 1));
}

/** One element of a list, all equally likely. */
export function pick(random, list) {
  return list[Math.floor(random() * list.length)];
}

/** One element of a list of `{ weight }`, likely in proportion to its weight. */
export function pickWeighted(random, list) {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  let left = random() * total;
  return list.find(({ weight }) => (left -= weight) < 0) ?? list[list.length - 1];
}

/** The list in random order, as a new list (Fisher–Yates). */
export function shuffled(random, list) {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last--) {
    const other = integer(random, 0, last);
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}
