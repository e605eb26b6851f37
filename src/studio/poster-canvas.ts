/**
 * @file Painting a sheet into its canvas file, band by band on all imaging processes, so that a run that was killed or
 * met a full disk can be gone on with: a journal beside the canvas says which bands are in it. Node, no Electron.
 * Canvas and journal are hidden files in the poster's folder, named after the poster and what is to be in it.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { type SheetPlan, sheetCell } from '../core/sheet/plan.ts';
import type {
  ImagingContract,
  OutputProfile,
  PaintedTile,
  SheetBand,
  SheetTile,
} from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError, isCancelled } from '../shared/errors.ts';
import { forEachAtOnce } from './at-once.ts';
import { retryAfterExit } from './crash-retry.ts';
import type { JobContext } from './jobs.ts';
import type { LentFile, PhotoFiles, PhotoSource } from './photo-files.ts';

const PAPER: [number, number, number] = [255, 255, 255];
/** Bands that wait in the imaging pool: enough to keep every process busy. */
const BANDS_AHEAD = 8;
/** A band of more pixels is split into blocks of whole columns. */
const MAX_BAND_PIXELS = 32_000_000;

/** A photo in a cell, as the canvas needs it. */
export interface PlacedPhoto extends PhotoSource {
  crop: SheetTile['crop'];
  mirrored: boolean;
  tint?: SheetTile['tint'];
  /** Changes when the file does. */
  version: string;
}

/** What is painted. */
export interface CanvasContent {
  plan: SheetPlan;
  /** Row by row. */
  photos: readonly PlacedPhoto[];
  profile: OutputProfile;
}

/** A band whose photos are known by name; imaging wants paths. */
export interface SheetBandPlan extends Omit<SheetBand, 'tiles'> {
  /** Cells of the tiles, in their order. */
  cells: number[];
  sources: PhotoSource[];
  tiles: Omit<SheetTile, 'file'>[];
}

/** The band for imaging. @param files of the sources, in their order */
export function bandWithFiles({ tiles, ...band }: SheetBandPlan, files: readonly LentFile[]): SheetBand {
  const { cells: _cells, sources: _sources, ...sheetBand } = band;
  return { ...sheetBand, tiles: tiles.map((tile, index) => ({ ...tile, file: files[index]!.path })) };
}

/** The bands of a sheet: one for each row of cells, with the paper above the first and below the last. */
export function planBands({ plan, photos, profile }: CanvasContent): SheetBandPlan[] {
  const { columns, rows } = plan.grid;
  const bands: SheetBandPlan[] = [];
  for (let row = 0; row < rows; row++) {
    const topPx = row === 0 ? 0 : sheetCell(plan, 0, row).topPx;
    const endPx = row === rows - 1 ? plan.heightPx : sheetCell(plan, 0, row + 1).topPx;
    const blocks = Math.min(columns, Math.ceil((plan.widthPx * (endPx - topPx)) / MAX_BAND_PIXELS));
    for (let block = 0; block < blocks; block++) {
      const first = Math.floor((block * columns) / blocks);
      const end = Math.floor(((block + 1) * columns) / blocks);
      const leftPx = first === 0 ? 0 : sheetCell(plan, first, row).leftPx;
      const rightPx = end === columns ? plan.widthPx : sheetCell(plan, end, row).leftPx;
      const cells = Array.from({ length: end - first }, (_, offset) => row * columns + first + offset);
      bands.push({
        widthPx: plan.widthPx,
        topPx,
        heightPx: endPx - topPx,
        ...(blocks === 1 ? {} : { columns: { leftPx, widthPx: rightPx - leftPx } }),
        background: PAPER,
        fills: plan.fills,
        profile,
        cells,
        sources: cells.map((cell) => photos[cell]!),
        tiles: cells.map((cell) => sheetTile(plan, cell, photos[cell]!)),
      });
    }
  }
  return bands;
}

