/** @file Stands in for src/renderer/photo-urls.ts in the preview: the same functions over generated pictures. */
import { generatedPhotoUrl } from './generated-photos.ts';
import { pictureUrl } from './picture-store.ts';

export function thumbnailUrl(_libraryId: string, photoId: number): string {
  return generatedPhotoUrl(photoId, 256);
}

export function fullPhotoUrl(_libraryId: string, photoId: number): string {
  return generatedPhotoUrl(photoId, 1600);
}

/** Videos are not played in the preview. */
export function videoUrl(_libraryId: string, photoId: number): string {
  return generatedPhotoUrl(photoId, 256);
}

export function targetUrl(targetId: string): string {
  return pictureUrl(targetId);
}

export function atlasPageUrl(mosaicId: string, page: number): string {
  return pictureUrl(`${mosaicId}/${page}`);
}

export function proofUrl(jobId: string, view: 'plain' | 'printed'): string {
  return pictureUrl(`${jobId}/${view}`);
}
