/**
 * @file The contract between the window and the main process: for each route the schema of its input and the type of
 * its output. The gate (main/ipc) validates with it, the bridge (preload) and the stores (renderer) are typed by it.
 * Runs everywhere; imports only zod and shared types.
 */
import { z } from 'zod';
import type { SerializedError } from '../errors.ts';
import { type ExplorerAnswer, type PhotoSet, photoQuerySchema, TABLE_FORMATS } from '../explorer.ts';
import type { JobStatus } from '../jobs.ts';
import type { LibrarySummary, PhotoDetails, SavedFrame, ScanProblem } from '../library.ts';
import type { MosaicPlan, MosaicView, TargetSummary } from '../mosaic.ts';
import {
  type KnownOriginals,
  type LabRules,
  type MadeFile,
  type PreflightReport,
  type SoftProof,
  type VerifyReport,
  posterOrderSchema,
  sharePageSchema,
  softProofSchema,
} from '../poster.ts';
import {
  projectEditSchema,
  type Alternative,
  type CoverageReport,
  type PlacementChange,
  type ProjectView,
  type QualityReport,
  type RecentProject,
  type TargetSuggestion,
  type TileDetails,
  rulesSchema,
  weightPresets,
} from '../project.ts';
import { MOST_USES } from '../rules.ts';
import type { AuthorComparison, Insights } from '../insights.ts';
import type { FacetCount } from '../query.ts';
import type { RouteName } from './route-names.ts';

/** One route: how its input is checked, and (as a type only) what it answers. */
interface Route<Schema extends z.ZodType, Output> {
  input: Schema;
  /** Never set; carries the type. */
  output?: Output;
}

function defineRoute<Output>() {
  return <Schema extends z.ZodType>(input: Schema): Route<Schema, Output> => ({ input });
}

const none = z.undefined();
const id = z.string().min(1).max(200);
const photoId = z.int().positive();
const gridSide = z.int().min(1).max(1000);

/** A frame of 8K, hardly compressed. */
const LARGEST_FRAME_BYTES = 256 * 1024 * 1024;

const inLibrary = z.object({ libraryId: id });
const photoFlag = inLibrary.extend({ photoIds: z.array(photoId).max(200_000), value: z.boolean() });
const planInput = inLibrary.extend({
  targetId: id,
  /** Width / height of the sheet. */
  sheetAspect: z.number().min(0.05).max(20),
  /** The person's choice; null: as many square cells as the pool can fill. */
  grid: z.object({ columns: gridSide, rows: gridSide }).nullable(),
  /** Only photos that this finds may be used; null or absent: all of the library. */
  pool: photoQuerySchema.nullable().optional(),
  /** How often a photo may be used; 1 if left out. */
  reuseLimit: z.int().min(1).max(MOST_USES).optional(),
});

const made = z.object({ madeId: id });
const inProject = z.object({ projectId: id });
const cell = z.int().min(0).max(249_999);

/** A project that is being opened: its job ends with a certified placement. */
/** A file or folder that a person named; its path stays in the main process. */
export interface NamedPath {
  pathId: string;
  name: string;
  isFolder: boolean;
}

interface OpenedProject {
  projectId: string;
  jobId: string;
  grid: { columns: number; rows: number };
}

