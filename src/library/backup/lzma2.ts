/**
 * @file Decodes LZMA2, the one filter that .xz sidecars use. Pure, synchronous, for small texts in memory.
 * After the public-domain LZMA specification by Igor Pavlov (lzma-specification.txt) and the LZMA2 chunk layout of the
 * .xz file format. Written here because the packages for it bring a native build or a WebAssembly instance for each of
 * thousands of files of a few kilobytes.
 */

const PROBABILITY_START = 1024;
const STATES = 12;
const POSITION_STATES_MAX = 16;
const MATCH_MIN = 2;

/** Thrown for input that is not LZMA2 or ends too early. */
export class Lzma2Error extends Error {}

/**
 * Decodes the LZMA2 chunks that begin at `start`.
 * @param limitBytes more output than this is refused
 * @returns the data, and the position after the end marker
 */
export function decodeLzma2(
  input: Uint8Array,
  start: number,
  limitBytes: number,
): { output: Uint8Array; end: number } {
  const decoder = new ChunkDecoder(input, limitBytes);
  let position = start;
  for (;;) {
    const control = byteAt(input, position);
    if (control === 0) return { output: decoder.output(), end: position + 1 };
    position = control < 0x80 ? decoder.stored(control, position) : decoder.packed(control, position);
  }
}

function byteAt(input: Uint8Array, position: number): number {
  const value = input[position];
  if (value === undefined) throw new Lzma2Error('The compressed data ends too early.');
  return value;
}

/** Probabilities of one LZMA length coder. */
class LengthCoder {
  readonly choice = probabilities(2);
  readonly low = probabilities(POSITION_STATES_MAX << 3);
  readonly middle = probabilities(POSITION_STATES_MAX << 3);
  readonly high = probabilities(256);

  reset(): void {
    for (const table of [this.choice, this.low, this.middle, this.high]) table.fill(PROBABILITY_START);
  }
}

function probabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(PROBABILITY_START);
}

class ChunkDecoder {
  readonly #input: Uint8Array;
  readonly #limitBytes: number;
  #out = new Uint8Array(4096);
  #length = 0;
  /** Where the dictionary begins: nothing before it may be referred to. */
  #dictionaryStart = 0;

  #position = 0;
  #range = 0;
  #code = 0;

  #literalContextBits = 0;
  #literalPositionMask = 0;
  #positionMask = 0;
  #needsProperties = true;
  #needsDictionary = true;

  #state = 0;
  #distances: [number, number, number, number] = [0, 0, 0, 0];
  #literals = probabilities(0);
  readonly #isMatch = probabilities(STATES * POSITION_STATES_MAX);
  readonly #isRepeat = probabilities(STATES);
  readonly #isRepeat0 = probabilities(STATES);
  readonly #isRepeat1 = probabilities(STATES);
  readonly #isRepeat2 = probabilities(STATES);
  readonly #isRepeat0Long = probabilities(STATES * POSITION_STATES_MAX);
  readonly #distanceSlots = probabilities(4 * 64);
  readonly #distanceSpecial = probabilities(128);
  readonly #distanceAlign = probabilities(16);
  readonly #matchLengths = new LengthCoder();
  readonly #repeatLengths = new LengthCoder();

  constructor(input: Uint8Array, limitBytes: number) {
    this.#input = input;
    this.#limitBytes = limitBytes;
  }

  output(): Uint8Array {
    return this.#out.subarray(0, this.#length);
  }

