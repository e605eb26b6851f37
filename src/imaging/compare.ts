/**
 * @file Compares a finished poster with the photos it should show. Runs in imaging processes.
 * The poster is first unpacked into a file of plain pixels, so that every band can be looked at by itself.
 */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { SmaltiError } from '../shared/errors.ts';
import { composeBand, hashOfRectangle } from './band.ts';
import type { BandComparison, ImagingContract, SheetBand, TileComparison } from './contract.ts';
import { isPdf, unpackPdf } from './pdf-read.ts';
import { sharp } from './sharp.ts';

type UnpackOrder = ImagingContract['poster.unpack'][0];
type Unpacked = ImagingContract['poster.unpack'][1];
type CompareOrder = ImagingContract['poster.compareBand'][0];

/** Bytes before the first pixel of libvips' own format. */
const VIPS_HEADER_BYTES = 64;

/**
 * Writes the poster's pixels, as they are, into a file.
 * @throws SmaltiError FILE_MISSING, FILE_UNREADABLE, DISK_FULL
 */
export async function unpackPoster({ posterFile, pixelsFile }: UnpackOrder): Promise<Unpacked> {
  if (await isPdf(posterFile)) return unpackPdf(posterFile, pixelsFile);
  const load = () => sharp(posterFile, { ignoreIcc: true, limitInputPixels: false, sequentialRead: true });
  try {
    const metadata = await load().metadata();
    const isCmyk = metadata.space === 'cmyk';
    const image = isCmyk ? load().pipelineColourspace('cmyk').toColourspace('cmyk') : load();
    const { width: widthPx, height: heightPx, channels } = await image.toFile(pixelsFile);
    return {
      widthPx,
      heightPx,
      channels: channels === 4 ? 4 : 3,
      firstByte: VIPS_HEADER_BYTES,
      dpi: metadata.density ?? null,
    };
  } catch (error) {
    throw new SmaltiError(
      'FILE_UNREADABLE',
      `${basename(posterFile)} cannot be read as a picture.`,
      'Check that it is the poster, whole and unchanged.',
      { cause: error },
    );
  }
}

/** Composes a band anew from the photos and compares it with the poster, tile by tile and in between. */
export async function compareBand(order: CompareOrder, signal: AbortSignal): Promise<BandComparison> {
  const { pixelsFile, firstByte, overlay, ...band } = order;
  const composed = await composeBand(band, signal);
  const { channels, missing } = composed;
  const poster = await readBand(pixelsFile, firstByte, band, channels);
  const { leftPx } = band.columns ?? { leftPx: 0 };
  const outside = new Uint8Array(composed.widthPx * band.heightPx).fill(1);
  const tiles = band.tiles.map((tile, index): TileComparison => {
    const place = {
      leftPx: tile.leftPx - leftPx,
      topPx: tile.topPx - band.topPx,
      widthPx: tile.widthPx,
      heightPx: tile.heightPx,
    };
    for (let row = place.topPx; row < place.topPx + place.heightPx; row += 1) {
      const at = row * composed.widthPx + place.leftPx;
      outside.fill(0, at, at + place.widthPx);
    }
    const view = { expected: composed.pixels, poster, rowPx: composed.widthPx, channels };
    const target = overlay?.subarray(index * OVERLAY_BYTES, (index + 1) * OVERLAY_BYTES);
    return {
      ...differences(view, place, target?.length === OVERLAY_BYTES ? target : null),
      photoSha256: composed.tiles[index]!.photoSha256,
      pixelsSha256: hashOfRectangle(poster, composed.widthPx, channels, place),
    };
  });
  let outsideDiffering = 0;
  let outsideMax = 0;
  for (let pixel = 0; pixel < outside.length; pixel += 1) {
    if (outside[pixel] === 0) continue;
    let largest = 0;
    for (let at = pixel * channels; at < (pixel + 1) * channels; at += 1) {
      largest = Math.max(largest, Math.abs(poster[at]! - composed.pixels[at]!));
    }
    if (largest > 0) outsideDiffering += 1;
    outsideMax = Math.max(outsideMax, largest);
  }
  return { tiles, missing, outsideDiffering, outsideMax };
}