function sheetTile(
  plan: SheetPlan,
  cell: number,
  { crop, mirrored, tint }: PlacedPhoto,
): SheetBandPlan['tiles'][number] {
  const { columns } = plan.grid;
  const { bleed, leftPx, topPx, widthPx, heightPx } = sheetCell(
    plan,
    cell % columns,
    Math.floor(cell / columns),
  );
  const continued = Object.values(bleed).some((px) => px > 0);
  return {
    crop,
    mirrored,
    tint,
    leftPx,
    topPx,
    widthPx,
    heightPx,
    ...(continued ? { bleed: { ...bleed, style: plan.bleedStyle } } : {}),
  };
}

const journalLine = z.object({
  band: z.int().nonnegative(),
  crc32: z.int().nonnegative(),
  tiles: z.array(z.object({ photoSha256: z.string(), pixelsSha256: z.string() })),
});

type JournalLine = z.infer<typeof journalLine>;

/** The canvas of one poster: painted anew, or from where an earlier run of the same export ended. */
export class PosterCanvas {
  readonly canvasFile: string;
  readonly #journalFile: string;
  readonly #content: CanvasContent;
  readonly #bands: SheetBandPlan[];
  readonly #files: PhotoFiles;
  readonly #imaging: ProcessClient<ImagingContract>;
  #finished = new Map<number, PaintedTile[]>();

  constructor(
    posterFile: string,
    content: CanvasContent,
    files: PhotoFiles,
    imaging: ProcessClient<ImagingContract>,
  ) {
    const { plan, photos, profile } = content;
    const holders = photos.map((photo) => files.holder(photo));
    const hash = createHash('sha256')
      .update(JSON.stringify([plan, photos, holders, profile]))
      .digest('hex');
    const stem = join(dirname(posterFile), `.${basename(posterFile)}.${hash.slice(0, 12)}`);
    this.canvasFile = `${stem}.smalti-canvas`;
    this.#journalFile = `${stem}.smalti-journal`;
    this.#content = content;
    this.#bands = planBands(content);
    this.#files = files;
    this.#imaging = imaging;
  }

  /** True if there is work that another run could go on with. */
  get isWorthKeeping(): boolean {
    return this.#finished.size > 0;
  }

