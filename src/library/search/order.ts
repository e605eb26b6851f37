/** @file Orders of photos: by a column, or by likeness to one photo. Node for the descriptors; the rest is pure. */
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from '../../core/descriptor.ts';
import { oklabFromRgb } from '../../core/colour/spaces.ts';
import { SmaltiError } from '../../shared/errors.ts';
import type { PhotoQuery, SortKey } from '../../shared/query.ts';
import type { Database } from '../catalogue/database.ts';
import type { Columns } from './columns.ts';
import { LEAST_CHROMA } from './filters.ts';

/** Likeness looks at the arrangement of colours: 4 x 4 patches of the descriptor in OKLab. */
const PATCHES = 4;
const LIKENESS_LENGTH = PATCHES * PATCHES * 3;

/** Keeps the orders of one set of columns, each worked out when it is first asked for. */
export class PhotoOrders {
  readonly #columns: Columns;
  readonly #database: Database;
  readonly #orders = new Map<SortKey, Uint32Array>();
  #likeness: Float32Array | null = null;

  constructor(columns: Columns, database: Database) {
    this.#columns = columns;
    this.#database = database;
  }

  /** All positions in the order asked for; the newest first without one. Unknown values come last in both ways. */
  positions(sort: PhotoQuery['sort']): Uint32Array {
    const key = sort?.key ?? 'date';
    if (key === 'similarity') return this.#similarTo(sort?.similarToPhotoId);
    let order = this.#orders.get(key);
    if (order === undefined) {
      order = this.#ordered(key);
      this.#orders.set(key, order);
    }
    const isDescending = sort === undefined ? true : sort.descending === true;
    if (!isDescending) return order;
    const known = this.#knownCount(key, order);
    const reversed = order.slice();
    reversed.subarray(0, known).reverse();
    return reversed;
  }

  #valueOf(key: SortKey, position: number): number {
    const { shownAtMs, lightness, chroma, hueDegrees } = this.#columns;
    if (key === 'date') return shownAtMs[position]!;
    if (key === 'lightness') return lightness[position]!;
    if (key === 'chroma') return chroma[position]!;
    // Greys have no place on the ring: they come after it, dark to light.
    return chroma[position]! < LEAST_CHROMA ? 1000 + lightness[position]! : hueDegrees[position]!;
  }

  #ordered(key: SortKey): Uint32Array {
    const { count, paths } = this.#columns;
    const order = Uint32Array.from({ length: count }, (_, position) => position);
    if (key === 'path') {
      const collator = new Intl.Collator('en', { numeric: true });
      return order.sort((first, second) => collator.compare(paths[first]!, paths[second]!) || first - second);
    }
    const values = Float64Array.from(order, (position) => this.#valueOf(key, position));
    return order.sort((first, second) => {
      const [one, two] = [values[first]!, values[second]!];
      if (Number.isNaN(one) || Number.isNaN(two))
        return Number(Number.isNaN(one)) - Number(Number.isNaN(two));
      return one - two || first - second;
    });
  }

  #knownCount(key: SortKey, order: Uint32Array): number {
    if (key === 'path') return order.length;
    let known = order.length;
    while (known > 0 && Number.isNaN(this.#valueOf(key, order[known - 1]!))) known -= 1;
    return known;
  }

  /** Most alike first; the photo itself leads. @throws QUERY_INVALID */
  #similarTo(photoId: number | undefined): Uint32Array {
    const { positions, count } = this.#columns;
    const target = photoId === undefined ? undefined : positions.get(photoId);
    this.#likeness ??= loadLikeness(this.#database, this.#columns);
    const likeness = this.#likeness;
    if (target === undefined || Number.isNaN(likeness[target * LIKENESS_LENGTH])) {
      throw new SmaltiError(
        'QUERY_INVALID',
        'There is no such photo to compare with.',
        'Choose a photo of this library.',
      );
    }
    const distances = new Float32Array(count);
    for (let position = 0; position < count; position += 1) {
      let sum = 0;
      for (let at = 0; at < LIKENESS_LENGTH; at += 1) {
        sum += (likeness[position * LIKENESS_LENGTH + at]! - likeness[target * LIKENESS_LENGTH + at]!) ** 2;
      }
      distances[position] = Number.isNaN(sum) ? Infinity : sum;
    }
    return ascending(distances);
  }
}

/**
 * Positions by ascending value, which must not be negative. The bits of such floats are in the order of the floats, so
 * value and position make one number each, and those are sorted without a comparison function.
 */
function ascending(values: Float32Array): Uint32Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const keys = Float64Array.from(bits, (word, position) => word * 2 ** 20 + position).sort();
  return Uint32Array.from(keys, (key) => key % 2 ** 20);
}

function loadLikeness(database: Database, columns: Columns): Float32Array {
  const likeness = new Float32Array(columns.count * LIKENESS_LENGTH).fill(Number.NaN);
  const statement = database.prepare('SELECT photo_id, bytes FROM descriptors');
  statement.setReturnArrays(true);
  for (const [photoId, bytes] of statement.iterate() as Iterable<[number, Uint8Array]>) {
    const position = columns.positions.get(photoId);
    if (position !== undefined && bytes.length === DESCRIPTOR_BYTES) {
      likeness.set(patchesOf(bytes), position * LIKENESS_LENGTH);
    }
  }
  return likeness;
}

/** Mean colour of each patch in OKLab. */
function patchesOf(descriptor: Uint8Array): Float32Array {
  const side = DESCRIPTOR_SIDE / PATCHES;
  const result = new Float32Array(LIKENESS_LENGTH);
  for (let patch = 0; patch < PATCHES * PATCHES; patch += 1) {
    const sums: [number, number, number] = [0, 0, 0];
    for (let pixel = 0; pixel < side * side; pixel += 1) {
      const x = (patch % PATCHES) * side + (pixel % side);
      const y = Math.floor(patch / PATCHES) * side + Math.floor(pixel / side);
      for (let channel = 0; channel < 3; channel += 1) {
        sums[channel]! += descriptor[(y * DESCRIPTOR_SIDE + x) * 3 + channel]!;
      }
    }
    const mean = sums.map((sum) => Math.round(sum / (side * side))) as [number, number, number];
    result.set(oklabFromRgb(mean), patch * 3);
  }
  return result;
}
