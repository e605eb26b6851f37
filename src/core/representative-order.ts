/**
 * @file An order of descriptors in which every prefix is a fair sample of all. Pure.
 *
 * The exact solver starts on small samples, the first 1/2, 1/4, 1/8 ... of the cells and photos, and needs them to look
 * like the whole. So descriptors are lined up along a Hilbert curve through their mean colours (neighbours on the curve
 * look alike) and then taken in bit-reversed order, which spreads every prefix evenly along the curve.
 */
import { spreadOrder } from './assignment/order.ts';
import { DESCRIPTOR_BYTES } from './descriptor.ts';
import { seededRandom } from './random.ts';

/** Steps along each axis of colour space: 2 to the power of this. */
const BITS = 10;

/** @returns the positions of the descriptors (count x 768 bytes) in representative order; the same input, the same order */
export function representativeOrder(descriptors: Uint8Array): Int32Array {
  const count = descriptors.length / DESCRIPTOR_BYTES;
  const keys = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    keys[k] = hilbertIndex(
      opponentColour(descriptors.subarray(k * DESCRIPTOR_BYTES, (k + 1) * DESCRIPTOR_BYTES)),
    );
  }
  const alongCurve = Int32Array.from({ length: count }, (_, k) => k).sort(
    (a, b) => keys[a]! - keys[b]! || a - b,
  );
  return spreadOrder(count, alongCurve);
}

/** A seeded shuffle, for things of which nothing is known: its prefixes are random samples. */
export function shuffledOrder(count: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, k) => k);
  const random = seededRandom(seed);
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(random() * (k + 1));
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  return order;
}

/** Where each position went: inverse[order[k]] = k. */
export function inverseOrder(order: Int32Array): Int32Array {
  const inverse = new Int32Array(order.length);
  order.forEach((position, k) => (inverse[position] = k));
  return inverse;
}

/** Mean lightness, red-blue and green-magenta of a descriptor, each as an integer of BITS bits. */
function opponentColour(descriptor: Uint8Array): [number, number, number] {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let at = 0; at < descriptor.length; at += 3) {
    red += descriptor[at]!;
    green += descriptor[at + 1]!;
    blue += descriptor[at + 2]!;
  }
  const pixelCount = descriptor.length / 3;
  const steps = 2 ** BITS / 256;
  const lightness = ((red + green + blue) / 3 / pixelCount) * steps;
  const redBlue = ((red - blue) / pixelCount / 2 + 127.5) * steps;
  const greenMagenta = ((2 * green - red - blue) / pixelCount / 4 + 127.5) * steps;
  return [Math.floor(lightness), Math.floor(redBlue), Math.floor(greenMagenta)];
}

/**
 * Distance along the three-dimensional Hilbert curve, after J. Skilling, "Programming the Hilbert curve", AIP Conference
 * Proceedings 707 (2004).
 */
function hilbertIndex(axes: [number, number, number]): number {
  const highest = 1 << (BITS - 1);
  for (let bit = highest; bit > 1; bit >>= 1) {
    const below = bit - 1;
    for (let axis = 0; axis < 3; axis++) {
      if ((axes[axis]! & bit) !== 0) axes[0] ^= below;
      else {
        const swap = (axes[0] ^ axes[axis]!) & below;
        axes[0] ^= swap;
        axes[axis]! ^= swap;
      }
    }
  }
  axes[1] ^= axes[0];
  axes[2] ^= axes[1];
  let flips = 0;
  for (let bit = highest; bit > 1; bit >>= 1) if ((axes[2] & bit) !== 0) flips ^= bit - 1;
  let index = 0;
  for (let bit = BITS - 1; bit >= 0; bit--) {
    for (const value of axes) index = index * 2 + (((value ^ flips) >> bit) & 1);
  }
  return index;
}
