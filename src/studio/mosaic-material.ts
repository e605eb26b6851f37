/**
 * @file What mosaics are made of: the target averaged down to its cells, and the looks of the pool's photos. The last of
 * each is kept, because the same is asked for several times over: ahead of the click that makes the mosaic, for the
 * coverage check, for the mosaic itself. Node, no Electron.
 */
import { stat } from 'node:fs/promises';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import type { Grid } from '../core/grid.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import type { Catalogue } from '../library/catalogue/catalogue.ts';
import type { OpenLibrary } from './libraries.ts';
import type { Targets } from './targets.ts';

/** What is compared: photos of the pool and cells of the target. Shared by all who asked: nobody writes into it. */
export interface MosaicMaterial {
  photoDescriptors: Uint8Array;
  /** The same of the photos' starts and of their ends (core/crops.ts). */
  photoEnds: Uint8Array[];
  cellDescriptors: Uint8Array;
}

/** Of what material is wanted; photos in the order in which the mosaic numbers them. */
export interface MaterialRequest {
  library: OpenLibrary;
  targetId: string;
  grid: Grid;
  poolIds: Int32Array;
}

type PhotoLooks = Pick<MosaicMaterial, 'photoDescriptors' | 'photoEnds'>;

export class MosaicMaterials {
  readonly #imaging: ProcessClient<ImagingContract>;
  readonly #targets: Targets;
  #cells: { key: string; cells: Promise<Uint8Array> } | null = null;
  #pool: { catalogue: Catalogue; revision: number; poolIds: Int32Array; looks: PhotoLooks } | null = null;

  constructor(imaging: ProcessClient<ImagingContract>, targets: Targets) {
    this.#imaging = imaging;
    this.#targets = targets;
  }

  /**
   * The material, at once where target file, grid, pool and catalogue are those of the last time.
   * @throws what imaging says of the target; PHOTO_UNKNOWN
   */
  async of({ library, targetId, grid, poolIds }: MaterialRequest): Promise<MosaicMaterial> {
    const cells = this.#cellsOf(targetId, grid);
    // It may fail while the photos are being read, before anybody waits for it.
    cells.catch(() => {});
    const looks = this.#looksOf(library, poolIds);
    return { ...looks, cellDescriptors: await cells };
  }

  async #cellsOf(targetId: string, { columns, rows }: Grid): Promise<Uint8Array> {
    const file = this.#targets.file(targetId);
    const version = await stat(file).catch(() => null);
    const key = JSON.stringify([file, version?.size, version?.mtimeMs, columns, rows]);
    if (this.#cells?.key === key) return this.#cells.cells;
    const sampled = this.#imaging
      .request('target.sample', { file, columns, rows })
      .then((answer) => answer.cells);
    const kept = { key, cells: sampled };
    this.#cells = kept;
    sampled.catch(() => {
      if (this.#cells === kept) this.#cells = null;
    });
    return sampled;
  }

  #looksOf({ catalogue }: OpenLibrary, poolIds: Int32Array): PhotoLooks {
    const { revision } = catalogue;
    const kept = this.#pool;
    if (
      kept?.catalogue === catalogue &&
      kept.revision === revision &&
      Buffer.compare(bytesOf(kept.poolIds), bytesOf(poolIds)) === 0
    ) {
      return kept.looks;
    }
    const looks = {
      photoDescriptors: catalogue.descriptors(poolIds),
      photoEnds: catalogue.endDescriptors(poolIds),
    };
    if (looks.photoDescriptors.length !== poolIds.length * DESCRIPTOR_BYTES)
      throw new Error('The catalogue answered fewer descriptors than it was asked for.');
    this.#pool = { catalogue, revision, poolIds, looks };
    return looks;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
