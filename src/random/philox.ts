/**
 * Named streams of random numbers. Everything random in a run (initial weights, order of batches, dropout, sampling) draws from a stream of
 * its own, so that one of them drawing more or less never changes another, and so that a run can stop anywhere and go on to the same bits.
 */
import { UserError } from '../errors/userError';
import { philox4x32 } from './philox4x32';

/** All that a stream is: plain data, safe in JSON. */
export interface RandomState {
  readonly seed: number;
  readonly stream: string;
  /** Blocks of four words begun so far. */
  readonly counter: number;
  /** Words of the last begun block that are used up, 1 to 4 (4 where none is left over, also at the start). */
  readonly used: number;
}

/** Blocks generated at a time by the `fill…` functions. */
const CHUNK_BLOCKS = 256;
const WORDS_PER_CHUNK = 4 * CHUNK_BLOCKS;
const TWO_POW_32 = 2 ** 32;

/**
 * A stream of random numbers that is a pure function of (seed, stream, counter): it can stop anywhere and go on to the same bits.
 *
 * The seed is Philox's key; the counter's upper half is a hash of the stream's name, its lower half counts blocks. The integers and uniform
 * numbers are the same on every machine; `normal` uses `Math.log` and `Math.cos`, which are V8's own and the same wherever V8 runs.
 */
export class RandomStream {
  private readonly key0: number;
  private readonly key1: number;
  private readonly stream0: number;
  private readonly stream1: number;
  private readonly block = new Uint32Array(4);
  private blocksBegun: number;
  private used = 4;