export const routes = {
  'app.info': defineRoute<{ version: string; runtime: string; imaging: string; locale: string }>()(none),
  'app.copyText': defineRoute<null>()(z.object({ text: z.string().max(10_000) })),
  /** Opens one of a photo's own links in the browser. */
  'app.openLink': defineRoute<null>()(z.object({ libraryId: id, photoId })),
  /** What the system or the command line asked to open since the last call. */
  'app.takeOpened': defineRoute<NamedPath[]>()(none),
  /** Called by the bridge with paths of dropped files; the page itself cannot name a path. */
  'paths.register': defineRoute<NamedPath[]>()(z.object({ paths: z.array(z.string().min(1)).max(1000) })),
  'library.list': defineRoute<LibrarySummary[]>()(none),
  /** Asks with the system's dialog; null if the person cancelled. */
  'library.chooseFolder': defineRoute<LibrarySummary | null>()(none),
  'library.add': defineRoute<LibrarySummary>()(z.object({ pathId: id })),
  /** Forgets the catalogue and thumbnails; the photos themselves are never touched. */
  'library.forget': defineRoute<null>()(inLibrary),
  'library.scan': defineRoute<{ jobId: string }>()(inLibrary),
  /** Photos in order, and live counts for every filter. */
  'library.search': defineRoute<ExplorerAnswer>()(inLibrary.extend({ query: photoQuerySchema })),
  /** Values that the photos found have, as the person types. */
  'library.values': defineRoute<FacetCount[]>()(
    inLibrary.extend({
      query: photoQuerySchema,
      facet: z.enum(['hashtag', 'mention', 'author', 'camera', 'colourName']),
      text: z.string().max(100),
      /** At most so many; 200 if left out. */
      limit: z.int().min(1).max(5000).optional(),
    }),
  ),
  'library.insights': defineRoute<Insights>()(
    inLibrary.extend({ query: photoQuerySchema, hemisphere: z.enum(['north', 'south']) }),
  ),
  'library.compareAuthors': defineRoute<AuthorComparison>()(
    inLibrary.extend({ query: photoQuerySchema, authors: z.tuple([z.string(), z.string()]) }),
  ),
  /** Asks for a folder and writes all tables into it; null if the person cancelled. */
  'library.exportTables': defineRoute<{ folderName: string; files: string[]; rows: number } | null>()(
    inLibrary.extend({ format: z.enum(TABLE_FORMATS) }),
  ),
  'library.sets': defineRoute<PhotoSet[]>()(inLibrary),
  /** Keeps a query under a name; one of the same name is replaced. Answers all sets. */
  'library.saveSet': defineRoute<PhotoSet[]>()(
    inLibrary.extend({ name: z.string().trim().min(1).max(80), query: photoQuerySchema }),
  ),
  'library.deleteSet': defineRoute<PhotoSet[]>()(inLibrary.extend({ setId: z.int().positive() })),
  'library.photo': defineRoute<PhotoDetails>()(inLibrary.extend({ photoId })),
  /** Saves a frame of a video as a photo beside it; asks where, if it cannot be there. Null if the person cancelled. */
  'library.saveFrame': defineRoute<SavedFrame | null>()(
    inLibrary.extend({
      photoId,
      atMs: z.number().min(0),
      png: z.instanceof(Uint8Array).refine(({ length }) => length <= LARGEST_FRAME_BYTES),
    }),
  ),
  /** Starts looking for faces in all photos in which nobody has looked; the running job if there is one. */
  'library.findFaces': defineRoute<{ jobId: string }>()(inLibrary),
  'library.problems': defineRoute<ScanProblem[]>()(inLibrary),
  'library.setFavourite': defineRoute<null>()(photoFlag),
  'library.setExcluded': defineRoute<null>()(photoFlag),
  'target.choose': defineRoute<TargetSummary | null>()(none),
  'target.add': defineRoute<TargetSummary>()(z.object({ pathId: id })),
  /** Takes a photo of the library as target. */
  'target.fromPhoto': defineRoute<TargetSummary>()(inLibrary.extend({ photoId })),
  'mosaic.plan': defineRoute<MosaicPlan>()(planInput),
  /** Does ahead what a mosaic of these settings will need; answers when that is done. */
  'mosaic.prepare': defineRoute<null>()(planInput.extend({ preset: z.enum(weightPresets) })),
  /** Starts a job; its result is read with mosaic.view when the job is done. */
  'mosaic.start': defineRoute<{ jobId: string; mosaicId: string }>()(planInput),
  'mosaic.view': defineRoute<MosaicView>()(z.object({ mosaicId: id })),
  'poster.labs': defineRoute<readonly LabRules[]>()(none),
  /** Asks for a CMYK profile; null if the person cancelled. */
  'poster.chooseProfile': defineRoute<{ profileId: string; name: string } | null>()(none),
  /** Looks at a poster as a print shop would, before it is written. */
  'poster.preflight': defineRoute<PreflightReport>()(posterOrderSchema.extend({ labId: id })),
  /** Starts working out how a poster will look when its profile prints it; the pictures are photo://proof/<job>/... */
  'poster.softProof': defineRoute<{ jobId: string }>()(softProofSchema),
  /** What a soft proof found, once its job is done. */
  'poster.softProofResult': defineRoute<SoftProof>()(z.object({ jobId: id })),
  /** Asks where to save, then starts a job; null if the person cancelled the dialog. */
  'poster.export': defineRoute<{ jobId: string } | null>()(posterOrderSchema),
  /** Asks for the name of a new folder, then starts a job. */
  'poster.sharePage': defineRoute<{ jobId: string } | null>()(sharePageSchema),
  /** Asks where to save, then writes the certificate of a poster that was made. */
  'poster.certificate': defineRoute<{ madeId: string; fileName: string } | null>()(made),
  /** Asks where to save, then starts a job that makes an animation of a poster. */
  'poster.reveal': defineRoute<{ jobId: string } | null>()(made),
  /** Starts checking a poster that was made, or with null one that is asked for; with the photos of a library if one is given. */
  'poster.verify': defineRoute<{ jobId: string } | null>()(
    z.object({ madeId: id.nullable(), libraryId: id.nullable() }),
  ),
  /** What a check found, once its job is done. */
  'poster.verifyReport': defineRoute<VerifyReport>()(z.object({ jobId: id })),
  /** Asks where to save, then starts a job that lays out thumbnails of a library in the order given. */
  'poster.contactSheet': defineRoute<{ jobId: string } | null>()(
    inLibrary.extend({
      photoIds: z.array(photoId).min(1).max(200_000),
      title: z.string().trim().min(1).max(200),
      shows: z.object({ dates: z.boolean(), captions: z.boolean() }),
    }),
  ),
  /** The folder of originals that belongs to a library; null: none was ever named. */
  'poster.originals': defineRoute<KnownOriginals | null>()(inLibrary),
  /** Asks for a folder of originals, or with `again` takes the known one, then starts a job that searches it. */
  'poster.findOriginals': defineRoute<{ jobId: string } | null>()(inLibrary.extend({ again: z.boolean() })),
  /** From now on the library's own files are printed. The originals themselves are never touched. */
  'poster.forgetOriginals': defineRoute<null>()(inLibrary),
  /** What was made lately, newest first. A job's id is the id of what it made. */
  'poster.made': defineRoute<MadeFile[]>()(none),
  'poster.showMade': defineRoute<null>()(made),
  /** As mosaic.start, with a first preset of weights. */
  'project.create': defineRoute<OpenedProject>()(
    planInput.extend({
      preset: z.enum(weightPresets),
      strength: z.number().min(1).max(1000),
      /** Each photo at most once, if left out. */
      rules: rulesSchema.optional(),
    }),
  ),
  /** Asks for a .smalti file; null if the person cancelled. */
  'project.choose': defineRoute<OpenedProject | null>()(none),
  /** Opens a dropped .smalti file. */
  'project.open': defineRoute<OpenedProject>()(z.object({ pathId: id })),
  'project.recent': defineRoute<RecentProject[]>()(none),
  'project.openRecent': defineRoute<OpenedProject>()(z.object({ recentId: id })),
  /** Takes it from the list; a project that was never saved is deleted with it. */
  'project.forgetRecent': defineRoute<null>()(z.object({ recentId: id })),
  /** Asks where, the first time or with `as`; from then on every change is saved by itself. Null if cancelled. */
  'project.save': defineRoute<ProjectView | null>()(inProject.extend({ as: z.boolean() })),
  'project.close': defineRoute<null>()(inProject),
  'project.state': defineRoute<ProjectView>()(inProject),
  /** The last certified placement, all cells counted as changed; null before the first. */
  'project.placement': defineRoute<PlacementChange | null>()(inProject),
  /** Answers at once with the new settings; the placement follows as events. All edits or none. */
  'project.edit': defineRoute<ProjectView>()(
    inProject.extend({ edits: z.array(projectEditSchema).min(1).max(100) }),
  ),
  'project.undo': defineRoute<ProjectView>()(inProject),
  'project.redo': defineRoute<ProjectView>()(inProject),
  /** Ends the solve on its way; the settings stay, the next edit or undo solves again. */
  'project.stopSolving': defineRoute<null>()(inProject),
  /** Asks for a picture whose bright places are important; it stands in place of the preset. Null if cancelled. */
  'project.importMask': defineRoute<ProjectView | null>()(inProject),
  /** Asks where to save the importance as a grey PNG. */
  'project.exportMask': defineRoute<{ fileName: string } | null>()(inProject),
  'project.tile': defineRoute<TileDetails>()(inProject.extend({ cell })),
  /** Best alternatives for a cell, least total first; the photo that is there comes first with price 0. */
  'project.candidates': defineRoute<Alternative[]>()(
    inProject.extend({ cell, count: z.int().min(1).max(100) }),
  ),
  /** Another placement of the same project to compare with: greedy, or optimal with all cells equal. */
  'project.comparison': defineRoute<PlacementChange>()(
    inProject.extend({ placement: z.enum(['greedy', 'plain']) }),
  ),
  /** Numbers of the current placement and of the comparisons that were made. */
  'project.quality': defineRoute<QualityReport>()(
    inProject.extend({ sheetWidthMm: z.number().min(10).max(20_000) }),
  ),
  /** Before solving: does this library suffice for this target? */
  'project.coverage': defineRoute<CoverageReport>()(planInput),
  /** Photos of the library that would make good targets for it. */
  'project.suggestTargets': defineRoute<TargetSuggestion[]>()(
    inLibrary.extend({ count: z.int().min(1).max(100) }),
  ),
  'jobs.list': defineRoute<JobStatus[]>()(none),
  'jobs.cancel': defineRoute<null>()(z.object({ jobId: id })),
} as const satisfies Record<RouteName, Route<z.ZodType, unknown>>;

export type RouteInput<Name extends RouteName> = z.infer<(typeof routes)[Name]['input']>;
export type RouteOutput<Name extends RouteName> = Exclude<(typeof routes)[Name]['output'], undefined>;

/** What a route's promise resolves to on the wire: ipcRenderer.invoke would lose an error's code. */
export type RouteResult<T> = { ok: true; data: T } | { ok: false; error: SerializedError };

/** One handler for every route. */
export type RouteHandlers = {
  [Name in RouteName]: (input: RouteInput<Name>) => Promise<RouteOutput<Name>> | RouteOutput<Name>;
};
