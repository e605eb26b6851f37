/**
 * @file A 64-bit hash that stays close when a picture is resized, recompressed or a little changed. Pure.
 * The known DCT hash: 32 x 32 grey, two-dimensional DCT-II, the 8 x 8 lowest frequencies compared with their median
 * (the mean colour left out of the median). Two hashes are compared by the number of bits that differ.
 */

/** Pixels along each side of the picture that is hashed. */
export const HASH_SIDE = 32;
const FREQUENCIES = 8;

const cosines = new Float64Array(FREQUENCIES * HASH_SIDE);
for (let frequency = 0; frequency < FREQUENCIES; frequency += 1) {
  for (let at = 0; at < HASH_SIDE; at += 1) {
    cosines[frequency * HASH_SIDE + at] = Math.cos((Math.PI * frequency * (2 * at + 1)) / (2 * HASH_SIDE));
  }
}

/**
 * @param rgb 32 * 32 * 3 bytes: the whole picture squeezed to a square
 * @returns 16 hex digits
 */
export function perceptualHash(rgb: Uint8Array): string {
  const rows = new Float64Array(HASH_SIDE * FREQUENCIES);
  for (let y = 0; y < HASH_SIDE; y += 1) {
    for (let x = 0; x < HASH_SIDE; x += 1) {
      const at = (y * HASH_SIDE + x) * 3;
      const grey = 0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!;
      for (let u = 0; u < FREQUENCIES; u += 1)
        rows[y * FREQUENCIES + u]! += grey * cosines[u * HASH_SIDE + x]!;
    }
  }
  const spectrum = new Float64Array(FREQUENCIES * FREQUENCIES);
  for (let v = 0; v < FREQUENCIES; v += 1) {
    for (let y = 0; y < HASH_SIDE; y += 1) {
      const cosine = cosines[v * HASH_SIDE + y]!;
      for (let u = 0; u < FREQUENCIES; u += 1)
        spectrum[v * FREQUENCIES + u]! += rows[y * FREQUENCIES + u]! * cosine;
    }
  }
  const sorted = spectrum.slice(1).sort();
  const median = sorted[(sorted.length - 1) / 2]!;
  let hash = '';
  for (let index = 0; index < spectrum.length; index += 4) {
    let digit = 0;
    for (let bit = 0; bit < 4; bit += 1) digit = digit * 2 + (spectrum[index + bit]! > median ? 1 : 0);
    hash += digit.toString(16);
  }
  return hash;
}