/** Only the hashes of the tiles' pixels as they are in the poster, for a check without the photos. */
export async function hashBand(order: CompareOrder): Promise<string[]> {
  const channels = order.profile?.kind === 'cmyk' ? 4 : 3;
  const poster = await readBand(order.pixelsFile, order.firstByte, order, channels);
  const { leftPx, widthPx } = order.columns ?? { leftPx: 0, widthPx: order.widthPx };
  return order.tiles.map((tile) =>
    hashOfRectangle(poster, widthPx, channels, {
      ...tile,
      leftPx: tile.leftPx - leftPx,
      topPx: tile.topPx - order.topPx,
    }),
  );
}

async function readBand(
  file: string,
  firstByte: number,
  { widthPx, topPx, heightPx, columns }: SheetBand,
  channels: number,
): Promise<Uint8Array> {
  const { leftPx, widthPx: bandPx } = columns ?? { leftPx: 0, widthPx };
  const rowBytes = bandPx * channels;
  const pixels = Buffer.alloc(rowBytes * heightPx);
  const handle = await open(file, 'r');
  try {
    const rowsAtOnce = bandPx === widthPx ? heightPx : 1;
    for (let row = 0; row < heightPx; row += rowsAtOnce) {
      const from = firstByte + ((topPx + row) * widthPx + leftPx) * channels;
      await handle.read(pixels, row * rowBytes, rowBytes * rowsAtOnce, from);
    }
  } finally {
    await handle.close();
  }
  return pixels;
}

/** A target cell as the mosaic knows it: 16 x 16 RGB. */
const OVERLAY_SIDE = 16;
const OVERLAY_BYTES = OVERLAY_SIDE * OVERLAY_SIDE * 3;

interface View {
  expected: Uint8Array;
  poster: Uint8Array;
  rowPx: number;
  channels: number;
}

/**
 * What differs in one tile. With e the expected value, p the poster's, t the target's at the same place:
 * contrast is the slope of the regression of p on e; overlay the least-squares share s in p = e + s (t - e).
 */
function differences(
  { expected, poster, rowPx, channels }: View,
  place: { leftPx: number; topPx: number; widthPx: number; heightPx: number },
  target: Uint8Array | null,
): Omit<TileComparison, 'photoSha256' | 'pixelsSha256'> {
  let differing = 0;
  let maxDifference = 0;
  let squares = 0;
  let sumE = 0;
  let sumP = 0;
  let sumEE = 0;
  let sumEP = 0;
  let towards = 0;
  let room = 0;
  const count = place.widthPx * place.heightPx * channels;
  for (let y = 0; y < place.heightPx; y += 1) {
    const targetRow = Math.min(OVERLAY_SIDE - 1, Math.floor((y * OVERLAY_SIDE) / place.heightPx));
    for (let x = 0; x < place.widthPx; x += 1) {
      const at = ((place.topPx + y) * rowPx + place.leftPx + x) * channels;
      const targetColumn = Math.min(OVERLAY_SIDE - 1, Math.floor((x * OVERLAY_SIDE) / place.widthPx));
      const targetAt = (targetRow * OVERLAY_SIDE + targetColumn) * 3;
      let isDifferent = false;
      for (let channel = 0; channel < channels; channel += 1) {
        const e = expected[at + channel]!;
        const p = poster[at + channel]!;
        const difference = p - e;
        if (difference !== 0) isDifferent = true;
        const size = Math.abs(difference);
        if (size > maxDifference) maxDifference = size;
        squares += difference * difference;
        sumE += e;
        sumP += p;
        sumEE += e * e;
        sumEP += e * p;
        if (target !== null) {
          const away = target[targetAt + channel]! - e;
          towards += difference * away;
          room += away * away;
        }
      }
      if (isDifferent) differing += 1;
    }
  }
  const variance = sumEE / count - (sumE / count) ** 2;
  const covariance = sumEP / count - (sumE / count) * (sumP / count);
  return {
    differing,
    maxDifference,
    rms: Math.sqrt(squares / count),
    meanShift: (sumP - sumE) / count,
    deviation: Math.sqrt(Math.max(0, variance)),
    contrast: variance > 0 ? covariance / variance : 1,
    overlay: room > 0 ? towards / room : 0,
    overlayRoom: Math.sqrt(room / count),
  };
}
