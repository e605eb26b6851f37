/** @file Made-up photos for the catalogue's tests: what a backup reader and imaging would hand in. */
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import type { BackupFacts, LibraryFile } from '../../src/library/facts.ts';
import type { PictureFacts } from '../../src/shared/picture-facts.ts';

/** A file of a plain folder; anything can be overridden. */
export function sampleFile(
  relativePath: string,
  overrides: Partial<LibraryFile> = {},
  facts: BackupFacts = {},
): LibraryFile {
  return {
    relativePath,
    sizeBytes: 1000,
    mtimeMs: Date.UTC(2020, 0, 1),
    kind: 'photo',
    section: 'other',
    backupFormat: 'plain',
    facts,
    ...overrides,
  };
}

/** A picture whose descriptor is filled with one byte, so that it can be told from others. */
export function samplePicture(fill: number, overrides: Partial<PictureFacts> = {}): PictureFacts {
  return {
    format: 'jpeg',
    widthPx: 640,
    heightPx: 480,
    orientation: 1,
    descriptor: new Uint8Array(DESCRIPTOR_BYTES).fill(fill),
    ends: new Uint8Array(2 * DESCRIPTOR_BYTES).fill(fill + 1),
    palette: [
      { rgb: [200, 30, 40], share: 0.6 },
      { rgb: [20, 20, 20], share: 0.4 },
    ],
    accent: [250, 200, 0],
    perceptualHash: fill.toString(16).padStart(16, '0'),
    embedded: {},
    ...overrides,
  };
}