  /**
   * @param seed    an integer from 0 to 2⁵³ − 1
   * @param stream  the stream's name, such as `dropout` or `order/epoch 3`
   * @param counter where to start: the number of four-word blocks to skip. Default 0
   */
  constructor(readonly seed: number, readonly stream: string, counter = 0) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new UserError(`the seed ${seed} is not usable`, 'training.seed', `give a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`, 'option');
    }
    this.blocksBegun = checkedCounter(counter);
    this.key0 = seed >>> 0;
    this.key1 = Math.floor(seed / TWO_POW_32) >>> 0;
    [this.stream0, this.stream1] = hashName(stream);
  }

  /** The number of four-word blocks begun. Setting it jumps there and drops what was left of the current block. */
  get counter(): number {
    return this.blocksBegun;
  }

  set counter(counter: number) {
    this.blocksBegun = checkedCounter(counter);
    this.used = 4;
  }

  /** A uniform integer from 0 to 2³² − 1. */
  uint32(): number {
    if (this.used === 4) {
      this.generate(this.block, 0, 1);
      this.used = 0;
    }
    return this.block[this.used++];
  }

  /** Uniform in [0, 1) with 24 bits: exact in float32, so rounding to float32 never yields 1. */
  uniform(): number {
    return (this.uint32() >>> 8) * 2 ** -24;
  }

  /** Uniform in [0, 1) with all 53 bits of a double; uses two words. */
  uniform53(): number {
    const high = this.uint32() >>> 5; // 27 bits
    const low = this.uint32() >>> 6; // 26 bits
    return (high * 2 ** 26 + low) * 2 ** -53;
  }

  /** Standard normal by the transform of Box and Muller (1958); uses two words and keeps nothing, |value| ≤ 6.66. */
  normal(): number {
    const radius = radiusOf(this.uint32());
    return radius * Math.cos(angleOf(this.uint32()));
  }

  /** A uniform integer from 0 to `below` − 1, without bias (values beyond the last whole multiple are drawn again); `below` at most 2³². */
  int(below: number): number {
    if (!Number.isInteger(below) || below < 1 || below > TWO_POW_32) throw new Error(`internal: RandomStream.int(${below}): expected 1 to 2^32`);
    const limit = TWO_POW_32 - (TWO_POW_32 % below);
    let value = this.uint32();
    while (value >= limit) value = this.uint32();
    return value % below;
  }

  /** Puts the items into a uniformly random order, in place (Fisher and Yates). */
  shuffle<T>(items: T[] | Int32Array): void {
    const list = items as T[];
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const item = list[i];
      list[i] = list[j];
      list[j] = item;
    }
  }

  /** Fills with uniform numbers in [low, high), 24 bits each. Like every `fill…`, starts at a fresh block. */
  fillUniform(out: Float32Array, low: number, high: number): void {
    const scale = (high - low) * 2 ** -24;
    // Rounding to float32 may reach `high` where the interval lies far from zero: the largest float32 below it stands in.
    const top = below32(high);
    this.eachChunk(Math.ceil(out.length / 4), (words, first) => {
      const end = Math.min(out.length, first * 4 + WORDS_PER_CHUNK);
      for (let i = first * 4, w = 0; i < end; i++, w++) out[i] = Math.min(low + (words[w] >>> 8) * scale, top);
    });
  }

  /** Fills with normal numbers of the given mean and standard deviation; both numbers of each Box–Muller pair are used. */
  fillNormal(out: Float32Array, mean: number, sd: number): void {
    this.eachChunk(Math.ceil(out.length / 4), (words, first) => {
      const end = Math.min(out.length, first * 4 + WORDS_PER_CHUNK);
      for (let i = first * 4, w = 0; i < end; i += 2, w += 2) {
        const radius = sd * radiusOf(words[w]);
        const angle = angleOf(words[w + 1]);
        out[i] = mean + radius * Math.cos(angle);
        if (i + 1 < end) out[i + 1] = mean + radius * Math.sin(angle);
      }
    });
  }

  /**
   * Fills with a scaled dropout mask (Srivastava et al. 2014, scaled in training): 1/keep with probability `keep`, else 0.
   * Each value costs 16 bits, so the probability is `keep` rounded to a multiple of 2⁻¹⁶; the scale is exactly 1/keep.
   */
  fillDropoutMask(out: Float32Array, keep: number): void {
    if (!(keep > 0 && keep <= 1)) throw new Error(`internal: fillDropoutMask: expected keep in (0, 1], got ${keep}`);
    if (keep === 1) {
      out.fill(1);
      return;
    }
    const threshold = Math.max(1, Math.round(keep * 65536));
    const values = new Float32Array([0, Math.fround(1 / keep)]);
    this.eachChunk(Math.ceil(out.length / 8), (words, first) => {
      const start = first * 8;
      const pairs = Math.min(WORDS_PER_CHUNK, (out.length - start) >> 1);
      for (let w = 0, i = start; w < pairs; w++, i += 2) {
        const word = words[w];
        out[i] = values[((word & 0xffff) - threshold) >>> 31];
        out[i + 1] = values[((word >>> 16) - threshold) >>> 31];
      }
      const last = start + pairs * 2;
      if (pairs < WORDS_PER_CHUNK && last < out.length) out[last] = values[((words[pairs] & 0xffff) - threshold) >>> 31];
    });
  }

  /** What it takes to go on from here, in another process or on another day. */
  state(): RandomState {
    return { seed: this.seed, stream: this.stream, counter: this.blocksBegun, used: this.used };
  }

  static from(state: RandomState): RandomStream {
    const { seed, stream, counter, used } = state;
    if (!Number.isInteger(used) || used < 1 || used > 4 || (used < 4 && counter < 1)) throw new Error(`internal: RandomStream.from: state ${JSON.stringify(state)}`);
    const random = new RandomStream(seed, stream, counter);
    if (used < 4) {
      random.counter = counter - 1;
      random.generate(random.block, 0, 1);
      random.used = used;
    }
    return random;
  }

  /** Calls `use` with the words of up to 256 blocks at a time; `first` is the index of the chunk's first block within this call. */
  private eachChunk(blocks: number, use: (words: Uint32Array, first: number) => void): void {
    this.used = 4;
    for (let first = 0; first < blocks; first += CHUNK_BLOCKS) {
      this.generate(chunk, 0, Math.min(CHUNK_BLOCKS, blocks - first));
      use(chunk, first);
    }
  }

  private generate(out: Uint32Array, at: number, blocks: number): void {
    for (let i = 0; i < blocks; i++) {
      const index = this.blocksBegun++;
      philox4x32(index, index / TWO_POW_32, this.stream0, this.stream1, this.key0, this.key1, out, at + 4 * i);
    }
  }
}

/** Scratch of the `fill…` functions: they never call out, so one serves all streams. */
const chunk = new Uint32Array(WORDS_PER_CHUNK);

/** √(−2 ln u) with u in (0, 1]. */
function radiusOf(word: number): number {
  return Math.sqrt(-2 * Math.log((word + 1) * 2 ** -32));
}

function angleOf(word: number): number {
  return word * (2 * Math.PI * 2 ** -32);
}

/** The largest float32 below a number. */
function below32(limit: number): number {
  const float = new Float32Array([limit]);
  if (float[0] < limit) return float[0];
  const bits = new Int32Array(float.buffer);
  if (float[0] === 0) return -(2 ** -149);
  bits[0] += float[0] > 0 ? -1 : 1;
  return float[0];
}

function checkedCounter(counter: number): number {
  if (!Number.isSafeInteger(counter) || counter < 0) throw new Error(`internal: RandomStream: counter ${counter}`);
  return counter;
}

/** Two words from a name: FNV-1a over its UTF-16 units, twice from different bases. Equal names only have to meet, Philox does the mixing. */
function hashName(name: string): [number, number] {
  let first = 0x811c9dc5;
  let second = 0x6c62272e;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit ^ 0x5bd1, 0x01000193) ^ (second >>> 15);
  }
  return [first >>> 0, second >>> 0];
}
