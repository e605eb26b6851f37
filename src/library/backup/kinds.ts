/** @file Is a file a picture, a video, or neither? By extension where it tells, else by the first bytes. Node. */
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import type { MediaKind } from '../facts.ts';

/** Formats that imaging may not read are in the list, so that the person is told instead of missing a photo. */
const PHOTO_EXTENSIONS = new Set(
  (
    'jpg jpeg jpe jfif png webp heic heif avif gif tif tiff bmp jxl jp2 psd ico svg ' +
    'dng cr2 cr3 crw nef nrw arw srf sr2 orf rw2 raf pef srw x3f 3fr iiq'
  ).split(' '),
);
export const VIDEO_EXTENSIONS: ReadonlySet<string> = new Set(
  'mp4 m4v mov avi mkv webm 3gp 3g2 mpg mpeg mts m2ts wmv flv'.split(' '),
);
/** Files of backups and everyday documents that are certainly no pictures, so they need not be opened. */
const OTHER_EXTENSIONS = new Set(
  (
    'json xz txt html htm xml csv tsv md srt vtt zip tar gz 7z rar pdf doc docx xls xlsx sqlite db log ini url lnk ' +
    'mp3 m4a aac wav aae xmp thm lrv part ytdl tmp crdownload description js css exe dmg'
  ).split(' '),
);

/** Bytes that are enough for every signature that file-type knows. */
export const SNIFF_BYTES = 4100;

/** The extension in lower case without its dot; '' for none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** What the name says; 'unknown' when the content must be asked. */
export function kindByName(name: string): MediaKind | 'other' | 'unknown' {
  const extension = extensionOf(name);
  if (PHOTO_EXTENSIONS.has(extension)) return 'photo';
  if (VIDEO_EXTENSIONS.has(extension)) return 'video';
  return OTHER_EXTENSIONS.has(extension) ? 'other' : 'unknown';
}

/** What the first bytes say; null when they are neither a picture nor a video. */
export async function kindByContent(firstBytes: Uint8Array): Promise<MediaKind | null> {
  const type = await fileTypeFromBuffer(firstBytes).catch(() => undefined);
  if (type?.mime.startsWith('image/') === true) return 'photo';
  return type?.mime.startsWith('video/') === true ? 'video' : null;
}

/** The first bytes of a file on disk, fewer if it is shorter. */
export async function readFirstBytes(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const buffer = new Uint8Array(SNIFF_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, SNIFF_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
