/**
 * @file All use cases of Smalti behind one object: what the window and the terminal can do. Node, no Electron.
 * Joins library, imaging and engine; long runs are jobs.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SolveReport } from '../core/assignment/report.ts';
import type { Grid } from '../core/grid.ts';
import type { MosaicSolver } from '../engine/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { EventPayloads } from '../shared/ipc/events.ts';
import type { JobStatus } from '../shared/jobs.ts';
import type { PhotoDetails, ScanSummary } from '../shared/library.ts';
import type { MosaicPlan, TargetSummary } from '../shared/mosaic.ts';
import type { PhotoQuery } from '../shared/query.ts';
import type { CoverageReport, TargetSuggestion, WeightPresetName } from '../shared/project.ts';
import { type AuthorQuota, EACH_PHOTO_ONCE, type RuleSettings } from '../shared/rules.ts';
import type { AppFolders } from './app-folders.ts';
import { ChosenProfiles } from './chosen-profiles.ts';
import { Explorer } from './explorer.ts';
import { FaceSearch } from './face-search.ts';
import { Jobs, type RunningJob } from './jobs.ts';
import { Libraries } from './libraries.ts';
import { type AutomaticScan, LibraryWatch } from './library-watch.ts';
import { MadeFiles } from './made-files.ts';
import { describeCoverage } from './projects/coverage.ts';
import { Projects } from './projects/projects.ts';
import { type ProjectSettings, firstSettings } from './projects/settings.ts';
import { suggestTargets } from './projects/suggestions.ts';
import { Mosaics, type SolvedMosaic, solvePhaseText } from './mosaics.ts';
import { assertPossible, planMosaic } from './plan.ts';
import { PosterDesk } from './poster-desk.ts';
import { Preparation } from './preparation.ts';
import type { StudioProcesses } from './processes.ts';
import { Scans } from './scans.ts';
import { Targets } from './targets.ts';
import { Videos } from './videos.ts';

/** Longest side of the picture that the viewer shows. */
const VIEWER_LONGEST_SIDE_PX = 2560;
/** How much the most important place counts until the person says otherwise. */
const FIRST_STRENGTH = 10;

export interface PlanRequest {
  libraryId: string;
  targetId: string;
  /** Width / height of the sheet. */
  sheetAspect: number;
  grid: Grid | null;
  /** Only photos that this finds may be used; null or absent: all of the library. */
  pool?: PhotoQuery | null | undefined;
  /** How often a photo may be used; 1 if left out. */
  reuseLimit?: number | undefined;
}

/** How a mosaic shall be made at first; what is left out is even weights and no rule. */
export interface FirstWishes {
  preset?: WeightPresetName | undefined;
  strength?: number | undefined;
  quotas?: AuthorQuota[];
  keepFaces?: boolean;
}

type Emit = <Name extends keyof EventPayloads>(name: Name, payload: EventPayloads[Name]) => void;

export interface StudioOptions extends StudioProcesses {
  folders: AppFolders;
  /** Called for everything that the person's screen should follow. */
  emit: Emit;
}

