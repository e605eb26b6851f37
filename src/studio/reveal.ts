/** @file A small animation of a finished poster that builds up tile by tile, as WebP or GIF. Node, no Electron. */
import { extname, resolve } from 'node:path';
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { JobContext } from './jobs.ts';
import { readManifest } from './verify.ts';

const LONGEST_SIDE_PX = 640;

export interface RevealRequest {
  /** Not a PDF. */
  posterFile: string;
  manifestFile: string;
  /** .webp or .gif */
  file: string;
}

/** @throws SmaltiError USAGE_WRONG, MANIFEST_INVALID, FILE_MISSING and as imaging does */
export async function writeReveal(
  { posterFile, manifestFile, file }: RevealRequest,
  imaging: ProcessClient<ImagingContract>,
  { signal }: Pick<JobContext, 'signal'>,
): Promise<{ file: string; bytes: number }> {
  const extension = extname(file).toLowerCase();
  if (extension !== '.webp' && extension !== '.gif')
    throw new SmaltiError('USAGE_WRONG', 'The animation must end in .webp or .gif.');
  const { tiles, poster } = await readManifest(manifestFile);
  if (poster.format === 'pdf')
    throw new SmaltiError(
      'FORMAT_UNSUPPORTED',
      'An animation cannot be made of a PDF.',
      'Export a JPEG first.',
    );
  const { bytes } = await imaging.request(
    'poster.reveal',
    {
      posterFile: resolve(posterFile),
      outputFile: resolve(file),
      format: extension === '.gif' ? 'gif' : 'webp',
      longestSidePx: LONGEST_SIDE_PX,
      widthPx: poster.widthPx,
      heightPx: poster.heightPx,
      tiles: Int32Array.from(
        tiles.flatMap(({ leftPx, topPx, widthPx, heightPx }) => [leftPx, topPx, widthPx, heightPx]),
      ),
    },
    { signal },
  );
  return { file, bytes };
}
