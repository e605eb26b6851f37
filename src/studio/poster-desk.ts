/** @file The use cases around finished mosaics: export, preflight, verify, page, certificate. Node, no Electron. */
import { existsSync } from 'node:fs';
import { sheetSize } from '../core/grid.ts';
import { type SheetOptions, sheetOfPixels } from '../core/sheet/plan.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import type { ExportSummary } from '../shared/mosaic.ts';
import type { PreflightReport, SoftProof, VerifyReport } from '../shared/poster.ts';
import type { AppFolders } from './app-folders.ts';
import { writeCertificate } from './certificate-page.ts';
import { type ContactSheetRequest, writeContactSheet } from './contact-sheet.ts';
import type { Jobs, RunningJob } from './jobs.ts';
import type { Libraries } from './libraries.ts';
import type { AutomaticScan } from './library-watch.ts';
import type { Mosaics } from './mosaics.ts';
import type { Originals } from './originals.ts';
import { OriginalsDesk } from './originals-desk.ts';
import { type PosterRequest, writePoster } from './posters.ts';
import { type PreflightRequest, preflightPoster } from './preflight.ts';
import { type RevealRequest, writeReveal } from './reveal.ts';
import { type SharePageRequest, type SharePageSummary, writeSharePage } from './share-page.ts';
import { type ProofView, type SoftProofRequest, makeSoftProof, proofFile } from './soft-proof.ts';
import type { Targets } from './targets.ts';
import { type VerifyRequest, readManifest, verifyPoster } from './verify.ts';

/** How requests name a mosaic, and whether originals that were found are used (without it: yes). */
interface OnMosaic {
  mosaicId: string;
  useOriginals?: boolean;
}

export type ExportRequest = Omit<PosterRequest, 'mosaic' | 'targetName' | 'sheet' | 'originals'> &
  OnMosaic &
  ({ sheet: SheetOptions } | { longSidePx: number });

interface PosterDeskOptions {
  jobs: Jobs;
  imaging: ProcessClient<ImagingContract>;
  folders: AppFolders;
  libraries: Libraries;
  targets: Targets;
  mosaics: Mosaics;
  onNotice: (message: string) => void;
  scan: AutomaticScan;
}

export class PosterDesk {
  readonly originals: OriginalsDesk;
  readonly #jobs: Jobs;
  readonly #imaging: ProcessClient<ImagingContract>;
  readonly #folders: AppFolders;
  readonly #libraries: Libraries;
  readonly #targets: Targets;
  readonly #mosaics: Mosaics;
  readonly #onNotice: (message: string) => void;
  /** Job id of the newest soft proof. */
  #shownProof: string | null = null;

  constructor(options: PosterDeskOptions) {
    this.#jobs = options.jobs;
    this.#imaging = options.imaging;
    this.#folders = options.folders;
    this.#libraries = options.libraries;
    this.#targets = options.targets;
    this.#mosaics = options.mosaics;
    this.#onNotice = options.onNotice;
    this.originals = new OriginalsDesk(options);
  }

  /** Starts writing a poster: on a sheet of paper, or simply with so many pixels on its longer side. */
  startExport(request: ExportRequest): RunningJob<ExportSummary> {
    const mosaic = this.#mosaics.solved(request.mosaicId);
    const targetName = this.#targets.summary(mosaic.targetId).name;
    const sheet =
      'sheet' in request ? request.sheet : sheetOfPixels(sheetSize(mosaic.grid, request.longSidePx));
    return this.#jobs.start(
      'export',
      (context) =>
        writePoster(
          { ...request, ...this.#found(request), sheet, mosaic, targetName },
          this.#imaging,
          context,
          this.#onNotice,
        ),
      ({ widthPx, heightPx, bytes }) =>
        `The poster is written: ${widthPx} x ${heightPx} pixels, ${(bytes / 1e6).toFixed(1)} MB.`,
    );
  }

