/**
 * @file A contact sheet: one HTML file with the thumbnails of chosen photos, to look at or to print. Node, no Electron.
 * Thumbnails were made anew by the scan, so no camera's notes come along; no path of this machine is in the file.
 */
import { readFile } from 'node:fs/promises';
import { writeStreamWhole } from '../files/whole-file.ts';
import { escapeHtml, openPage } from './html-text.ts';
import type { JobContext } from './jobs.ts';
import type { OpenLibrary } from './libraries.ts';

export interface ContactSheetRequest {
  library: OpenLibrary;
  photoIds: ArrayLike<number>;
  title: string;
  shows: { dates: boolean; captions: boolean };
  /** .html */
  file: string;
}

/**
 * Writes the sheet, whole or not at all; memory does not grow with the number of photos.
 * @returns how many photos are on the sheet; photos without a thumbnail are left out
 */
export async function writeContactSheet(
  request: ContactSheetRequest,
  { signal, report }: Pick<JobContext, 'signal' | 'report'>,
): Promise<number> {
  const { photoIds, title, file } = request;
  let count = 0;
  const parts = async function* (): AsyncGenerator<string> {
    yield opening(title);
    for (let at = 0; at < photoIds.length; at += 1) {
      const figure = await figureOf(request, photoIds[at]!);
      if (figure !== null) {
        count += 1;
        yield figure;
      }
      report({ phase: 'Laying out the contact sheet', done: at + 1, total: photoIds.length });
    }
    yield '</main>\n</body>\n</html>\n';
  };
  await writeStreamWhole(file, parts(), { signal });
  return count;
}

async function figureOf({ library, shows }: ContactSheetRequest, photoId: number): Promise<string | null> {
  const thumbnail = await readFile(library.thumbnailFile(photoId)).catch(() => null);
  if (thumbnail === null) return null;
  const { shownAtMs, caption } = library.catalogue.photo(photoId);
  const date = shows.dates && shownAtMs !== null ? new Date(shownAtMs).toISOString().slice(0, 10) : '';
  const text = escapeHtml(shows.captions ? (caption ?? '') : '');
  const picture = `data:image/jpeg;base64,${thumbnail.toString('base64')}`;
  return `<figure><img loading="lazy" alt="${text}" src="${picture}"><figcaption>${date} ${text}</figcaption></figure>\n`;
}

const STYLE = `body { font: 12px/1.35 system-ui, sans-serif; margin: 1.5rem; color: #1b1b1d; background: #fff; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(110px, 1fr)); gap: 0.6rem; }
figure { margin: 0; break-inside: avoid; } img { width: 100%; aspect-ratio: 1; object-fit: contain; background: #f1f1ef; }
figcaption { overflow: hidden; max-height: 4em; overflow-wrap: anywhere; }`;

function opening(title: string): string {
  return `${openPage(title, STYLE)}
<h1>${escapeHtml(title)}</h1>
<main>
`;
}
