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
import { kindByContent, kindByName } from './kinds.ts';
import { LibraryTree } from './library-tree.ts';
import type { BackupReader, Claimer } from './reader.ts';
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
      if (kind !== null) yield libraryFile(file, kind, claimers);
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

function libraryFile(file: TreeFile, kind: MediaKind, claimers: readonly Claimer[]): LibraryFile {
  for (const claimer of claimers) {
    const claim = claimer(file, kind);
    if (claim === null) continue;
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
  throw new Error('The plain format claims every file.');
}
