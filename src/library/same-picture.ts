/**
 * @file Is this the same picture? Compares photos by perceptual hash and descriptor: resized, recompressed, brightened,
 * rotated by EXIF or a little cropped copies are the same; mirrored ones and other shots of a scene are not. Pure.
 */
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from '../core/descriptor.ts';
import { type Hashes, HashIndex } from './near-hashes.ts';

const PIXELS = DESCRIPTOR_SIDE * DESCRIPTOR_SIDE;
/** Whole copies differ in few bits and correlate almost fully. */
const COPY_BITS = 4;
const COPY_CORRELATION = 0.985;
/**
 * A cropped copy correlates well, and clearly better when the other picture is enlarged by what was cut away, while
 * similar shots gain little by that. Measured on the crops of 4 % a side and on near pairs among 2,700 other photos.
 */
const CROP_SCALES = [0.96, 0.92, 0.88];
const CROP_CORRELATION = 0.93;
const CROP_GAIN = 0.018;
/** And the colours fit, root mean square over 8-bit channels. */
const CROP_COLOUR_ERROR = 28;
/** Variance below which a picture is flat and looks like any other flat one. */
const FLAT_VARIANCE = 1;
/** Work between two pauses: others wait so long at most, but for one photo's own comparisons. */
const TURN_MS = 12;

/** Photos by the hash of each, and their descriptors one after the other. */
export interface Fingerprints extends Hashes {
  descriptors: Uint8Array;
}

/** @param hashes 16 hex digits each */
export function fingerprints(hashes: readonly string[], descriptors: Uint8Array): Fingerprints {
  const high = Int32Array.from(hashes, (hash) => Number.parseInt(hash.slice(0, 8), 16) | 0);
  const low = Int32Array.from(hashes, (hash) => Number.parseInt(hash.slice(8, 16), 16) | 0);
  return { count: hashes.length, high, low, descriptors };
}

/**
 * Groups of positions that show the same picture, each of two or more, in ascending order. No pair is missed: all whose
 * hashes are near are compared. `pause` is awaited now and then and told how many photos are done. Pairs that
 * `canBeSame` denies are never joined.
 */
export async function samePictureGroups(
  photos: Fingerprints,
  pause: (compared: number) => Promise<void>,
  canBeSame: (first: number, second: number) => boolean = () => true,
): Promise<number[][]> {
  const { count } = photos;
  const parent = Int32Array.from({ length: count }, (_, position) => position);
  const index = new HashIndex(photos);
  let turnEndsMs = performance.now() + TURN_MS;
  for (let first = 0; first < count; first += 1) {
    index.eachNear(first, (second, bits) => {
      if (rootOf(parent, first) === rootOf(parent, second) || !canBeSame(first, second)) return;
      if (isSamePicture(photos, first, second, bits)) join(parent, first, second);
    });
    if (performance.now() < turnEndsMs) continue;
    await pause(first);
    turnEndsMs = performance.now() + TURN_MS;
  }
  return groupsOf(parent);
}

/** How alike two descriptors are: correlation of their grey values and root mean square error of their channels. */
export function similarity(
  descriptors: Uint8Array,
  first: number,
  second: number,
): { correlation: number; colourError: number } {
  return compare(scaled(descriptors, first, 1), scaled(descriptors, second, 1));
}

/** True for what only another size or compression makes of a picture. */
export function isWholeCopy(differentBits: number, correlation: number): boolean {
  return differentBits <= COPY_BITS && correlation >= COPY_CORRELATION;
}

function isSamePicture(photos: Fingerprints, first: number, second: number, bits: number): boolean {
  const { descriptors } = photos;
  const whole = similarity(descriptors, first, second);
  if (isWholeCopy(bits, whole.correlation)) return true;
  if (whole.correlation < CROP_CORRELATION - 0.1) return false;
  for (const scale of CROP_SCALES) {
    for (const [larger, smaller] of [
      [first, second],
      [second, first],
    ] as const) {
      const cropped = compare(scaled(descriptors, larger, scale), scaled(descriptors, smaller, 1));
      if (
        cropped.correlation >= CROP_CORRELATION &&
        cropped.correlation - whole.correlation >= CROP_GAIN &&
        cropped.colourError <= CROP_COLOUR_ERROR
      ) {
        return true;
      }
    }
  }
  return false;
}

/** The descriptor's middle part, of the given share of its side, enlarged to its full size (bilinear). */
function scaled(descriptors: Uint8Array, position: number, share: number): Float64Array {
  const start = position * DESCRIPTOR_BYTES;
  const middle = (DESCRIPTOR_SIDE - 1) / 2;
  const result = new Float64Array(DESCRIPTOR_BYTES);
  for (let y = 0; y < DESCRIPTOR_SIDE; y += 1) {
    const fromY = (y - middle) * share + middle;
    const top = Math.min(DESCRIPTOR_SIDE - 2, Math.floor(fromY));
    for (let x = 0; x < DESCRIPTOR_SIDE; x += 1) {
      const fromX = (x - middle) * share + middle;
      const left = Math.min(DESCRIPTOR_SIDE - 2, Math.floor(fromX));
      const corner = start + (top * DESCRIPTOR_SIDE + left) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const at = corner + channel;
        const upper = mix(descriptors[at]!, descriptors[at + 3]!, fromX - left);
        const below = at + DESCRIPTOR_SIDE * 3;
        const lower = mix(descriptors[below]!, descriptors[below + 3]!, fromX - left);
        result[(y * DESCRIPTOR_SIDE + x) * 3 + channel] = mix(upper, lower, fromY - top);
      }
    }
  }
  return result;
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

function compare(first: Float64Array, second: Float64Array): { correlation: number; colourError: number } {
  let [sum1, sum2, squares1, squares2, products, errors] = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < first.length; at += 3) {
    const grey1 = 0.299 * first[at]! + 0.587 * first[at + 1]! + 0.114 * first[at + 2]!;
    const grey2 = 0.299 * second[at]! + 0.587 * second[at + 1]! + 0.114 * second[at + 2]!;
    sum1 += grey1;
    sum2 += grey2;
    squares1 += grey1 * grey1;
    squares2 += grey2 * grey2;
    products += grey1 * grey2;
    for (let channel = 0; channel < 3; channel += 1) {
      errors += (first[at + channel]! - second[at + channel]!) ** 2;
    }
  }
  const variance1 = squares1 / PIXELS - (sum1 / PIXELS) ** 2;
  const variance2 = squares2 / PIXELS - (sum2 / PIXELS) ** 2;
  const covariance = products / PIXELS - (sum1 / PIXELS) * (sum2 / PIXELS);
  const isFlat = variance1 < FLAT_VARIANCE || variance2 < FLAT_VARIANCE;
  return {
    correlation: isFlat ? 0 : covariance / Math.sqrt(variance1 * variance2),
    colourError: Math.sqrt(errors / first.length),
  };
}

function rootOf(parent: Int32Array, position: number): number {
  let root = position;
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]!]!;
    root = parent[root]!;
  }
  return root;
}

function join(parent: Int32Array, first: number, second: number): void {
  const [rootOne, rootTwo] = [rootOf(parent, first), rootOf(parent, second)];
  parent[Math.max(rootOne, rootTwo)] = Math.min(rootOne, rootTwo);
}

function groupsOf(parent: Int32Array): number[][] {
  const groups = new Map<number, number[]>();
  for (let position = 0; position < parent.length; position += 1) {
    const root = rootOf(parent, position);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [position]);
    else group.push(position);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
