/**
 * @file Lists every picture and video of a library folder with the facts that its backup holds. Node.
 * Formats recognise their files themselves, so a folder may mix any of them.
 */
import type { LibraryFile, MediaKind } from '../facts.ts';
import { readFlickr } from './formats/flickr.ts';
import { readGalleryDl } from './formats/gallery-dl.ts';
import { readInstagramExport, readInstagramExportFolders } from './formats/instagram-export.ts';
import { readInstagramHtml } from './formats/instagram-html.ts';
import { readInstagramScraper } from './formats/instagram-scraper.ts';
import { readInstagrapi } from './formats/instagrapi.ts';
import { readInstaloader } from './formats/instaloader.ts';
import { readPhotodesk } from './formats/photodesk.ts';
import { readPlain } from './formats/plain.ts';
import { readStogram } from './formats/stogram.ts';
import { readTakeout } from './formats/takeout.ts';
import { readYtDlp } from './formats/yt-dlp.ts';
import { frameClaim, videoStemOfFrame } from '../video-frames.ts';
import { kindByContent, kindByName, VIDEO_EXTENSIONS } from './kinds.ts';
import { LibraryTree } from './library-tree.ts';
import type { BackupReader, Claim, Claimer } from './reader.ts';
import type { OnProblem, TreeFile } from './tree.ts';

export type { ListingProblem, OnProblem } from './tree.ts';

/**
 * The first format that knows a file has it: those with lists of their files before those that go by names alone, exact
 * names before loose ones. The last one knows every file.
 */
const READERS: readonly BackupReader[] = [
  readInstagramExport,
  readInstagramHtml,
  readInstagramExportFolders,
  readFlickr,
  readTakeout,
  readInstagramScraper,
  readInstaloader,
  readStogram,
  readGalleryDl,
  readPhotodesk,
  readYtDlp,
  readInstagrapi,
  readPlain,
];

/**
 * Lists a library folder. Hidden files and leftovers of operating systems are passed over.
 * @param options.onProblem hears of every folder, file or sidecar that cannot be read; the listing goes on
 * @throws FOLDER_MISSING, FOLDER_UNREADABLE for the folder itself; an abort of the signal
 */
export async function* listLibraryFiles(
  folder: string,
  options: { signal?: AbortSignal | undefined; onProblem: OnProblem; nowMs?: number },
): AsyncGenerator<LibraryFile> {
  const { signal, onProblem, nowMs = Date.now() } = options;
  const tree = await LibraryTree.open(folder, { signal, onProblem });
  try {
    const claimers: Claimer[] = [];
    for (const reader of READERS) {
      signal?.throwIfAborted();
      claimers.push(await reader(tree, { onProblem, signal, nowMs }));
    }
    for (const file of tree.files) {
      signal?.throwIfAborted();
      const kind = await kindOf(tree, file, onProblem);
      if (kind !== null) yield libraryFile(file, kind, claimOf(tree, file, kind, claimers));
    }
  } finally {
    tree.close();
  }
}

async function kindOf(tree: LibraryTree, file: TreeFile, onProblem: OnProblem): Promise<MediaKind | null> {
  const kind = kindByName(file.name);
  if (kind === 'other') return null;
  if (kind !== 'unknown') return kind;
  if (file.sizeBytes === 0) return null;
  try {
    return await kindByContent(await tree.firstBytes(file));
  } catch {
    onProblem({ file: file.relativePath, code: 'FILE_UNREADABLE', message: 'This file cannot be opened.' });
    return null;
  }
}

/** What the formats say of a file. A frame of a video has what they say of the video. */
function claimOf(tree: LibraryTree, file: TreeFile, kind: MediaKind, claimers: readonly Claimer[]): Claim {
  const video = kind === 'photo' ? videoOfFrame(tree, file) : null;
  return video === null ? firstClaim(file, kind, claimers) : frameClaim(firstClaim(video, 'video', claimers));
}

/** The video beside a frame. One that is not there (any more) may still be known by what was its name. */
function videoOfFrame(tree: LibraryTree, file: TreeFile): TreeFile | null {
  const stem = videoStemOfFrame(file.name);
  if (stem === null) return null;
  const path = file.folder === '' ? stem : `${file.folder}/${stem}`;
  for (const extension of VIDEO_EXTENSIONS) {
    const video = tree.find(`${path}.${extension}`) ?? tree.find(`${path}.${extension.toUpperCase()}`);
    if (video !== undefined) return video;
  }
  // Videos without a telling name are known by their content.
  const nameless = tree.find(path);
  if (nameless !== undefined) return nameless;
  return { ...file, name: `${stem}.mp4`, relativePath: `${path}.mp4` };
}

function firstClaim(file: TreeFile, kind: MediaKind, claimers: readonly Claimer[]): Claim {
  for (const claimer of claimers) {
    const claim = claimer(file, kind);
    if (claim !== null) return claim;
  }
  throw new Error('The plain format claims every file.');
}

function libraryFile(file: TreeFile, kind: MediaKind, claim: Claim): LibraryFile {
  return {
    relativePath: file.relativePath,
    sizeBytes: file.sizeBytes,
    mtimeMs: file.mtimeMs,
    kind: claim.kind ?? kind,
    section: claim.section,
    backupFormat: claim.format,
    facts: claim.facts,
  };
}
