/**
 * @file The scoring kernel over one shared memory: where things lie, how vectors are packed, and scoring of rows. Runs on
 * any thread of the engine: every thread makes a ScoringKernel of its own on the same memory and scores other rows.
 * Plain twin: scoreRowsPlainly in core/cost.ts.
 */
import { FORBIDDEN_COST } from '../core/assignment/matrix.ts';
import { kernelModule } from './wasm-module.ts';

/** Entries from one matrix row to the next are a multiple of this. */
export const STRIDE_MULTIPLE = 16;
const VALUES_PER_CHUNK = 8;
const PHOTOS_PER_QUAD = 4;
const ALIGNMENT_BYTES = 64;

/** Sizes that decide how much memory scoring needs. */
export interface ScoringShape {
  cellCount: number;
  photoCount: number;
  /** Values of one vector. */
  vectorLength: number;
  mirror: boolean;
  /** Crops of each photo: 1 if only its centre may be shown. */
  cropCount: number;
  /** Is there room for pixel weights of every cell? */
  takesPixelWeights: boolean;
  /** Entries from one matrix row to the next, if rows have to be longer than the photos need. */
  rowStride?: number;
}

/** Byte offsets of everything the kernel reads, and the padded sizes. */
export interface ScoringLayout extends ScoringShape {
  /** Photos, rounded up: as many entries of a matrix row are scored. */
  stride: number;
  /** Entries from one matrix row to the next. */
  rowStride: number;
  /** Bytes of a padded vector. */
  vectorBytes: number;
  /** For each crop the vectors of all photos, and their squared lengths. */
  photoSets: readonly { vectorsAt: number; normsAt: number }[];
  cellsAt: number;
  cellNormsAt: number;
  mirroredAt: number;
  mirroredNormsAt: number;
  /** One float64 a cell: what its sums are multiplied with. */
  factorsAt: number;
  /** One int32 a cell: 1 if it has pixel weights. */
  isWeightedAt: number;
  pixelWeightsAt: number;
  /** First byte behind all of it. */
  end: number;
}

/** Lays the arrays out from `start` (bytes). The matrix itself lies elsewhere. */
export function scoringLayout(shape: ScoringShape, start: number): ScoringLayout {
  const stride = roundUp(shape.photoCount, STRIDE_MULTIPLE);
  const vectorBytes = roundUp(shape.vectorLength, VALUES_PER_CHUNK) * 2;
  let end = roundUp(start, ALIGNMENT_BYTES);
  const take = (bytes: number): number => {
    const at = end;
    end = roundUp(end + bytes, ALIGNMENT_BYTES);
    return at;
  };
  const variantCells = shape.mirror ? shape.cellCount : 0;
  return {
    ...shape,
    stride,
    rowStride: Math.max(stride, shape.rowStride ?? 0),
    vectorBytes,
    photoSets: Array.from({ length: shape.cropCount }, () => ({
      vectorsAt: take(stride * vectorBytes),
      normsAt: take(stride * 4),
    })),
    cellsAt: take(shape.cellCount * vectorBytes),
    cellNormsAt: take(shape.cellCount * 4),
    mirroredAt: take(variantCells * vectorBytes),
    mirroredNormsAt: take(variantCells * 4),
    factorsAt: take(shape.cellCount * 8),
    isWeightedAt: take(shape.cellCount * 4),
    pixelWeightsAt: take(shape.takesPixelWeights ? shape.cellCount * vectorBytes * 2 : 0),
    end,
  };
}

type PhotoSet = ScoringLayout['photoSets'][number];

interface ScoringExports {
  squaredDifferences(
    cells: number,
    cellNorms: number,
    cellCount: number,
    photos: number,
    photoNorms: number,
    photoCount: number,
    lengthBytes: number,
    out: number,
    strideBytes: number,
    keepMinimum: number,
  ): void;
  weightedSquaredDifferences(
    cell: number,
    pixelWeights: number,
    photos: number,
    photoCount: number,
    lengthBytes: number,
    out: number,
    keepMinimum: number,
  ): void;
  finish(row: number, photoCount: number, stride: number, factor: number, padding: number): void;
}

