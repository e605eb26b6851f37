/**
 * @file A mosaic as a folder that opens in any browser by double-click, without a network: deep zoom, photos, search.
 * Node, no Electron. Nothing in the folder says where the photos lie, and pictures are made anew, so that no camera's
 * notes (GPS and all) come along. What is shown of each photo is for the person to say.
 */
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sheetSize } from '../core/grid.ts';
import { planSheet, sheetOfPixels } from '../core/sheet/plan.ts';
import type { MosaicSolver } from '../engine/contract.ts';
import { describeWriteError } from '../files/whole-file.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import { forEachAtOnce } from './at-once.ts';
import { retryAfterExit } from './crash-retry.ts';
import type { JobContext } from './jobs.ts';
import type { SolvedMosaic } from './mosaics.ts';
import type { Originals } from './originals.ts';
import type { PhotoFiles, PhotoSource } from './photo-files.ts';
import { PosterCanvas } from './poster-canvas.ts';
import { type PosterPhoto, placedPhotos, posterContent, posterFiles } from './poster-content.ts';

/** Of a tile when zoomed in fully; and of the whole picture, so that a page stays a few hundred megabytes at most. */
const TILE_PX = 192;
const MAX_SIDE_PX = 24_000;
const PHOTO_LONGEST_SIDE_PX = 720;
const PHOTOS_AHEAD = 8;

const assetFolder = new URL('../../assets/share-page/', import.meta.url);
const ASSETS = ['index.html', 'style.css', 'viewer.js'];

export interface SharePageRequest {
  mosaic: SolvedMosaic;
  placement: MosaicSolver;
  /** A folder that is not there yet, or is empty. */
  folder: string;
  title: string;
  /** As for posters. */
  tint?: number;
  originals?: Originals;
  /** What a person who has the page may see of each photo beside its tile. */
  shows: { photos: boolean; dates: boolean; captions: boolean; links: boolean; authors?: boolean };
}

export interface SharePageSummary {
  folder: string;
  /** What to open. */
  indexFile: string;
  tiles: number;
  seconds: number;
}

/** Makes the folder, whole or not at all. */
export async function writeSharePage(
  request: SharePageRequest,
  imaging: ProcessClient<ImagingContract>,
  context: Pick<JobContext, 'signal' | 'report'>,
  onNotice: (message: string) => void,
): Promise<SharePageSummary> {
  const startedAt = performance.now();
  const folder = resolve(request.folder);
  await requireNoFiles(folder);
  const partFolder = join(
    dirname(folder),
    `.${basename(folder)}.${randomBytes(4).toString('hex')}.smalti-part`,
  );
  const files = posterFiles(request.mosaic, request.originals);
  try {
    await mkdir(partFolder);
    const tiles = await fillFolder(partFolder, request, files, imaging, context, onNotice);
    await rmdir(folder).catch(() => undefined); // there may be an empty one
    await rename(partFolder, folder);
    return {
      folder,
      indexFile: join(folder, 'index.html'),
      tiles,
      seconds: (performance.now() - startedAt) / 1000,
    };
  } catch (error) {
    await rm(partFolder, { recursive: true, force: true });
    throw describeWriteError(error, folder);
  } finally {
    await files.close();
  }
}

async function requireNoFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw describeWriteError(error, folder);
  });
  if (names.length === 0) return;
  throw new SmaltiError(
    'FILE_UNWRITABLE',
    `The folder ${folder} is not empty.`,
    'Choose a new folder for the page; it becomes one with the page in it.',
  );
}

async function fillFolder(
  folder: string,
  request: SharePageRequest,
  files: PhotoFiles,
  imaging: ProcessClient<ImagingContract>,
  context: Pick<JobContext, 'signal' | 'report'>,
  onNotice: (message: string) => void,
): Promise<number> {
  const { mosaic, shows } = request;
  const { grid } = mosaic;
  const longSidePx = Math.min(MAX_SIDE_PX, TILE_PX * Math.max(grid.columns, grid.rows));
  const sheet = sheetOfPixels(sheetSize(grid, longSidePx));
  const content = posterContent({ ...request, targetName: request.title, sheet });
  const plan = planSheet(sheet, grid);
  const photos = await placedPhotos(content, files);
  const canvas = new PosterCanvas(
    join(folder, 'mosaic'),
    { plan, photos, profile: { kind: 'srgb' } },
    files,
    imaging,
  );
  await canvas.paint(context, onNotice);
  context.report({ phase: 'Cutting the picture for zooming', done: 0, total: 0 });
  const cut = await imaging.request(
    'sheet.cutTiles',
    { canvasFile: canvas.canvasFile, folder: join(folder, 'tiles') },
    { signal: context.signal },
  );
  await canvas.remove();
  if (shows.photos) await writePhotos(folder, photos, files, imaging, context, onNotice);
  const data = {
    title: request.title,
    ...(content.tint === 0 ? {} : { note: tintNote(content.tint) }),
    columns: grid.columns,
    rows: grid.rows,
    widthPx: plan.widthPx,
    heightPx: plan.heightPx,
    ...cut,
    tiles: content.photos.map((photo, cell) => pageTile(photo, cell, shows)),
  };
  await writeFile(join(folder, 'mosaic.js'), `window.MOSAIC = ${JSON.stringify(data)};\n`);
  const nodeRequire = createRequire(import.meta.url);
  const viewer = nodeRequire.resolve('openseadragon/build/openseadragon/openseadragon.min.js');
  await copyFile(viewer, join(folder, 'openseadragon.min.js'));
  for (const name of ASSETS) await copyFile(fileURLToPath(new URL(name, assetFolder)), join(folder, name));
  return content.photos.length;
}

function tintNote(tint: number): string {
  return `Not a true mosaic: tiles are tinted by up to ${Math.round(tint * 100)} %.`;
}

function pageTile(
  { photo }: PosterPhoto,
  cell: number,
  shows: SharePageRequest['shows'],
): { photo?: string; date?: string; author?: string; caption?: string; link?: string } {
  const { shownAtMs, author, caption, link } = photo;
  return {
    ...(shows.photos ? { photo: `photos/${cell}.jpg` } : {}),
    ...(shows.dates && shownAtMs !== null ? { date: new Date(shownAtMs).toISOString().slice(0, 10) } : {}),
    ...(shows.authors === true && author !== null ? { author } : {}),
    ...(shows.captions && caption !== null ? { caption } : {}),
    ...(shows.links && link !== null ? { link } : {}),
  };
}

async function writePhotos(
  folder: string,
  photos: readonly PhotoSource[],
  files: PhotoFiles,
  imaging: ProcessClient<ImagingContract>,
  context: Pick<JobContext, 'signal' | 'report'>,
  onNotice: (message: string) => void,
): Promise<void> {
  await mkdir(join(folder, 'photos'));
  let done = 0;
  await forEachAtOnce(photos.entries(), PHOTOS_AHEAD, context.signal, async ([cell, photo], signal) => {
    const previewFile = join(folder, 'photos', `${cell}.jpg`);
    const longestSidePx = PHOTO_LONGEST_SIDE_PX;
    await files.lend([photo], ([lent]) =>
      retryAfterExit(
        () =>
          imaging.request('picture.preview', { file: lent!.path, previewFile, longestSidePx }, { signal }),
        () => onNotice('An imaging process stopped unexpectedly and was started again; the page goes on.'),
      ),
    );
    context.report({ phase: 'Making small copies of the photos', done: ++done, total: photos.length });
  });
}
