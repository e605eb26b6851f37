/**
 * @file Checks a finished poster against its manifest and its photos: layout, repeats, every tile pixel by pixel, the
 * certificate. Node, no Electron. What cannot be looked at is said, never passed over.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { planSheet, sheetCell } from '../core/sheet/plan.ts';
import { sha256OfFile } from '../files/sha256.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import { Materialiser } from '../library/backup/materialise.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { PosterCheck, VerifyReport } from '../shared/poster.ts';
import type { JobContext } from './jobs.ts';
import { type Manifest, type ManifestTile, parseManifest } from './manifest.ts';
import { PhotoFiles } from './photo-files.ts';
import { verifyCertificate } from './verify-certificate.ts';
import { verifyLooks, verifyOriginals } from './verify-looks.ts';
import { TileVerification, unreadable } from './verify-photos.ts';

export interface VerifyRequest {
  posterFile: string;
  manifestFile: string;
  /** Where the photos are; without it tiles are compared with the manifest's hashes only. */
  libraryFolder: string | null;
  /** Where originals are that were printed in place of copies, if not in the library. */
  originalsFolder?: string | null;
  /** For a CMYK poster: the profile it was made with. */
  cmykProfileFile: string | null;
}

/** @throws SmaltiError MANIFEST_INVALID, FILE_MISSING, FILE_UNREADABLE; anything that is only wrong is in the report */
export async function verifyPoster(
  request: VerifyRequest,
  imaging: ProcessClient<ImagingContract>,
  context: Pick<JobContext, 'signal' | 'report'>,
): Promise<VerifyReport> {
  const startedAt = performance.now();
  const manifest = await readManifest(request.manifestFile);
  const check = new PosterVerification(manifest, request, imaging, context);
  const scratch = await mkdtemp(join(tmpdir(), 'smalti-verify-'));
  const files = photoFiles(request, scratch);
  try {
    await check.run(join(scratch, 'poster.v'), files);
  } finally {
    await files?.close();
    await rm(scratch, { recursive: true, force: true });
  }
  return check.report((performance.now() - startedAt) / 1000);
}

/** The photos' files, if their folder is known. */
function photoFiles(
  { libraryFolder, originalsFolder = null }: VerifyRequest,
  scratch: string,
): PhotoFiles | null {
  if (libraryFolder === null) return null;
  const [library, originals] = [libraryFolder, originalsFolder ?? libraryFolder].map((path, index) => {
    const folder = resolve(path);
    return { folder, materialiser: new Materialiser(folder, join(scratch, String(index))) };
  });
  return new PhotoFiles(library!, originals);
}

/** The manifest in a file. @throws SmaltiError MANIFEST_INVALID, FILE_MISSING */
export async function readManifest(file: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new SmaltiError('FILE_MISSING', `${file} cannot be read.`, 'Check the name.', { cause: error });
  }
  return parseManifest(text);
}

class PosterVerification {
  readonly #manifest: Manifest;
  readonly #request: VerifyRequest;
  readonly #imaging: ProcessClient<ImagingContract>;
  readonly #context: Pick<JobContext, 'signal' | 'report'>;
  readonly #checks: PosterCheck[] = [];
  #tiles: TileVerification | null = null;
  #pairsChecked = 0;

  constructor(
    manifest: Manifest,
    request: VerifyRequest,
    imaging: ProcessClient<ImagingContract>,
    context: Pick<JobContext, 'signal' | 'report'>,
  ) {
    this.#manifest = manifest;
    this.#request = request;
    this.#imaging = imaging;
    this.#context = context;
  }

