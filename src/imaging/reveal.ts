/** @file A small animation in which a mosaic builds up tile by tile. Runs in imaging processes. */
import { seededRandom } from '../core/random.ts';
import type { ImagingContract } from './contract.ts';
import { writeWholeFile } from './files.ts';
import { sharp } from './sharp.ts';

type RevealOrder = ImagingContract['poster.reveal'][0];

const MAX_FRAMES = 30;
const FRAME_MS = 90;
const LAST_FRAME_MS = 2500;
const EMPTY = 245;

/** @throws SmaltiError DISK_FULL, FILE_UNWRITABLE */
export async function revealPoster(order: RevealOrder): Promise<{ bytes: number }> {
  const { posterFile, outputFile, longestSidePx, tiles } = order;
  const { data, info } = await sharp(posterFile, { limitInputPixels: false, sequentialRead: true })
    .resize({ width: longestSidePx, height: longestSidePx, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const scaleX = width / order.widthPx;
  const scaleY = height / order.heightPx;
  const turns = shuffled(tiles.length / 4);
  // More frames than tiles would be the same picture twice.
  const frameCount = Math.min(MAX_FRAMES, turns.length + 1);
  const frameBytes = width * height * 3;
  const frames = Buffer.alloc(frameBytes * frameCount, EMPTY);
  for (let frame = 0; frame < frameCount - 1; frame += 1) {
    // What was there stays; a share of the rest joins it.
    if (frame > 0) frames.copy(frames, frame * frameBytes, (frame - 1) * frameBytes, frame * frameBytes);
    const from = Math.floor((turns.length * frame) / (frameCount - 1));
    const to = Math.floor((turns.length * (frame + 1)) / (frameCount - 1));
    for (const tile of turns.subarray(from, to)) {
      const left = Math.round(tiles[tile * 4]! * scaleX);
      const right = Math.round((tiles[tile * 4]! + tiles[tile * 4 + 2]!) * scaleX);
      const bottom = Math.round((tiles[tile * 4 + 1]! + tiles[tile * 4 + 3]!) * scaleY);
      for (let y = Math.round(tiles[tile * 4 + 1]! * scaleY); y < bottom; y += 1) {
        const at = (y * width + left) * 3;
        data.copy(frames, frame * frameBytes + at, at, (y * width + right) * 3);
      }
    }
  }
  data.copy(frames, (frameCount - 1) * frameBytes);
  const animation = sharp(frames, {
    raw: { width, height: height * frameCount, channels: 3, pageHeight: height },
    limitInputPixels: false,
  });
  const delay = Array.from({ length: frameCount }, (_, frame) =>
    frame === frameCount - 1 ? LAST_FRAME_MS : FRAME_MS,
  );
  const bytes = await (
    order.format === 'gif'
      ? animation.gif({ delay, loop: 0, effort: 3 })
      : animation.webp({ delay, loop: 0, quality: 78, effort: 2 })
  ).toBuffer();
  await writeWholeFile(outputFile, bytes);
  return { bytes: bytes.length };
}

/** All numbers below `count` in an order that is the same every time. */
function shuffled(count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  const random = seededRandom(1);
  for (let index = count - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other]!, order[index]!];
  }
  return order;
}
