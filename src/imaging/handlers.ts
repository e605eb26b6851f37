/**
 * @file Answers the imaging contract. Runs in imaging processes (plain Node on Linux), and in tests in this one.
 */
import type { ProcessHandlers } from '../processes/contract.ts';
import { compareBand, hashBand, unpackPoster } from './compare.ts';
import type { ImagingContract } from './contract.ts';
import { describeLook, describePhoto } from './describe.ts';
import { encodeCanvas } from './encode.ts';
import { openPicture } from './open.ts';
import { revealPoster } from './reveal.ts';
import { createCanvas, paintBand, readBands } from './sheet.ts';
import { sharp } from './sharp.ts';
import { softProof } from './soft-proof.ts';
import { cutTiles } from './tiles.ts';
import { buildAtlas, makePreview, sampleTarget, smallPixels, writeGreyPicture } from './views.ts';

export const imagingHandlers: ProcessHandlers<ImagingContract> = {
  'imaging.hello': () => ({ sharp: sharp.versions.sharp ?? '', libvips: sharp.versions.vips }),
  'photo.describe': ({ file, thumbnailFile }) => describePhoto(file, thumbnailFile),
  'photo.measure': async ({ file }) => {
    const { format, widthPx, heightPx } = await openPicture(file);
    return { format, widthPx, heightPx };
  },
  'picture.preview': ({ file, previewFile, longestSidePx }) => makePreview(file, previewFile, longestSidePx),
  'picture.pixels': ({ file, longestSidePx }) => smallPixels(file, longestSidePx),
  'picture.writeGrey': async (grey) => {
    await writeGreyPicture(grey);
    return null;
  },
  'target.sample': async ({ file, columns, rows }) => ({ cells: await sampleTarget(file, columns, rows) }),
  'atlas.build': (order, { signal }) => buildAtlas(order, signal),
  'sheet.create': async (order) => {
    await createCanvas(order);
    return null;
  },
  'sheet.paintBand': (order, { signal }) => paintBand(order, signal),
  'sheet.readBands': async (order) => ({ crc32: await readBands(order) }),
  'sheet.softProof': (order) => softProof(order),
  'sheet.cutTiles': (order) => cutTiles(order),
  'poster.unpack': (order) => unpackPoster(order),
  'poster.compareBand': (order, { signal }) => compareBand(order, signal),
  'poster.hashBand': async (order) => ({ pixelsSha256: await hashBand(order) }),
  'poster.reveal': (order) => revealPoster(order),
  'photo.descriptor': ({ file }) => describeLook(file),
  'sheet.encode': (order, { report }) => encodeCanvas(order, report),
};
