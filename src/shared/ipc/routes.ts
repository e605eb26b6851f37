/**
 * @file The contract between the window and the main process: for each route the schema of its input and the type of
 * its output. The gate (main/ipc) validates with it, the bridge (preload) and the stores (renderer) are typed by it.
 * Runs everywhere; imports only zod and shared types.
 */
import { z } from 'zod';
import type { SerializedError } from '../errors.ts';
import type { JobStatus } from '../jobs.ts';
import type { LibrarySummary, PhotoDetails, ScanProblem } from '../library.ts';
import type { MosaicPlan, MosaicView, TargetSummary } from '../mosaic.ts';
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

const inLibrary = z.object({ libraryId: id });
const photoFlag = inLibrary.extend({ photoIds: z.array(photoId).max(200_000), value: z.boolean() });
const planInput = inLibrary.extend({
  targetId: id,
  /** Width / height of the sheet. */
  sheetAspect: z.number().min(0.05).max(20),
  /** The person's choice; null: as many square cells as the pool can fill. */
  grid: z.object({ columns: gridSide, rows: gridSide }).nullable(),
});

export const photoOrders = ['date', 'name'] as const;

export const routes = {
  'app.info': defineRoute<{ version: string; runtime: string; imaging: string; locale: string }>()(none),
  'app.copyText': defineRoute<null>()(z.object({ text: z.string().max(10_000) })),
  /** Opens one of a photo's own links in the browser. */
  'app.openLink': defineRoute<null>()(z.object({ libraryId: id, photoId })),
  'app.showExport': defineRoute<null>()(z.object({ jobId: id })),
  /** Called by the bridge with paths of dropped files; the page itself cannot name a path. */
  'paths.register': defineRoute<{ pathId: string; name: string; isFolder: boolean }[]>()(
    z.object({ paths: z.array(z.string().min(1)).max(1000) }),
  ),
  'library.list': defineRoute<LibrarySummary[]>()(none),
  /** Asks with the system's dialog; null if the person cancelled. */
  'library.chooseFolder': defineRoute<LibrarySummary | null>()(none),
  'library.add': defineRoute<LibrarySummary>()(z.object({ pathId: id })),
  /** Forgets the catalogue and thumbnails; the photos themselves are never touched. */
  'library.forget': defineRoute<null>()(inLibrary),
  'library.scan': defineRoute<{ jobId: string }>()(inLibrary),
  'library.query': defineRoute<{ photoIds: Int32Array }>()(
    inLibrary.extend({ order: z.enum(photoOrders), descending: z.boolean() }),
  ),
  'library.photo': defineRoute<PhotoDetails>()(inLibrary.extend({ photoId })),
  'library.problems': defineRoute<ScanProblem[]>()(inLibrary),
  'library.setFavourite': defineRoute<null>()(photoFlag),
  'library.setExcluded': defineRoute<null>()(photoFlag),
  'target.choose': defineRoute<TargetSummary | null>()(none),
  'target.add': defineRoute<TargetSummary>()(z.object({ pathId: id })),
  'mosaic.plan': defineRoute<MosaicPlan>()(planInput),
  /** Starts a job; its result is read with mosaic.view when the job is done. */
  'mosaic.start': defineRoute<{ jobId: string; mosaicId: string }>()(planInput),
  'mosaic.view': defineRoute<MosaicView>()(z.object({ mosaicId: id })),
  /** Asks where to save, then starts a job; null if the person cancelled the dialog. */
  'poster.export': defineRoute<{ jobId: string } | null>()(
    z.object({
      mosaicId: id,
      placement: z.enum(['greedy', 'optimal']),
      format: z.enum(['png', 'jpeg']),
      longSidePx: z.int().min(100).max(60_000),
    }),
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
