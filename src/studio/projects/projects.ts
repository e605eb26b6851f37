/**
 * @file All open projects: makes and opens them, saves them by themselves, lets old ones go. Node, no Electron.
 */
import { readFile } from 'node:fs/promises';
import { basename, parse } from 'node:path';
import type { Grid } from '../../core/grid.ts';
import type { EngineContract } from '../../engine/contract.ts';
import { writeTextWhole } from '../../files/whole-file.ts';
import type { ImagingContract } from '../../imaging/contract.ts';
import type { ProcessClient } from '../../processes/contract.ts';
import { SmaltiError } from '../../shared/errors.ts';
import type { EventPayloads } from '../../shared/ipc/events.ts';
import type { ScanSummary } from '../../shared/library.ts';
import type { MosaicView } from '../../shared/mosaic.ts';
import type { ProjectView, RecentProject } from '../../shared/project.ts';
import type { PhotoQuery } from '../../shared/query.ts';
import type { AppFolders } from '../app-folders.ts';
import type { FaceSearch } from '../face-search.ts';
import type { Jobs, RunningJob } from '../jobs.ts';
import type { Libraries, OpenLibrary } from '../libraries.ts';
import type { Mosaics, SolvedMosaic } from '../mosaics.ts';
import type { Preparation } from '../preparation.ts';
import type { Targets } from '../targets.ts';
import { exportMask, importMask } from './mask-files.ts';
import { inPathOrder, photoFinder } from './photo-names.ts';
import { lookalikeGroups } from './photo-uses.ts';
import { type PhotoName, projectText, readProject } from './project-file.ts';
import { Autosave, ProjectStore, projectNameOf } from './project-store.ts';
import { Project } from './project.ts';
import { ProjectQuestions, plainMosaicId } from './questions.ts';
import type { ProjectSettings } from './settings.ts';
import { TileLayout } from './tile-layout.ts';

/** Open projects; older ones are saved and closed. */
const MOST_OPEN = 4;
/** Projects whose costs stay in the engine's memory; others are scored again when they are edited. */
const MOST_SESSIONS = 2;

export interface ProjectsOptions {
  imaging: ProcessClient<ImagingContract>;
  engine: ProcessClient<EngineContract>;
  folders: AppFolders;
  jobs: Jobs;
  libraries: Libraries;
  targets: Targets;
  preparation: Preparation;
  mosaics: Mosaics;
  scan: (libraryId: string) => RunningJob<ScanSummary>;
  findFaces: FaceSearch['facesOf'];
  poolIds: (libraryId: string, pool: PhotoQuery | null) => ArrayLike<number>;
  emit: <Name extends keyof EventPayloads>(name: Name, payload: EventPayloads[Name]) => void;
  onNotice: (message: string) => void;
}

export interface NewProject {
  library: OpenLibrary;
  targetId: string;
  grid: Grid;
  sheetAspect: number;
  pool: PhotoQuery | null;
  settings: ProjectSettings;
  /** Its own file; null: in the data folder. */
  file: string | null;
  /** False: it is only kept once somebody edits it. */
  isKept: boolean;
}

interface OpenProject {
  project: Project;
  questions: ProjectQuestions;
  /** Where it is saved. */
  file: string;
  autosave: Autosave;
  layout: TileLayout;
  isListed: boolean;
}

/** A project on its way to its first placement. */
export type StartedProject = RunningJob<SolvedMosaic> & { projectId: string };

export class Projects {
  readonly #options: ProjectsOptions;
  readonly #store: ProjectStore;
  readonly #open = new Map<string, OpenProject>();

  constructor(options: ProjectsOptions) {
    this.#options = options;
    this.#store = new ProjectStore(options.folders.dataDir);
  }

  /** Makes a project and starts its first solve. The grid must fit the pool (plan.ts). */
  create(wanted: NewProject): StartedProject {
    const { jobs, mosaics } = this.#options;
    const projectId = mosaics.newId();
    const opened = this.#openProject(projectId, wanted);
    this.#open.set(projectId, opened);
    const { project } = opened;
    const job = jobs.start(
      'mosaic',
      async (context) => {
        try {
          await this.#makeRoom(projectId);
          await project.solveFirst(context);
          if (wanted.isKept) opened.autosave.touch();
          return mosaics.solved(projectId);
        } catch (error) {
          await this.close(projectId);
          throw error;
        }
      },
      ({ reports }) =>
        reports.optimal?.certificate.gap === 0
          ? 'The mosaic is finished and proven optimal.'
          : 'The mosaic is finished.',
    );
    return { ...job, projectId };
  }