  /** A chunk of plain bytes. Returns the position after it. */
  stored(control: number, start: number): number {
    if (control > 2) throw new Lzma2Error('The compressed data has an unknown kind of chunk.');
    if (control === 1) this.#resetDictionary();
    else if (this.#needsDictionary) throw new Lzma2Error('The first chunk does not start a dictionary.');
    const size = ((byteAt(this.#input, start + 1) << 8) | byteAt(this.#input, start + 2)) + 1;
    const from = start + 3;
    byteAt(this.#input, from + size - 1);
    this.#reserve(size);
    this.#out.set(this.#input.subarray(from, from + size), this.#length);
    this.#length += size;
    return from + size;
  }

  /** A chunk of LZMA. Returns the position after it. */
  packed(control: number, start: number): number {
    const input = this.#input;
    const unpackedSize =
      (((control & 0x1f) << 16) | (byteAt(input, start + 1) << 8) | byteAt(input, start + 2)) + 1;
    const packedSize = ((byteAt(input, start + 3) << 8) | byteAt(input, start + 4)) + 1;
    let from = start + 5;
    const reset = (control >> 5) & 3;
    if (reset === 3) this.#resetDictionary();
    else if (this.#needsDictionary) throw new Lzma2Error('The first chunk does not start a dictionary.');
    if (reset >= 2) {
      this.#setProperties(byteAt(input, from));
      from += 1;
    } else if (this.#needsProperties) throw new Lzma2Error('The first chunk has no properties.');
    if (reset >= 1) this.#resetState();

    this.#position = from;
    this.#startRange();
    this.#reserve(unpackedSize);
    this.#decode(this.#length + unpackedSize);
    if (this.#position > from + packedSize) throw new Lzma2Error('A chunk is longer than it says.');
    return from + packedSize;
  }

  #resetDictionary(): void {
    this.#dictionaryStart = this.#length;
    this.#needsDictionary = false;
  }

  #setProperties(value: number): void {
    if (value >= 9 * 5 * 5) throw new Lzma2Error('The compressed data has impossible properties.');
    this.#literalContextBits = value % 9;
    const rest = Math.floor(value / 9);
    const literalPositionBits = rest % 5;
    if (this.#literalContextBits + literalPositionBits > 4) {
      throw new Lzma2Error('The compressed data has impossible properties.');
    }
    this.#literalPositionMask = (1 << literalPositionBits) - 1;
    this.#positionMask = (1 << Math.floor(rest / 5)) - 1;
    this.#literals = probabilities(0x300 << (this.#literalContextBits + literalPositionBits));
    this.#needsProperties = false;
  }

  #resetState(): void {
    this.#state = 0;
    this.#distances = [0, 0, 0, 0];
    for (const table of [
      this.#literals,
      this.#isMatch,
      this.#isRepeat,
      this.#isRepeat0,
      this.#isRepeat1,
      this.#isRepeat2,
      this.#isRepeat0Long,
      this.#distanceSlots,
      this.#distanceSpecial,
      this.#distanceAlign,
    ]) {
      table.fill(PROBABILITY_START);
    }
    this.#matchLengths.reset();
    this.#repeatLengths.reset();
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed > this.#limitBytes) throw new Lzma2Error('The compressed data is far too large.');
    if (needed <= this.#out.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#out.length * 2));
    larger.set(this.output());
    this.#out = larger;
  }

  #startRange(): void {
    if (byteAt(this.#input, this.#position) !== 0)
      throw new Lzma2Error('A chunk does not begin as it should.');
    this.#code = 0;
    for (let offset = 1; offset <= 4; offset += 1) {
      this.#code = ((this.#code << 8) | byteAt(this.#input, this.#position + offset)) >>> 0;
    }
    this.#position += 5;
    this.#range = 0xffffffff;
  }

  #normalize(): void {
    if (this.#range >= 0x1000000) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | byteAt(this.#input, this.#position)) >>> 0;
    this.#position += 1;
  }

  #bit(table: Uint16Array, index: number): number {
    this.#normalize();
    const probability = table[index]!;
    const bound = (this.#range >>> 11) * probability;
    if (this.#code < bound) {
      this.#range = bound;
      table[index] = probability + ((2048 - probability) >> 5);
      return 0;
    }
    this.#range -= bound;
    this.#code -= bound;
    table[index] = probability - (probability >> 5);
    return 1;
  }

  #directBits(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left -= 1) {
      this.#normalize();
      this.#range >>>= 1;
      const isOne = this.#code >= this.#range;
      if (isOne) this.#code -= this.#range;
      value = value * 2 + (isOne ? 1 : 0);
    }
    return value;
  }

  #tree(table: Uint16Array, offset: number, bits: number): number {
    let symbol = 1;
    for (let left = bits; left > 0; left -= 1) symbol = (symbol << 1) | this.#bit(table, offset + symbol);
    return symbol - (1 << bits);
  }

  #reverseTree(table: Uint16Array, offset: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let place = 0; place < bits; place += 1) {
      const bit = this.#bit(table, offset + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << place;
    }
    return value;
  }

  #lengthOf(coder: LengthCoder, positionState: number): number {
    if (this.#bit(coder.choice, 0) === 0) return MATCH_MIN + this.#tree(coder.low, positionState << 3, 3);
    if (this.#bit(coder.choice, 1) === 0)
      return MATCH_MIN + 8 + this.#tree(coder.middle, positionState << 3, 3);
    return MATCH_MIN + 16 + this.#tree(coder.high, 0, 8);
  }

  #decode(end: number): void {
    while (this.#length < end) {
      const offset = this.#length - this.#dictionaryStart;
      const positionState = offset & this.#positionMask;
      const matchIndex = this.#state * POSITION_STATES_MAX + positionState;
      if (this.#bit(this.#isMatch, matchIndex) === 0) this.#literal(offset);
      else if (this.#bit(this.#isRepeat, this.#state) === 0) this.#match(positionState, end);
      else this.#repeat(positionState, matchIndex, end);
    }
    this.#normalize();
  }

  #literal(offset: number): void {
    const previous = offset > 0 ? this.#out[this.#length - 1]! : 0;
    const context =
      ((offset & this.#literalPositionMask) << this.#literalContextBits) +
      (previous >> (8 - this.#literalContextBits));
    const table = context * 0x300;
    let symbol = 1;
    if (this.#state >= 7) {
      let match = this.#byteBack(this.#distances[0]);
      while (symbol < 0x100) {
        const matchBit = (match >> 7) & 1;
        match <<= 1;
        const bit = this.#bit(this.#literals, table + ((1 + matchBit) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (matchBit !== bit) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(this.#literals, table + symbol);
    this.#out[this.#length] = symbol & 0xff;
    this.#length += 1;
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  #match(positionState: number, end: number): void {
    const [first, second, third] = this.#distances;
    const length = this.#lengthOf(this.#matchLengths, positionState);
    this.#state = this.#state < 7 ? 7 : 10;
    this.#distances = [this.#distance(length), first, second, third];
    this.#copy(length, end);
  }

  #distance(length: number): number {
    const slot = this.#tree(this.#distanceSlots, Math.min(length - MATCH_MIN, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < 14) return base + this.#reverseTree(this.#distanceSpecial, base - slot, bits);
    return base + this.#directBits(bits - 4) * 16 + this.#reverseTree(this.#distanceAlign, 0, 4);
  }

  #repeat(positionState: number, matchIndex: number, end: number): void {
    const [first, second, third, fourth] = this.#distances;
    if (this.#bit(this.#isRepeat0, this.#state) === 0) {
      if (this.#bit(this.#isRepeat0Long, matchIndex) === 0) {
        this.#state = this.#state < 7 ? 9 : 11;
        this.#copy(1, end);
        return;
      }
    } else if (this.#bit(this.#isRepeat1, this.#state) === 0)
      this.#distances = [second, first, third, fourth];
    else if (this.#bit(this.#isRepeat2, this.#state) === 0) this.#distances = [third, first, second, fourth];
    else this.#distances = [fourth, first, second, third];
    const length = this.#lengthOf(this.#repeatLengths, positionState);
    this.#state = this.#state < 7 ? 8 : 11;
    this.#copy(length, end);
  }

  #byteBack(distance: number): number {
    const from = this.#length - 1 - distance;
    if (from < this.#dictionaryStart) throw new Lzma2Error('The compressed data refers to before its start.');
    return this.#out[from]!;
  }

  #copy(length: number, end: number): void {
    if (this.#length + length > end) throw new Lzma2Error('A match runs over the end of its chunk.');
    this.#byteBack(this.#distances[0]);
    let from = this.#length - 1 - this.#distances[0];
    for (let left = length; left > 0; left -= 1) {
      this.#out[this.#length] = this.#out[from]!;
      this.#length += 1;
      from += 1;
    }
  }
}