  /**
   * Paints what is not painted yet.
   * @returns what was painted in each cell
   * @throws SmaltiError FILE_MISSING if a photo cannot be read any more, and as imaging does
   */
  async paint(
    context: Pick<JobContext, 'signal' | 'report'>,
    onNotice: (message: string) => void,
  ): Promise<PaintedTile[]> {
    const { plan, photos, profile } = this.#content;
    await this.#resume(onNotice);
    if (this.#finished.size === 0) {
      const { canvasFile } = this;
      const { widthPx, heightPx, dpi } = plan;
      await this.#imaging.request(
        'sheet.create',
        { canvasFile, widthPx, heightPx, dpi, profile },
        { signal: context.signal },
      );
    }
    const journal = await open(this.#journalFile, 'a');
    try {
      await this.#paintMissing(journal, context, onNotice);
    } finally {
      await journal.close();
    }
    const painted: PaintedTile[] = Array.from(photos, () => ({ photoSha256: '', pixelsSha256: '' }));
    for (const [band, tiles] of this.#finished)
      this.#bands[band]!.cells.forEach((cell, index) => (painted[cell] = tiles[index]!));
    return painted;
  }

  /** Takes canvas and journal away. */
  async remove(): Promise<void> {
    await rm(this.canvasFile, { force: true });
    await rm(this.#journalFile, { force: true });
  }

  /** Takes away what earlier runs to the same file left, except what this one goes on with. */
  async removeStrangers(posterFile: string): Promise<void> {
    const folder = dirname(posterFile);
    const kept = new Set([basename(this.canvasFile), basename(this.#journalFile)]);
    for (const name of await readdir(folder).catch(() => [])) {
      const isOurs =
        name.startsWith(`.${basename(posterFile)}.`) && /\.smalti-(part|canvas|journal)/.test(name);
      if (isOurs && !kept.has(name)) await rm(join(folder, name), { force: true });
    }
  }

  async #paintMissing(
    journal: FileHandle,
    context: Pick<JobContext, 'signal' | 'report'>,
    onNotice: (message: string) => void,
  ): Promise<void> {
    const { canvasFile } = this;
    const total = this.#content.photos.length;
    let done = 0;
    for (const tiles of this.#finished.values()) done += tiles.length;
    const waiting = [...this.#bands.entries()].filter(([index]) => !this.#finished.has(index));
    await forEachAtOnce(waiting, BANDS_AHEAD, context.signal, async ([index, plan], signal) => {
      const { cells, sources } = plan;
      const { missing, tiles, crc32 } = await this.#files.lend(sources, (files) => {
        requireFiles(sources, files);
        const band = bandWithFiles(plan, files);
        return retryAfterExit(
          () => this.#imaging.request('sheet.paintBand', { canvasFile, ...band }, { signal }),
          () =>
            onNotice('An imaging process stopped unexpectedly and was started again; the poster goes on.'),
        );
      });
      if (missing.length > 0) {
        const names = missing.map(({ tile, message }) => ({ file: sources[tile]!.file, message }));
        throw missingPhotos(names);
      }
      const line: JournalLine = { band: index, crc32, tiles };
      await journal.appendFile(`${JSON.stringify(line)}\n`);
      this.#finished.set(index, tiles);
      done += cells.length;
      context.report({ phase: 'Placing photos on the sheet', done, total });
    });
  }

  /** Reads the journal; a band counts if the canvas really holds what was painted. */
  async #resume(onNotice: (message: string) => void): Promise<void> {
    this.#finished = new Map();
    const there = await stat(this.canvasFile).catch(() => null);
    const lines = there === null ? [] : await this.#journal();
    if (lines.length === 0) return this.remove();
    const { canvasFile } = this;
    const { widthPx } = this.#content.plan;
    const channels = this.#content.profile.kind === 'cmyk' ? 4 : 3;
    const bands = lines.map(({ band }) => {
      const { topPx, heightPx, columns } = this.#bands[band]!;
      return { topPx, heightPx, ...(columns === undefined ? {} : { columns }) };
    });
    const { crc32 } = await this.#imaging.request('sheet.readBands', {
      canvasFile,
      widthPx,
      channels,
      bands,
    });
    lines.forEach((line, index) => {
      if (line.crc32 === crc32[index]) this.#finished.set(line.band, line.tiles);
    });
    if (this.#finished.size === 0) return this.remove();
    onNotice(
      `An earlier run of this export was interrupted; it goes on with ${this.#finished.size} of ${this.#bands.length} parts finished.`,
    );
  }

  async #journal(): Promise<JournalLine[]> {
    const text = await readFile(this.#journalFile, 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => {
      const parsed = journalLine.safeParse(parseJson(line));
      const isWhole =
        parsed.success && this.#bands[parsed.data.band]?.cells.length === parsed.data.tiles.length;
      return isWhole ? [parsed.data] : [];
    });
  }
}

/** @throws SmaltiError FILE_MISSING naming the files that could not be had */
function requireFiles(sources: readonly PhotoSource[], files: readonly LentFile[]): void {
  const missing = files.flatMap(({ failure }, index) =>
    failure === null ? [] : [{ file: sources[index]!.file, message: failure.message }],
  );
  if (missing.length > 0) throw missingPhotos(missing);
}

/** A line that was cut off in the middle is no line. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

export function missingPhotos(missing: readonly { file: string; message: string }[]): SmaltiError {
  const first = missing[0]!;
  return new SmaltiError(
    'FILE_MISSING',
    `${missing.length} of the poster's photos cannot be read any more, first ${basename(first.file)}: ${first.message}`,
    'Bring the photos back or scan the library again, then run the mosaic again.',
  );
}

/** The error of an interrupted export, with what became of the work so far. */
export function interruptedExport(error: unknown): unknown {
  if (!(error instanceof SmaltiError) || isCancelled(error)) return error;
  const kept =
    'What is finished is kept in hidden files beside the poster: the same export, started again, goes on from there.';
  return new SmaltiError(error.code, error.message, kept, { cause: error });
}
