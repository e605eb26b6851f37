/**
 * @file The poster on the screen as its profile will print it. Node, no Electron. Made of thumbnails, so that it takes
 * seconds; the crops are those of the poster.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { planSheet } from '../core/sheet/plan.ts';
import type { ImagingContract, OutputProfile } from '../imaging/contract.ts';
import { Materialiser } from '../library/backup/materialise.ts';
import type { ProcessClient } from '../processes/contract.ts';
import type { SoftProof } from '../shared/poster.ts';
import type { AppFolders } from './app-folders.ts';
import type { JobContext } from './jobs.ts';
import { PhotoFiles } from './photo-files.ts';
import { PosterCanvas } from './poster-canvas.ts';
import { placedPhotos, posterContent } from './poster-content.ts';
import type { PosterRequest } from './posters.ts';

/** Enough for a full window. */
const DEFAULT_LONGEST_SIDE_PX = 1600;

export interface SoftProofRequest extends Pick<
  PosterRequest,
  'mosaic' | 'placement' | 'targetName' | 'sheet' | 'tint'
> {
  profile: OutputProfile;
  longestSidePx?: number;
}

/** Which of the two pictures. */
export type ProofView = 'plain' | 'printed';

/** Where a proof's pictures lie. */
export function proofFile(folders: AppFolders, jobId: string, view: ProofView): string {
  return join(proofsDir(folders), jobId, `${view}.jpg`);
}

function proofsDir({ cacheDir }: AppFolders): string {
  return join(cacheDir, 'proofs');
}

/**
 * Makes the two pictures of a proof; older ones are removed.
 * @param shownJobId the proof that may still be on the screen, which stays
 * @throws SmaltiError as planSheet, profiles and painting do
 */
export async function makeSoftProof(
  request: SoftProofRequest,
  shownJobId: string | null,
  folders: AppFolders,
  imaging: ProcessClient<ImagingContract>,
  context: JobContext,
  onNotice: (message: string) => void,
): Promise<SoftProof> {
  const { mosaic, sheet, profile, longestSidePx = DEFAULT_LONGEST_SIDE_PX } = request;
  const full = planSheet(sheet, mosaic.grid);
  const scale = Math.min(1, longestSidePx / Math.max(full.widthPx, full.heightPx));
  const small = { ...sheet, dpi: sheet.dpi * scale };
  const content = posterContent({ ...request, sheet: small });
  const { library } = mosaic;
  const thumbnails = content.photos.map((placed) => ({
    ...placed,
    file: relative(library.thumbnailsDir, library.thumbnailFile(placed.photo.photoId)),
  }));
  const folder = join(proofsDir(folders), context.jobId);
  const materialiser = new Materialiser(library.thumbnailsDir, join(folder, 'copies'));
  const files = new PhotoFiles({ folder: library.thumbnailsDir, materialiser });
  const canvasFile = join(folder, 'proof');
  try {
    await removeProofsBut(folders, shownJobId);
    await mkdir(folder, { recursive: true });
    const photos = await placedPhotos({ ...content, photos: thumbnails }, files);
    const painted = { plan: planSheet(small, mosaic.grid), photos, profile: { kind: 'srgb' } as const };
    const canvas = new PosterCanvas(canvasFile, painted, files, imaging);
    await canvas.paint(context, onNotice);
    context.report({ phase: 'Converting colours', done: 0, total: 0 });
    const proof = await imaging.request(
      'sheet.softProof',
      {
        canvasFile: canvas.canvasFile,
        profile,
        plainFile: proofFile(folders, context.jobId, 'plain'),
        printedFile: proofFile(folders, context.jobId, 'printed'),
      },
      { signal: context.signal },
    );
    await canvas.remove();
    return { jobId: context.jobId, ...proof };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await files.close();
  }
}

async function removeProofsBut(folders: AppFolders, shownJobId: string | null): Promise<void> {
  const folder = proofsDir(folders);
  for (const name of await readdir(folder).catch(() => []))
    if (name !== shownJobId) await rm(join(folder, name), { recursive: true, force: true });
}
