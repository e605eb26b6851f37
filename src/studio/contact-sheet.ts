/**
 * @file A contact sheet: one HTML file with the thumbnails of chosen photos, to look at or to print. Node, no Electron.
 * Thumbnails were made anew by the scan, so no camera's notes come along; no path of this machine is in the file.
 */
import { readFile } from 'node:fs/promises';
import { escapeHtml } from './html-text.ts';
import type { OpenLibrary } from './libraries.ts';
import { writeTextWhole } from './whole-file.ts';

export interface ContactSheetRequest {
  library: OpenLibrary;
  photoIds: Iterable<number>;
  title: string;
  shows: { dates: boolean; captions: boolean };
  /** .html */
  file: string;
}

/** @returns how many photos are on the sheet; photos without a thumbnail are left out */
export async function writeContactSheet({
  library,
  photoIds,
  title,
  shows,
  file,
}: ContactSheetRequest): Promise<number> {
  const figures: string[] = [];
  for (const photoId of photoIds) {
    const thumbnail = await readFile(library.thumbnailFile(photoId)).catch(() => null);
    if (thumbnail === null) continue;
    const { shownAtMs, caption } = library.catalogue.photo(photoId);
    const date = shows.dates && shownAtMs !== null ? new Date(shownAtMs).toISOString().slice(0, 10) : '';
    const text = shows.captions ? (caption ?? '') : '';
    figures.push(
      `<figure><img loading="lazy" alt="${escapeHtml(text)}" src="data:image/jpeg;base64,${thumbnail.toString('base64')}"><figcaption>${date} ${escapeHtml(text)}</figcaption></figure>`,
    );
  }
  await writeTextWhole(file, pageOf(title, figures));
  return figures.length;
}

function pageOf(title: string, figures: string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 12px/1.35 system-ui, sans-serif; margin: 1.5rem; color: #1b1b1d; background: #fff; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(110px, 1fr)); gap: 0.6rem; }
figure { margin: 0; break-inside: avoid; } img { width: 100%; aspect-ratio: 1; object-fit: contain; background: #f1f1ef; }
figcaption { overflow: hidden; max-height: 4em; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<main>
${figures.join('\n')}
</main>
</body>
</html>
`;
}
