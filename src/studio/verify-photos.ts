/**
 * @file Compares a poster's tiles with their photos, or with the hashes in the manifest. Node, no Electron.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import { planSheet } from '../core/sheet/plan.ts';
import type { ImagingContract, OutputProfile } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { PosterCheck, VerifyReport } from '../shared/poster.ts';
import { forEachAtOnce } from './at-once.ts';
import type { JobContext } from './jobs.ts';
import type { Manifest, ManifestTile } from './manifest.ts';
import type { PhotoFiles, PhotoSource } from './photo-files.ts';
import { type SheetBandPlan, bandWithFiles, planBands } from './poster-canvas.ts';
import { unpacked } from './verify-certificate.ts';
import { JPEG_BOUNDS, tileFault } from './verify-tiles.ts';

const BANDS_AHEAD = 4;
/** A sentence names so many wrong tiles and counts the rest; the report lists all. */
const NAMED_FAULTS = 3;
/** In a JPEG the edges of tiles shine a little into the space between them. */
const OUTSIDE_JPEG_STEPS = 128;

type Context = Pick<JobContext, 'signal' | 'report'>;

/** A poster that was unpacked into plain pixels. */
interface PosterPixels {
  pixelsFile: string;
  firstByte: number;
}

export class TileVerification {
  readonly checks: PosterCheck[] = [];
  readonly wrongTiles: VerifyReport['wrongTiles'] = [];
  tilesCompared = 0;
  readonly #manifest: Manifest;
  readonly #imaging: ProcessClient<ImagingContract>;
  readonly #context: Context;
  readonly #cmykProfileFile: string | null;

  constructor(
    manifest: Manifest,
    imaging: ProcessClient<ImagingContract>,
    context: Context,
    { cmykProfileFile }: { cmykProfileFile: string | null },
  ) {
    this.#manifest = manifest;
    this.#imaging = imaging;
    this.#context = context;
    this.#cmykProfileFile = cmykProfileFile;
  }

