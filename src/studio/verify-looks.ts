/**
 * @file Are the photos what the certificate says they look like, and originals what their copies show? Node, no Electron.
 */
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { PosterCheck } from '../shared/poster.ts';
import { forEachAtOnce } from './at-once.ts';
import type { JobContext } from './jobs.ts';
import type { Manifest } from './manifest.ts';
import type { PhotoFiles } from './photo-files.ts';
import { unpacked } from './verify-certificate.ts';

const PHOTOS_AT_ONCE = 8;
/** Mean difference in 8-bit steps up to which two descriptors are the same look. */
const SAME_LOOK = 0.5;
/** The same for another size and compression of one picture. */
const SAME_PICTURE = 6;

type Context = Pick<JobContext, 'signal' | 'report'>;

/** The certificate speaks of descriptors; these must be those of the photos that were used. */
export async function verifyLooks(
  { certificate, tiles }: Manifest,
  files: PhotoFiles,
  imaging: ProcessClient<ImagingContract>,
  context: Context,
): Promise<PosterCheck> {
  const claims =
    certificate === null
      ? []
      : [certificate.photoDescriptors, ...certificate.photoEnds].map((descriptors) => unpacked(descriptors));
  let done = 0;
  const wrong: string[] = [];
  const undescribed: string[] = [];
  await forEachAtOnce(tiles, PHOTOS_AT_ONCE, context.signal, async ({ file, photo }, signal) => {
    try {
      const { descriptor, ends } = await files.lend([{ file, from: 'library' }], ([lent]) =>
        imaging.request('photo.descriptor', { file: lent!.path }, { signal }),
      );
      // A photo without ends has its centre in their place.
      const crops = ends.length === 0 ? [descriptor, descriptor, descriptor] : [descriptor, ...halves(ends)];
      const isTrue = claims.every((descriptors, crop) => {
        const claimed = descriptors.subarray(photo * DESCRIPTOR_BYTES, (photo + 1) * DESCRIPTOR_BYTES);
        return claimed.length === DESCRIPTOR_BYTES && meanDifference(claimed, crops[crop]!) <= SAME_LOOK;
      });
      if (!isTrue) wrong.push(file);
    } catch (error) {
      if (!(error instanceof SmaltiError) || error.code === 'CANCELLED') throw error;
      undescribed.push(file);
    }
    context.report({ phase: 'Describing the photos again', done: ++done, total: tiles.length });
  });
  return {
    name: 'Descriptors',
    passed: wrong.length > 0 ? false : undescribed.length > 0 ? null : true,
    sentence:
      wrong.length > 0
        ? `The certificate describes ${wrong.length} photos wrongly, first ${wrong[0]}.`
        : undescribed.length > 0
          ? `${undescribed.length} photos cannot be described any more.`
          : 'The certificate describes the photos that were used as they are.',
  };
}

/**
 * An original that is printed in a copy's place must look like the copy: null if there are none, or if there is no
 * certificate that says what copies look like.
 */
export async function verifyOriginals(
  { certificate, tiles }: Manifest,
  files: PhotoFiles,
  imaging: ProcessClient<ImagingContract>,
  context: Context,
): Promise<PosterCheck | null> {
  const replaced = tiles.flatMap(({ file, photo, original }) =>
    original === null ? [] : [{ file, photo, original }],
  );
  if (replaced.length === 0 || certificate === null) return null;
  const claims = unpacked(certificate.photoDescriptors);
  const wrong: string[] = [];
  const undescribed: string[] = [];
  let done = 0;
  await forEachAtOnce(replaced, PHOTOS_AT_ONCE, context.signal, async (tile, signal) => {
    const claimed = claims.subarray(tile.photo * DESCRIPTOR_BYTES, (tile.photo + 1) * DESCRIPTOR_BYTES);
    try {
      const { descriptor } = await files.lend([tile.original], ([lent]) =>
        imaging.request('photo.descriptor', { file: lent!.path }, { signal }),
      );
      if (meanDifference(claimed, descriptor) > SAME_PICTURE) wrong.push(tile.original.file);
    } catch (error) {
      if (!(error instanceof SmaltiError) || error.code === 'CANCELLED') throw error;
      undescribed.push(tile.original.file);
    }
    context.report({ phase: 'Comparing originals', done: ++done, total: replaced.length });
  });
  return {
    name: 'Originals',
    passed: wrong.length > 0 ? false : undescribed.length > 0 ? null : true,
    sentence:
      wrong.length > 0
        ? `${wrong.length} files were printed in place of photos that they are not, first ${wrong[0]}.`
        : undescribed.length > 0
          ? `${undescribed.length} originals cannot be read, first ${undescribed[0]}; if they are in another folder, give it with --originals FOLDER.`
          : `${replaced.length} tiles were printed from larger originals that look like their copies.`,
  };
}

function halves(bytes: Uint8Array): [Uint8Array, Uint8Array] {
  return [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += Math.abs(a[at]! - b[at]!);
  return sum / a.length;
}
