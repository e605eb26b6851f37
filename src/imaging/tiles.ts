/** @file Cuts a canvas into small pictures for zooming (Deep Zoom layout). Runs in imaging processes. */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImagingContract } from './contract.ts';
import { writingFailure } from './files.ts';
import { sharp } from './sharp.ts';

type CutOrder = ImagingContract['sheet.cutTiles'][0];
type Cut = ImagingContract['sheet.cutTiles'][1];

/** With one pixel of overlap on each side a tile is 256 pixels. */
const TILE_PX = 254;
const OVERLAP_PX = 1;

/** @throws SmaltiError DISK_FULL, FILE_UNWRITABLE */
export async function cutTiles({ canvasFile, folder }: CutOrder): Promise<Cut> {
  try {
    await sharp(canvasFile, { sequentialRead: true, limitInputPixels: false })
      .jpeg({ quality: 86, chromaSubsampling: '4:4:4' })
      .tile({ size: TILE_PX, overlap: OVERLAP_PX, layout: 'dz' })
      .toFile(`${folder}.dz`);
    await rename(`${folder}_files`, folder);
    // These name files of this machine, and the page does not need them.
    await rm(`${folder}.dzi`, { force: true });
    await rm(join(folder, 'vips-properties.xml'), { force: true });
    return { tilePx: TILE_PX, overlapPx: OVERLAP_PX, format: 'jpeg' };
  } catch (error) {
    throw writingFailure(error, folder);
  }
}
