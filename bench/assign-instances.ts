/**
 * @file Cost matrices for bench/assign.ts as the engine makes them: real photos (a folder given, or ../shared/testdata)
 * or, without any, generated descriptors. More photos than there are come from crops and mirror images of them.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { costFactor, costScale } from '../src/core/cost.ts';
import { descriptorVectors, vectorSpace } from '../src/core/descriptor-vectors.ts';
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE as SIDE } from '../src/core/descriptor.ts';
import { seededRandom } from '../src/core/random.ts';
import type { ColumnQuota } from '../src/core/assignment/quotas.ts';
import { photoOrder } from '../src/core/photo-order.ts';
import { representativeOrder } from '../src/core/representative-order.ts';
import { AssignmentSolver } from '../src/kernels/assignment.ts';
import { ScoringKernel, scoringLayout } from '../src/kernels/scoring.ts';

const THUMBNAIL_SIDE = 48;
const PAGE_BYTES = 65_536;
const PHOTO_FOLDER = '../shared/testdata/photos';
const TARGET_FILE = '../shared/testdata/targets/portrait-astronaut.jpg';
/** Left and top corner and side of the crops of a thumbnail, and whether it is mirrored. */
const CROPS = [
  [0, 0, 48, false],
  [0, 0, 48, true],
  [0, 0, 32, false],
  [16, 16, 32, true],
  [16, 0, 32, false],
  [0, 16, 32, true],
  [8, 8, 32, false],
  [16, 16, 16, true],
] as const;

const space = vectorSpace(8, 'srgb');

export interface Instance {
  name: string;
  cellCount: number;
  photoCount: number;
  rowStride: number;
  memory: WebAssembly.Memory;
  costPointer: number;
  /** The whole matrix, rowStride entries a row. */
  costs: Int32Array;
  solver: AssignmentSolver;
  /** A solver that keeps quotas, in the place of the other: that one is of no use any more. */
  withQuotas(quotas: readonly ColumnQuota[]): AssignmentSolver;
}

/** Thumbnails of real photos, or null if there are none. */
export async function readThumbnails(folder = PHOTO_FOLDER): Promise<Uint8Array[] | null> {
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(jpe?g|png|webp)$/i.test(file))
    .sort();
  const thumbnails: Uint8Array[] = [];
  for (const file of files) {
    try {
      thumbnails.push(await pixelsOf(join(folder, file), THUMBNAIL_SIDE));
    } catch {
      console.log(`Left out, not readable: ${file}`);
    }
  }
  return thumbnails.length > 0 ? thumbnails : null;
}

async function pixelsOf(file: string, side: number): Promise<Uint8Array> {
  const picture = sharp(file).autoOrient().resize(side, side, { fit: 'cover' }).removeAlpha();
  return picture.toColourspace('srgb').raw().toBuffer();
}

/** The descriptor of a crop of a picture. */
function cropDescriptor(
  pixels: Uint8Array,
  side: number,
  [left, top, cropSide, mirrored]: readonly [number, number, number, boolean],
): Uint8Array {
  const step = cropSide / SIDE;
  const descriptor = new Uint8Array(DESCRIPTOR_BYTES);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const from = mirrored ? SIDE - 1 - x : x;
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let dy = 0; dy < step; dy++) {
          for (let dx = 0; dx < step; dx++) {
            sum += pixels[((top + y * step + dy) * side + left + from * step + dx) * 3 + channel]!;
          }
        }
        descriptor[(y * SIDE + x) * 3 + channel] = Math.round(sum / step ** 2);
      }
    }
  }
  return descriptor;
}

/** Descriptors of that many photos, real or generated. */
export function photoDescriptors(thumbnails: Uint8Array[] | null, count: number): Uint8Array {
  const descriptors = new Uint8Array(count * DESCRIPTOR_BYTES);
  const random = seededRandom(count);
  for (let k = 0; k < count; k++) {
    const descriptor =
      thumbnails === null
        ? generatedDescriptor(random)
        : cropDescriptor(
            thumbnails[k % thumbnails.length]!,
            THUMBNAIL_SIDE,
            CROPS[Math.floor(k / thumbnails.length) % CROPS.length]!,
          );
    descriptors.set(descriptor, k * DESCRIPTOR_BYTES);
  }
  return descriptors;
}