  /** @param files of the photos; null: they cannot be looked at */
  async run(pixelsFile: string, files: PhotoFiles | null): Promise<void> {
    const { poster, colourAdjustment } = this.#manifest;
    const { posterFile } = this.#request;
    const layout = this.#layoutFault();
    this.#add('Layout', layout === null, layout ?? 'Every tile lies where the sheet and the grid put it.');
    this.#checkRepeats();
    this.#checkColours(colourAdjustment.tint);
    this.#context.report({ phase: 'Reading the poster', done: 0, total: 0 });
    const sameFile = (await sha256OfFile(posterFile).catch(unreadable(posterFile))) === poster.sha256;
    const found = await this.#imaging.request('poster.unpack', { posterFile, pixelsFile });
    const sizeFits = found.widthPx === poster.widthPx && found.heightPx === poster.heightPx;
    this.#add(
      'Size',
      sizeFits,
      `The poster has ${found.widthPx} x ${found.heightPx} pixels${sizeFits ? ', as declared' : `, not ${poster.widthPx} x ${poster.heightPx}`}.`,
    );
    this.#add(
      'File',
      sameFile || null,
      sameFile
        ? 'The file is byte for byte the one that was exported.'
        : 'The file is not byte for byte the one that was exported; so its pixels decide.',
    );
    const channels = poster.profile.kind === 'cmyk' ? 4 : 3;
    if (found.channels !== channels) {
      this.#add('Tiles', false, `The poster has ${found.channels} colour channels, not ${channels}.`);
    } else if (layout === null && sizeFits) {
      const tiles = new TileVerification(this.#manifest, this.#imaging, this.#context, this.#request);
      const pixels = { pixelsFile, firstByte: found.firstByte };
      if (files === null) await tiles.compareHashes(pixels, sameFile);
      else await tiles.comparePhotos(pixels, files);
      this.#tiles = tiles;
      this.#checks.push(...tiles.checks);
    }
    await this.#checkCertificate();
    if (files !== null && this.#manifest.certificate !== null) {
      this.#checks.push(await verifyLooks(this.#manifest, files, this.#imaging, this.#context));
      const originals = await verifyOriginals(this.#manifest, files, this.#imaging, this.#context);
      if (originals !== null) this.#checks.push(originals);
    }
  }

  report(seconds: number): VerifyReport {
    const failed = this.#checks.filter(({ passed }) => passed === false);
    const open = this.#checks.filter(({ name, passed }) => passed === null && name !== 'File');
    const isTrueMosaic = this.#manifest.isTrueMosaic && this.#manifest.colourAdjustment.tint === 0;
    const passed = failed.length === 0;
    return {
      passed,
      verdict: passed
        ? `The poster is what its manifest says${this.#tintNote()}${open.length > 0 ? `, as far as could be looked at (${open.map(({ name }) => name).join(', ')} could not)` : ''}.`
        : `The poster is not what its manifest says: ${failed.map(({ sentence }) => sentence).join(' ')}`,
      isTrueMosaic: passed && isTrueMosaic,
      checks: this.#checks,
      tilesCompared: this.#tiles?.tilesCompared ?? 0,
      wrongTiles: this.#tiles?.wrongTiles ?? [],
      pairsChecked: this.#pairsChecked,
      seconds,
    };
  }

  #add(name: string, passed: boolean | null, sentence: string): void {
    this.#checks.push({ name, passed, sentence });
  }

  #layoutFault(): string | null {
    const { sheet, grid, poster, tiles } = this.#manifest;
    const plan = planSheet(sheet, grid);
    if (plan.widthPx !== poster.widthPx || plan.heightPx !== poster.heightPx) {
      return `The sheet makes ${plan.widthPx} x ${plan.heightPx} pixels, not ${poster.widthPx} x ${poster.heightPx}.`;
    }
    if (tiles.length !== grid.columns * grid.rows) {
      return `The manifest lists ${tiles.length} tiles for ${grid.columns} x ${grid.rows} cells.`;
    }
    const keys = ['column', 'row', 'leftPx', 'topPx', 'widthPx', 'heightPx'] as const;
    const wrong = tiles.find((tile, cell) => {
      const place = sheetCell(plan, cell % grid.columns, Math.floor(cell / grid.columns));
      return keys.some((key) => tile[key] !== place[key]);
    });
    return wrong === undefined ? null : `The tile ${placeOf(wrong)} does not lie where its cell is.`;
  }

  /** The tint has to be declared everywhere alike; whether the pixels have it is seen when they are compared. */
  #checkColours(tint: number): void {
    const { tiles, isTrueMosaic } = this.#manifest;
    const isDeclared = tiles.every((tile) => (tile.tint !== null) === tint > 0);
    const isFair = isDeclared && !(isTrueMosaic && tint > 0);
    const note =
      tint === 0
        ? 'The manifest declares that no colours were adjusted.'
        : `Tiles were tinted towards the target by up to ${Math.round(tint * 100)} %: this is not a true mosaic.`;
    const fault = isDeclared
      ? ' The manifest calls it one all the same.'
      : ' The manifest does not say so of every tile alike.';
    this.#add('Colours', isFair, isFair ? note : note + fault);
  }

  #tintNote(): string {
    const { tint } = this.#manifest.colourAdjustment;
    return tint === 0 ? '' : `, but not a true mosaic: tinted by up to ${Math.round(tint * 100)} %`;
  }

  #checkRepeats(): void {
    const { tiles, reuseLimit, certificate } = this.#manifest;
    if (reuseLimit > 1) {
      this.#checkUses(reuseLimit, certificate?.uses.reuseLimit ?? reuseLimit);
      return;
    }
    const twice = (key: (tile: ManifestTile) => string): ManifestTile | undefined => {
      const seen = new Set<string>();
      return tiles.find((tile) => seen.size === seen.add(key(tile)).size);
    };
    const repeated =
      twice(({ file }) => file) ??
      twice(({ photo }) => String(photo)) ??
      twice(({ file, original }) =>
        original === null ? `library/${file}` : `${original.from}/${original.file}`,
      );
    const sameContent = twice(({ photoSha256 }) => photoSha256);
    const note =
      sameContent === undefined
        ? ''
        : ` (${sameContent.file} has the same content as another file of the list)`;
    this.#add(
      'Repeats',
      repeated === undefined,
      repeated === undefined
        ? `Each of the ${tiles.length} photos is used once${note}.`
        : `${repeated.file} is used more than once.`,
    );
  }

  /** Photos may be used several times: counted by file, and by what the files hold. */
  #checkUses(reuseLimit: number, provenLimit: number): void {
    const uses = new Map<string, number>();
    for (const { file } of this.#manifest.tiles) uses.set(file, (uses.get(file) ?? 0) + 1);
    const most = Math.max(...uses.values());
    const isRight = most <= reuseLimit && provenLimit === reuseLimit;
    this.#add(
      'Repeats',
      isRight,
      isRight
        ? `No photo is used more than ${reuseLimit} times (the most is ${most}): this is not a mosaic of photos used once.`
        : `A photo is used ${most} times; ${Math.min(reuseLimit, provenLimit)} were allowed.`,
    );
  }

  async #checkCertificate(): Promise<void> {
    const { certificate } = this.#manifest;
    if (certificate === null) {
      this.#add(
        'Certificate',
        null,
        'The manifest holds no certificate: the mosaic was not solved optimally.',
      );
      return;
    }
    const { passed, sentence, pairsChecked } = await verifyCertificate(
      this.#manifest,
      certificate,
      this.#context.signal,
      (done, total) => this.#context.report({ phase: 'Computing all costs again', done, total }),
    );
    this.#pairsChecked = pairsChecked;
    this.#add('Certificate', passed, sentence);
  }
}

function placeOf({ column, row }: { column: number; row: number }): string {
  return `in column ${column + 1}, row ${row + 1}`;
}