/** One thread's view of the scoring arrays. */
export class ScoringKernel {
  private readonly exports: ScoringExports;
  private readonly factors: Float64Array;
  private readonly isWeighted: Int32Array;

  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly layout: ScoringLayout,
    private readonly matrixAt: number,
  ) {
    const instance = new WebAssembly.Instance(kernelModule('scoring'), { env: { memory } });
    this.exports = instance.exports as unknown as ScoringExports;
    this.factors = new Float64Array(memory.buffer, layout.factorsAt, layout.cellCount);
    this.isWeighted = new Int32Array(memory.buffer, layout.isWeightedAt, layout.cellCount);
  }

  /**
   * Writes photo vectors, interleaved in quads as the kernel reads them.
   * @param crops one vector for each photo, for each crop
   * @param photos whose vectors they are; left out: of the first ones
   */
  writePhotos(crops: readonly Int16Array[], photos?: Int32Array): void {
    crops.forEach((vectors, crop) => this.writeCrop(crop, vectors, photos));
  }

  private packedCrop(crop: number): Int16Array {
    const { stride, vectorBytes, photoSets } = this.layout;
    return new Int16Array(this.memory.buffer, photoSets[crop]!.vectorsAt, (stride * vectorBytes) / 2);
  }

  private writeCrop(crop: number, vectors: Int16Array, photos?: Int32Array): void {
    const { layout } = this;
    const { vectorLength } = layout;
    const packed = this.packedCrop(crop);
    const norms = new Int32Array(this.memory.buffer, layout.photoSets[crop]!.normsAt, layout.stride);
    const chunkStep = PHOTOS_PER_QUAD * VALUES_PER_CHUNK;
    for (let at = 0; at < vectors.length / vectorLength; at++) {
      const photo = photos === undefined ? at : photos[at]!;
      const start = at * vectorLength;
      let chunkAt = firstPackedValue(photo, layout.vectorBytes);
      let norm = 0;
      for (let k = 0; k < vectorLength; k++) {
        const value = vectors[start + k]!;
        const inChunk = k % VALUES_PER_CHUNK;
        packed[chunkAt + inChunk] = value;
        norm += value * value;
        if (inChunk === VALUES_PER_CHUNK - 1) chunkAt += chunkStep;
      }
      norms[photo] = norm;
    }
  }

  /** One photo's vectors as they were written, one for each crop. */
  readPhoto(photo: number): Int16Array[] {
    return this.layout.photoSets.map((_, crop) => this.readCrop(crop, photo));
  }

  private readCrop(crop: number, photo: number): Int16Array {
    const { layout } = this;
    const packed = this.packedCrop(crop);
    const vector = new Int16Array(layout.vectorLength);
    const first = firstPackedValue(photo, layout.vectorBytes);
    for (let k = 0; k < vector.length; k++) {
      const inChunk = k % VALUES_PER_CHUNK;
      vector[k] = packed[first + (k - inChunk) * PHOTOS_PER_QUAD + inChunk]!;
    }
    return vector;
  }

  /** Writes vectors of cells from `first` on; `mirrored` is given exactly if the layout has mirrored cells. */
  writeCells(first: number, vectors: Int16Array, mirrored: Int16Array | null): void {
    const { layout } = this;
    this.writeVectors(layout.cellsAt, layout.cellNormsAt, first, vectors);
    if (mirrored !== null) this.writeVectors(layout.mirroredAt, layout.mirroredNormsAt, first, mirrored);
  }

  private writeVectors(vectorsAt: number, normsAt: number, first: number, vectors: Int16Array): void {
    const { vectorLength, vectorBytes, cellCount } = this.layout;
    const norms = new Int32Array(this.memory.buffer, normsAt, cellCount);
    const count = vectors.length / vectorLength;
    for (let k = 0; k < count; k++) {
      const start = k * vectorLength;
      const at = vectorsAt + (first + k) * vectorBytes;
      new Int16Array(this.memory.buffer, at, vectorLength).set(vectors.subarray(start, start + vectorLength));
      norms[first + k] = squaredNorm(vectors, start, vectorLength);
    }
  }

  /** Sets what a cell's sums are multiplied with. */
  writeFactor(cell: number, factor: number): void {
    this.factors[cell] = factor;
  }

  /** Takes all pixel weights away. */
  clearAllPixelWeights(): void {
    this.isWeighted.fill(0);
  }

  clearPixelWeights(cell: number): void {
    this.isWeighted[cell] = 0;
  }

  /** Gives a cell pixel weights: one per vector value, and mirrored. */
  writePixelWeights(cell: number, weights: Int16Array, mirrored: Int16Array): void {
    const { layout } = this;
    const at = layout.pixelWeightsAt + cell * layout.vectorBytes * 2;
    new Int16Array(this.memory.buffer, at, layout.vectorLength).set(weights);
    new Int16Array(this.memory.buffer, at + layout.vectorBytes, layout.vectorLength).set(mirrored);
    this.isWeighted[cell] = 1;
  }

  /** Scores `count` rows of the matrix from cell `first` on. Call it for a few dozen rows at a time. */
  scoreRows(first: number, count: number): void {
    const { layout, exports, matrixAt, isWeighted } = this;
    const end = first + count;
    for (let cell = first; cell < end;) {
      if (isWeighted[cell] === 1) {
        this.scoreWeightedRow(cell++);
        continue;
      }
      const from = cell;
      while (cell < end && isWeighted[cell] === 0) cell++;
      this.scorePlainRows(from, cell - from);
    }
    for (let cell = first; cell < end; cell++) {
      const rowAt = matrixAt + cell * layout.rowStride * 4;
      exports.finish(rowAt, layout.photoCount, layout.stride, this.factors[cell]!, FORBIDDEN_COST);
    }
  }

  private scorePlainRows(first: number, count: number): void {
    const { layout, exports, matrixAt } = this;
    const strideBytes = layout.rowStride * 4;
    const run = (cellsAt: number, normsAt: number, photos: PhotoSet, keepMinimum: number): void =>
      exports.squaredDifferences(
        cellsAt + first * layout.vectorBytes,
        normsAt + first * 4,
        count,
        photos.vectorsAt,
        photos.normsAt,
        layout.stride,
        layout.vectorBytes,
        matrixAt + first * strideBytes,
        strideBytes,
        keepMinimum,
      );
    layout.photoSets.forEach((photos, crop) => {
      run(layout.cellsAt, layout.cellNormsAt, photos, crop === 0 ? 0 : 1);
      if (layout.mirror) run(layout.mirroredAt, layout.mirroredNormsAt, photos, 1);
    });
  }

  private scoreWeightedRow(cell: number): void {
    const { layout, exports } = this;
    const rowAt = this.matrixAt + cell * layout.rowStride * 4;
    const weightsAt = layout.pixelWeightsAt + cell * layout.vectorBytes * 2;
    const run = (cellsAt: number, pixelWeightsAt: number, photos: PhotoSet, keepMinimum: number): void =>
      exports.weightedSquaredDifferences(
        cellsAt + cell * layout.vectorBytes,
        pixelWeightsAt,
        photos.vectorsAt,
        layout.stride,
        layout.vectorBytes,
        rowAt,
        keepMinimum,
      );
    layout.photoSets.forEach((photos, crop) => {
      run(layout.cellsAt, weightsAt, photos, crop === 0 ? 0 : 1);
      if (layout.mirror) run(layout.mirroredAt, weightsAt + layout.vectorBytes, photos, 1);
    });
  }
}

/** Where, in values, a photo's first chunk lies in the interleaved quads. */
function firstPackedValue(photo: number, vectorBytes: number): number {
  const inQuad = photo % PHOTOS_PER_QUAD;
  return ((photo - inQuad) * vectorBytes) / 2 + inQuad * VALUES_PER_CHUNK;
}

function squaredNorm(values: Int16Array, start: number, length: number): number {
  let sum = 0;
  for (let k = start; k < start + length; k++) sum += values[k]! * values[k]!;
  return sum;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
