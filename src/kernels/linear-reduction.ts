/**
 * @file Makes a picture smaller in linear light, in WebAssembly. Runs in imaging processes. Plain twin: the function of the
 * same name in core/linear-reduction.ts. The picture goes through a small memory in pieces, so that the largest photo
 * takes no more of it than any other.
 */
import {
  type ReducedArea,
  type ReductionAxis,
  type RgbPixels,
  SRGB_CURVE,
  reductionAxis,
} from '../core/linear-reduction.ts';
import { kernelModule } from './wasm-module.ts';

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;
const ALIGNMENT_BYTES = 16;
/** Source bytes that are in the memory at a time, unless a single row of the result needs more. */
const PIECE_BYTES = 2 << 20;

interface ReductionExports {
  reduceRows(
    source: number,
    rowBytes: number,
    sourceRow: number,
    downFirst: number,
    downCount: number,
    downShares: number,
    downTaps: number,
    rows: number,
    acrossFirst: number,
    acrossCount: number,
    acrossShares: number,
    acrossTaps: number,
    columns: number,
    linear: number,
    encoded: number,
    steps: number,
    sums: number,
    out: number,
  ): void;
}

interface Loaded {
  memory: WebAssembly.Memory;
  exports: ReductionExports;
}

let loaded: Loaded | undefined;

/** Loads the kernel at the first call, so that processes that make no posters do not pay for it. */
function kernel(): Loaded {
  if (loaded === undefined) {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true });
    const instance = new WebAssembly.Instance(kernelModule('linear-reduction'), { env: { memory } });
    loaded = { memory, exports: instance.exports as unknown as ReductionExports };
  }
  return loaded;
}

/** Gives out places in the memory, one after the other; the last call makes the memory large enough. */
class Places {
  end = 0;

  take(bytes: number): number {
    const at = this.end;
    this.end = Math.ceil((at + bytes) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return at;
  }
}

interface AxisPlaces {
  first: number;
  count: number;
  shares: number;
}

function axisPlaces(places: Places, { first, count, shares }: ReductionAxis): AxisPlaces {
  return {
    first: places.take(first.byteLength),
    count: places.take(count.byteLength),
    shares: places.take(shares.byteLength),
  };
}

/** Scales a rectangle of a picture to the given size; the bytes are those of the plain twin. */
export function reduceInLinearLight(
  picture: RgbPixels,
  area: ReducedArea,
  widthPx: number,
  heightPx: number,
  { linearOf, encodedOf, steps } = SRGB_CURVE,
): RgbPixels {
  const across = reductionAxis(area.left, area.width, widthPx, picture.widthPx);
  const down = reductionAxis(area.top, area.height, heightPx, picture.heightPx);
  const rowBytes = picture.widthPx * 3;
  const pieces = piecesOf(down, rowBytes);
  const mostSourceRows = Math.max(...pieces.map(({ sourceRow, sourceEnd }) => sourceEnd - sourceRow));
  const mostRows = Math.max(...pieces.map(({ row, end }) => end - row));
  const places = new Places();
  const at = {
    linear: places.take(linearOf.byteLength),
    encoded: places.take(encodedOf.byteLength),
    across: axisPlaces(places, across),
    down: axisPlaces(places, down),
    // One value more than there are: rows of odd length are added up two values at a time.
    sums: places.take((rowBytes + 1) * 8),
    out: places.take(mostRows * widthPx * 3),
    source: places.take(mostSourceRows * rowBytes + 1),
  };
  const { memory, exports } = kernel();
  const missingBytes = places.end - memory.buffer.byteLength;
  if (missingBytes > 0) memory.grow(Math.ceil(missingBytes / PAGE_BYTES));
  const bytes = new Uint8Array(memory.buffer);
  const write = (place: number, values: ArrayBufferView): void =>
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), place);
  write(at.linear, linearOf);
  write(at.encoded, encodedOf);
  for (const [place, axis] of [
    [at.across, across],
    [at.down, down],
  ] as const) {
    write(place.first, axis.first);
    write(place.count, axis.count);
    write(place.shares, axis.shares);
  }
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (const { row, end, sourceRow, sourceEnd } of pieces) {
    write(at.source, picture.data.subarray(sourceRow * rowBytes, sourceEnd * rowBytes));
    exports.reduceRows(
      at.source,
      rowBytes,
      sourceRow,
      at.down.first + row * 4,
      at.down.count + row * 4,
      at.down.shares + row * down.taps * 8,
      down.taps,
      end - row,
      at.across.first,
      at.across.count,
      at.across.shares,
      across.taps,
      widthPx,
      at.linear,
      at.encoded,
      steps,
      at.sums,
      at.out,
    );
    data.set(bytes.subarray(at.out, at.out + (end - row) * widthPx * 3), row * widthPx * 3);
  }
  return { data, widthPx, heightPx };
}

interface Piece {
  /** Rows of the result. */
  row: number;
  end: number;
  /** Source rows under them. */
  sourceRow: number;
  sourceEnd: number;
}

function piecesOf({ first, count }: ReductionAxis, rowBytes: number): Piece[] {
  const pieces: Piece[] = [];
  let row = 0;
  while (row < first.length) {
    const sourceRow = first[row]!;
    let end = row + 1;
    let sourceEnd = sourceRow + count[row]!;
    while (end < first.length && (first[end]! + count[end]! - sourceRow) * rowBytes <= PIECE_BYTES) {
      sourceEnd = first[end]! + count[end]!;
      end += 1;
    }
    pieces.push({ row, end, sourceRow, sourceEnd });
    row = end;
  }
  return pieces;
}