export class Studio {
  readonly jobs = new Jobs();
  readonly libraries: Libraries;
  readonly targets: Targets;
  readonly mosaics: Mosaics;
  readonly projects: Projects;
  readonly explorer: Explorer;
  readonly videos: Videos;
  readonly posters: PosterDesk;
  readonly made: MadeFiles;
  readonly profiles: ChosenProfiles;
  readonly faces: FaceSearch;
  /** Does nothing until it is started. */
  readonly watch: LibraryWatch;
  readonly #options: StudioOptions;
  readonly #scans: Scans;
  readonly #preparation: Preparation;
  readonly #notice = (message: string): void =>
    this.#options.emit('app.notice', { tone: 'warning', message });
  readonly #automaticScan: AutomaticScan = (libraryId) => ({
    wasRunning: this.#scans.isRunning(libraryId),
    job: this.scan(libraryId, { isAutomatic: true }),
  });

  private constructor(options: StudioOptions, libraries: Libraries) {
    this.#options = options;
    this.libraries = libraries;
    this.explorer = new Explorer(libraries);
    this.videos = new Videos(libraries);
    this.watch = new LibraryWatch({
      libraries,
      scan: this.#automaticScan,
      onPresence: (libraryId) => options.emit('library.changed', { libraryId }),
      onNotice: this.#notice,
    });
    this.#scans = new Scans({
      jobs: this.jobs,
      libraries,
      imaging: options.imaging,
      onNotice: this.#notice,
      onChange: (libraryId) => options.emit('library.changed', { libraryId }),
      onScanned: (libraryId) => {
        if (!libraries.isForOriginals(libraryId)) this.watch.watch(libraryId, true);
      },
    });
    this.targets = new Targets(options.imaging, options.folders);
    this.#preparation = new Preparation({
      ...options,
      libraries,
      explorer: this.explorer,
      targets: this.targets,
      onNotice: this.#notice,
    });
    this.mosaics = new Mosaics({
      imaging: options.imaging,
      targets: this.targets,
      folders: options.folders,
    });
    this.posters = new PosterDesk({
      jobs: this.jobs,
      imaging: options.imaging,
      folders: options.folders,
      libraries,
      targets: this.targets,
      mosaics: this.mosaics,
      onNotice: this.#notice,
      scan: this.#automaticScan,
    });
    this.profiles = new ChosenProfiles(join(options.folders.dataDir, 'profiles.json'));
    this.made = new MadeFiles(join(options.folders.dataDir, 'made.json'));
    this.faces = new FaceSearch({
      ...options,
      jobs: this.jobs,
      libraries,
      isBusy: () => this.#isBusy,
      onNotice: this.#notice,
      onFound: (libraryId) => options.emit('library.changed', { libraryId }),
    });
    this.projects = new Projects({
      ...options,
      jobs: this.jobs,
      libraries,
      targets: this.targets,
      preparation: this.#preparation,
      mosaics: this.mosaics,
      scan: (libraryId) => this.scan(libraryId),
      findFaces: (libraryId, photoIds, signal) => this.faces.facesOf(libraryId, photoIds, signal),
      poolIds: (libraryId, pool) => this.explorer.poolIds(libraryId, pool),
      onNotice: this.#notice,
    });
    this.jobs.onChange((status) => options.emit('job.changed', status));
  }

  static async open(options: StudioOptions): Promise<Studio> {
    return new Studio(options, await Libraries.load(options.folders));
  }

  /**
   * Starts a scan. A library is scanned by one job at a time: a second call answers the running job. An automatic one
   * has no words at its end.
   */
  scan(libraryId: string, { isAutomatic = false } = {}): RunningJob<ScanSummary> {
    return this.#scans.start(libraryId, isAutomatic);
  }

  /** True while something is done that a person waits for, the search for faces itself left out. */
  get #isBusy(): boolean {
    const isWaitedFor = ({ kind, outcome }: JobStatus): boolean =>
      outcome === null && kind !== 'faces' && kind !== 'mosaic';
    return this.projects.isPlacing || this.jobs.list().some(isWaitedFor);
  }

  photo(libraryId: string, photoId: number): PhotoDetails {
    return this.libraries.open(libraryId).catalogue.photo(photoId);
  }

  /** The photo's thumbnail, a video's cover; null if there is none. */
  thumbnailFile(libraryId: string, photoId: number): string | null {
    const library = this.libraries.open(libraryId);
    const file = library.thumbnailFile(photoId);
    if (existsSync(file)) return file;
    const [item] = library.catalogue.listItems([photoId]);
    const cover = item?.coverPhotoId == null ? null : library.thumbnailFile(item.coverPhotoId);
    return cover !== null && existsSync(cover) ? cover : null;
  }

  /** A JPEG of the whole photo, or of a video's cover, for the viewer; made at the first call and kept. */
  async previewFile(libraryId: string, photoId: number): Promise<string> {
    const library = this.libraries.open(libraryId);
    const asked = library.catalogue.photo(photoId);
    const photo = asked.coverPhotoId === null ? asked : library.catalogue.photo(asked.coverPhotoId);
    const folder = join(this.#options.folders.cacheDir, 'previews', libraryId);
    // The file's time is in the name: a changed photo gets a new preview.
    const previewFile = join(folder, `${photo.photoId}-${Math.round(photo.mtimeMs)}.jpg`);
    if (!existsSync(previewFile)) {
      await mkdir(folder, { recursive: true });
      const paths = library.openFiles();
      try {
        const file = await paths.path(photo.relativePath);
        const longestSidePx = VIEWER_LONGEST_SIDE_PX;
        await this.#options.imaging.request('picture.preview', { file, previewFile, longestSidePx });
      } finally {
        await paths.close();
      }
    }
    return previewFile;
  }

  /** Whoever asks for a plan will soon want it solved, so the engine starts meanwhile. */
  plan(request: PlanRequest): MosaicPlan {
    // One that cannot start says so to whoever solves.
    if (this.#options.engine.pids().length === 0) {
      this.#options.engine.request('engine.hello', null).catch(() => {});
    }
    const poolIds = this.explorer.poolIds(request.libraryId, request.pool);
    return planMosaic(poolIds.length, request.sheetAspect, request.grid, request.reuseLimit);
  }

  /**
   * Starts solving greedily and optimally, all cells equally important unless wished otherwise. @throws PHOTOS_TOO_FEW before any work is done
   */
  startMosaic(
    request: PlanRequest,
    first: FirstWishes = {},
  ): RunningJob<SolvedMosaic> & { mosaicId: string } {
    const { preset = 'even', strength = FIRST_STRENGTH, quotas = [], keepFaces = false } = first;
    const rules = { ...EACH_PHOTO_ONCE, quotas, keepFaces, reuseLimit: request.reuseLimit ?? 1 };
    const { projectId, ...job } = this.#startProject(request, firstSettings(preset, strength, rules), false);
    return { ...job, mosaicId: projectId };
  }

  /** The same as a project that is kept, with weights by a preset. */
  createProject(
    request: PlanRequest & { preset: WeightPresetName; strength: number; rules?: RuleSettings | undefined },
  ): RunningJob<SolvedMosaic> & { projectId: string } {
    const { rules = EACH_PHOTO_ONCE, preset, strength, ...plan } = request;
    const asked = { ...plan, reuseLimit: rules.reuseLimit };
    return this.#startProject(asked, firstSettings(preset, strength, rules), true);
  }

  #startProject(
    { libraryId, targetId, sheetAspect, ...request }: PlanRequest,
    settings: ProjectSettings,
    isKept: boolean,
  ): RunningJob<SolvedMosaic> & { projectId: string } {
    const library = this.libraries.open(libraryId);
    const plan = this.plan({ libraryId, targetId, sheetAspect, ...request });
    assertPossible(plan);
    const grid = { columns: plan.columns, rows: plan.rows };
    const pool = request.pool ?? null;
    return this.projects.create({
      library,
      targetId,
      grid,
      sheetAspect,
      pool,
      settings,
      file: null,
      isKept,
    });
  }

  /** Does ahead what a mosaic of these settings will need. What goes wrong is told to whoever makes the mosaic. */
  async prepare({ preset, ...request }: PlanRequest & { preset: WeightPresetName }): Promise<void> {
    const { columns, rows, isPossible } = this.plan(request);
    if (!isPossible) return;
    await this.#preparation.prepare(request, { columns, rows }, preset).catch(() => {});
  }

  /** Does the pool suffice for the target? */
  async coverage(request: PlanRequest): Promise<CoverageReport> {
    const { columns, rows, poolSize } = this.plan(request);
    if (poolSize === 0) throw new SmaltiError('PHOTOS_TOO_FEW', 'There is no photo to use yet.');
    const grid = { columns, rows };
    const { photoDescriptors, cellDescriptors } = await this.#preparation.material(request, grid);
    const estimate = await this.#options.engine.request('analysis.coverage', {
      photoDescriptors,
      cellDescriptors,
      ...grid,
    });
    return describeCoverage(estimate, grid, poolSize, request.sheetAspect);
  }

  /** Photos that would make good targets for their own library. */
  suggestTargets(libraryId: string, count: number): Promise<TargetSuggestion[]> {
    const poolIds = Int32Array.from(this.explorer.poolIds(libraryId, null));
    return suggestTargets(this.#options.engine, this.libraries.open(libraryId).catalogue, poolIds, count);
  }

  /** Takes a photo of a library as target. */
  targetFromPhoto(libraryId: string, photoId: number): Promise<TargetSummary> {
    const library = this.libraries.open(libraryId);
    return this.targets.addPhoto(library, library.catalogue.photo(photoId).relativePath);
  }

  /** Solves a matrix of costs from a .npy file (rows = photos, columns = cells). */
  assign(npyFile: string, solver: MosaicSolver): RunningJob<SolveReport> {
    return this.jobs.start(
      'mosaic',
      ({ signal, report }) =>
        this.#options.engine.request(
          'assign.solve',
          { npyFile, solver },
          {
            signal,
            onProgress: ({ phase, done, total }) =>
              report({ phase: solvePhaseText(phase, solver), done, total }),
          },
        ),
      () => 'The assignment is solved.',
    );
  }

  /** 'sharp 0.35.5, libvips 8.17.1', as the imaging processes say. */
  async imagingVersion(): Promise<string> {
    const { sharp, libvips } = await this.#options.imaging.request('imaging.hello', null);
    return `sharp ${sharp}, libvips ${libvips}`;
  }

  /** Cancels all jobs, stops the processes, closes the catalogues. */
  async close(): Promise<void> {
    await this.watch.close();
    await this.jobs.stop();
    await this.projects.stop();
    await this.videos.close();
    await Promise.all([this.#options.imaging.stop(), this.#options.engine.stop()]);
    this.libraries.close();
  }
}