/** A smooth colour gradient with some noise, about as spread as photos are. */
function generatedDescriptor(random: () => number): Uint8Array {
  const corner = [random(), random(), random()].map((value) => value * 200 + 28);
  const slopeX = [random(), random(), random()].map((value) => value * 16 - 8);
  const slopeY = [random(), random(), random()].map((value) => value * 16 - 8);
  return Uint8Array.from({ length: DESCRIPTOR_BYTES }, (_, at) => {
    const pixel = Math.floor(at / 3);
    const x = (pixel % SIDE) - SIDE / 2;
    const y = Math.floor(pixel / SIDE) - SIDE / 2;
    const value = corner[at % 3]! + x * slopeX[at % 3]! + y * slopeY[at % 3]! + random() * 40 - 20;
    return Math.max(0, Math.min(255, Math.round(value)));
  });
}

/** Descriptors of the cells of a target in about a square grid. */
export async function cellDescriptors(count: number): Promise<Uint8Array> {
  const grid = Math.ceil(Math.sqrt(count));
  const descriptors = new Uint8Array(count * DESCRIPTOR_BYTES);
  const side = grid * SIDE;
  const hasTarget = existsSync(TARGET_FILE);
  const pixels = hasTarget ? await pixelsOf(TARGET_FILE, side) : null;
  const random = seededRandom(1);
  for (let cell = 0; cell < count; cell++) {
    const corner = [(cell % grid) * SIDE, Math.floor(cell / grid) * SIDE, SIDE, false] as const;
    const descriptor = pixels === null ? generatedDescriptor(random) : cropDescriptor(pixels, side, corner);
    descriptors.set(descriptor, cell * DESCRIPTOR_BYTES);
  }
  return descriptors;
}

/** A weight of 1 to 4 for each cell, heavy around the middle, as a face has. */
function cellWeights(count: number): Float64Array {
  const grid = Math.ceil(Math.sqrt(count));
  return Float64Array.from({ length: count }, (_, cell) => {
    const x = (cell % grid) / grid - 0.5;
    const y = Math.floor(cell / grid) / grid - 0.35;
    return 1 + 3 * Math.exp(-(x * x + y * y) / 0.02);
  });
}

/** Scores an instance and prepares a solver on it. */
export async function makeInstance(
  thumbnails: Uint8Array[] | null,
  cellCount: number,
  photoCount: number,
): Promise<Instance> {
  const photos = photoDescriptors(thumbnails, photoCount);
  const cells = await cellDescriptors(cellCount);
  const rowStride = Math.ceil(photoCount / 16) * 16;
  const scratchBytes = AssignmentSolver.scratchBytesFor(cellCount, photoCount);
  const shape = {
    cellCount,
    photoCount,
    vectorLength: space.length,
    mirror: false,
    cropCount: 1,
    takesPixelWeights: false,
  };
  const scratchPointer = PAGE_BYTES + cellCount * rowStride * 4;
  const layout = scoringLayout(shape, scratchPointer + scratchBytes);
  const pages = Math.ceil((layout.end + 64) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const kernel = new ScoringKernel(memory, layout, PAGE_BYTES);
  const ordered = inOrder(photos, photoOrder(photos));
  kernel.writePhotos([descriptorVectors(ordered, space)]);
  kernel.writeCells(0, descriptorVectors(cells, space), null);
  kernel.clearAllPixelWeights();
  const scale = costScale(space, 4);
  cellWeights(cellCount).forEach((weight, cell) =>
    kernel.writeFactor(cell, costFactor(scale, weight, false)),
  );
  for (let row = 0; row < cellCount; row += 50) kernel.scoreRows(row, Math.min(50, cellCount - row));
  const costPointer = PAGE_BYTES;
  const cellOrder = representativeOrder(cells);
  const region = { memory, costPointer, rowStride, cellCount, photoCount, scratchPointer, scratchBytes };
  return {
    name: `${cellCount} x ${photoCount}`,
    cellCount,
    photoCount,
    rowStride,
    memory,
    costPointer,
    costs: new Int32Array(memory.buffer, costPointer, cellCount * rowStride),
    solver: AssignmentSolver.create({ ...region, cellOrder }),
    withQuotas: (quotas) => AssignmentSolver.create({ ...region, cellOrder, quotas }),
  };
}

function inOrder(descriptors: Uint8Array, order: Int32Array): Uint8Array {
  const ordered = new Uint8Array(descriptors.length);
  order.forEach((from, at) => {
    const start = from * DESCRIPTOR_BYTES;
    ordered.set(descriptors.subarray(start, start + DESCRIPTOR_BYTES), at * DESCRIPTOR_BYTES);
  });
  return ordered;
}