  /**
   * Opens a .smalti file and solves it. A library that was never scanned is scanned first.
   * @param options.isKept false: the file is not written and not listed as long as nobody edits the project
   * @throws SmaltiError PROJECT_INVALID, FILE_MISSING, FOLDER_MISSING, PHOTOS_TOO_FEW
   */
  async openFile(file: string, { isKept = true } = {}): Promise<StartedProject> {
    const { libraries, targets, scan, onNotice } = this.#options;
    const text = await readFile(file, 'utf8').catch(() => {
      throw new SmaltiError(
        'FILE_MISSING',
        `${basename(file)} cannot be read.`,
        'Check that it is still there.',
      );
    });
    const read = readProject(text, file);
    for (const [projectId, opened] of this.#open) if (opened.file === file) await this.close(projectId);
    const { libraryId, lastScanAtMs } = await libraries.add(read.libraryFolder);
    if (lastScanAtMs === null) await scan(libraryId).result;
    const { targetId } = await targets.add(read.targetFile);
    const library = libraries.open(libraryId);
    const { settings, lost } = read.settings(photoFinder(library));
    if (lost > 0) {
      onNotice(`${lost} pins, bans and rules were left out: their photos are not in the library any more.`);
    }
    const { grid, sheetAspect, pool } = read;
    const poolSize = this.#options.poolIds(libraryId, pool).length;
    if (grid.columns * grid.rows > poolSize * settings.rules.reuseLimit) {
      throw new SmaltiError(
        'PHOTOS_TOO_FEW',
        `This project needs ${grid.columns * grid.rows} photos, but the library has only ${poolSize} now.`,
        'Bring the photos back and scan the library again.',
      );
    }
    return this.create({ library, targetId, grid, sheetAspect, pool, settings, file, isKept });
  }

  recent(): Promise<RecentProject[]> {
    return this.#store.recent();
  }

  async openRecent(recentId: string): Promise<StartedProject> {
    return this.openFile(await this.#store.fileOf(recentId));
  }

  /** Takes a project from the list; one that was never saved is deleted. */
  async forgetRecent(recentId: string): Promise<void> {
    const file = await this.#store.fileOf(recentId);
    for (const [projectId, opened] of this.#open) {
      if (opened.file === file && this.#store.isUnsaved(file)) await this.close(projectId);
    }
    await this.#store.forget(file);
  }

  /** True while the engine works for one of them. */
  get isPlacing(): boolean {
    return [...this.#open.values()].some(({ project }) => project.isPlacing);
  }

  /** @throws SmaltiError JOB_UNKNOWN */
  project(projectId: string): Project {
    return this.#opened(projectId).project;
  }

  /** The mosaic as the window shows it; from now on tiles are laid out for it. @throws SmaltiError JOB_UNKNOWN */
  show(projectId: string): MosaicView {
    const view = this.#options.mosaics.view(projectId);
    const { layout, project } = this.#opened(projectId);
    layout.begin(project.parts.poolIds);
    return view;
  }

  questions(projectId: string): ProjectQuestions {
    return this.#opened(projectId).questions;
  }

  /** The project's own file, null while it has none. */
  savedFile(projectId: string): string | null {
    const { file } = this.#opened(projectId);
    return this.#store.isUnsaved(file) ? null : file;
  }

  /** Saves now; with a file given, under that name from now on. */
  async save(projectId: string, file: string | null): Promise<ProjectView> {
    const opened = this.#opened(projectId);
    const before = opened.file;
    opened.autosave.touch();
    if (file !== null) opened.file = file;
    opened.isListed = false;
    await opened.autosave.flush();
    if (before !== opened.file && this.#store.isUnsaved(before)) await this.#store.forget(before);
    const view = opened.project.view();
    this.#options.emit('project.changed', view);
    return view;
  }

  /** Takes a picture, bright where it matters, as the importance. */
  importMask(projectId: string, file: string): Promise<ProjectView> {
    return importMask(this.project(projectId), this.#options.imaging, file);
  }

  /** Writes the importance over the whole target as a grey PNG. */
  exportMask(projectId: string, file: string): Promise<void> {
    return exportMask(this.project(projectId), this.#options.imaging, file);
  }

  /**
   * Projects of the library follow what changed in it: photos were excluded, allowed or lost, or other ones are
   * favourites, which matters where all of them must appear.
   */
  libraryChanged(libraryId: string, what: 'pool' | 'favourites'): void {
    for (const { project } of this.#open.values()) {
      const isAffected = what === 'pool' || project.settings.rules.favourites;
      if (project.parts.library.libraryId === libraryId && isAffected) project.poolChanged();
    }
  }

  /** Saves and closes a project. */
  async close(projectId: string): Promise<void> {
    const opened = this.#open.get(projectId);
    if (opened === undefined) return;
    await opened.autosave.flush().catch(this.#saveFailed);
    this.#open.delete(projectId);
    await opened.project.close();
    await opened.layout.stop();
    await this.#options.mosaics.forget(plainMosaicId(projectId));
    await this.#options.mosaics.forget(projectId);
  }

  /** Saves everything; the engine is about to end. */
  async stop(): Promise<void> {
    for (const { project, autosave, layout } of this.#open.values()) {
      await project.stopSolving();
      await layout.stop();
      await autosave.flush().catch(this.#saveFailed);
    }
  }

  #openProject(projectId: string, wanted: NewProject): OpenProject {
    const { engine, preparation, mosaics, onNotice, targets } = this.#options;
    const { regions } = preparation;
    const { library, targetId } = wanted;
    const poolIds = inPathOrder(library, this.#options.poolIds(library.libraryId, wanted.pool));
    const project = new Project(
      { projectId, ...wanted, poolIds },
      {
        preparation,
        mosaics,
        onNotice,
        emit: this.#emit,
        onChange: () => this.#open.get(projectId)?.autosave.touch(),
        onExclude: (photoIds, isExcluded) => {
          library.catalogue.setExcluded(photoIds, isExcluded);
          this.#emit('library.changed', { libraryId: library.libraryId });
        },
        findGroups: (signal) => lookalikeGroups(library.catalogue, poolIds, signal),
        findFaces: (signal) => this.#options.findFaces(library.libraryId, poolIds, signal),
        findRegions: (signal) => regions.find(targets.file(targetId), signal),
        recallRegions: () => regions.known(targets.file(targetId)),
        naming: () => {
          const file = this.#open.get(projectId)?.file ?? wanted.file;
          const hasFile = file !== null && !this.#store.isUnsaved(file);
          return {
            hasFile,
            name: hasFile ? projectNameOf(file) : parse(targets.summary(targetId).name).name,
          };
        },
      },
    );
    return {
      project,
      questions: new ProjectQuestions(project, engine, mosaics),
      file: wanted.file ?? this.#store.unsavedFile(projectId),
      autosave: new Autosave(() => this.#write(projectId, project), this.#saveFailed),
      layout: new TileLayout({
        projectId,
        mosaics,
        emit: this.#options.emit,
        onNotice,
        whenIdle: () => project.settled(),
      }),
      isListed: false,
    };
  }

  readonly #emit: ProjectsOptions['emit'] = (name, payload) => {
    this.#options.emit(name, payload);
    if (name === 'placement.changed' && 'isCertified' in payload && payload.isCertified) {
      const { photoOfCell: photoIds, crops } = payload;
      this.#open.get(payload.mosaicId)?.layout.add({ photoIds, crops });
    }
  };

  readonly #saveFailed = (error: unknown): void => {
    const reason = error instanceof SmaltiError ? error.message : 'Something unexpected went wrong.';
    this.#options.onNotice(`The project could not be saved. ${reason}`);
  };

  async #write(projectId: string, project: Project): Promise<void> {
    const opened = this.#opened(projectId);
    const { file } = opened;
    const { library, targetId, sheetAspect, grid, pool } = project.parts;
    const nameOf = (photoId: number): PhotoName => {
      const { relativePath, mediaId } = library.catalogue.photo(photoId);
      return { path: relativePath, mediaId };
    };
    const targetFile = this.#options.targets.file(targetId);
    const content = { libraryFolder: library.folder, targetFile, sheetAspect, grid, pool };
    await writeTextWhole(file, projectText({ ...content, settings: project.settings }, file, nameOf));
    if (opened.isListed) return;
    opened.isListed = true;
    await this.#store.remember(file, project.view().name);
  }

  /** Old projects are closed, and the engine forgets the costs of all but the newest. */
  async #makeRoom(newest: string): Promise<void> {
    const others = [...this.#open.keys()].filter((projectId) => projectId !== newest);
    for (const projectId of others.slice(0, Math.max(0, others.length + 1 - MOST_OPEN))) {
      await this.close(projectId);
    }
    for (const projectId of others.slice(0, Math.max(0, others.length + 1 - MOST_SESSIONS))) {
      await this.#open.get(projectId)?.project.rest();
    }
  }

  #opened(projectId: string): OpenProject {
    const opened = this.#open.get(projectId);
    if (opened !== undefined) return opened;
    throw new SmaltiError('JOB_UNKNOWN', 'This project is not open any more.', 'Open it again.');
  }
}