  /** Looks at a poster before it is written. */
  preflight(
    request: Omit<PreflightRequest, 'mosaic' | 'targetName' | 'originals'> & OnMosaic,
  ): PreflightReport {
    const mosaic = this.#mosaics.solved(request.mosaicId);
    return preflightPoster({ ...request, ...this.#found(request), mosaic, targetName: '' });
  }

  #found({ mosaicId, useOriginals = true }: OnMosaic): { originals?: Originals } {
    const { libraryId } = this.#mosaics.solved(mosaicId).library;
    const originals = useOriginals ? this.originals.of(libraryId) : undefined;
    return originals === undefined ? {} : { originals };
  }

  /**
   * Starts showing how the poster will look when it is printed: the sheet in small, once as it is and once as the profile
   * (CMYK with its intent, or RGB) prints it, and how much of it the profile cannot print. Takes seconds. The pictures
   * are JPEGs in sRGB, to be had by `proofFile(jobId, 'plain' | 'printed')` until the next proof but one is started.
   * The result's job id is that of the job.
   * @throws SmaltiError SHEET_INVALID, JOB_UNKNOWN; the job: FORMAT_UNSUPPORTED for a file that is no CMYK profile
   */
  startSoftProof(
    request: Omit<SoftProofRequest, 'mosaic' | 'targetName'> & { mosaicId: string },
  ): RunningJob<SoftProof> {
    const mosaic = this.#mosaics.solved(request.mosaicId);
    const shown = this.#shownProof;
    return this.#jobs.start(
      'proof',
      async (context) => {
        const asked = { ...request, mosaic, targetName: '' };
        const proof = await makeSoftProof(
          asked,
          shown,
          this.#folders,
          this.#imaging,
          context,
          this.#onNotice,
        );
        this.#shownProof = proof.jobId;
        return proof;
      },
      () => '',
    );
  }

  /** A picture of a soft proof, or null if it is not there (any more). */
  proofFile(jobId: string, view: ProofView): string | null {
    const file = proofFile(this.#folders, jobId, view);
    return existsSync(file) ? file : null;
  }

  /** Starts making a folder with a page of the mosaic that opens by double-click. */
  startSharePage(
    request: Omit<SharePageRequest, 'mosaic' | 'originals'> & OnMosaic,
  ): RunningJob<SharePageSummary> {
    const mosaic = this.#mosaics.solved(request.mosaicId);
    const page = { ...request, ...this.#found(request), mosaic };
    return this.#jobs.start(
      'page',
      (context) => writeSharePage(page, this.#imaging, context, this.#onNotice),
      ({ tiles }) => `The page with ${tiles.toLocaleString('en')} photos is ready.`,
    );
  }

  /** Starts making a small animation of a finished poster that builds up tile by tile. */
  startReveal(request: RevealRequest): RunningJob<{ file: string; bytes: number }> {
    return this.#jobs.start(
      'page',
      (context) => writeReveal(request, this.#imaging, context),
      () => 'The animation is ready.',
    );
  }

  /** Starts writing a page with the thumbnails of chosen photos; the result is how many are on it. */
  startContactSheet(
    request: Omit<ContactSheetRequest, 'library'> & { libraryId: string },
  ): RunningJob<number> {
    const library = this.#libraries.open(request.libraryId);
    return this.#jobs.start(
      'page',
      (context) => writeContactSheet({ ...request, library }, context),
      (count) => `The contact sheet with ${count.toLocaleString('en')} photos is ready.`,
    );
  }

  /** Writes the certificate of a finished poster, as .html or .pdf by the ending of the name. */
  async writeCertificate(manifestFile: string, certificateFile: string): Promise<void> {
    await writeCertificate(certificateFile, await readManifest(manifestFile));
  }

  /** Starts checking a finished poster against its manifest and, if their folder is given, its photos. */
  startVerify(request: VerifyRequest): RunningJob<VerifyReport> {
    return this.#jobs.start(
      'verify',
      (context) => verifyPoster(request, this.#imaging, context),
      ({ verdict }) => verdict,
    );
  }
}
