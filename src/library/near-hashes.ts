/**
 * @file Finds all pairs of 64-bit hashes that differ in few bits without looking at all pairs: two hashes that differ in
 * at most 12 bits differ in at most 3 in one of their four 16-bit parts (pigeonhole; Norouzi, Punjani and Fleet, Fast
 * Search in Hamming Space with Multi-Index Hashing, CVPR 2012). Pure.
 */

/** Different bits of 64 up to which two hashes are near. Different photos have about 32. */
export const NEAR_BITS = 12;
const PARTS = 4;
const PART_VALUES = 1 << 16;
const PART_BITS = Math.floor(NEAR_BITS / PARTS);
/** All 16-bit words with at most PART_BITS bits set. */
const flips = Uint16Array.from(
  Array.from({ length: PART_VALUES }, (_, word) => word).filter((word) => bitCount(word) <= PART_BITS),
);

/** Hashes as two 32-bit halves each. */
export interface Hashes {
  count: number;
  high: Int32Array;
  low: Int32Array;
}

/** Bits that are set, 0 to 32 (Hacker's Delight, section 5-1). */
export function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Positions by the value of one part of their hash: those with value v are order[starts[v]] up to before order[starts[v + 1]]. */
interface Part {
  values: Uint16Array;
  starts: Uint32Array;
  order: Uint32Array;
}

export class HashIndex {
  readonly #hashes: Hashes;
  readonly #parts: Part[];

  constructor(hashes: Hashes) {
    this.#hashes = hashes;
    this.#parts = Array.from({ length: PARTS }, (_, part) => {
      const half = part < 2 ? hashes.high : hashes.low;
      const shift = part % 2 === 0 ? 16 : 0;
      return sortedByValue(Uint16Array.from(half, (word) => (word >>> shift) & 0xffff));
    });
  }

  /** Tells of every later position whose hash is near, once, with the number of bits that differ. */
  eachNear(position: number, tell: (later: number, bits: number) => void): void {
    const { high, low } = this.#hashes;
    const ownHigh = high[position]!;
    const ownLow = low[position]!;
    for (const [part, { values, starts, order }] of this.#parts.entries()) {
      const own = values[position]!;
      for (let at = 0; at < flips.length; at += 1) {
        const value = own ^ flips[at]!;
        const end = starts[value + 1]!;
        for (let place = starts[value]!; place < end; place += 1) {
          const other = order[place]!;
          if (other <= position) continue;
          const bits = bitCount(ownHigh ^ high[other]!) + bitCount(ownLow ^ low[other]!);
          if (bits <= NEAR_BITS && !this.#isFoundBefore(part, position, other)) tell(other, bits);
        }
      }
    }
  }

  /** Pairs that are near in several parts are told of for the first of them. */
  #isFoundBefore(part: number, position: number, other: number): boolean {
    return this.#parts
      .slice(0, part)
      .some(({ values }) => bitCount(values[position]! ^ values[other]!) <= PART_BITS);
  }
}

/** Counting sort. */
function sortedByValue(values: Uint16Array): Part {
  const starts = new Uint32Array(PART_VALUES + 1);
  for (const value of values) starts[value + 1]! += 1;
  for (let value = 0; value < PART_VALUES; value += 1) starts[value + 1]! += starts[value]!;
  const next = starts.slice();
  const order = new Uint32Array(values.length);
  for (const [position, value] of values.entries()) {
    order[next[value]!] = position;
    next[value]! += 1;
  }
  return { values, starts, order };
}
