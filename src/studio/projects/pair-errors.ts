/**
 * @file The error of single pairs, worked out here and not in the engine: for pictures on the way, for a tile's rank among
 * all photos, for photos that nobody uses. Pure. The same numbers as the engine's (core/cost.ts).
 */
import { bestVariant, normalisedError, type ScoredCells } from '../../core/cost.ts';
import { DESCRIPTOR_BYTES } from '../../core/descriptor.ts';
import {
  descriptorVectors,
  mirroredVectors,
  vectorSpace,
  type VectorSpace,
} from '../../core/descriptor-vectors.ts';
import type { MosaicReport } from '../../engine/contract.ts';
import type { ScoringSettings } from '../../shared/project.ts';
import type { MosaicMaterial } from '../mosaics.ts';

/** How the tiles of a placement are shown. */
type ShownTiles = Pick<MosaicReport, 'cellErrors' | 'mirrored' | 'crops'>;

export class PairErrors {
  readonly #space: VectorSpace;
  readonly #photos: readonly Int16Array[];
  readonly #cells: ScoredCells;
  readonly #photoCount: number;

  constructor(material: MosaicMaterial, scoring: ScoringSettings) {
    const { photoDescriptors, photoEnds, cellDescriptors } = material;
    this.#space = vectorSpace(16, scoring.colourSpace);
    this.#photoCount = photoDescriptors.length / DESCRIPTOR_BYTES;
    const crops = scoring.crops === 'best' ? [photoDescriptors, ...photoEnds] : [photoDescriptors];
    this.#photos = crops.map((descriptors) => descriptorVectors(descriptors, this.#space));
    const vectors = descriptorVectors(cellDescriptors, this.#space);
    this.#cells = {
      vectors,
      mirrored: scoring.mirror ? mirroredVectors(vectors, this.#space) : null,
      factors: new Float64Array(0),
      pixelWeights: new Map(),
    };
  }

  /** Mean squared error (0..1) of a photo (by its place in the pool) in a cell, and how it is shown there. */
  pair(cell: number, photo: number): { error: number; isMirrored: boolean; crop: number } {
    const { sum, ...shown } = bestVariant(this.#cells, cell, this.#photos, photo, this.#space.length);
    return { error: normalisedError(sum, this.#space), ...shown };
  }

  /** All cells of a placement; what an earlier one had too is taken from there. */
  placement(photoOfCell: Int32Array, earlier?: ShownTiles & { photoOfCell: Int32Array }): ShownTiles {
    const cellErrors = new Float64Array(photoOfCell.length);
    const mirrored = new Uint8Array(photoOfCell.length);
    const crops = new Uint8Array(photoOfCell.length);
    photoOfCell.forEach((photo, cell) => {
      if (earlier !== undefined && earlier.photoOfCell[cell] === photo) {
        cellErrors[cell] = earlier.cellErrors[cell]!;
        mirrored[cell] = earlier.mirrored[cell]!;
        crops[cell] = earlier.crops[cell]!;
        return;
      }
      const { error, isMirrored, crop } = this.pair(cell, photo);
      cellErrors[cell] = error;
      mirrored[cell] = isMirrored ? 1 : 0;
      crops[cell] = crop;
    });
    return { cellErrors, mirrored, crops };
  }

  /** 1 + the number of photos that fit the cell better than this one. */
  rank(cell: number, photo: number): number {
    const { error } = this.pair(cell, photo);
    let better = 0;
    for (let other = 0; other < this.#photoCount; other++) {
      if (this.pair(cell, other).error < error) better += 1;
    }
    return better + 1;
  }
}