  /** Every tile painted again from its photo and compared; also what lies between and around the tiles. */
  async comparePhotos(poster: PosterPixels, files: PhotoFiles): Promise<void> {
    const { quality, profile } = this.#manifest.poster;
    const isLossless = quality === null;
    if (!isLossless && quality < JPEG_BOUNDS.leastQuality) {
      this.#add('Tiles', null, `JPEG of quality ${quality} is too coarse to compare tiles with photos.`);
      return;
    }
    if (profile.kind === 'cmyk' && !(await this.#isRightProfile(profile.sha256))) return;
    const certificate = this.#manifest.certificate;
    const cells = certificate === null ? null : unpacked(certificate.cellDescriptors);
    const missingFiles: string[] = [];
    const changed: string[] = [];
    let outside = 0;
    let outsideMax = 0;
    await this.#eachBand(async (band, signal) => {
      const { cells: cellsOfBand, sources } = band;
      const result = await files.lend(sources, (lent) =>
        this.#imaging.request(
          'poster.compareBand',
          {
            ...bandWithFiles(band, lent),
            ...poster,
            ...(cells === null ? {} : { overlay: descriptorsOf(cells, cellsOfBand) }),
          },
          { signal },
        ),
      );
      missingFiles.push(...result.missing.map(({ tile }) => basename(sources[tile]!.file)));
      outside += result.outsideDiffering;
      outsideMax = Math.max(outsideMax, result.outsideMax);
      cellsOfBand.forEach((cell, index) => {
        const tile = this.#manifest.tiles[cell]!;
        const comparison = result.tiles[index]!;
        if (comparison.photoSha256 === '') return;
        this.tilesCompared += 1;
        if (comparison.photoSha256 !== tile.photoSha256) changed.push(tile.file);
        const fault = tileFault(comparison, isLossless);
        if (fault !== null) this.#wrong(tile, fault);
      });
    });
    this.#add(
      'Photos',
      missingFiles.length > 0 ? null : changed.length === 0,
      missingFiles.length > 0
        ? `${missingFiles.length} photos are not in this folder any more, first ${missingFiles[0]}.`
        : changed.length > 0
          ? `${changed.length} photos were changed since the export, first ${changed[0]}.`
          : 'Every photo is in the folder and has not changed since the export.',
    );
    this.#addTiles(
      `All ${this.tilesCompared} tiles are their photos, ${isLossless ? 'pixel by pixel' : 'within what JPEG changes'}, ${this.#treatment()}.`,
    );
    const outsideFits = isLossless ? outside === 0 : outsideMax <= OUTSIDE_JPEG_STEPS;
    this.#add(
      'Between the tiles',
      missingFiles.length > 0 ? null : outsideFits,
      outsideFits
        ? 'Gaps, border and bleed are as declared.'
        : `${outside} pixels of gaps, border or bleed are not as declared.`,
    );
  }

  async compareHashes(poster: PosterPixels, sameFile: boolean): Promise<void> {
    if (this.#manifest.poster.quality !== null) {
      this.#add(
        'Tiles',
        sameFile ? true : null,
        sameFile
          ? 'The tiles are those of the export. Give --library FOLDER to compare them with the photos.'
          : 'A JPEG can only be compared with the photos: give --library FOLDER.',
      );
      return;
    }
    await this.#eachBand(async (band, signal) => {
      const { cells, sources } = band;
      const nowhere = sources.map(({ file }) => ({ path: file, failure: null }));
      const { pixelsSha256 } = await this.#imaging.request(
        'poster.hashBand',
        { ...bandWithFiles(band, nowhere), ...poster },
        { signal },
      );
      cells.forEach((cell, index) => {
        const tile = this.#manifest.tiles[cell]!;
        this.tilesCompared += 1;
        if (pixelsSha256[index] !== tile.pixelsSha256)
          this.#wrong(tile, 'its pixels are not those that were exported');
      });
    });
    this.#addTiles(
      `All ${this.tilesCompared} tiles have the pixels that were exported. Give --library FOLDER to compare them with the photos.`,
    );
  }

  /** What was done to the photos. */
  #treatment(): string {
    const { tint } = this.#manifest.colourAdjustment;
    return tint === 0
      ? 'unblended and cropped as declared'
      : `cropped and tinted by up to ${Math.round(tint * 100)} % as declared`;
  }

  #bands(): SheetBandPlan[] {
    const { sheet, grid, tiles, poster } = this.#manifest;
    const { tint } = this.#manifest.colourAdjustment;
    const photos = tiles.map((tile) => ({
      ...sourceOf(tile),
      crop: tile.crop,
      mirrored: tile.mirrored,
      tint: tile.tint === null ? undefined : { colour: tile.tint, strength: tint },
      version: '',
    }));
    return planBands({ plan: planSheet(sheet, grid), photos, profile: this.#profile(poster) });
  }

  #profile({ profile }: Manifest['poster']): OutputProfile {
    if (profile.kind !== 'cmyk') return { kind: profile.kind };
    return {
      kind: 'cmyk',
      file: this.#cmykProfileFile ?? '',
      intent: profile.intent ?? 'perceptual',
    };
  }

  #addTiles(fine: string): void {
    // Bands are compared side by side.
    const wrong = this.wrongTiles.sort((one, two) => one.row - two.row || one.column - two.column);
    const unnamed = wrong.length - NAMED_FAULTS;
    const named = wrong
      .slice(0, NAMED_FAULTS)
      .map((tile) => `the tile in column ${tile.column}, row ${tile.row} (${tile.file}): ${tile.reason}`);
    this.#add(
      'Tiles',
      wrong.length === 0,
      wrong.length === 0
        ? fine
        : `${wrong.length} of ${this.tilesCompared} tiles are wrong: ${named.join('; ')}${unnamed > 0 ? `; and ${unnamed.toLocaleString('en')} more` : ''}.`,
    );
  }

  #wrong({ column, row, file }: ManifestTile, reason: string): void {
    this.wrongTiles.push({ column: column + 1, row: row + 1, file, reason });
  }

  async #eachBand(work: (band: SheetBandPlan, signal: AbortSignal) => Promise<void>): Promise<void> {
    const total = this.#manifest.tiles.length;
    let done = 0;
    await forEachAtOnce(this.#bands(), BANDS_AHEAD, this.#context.signal, async (band, signal) => {
      await work(band, signal);
      done += band.cells.length;
      this.#context.report({ phase: 'Comparing tiles', done, total });
    });
  }

  async #isRightProfile(sha256: string | null): Promise<boolean> {
    const file = this.#cmykProfileFile;
    if (file === null) {
      this.#add(
        'Tiles',
        null,
        'To compare a CMYK poster with its photos, give its profile with --profile FILE.',
      );
      return false;
    }
    const found = createHash('sha256')
      .update(await readFile(file).catch(unreadable(file)))
      .digest('hex');
    if (found === sha256) return true;
    this.#add('Tiles', null, `${basename(file)} is not the profile that the poster was made with.`);
    return false;
  }

  #add(name: string, passed: boolean | null, sentence: string): void {
    this.checks.push({ name, passed, sentence });
  }
}

/** The file whose pixels the tile shows. */
function sourceOf({ file, original }: ManifestTile): PhotoSource {
  return original ?? { file, from: 'library' };
}

function descriptorsOf(all: Uint8Array, cells: readonly number[]): Uint8Array {
  const chosen = new Uint8Array(cells.length * DESCRIPTOR_BYTES);
  cells.forEach((cell, index) =>
    chosen.set(
      all.subarray(cell * DESCRIPTOR_BYTES, (cell + 1) * DESCRIPTOR_BYTES),
      index * DESCRIPTOR_BYTES,
    ),
  );
  return chosen;
}

/** Turns a failed read into words. */
export function unreadable(file: string): (error: unknown) => never {
  return (error) => {
    throw new SmaltiError(
      'FILE_MISSING',
      `${basename(file)} in ${dirname(resolve(file))} cannot be read.`,
      'Check the name.',
      { cause: error },
    );
  };
}
