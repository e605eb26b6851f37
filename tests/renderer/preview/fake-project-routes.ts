/** @file The project routes of the made-up main process. */
import { SmaltiError } from '../../../src/shared/errors.ts';
import type { SmaltiBridge } from '../../../src/shared/ipc/bridge.ts';
import type { RouteInput, RouteOutput, RouteResult } from '../../../src/shared/ipc/routes.ts';
import type { PhotoDetails } from '../../../src/shared/library.ts';
import type { MosaicPlan, TargetSummary } from '../../../src/shared/mosaic.ts';
import type {
  Alternative,
  CoverageReport,
  ProjectView,
  QualityReport,
  RecentProject,
} from '../../../src/shared/project.ts';
import { EACH_PHOTO_ONCE } from '../../../src/shared/rules.ts';
import type { MadeUpMosaic } from './fake-mosaic.ts';
import type { Emit, FakeProject } from './fake-project.ts';

const HOUR_MS = 3_600_000;

function fakeRecent(): RecentProject[] {
  const now = Date.now();
  const row = (name: string, folder: string | null, hours: number, isPresent = true): RecentProject => ({
    recentId: name,
    name,
    folder,
    changedAtMs: now - hours * HOUR_MS,
    isPresent,
    isUnsaved: folder === null,
  });
  return [
    row('grandmother at the window', null, 0.3),
    row('lighthouse', '/home/mira/Posters', 26),
    row('wedding', '/media/drive/Posters', 250, false),
  ];
}

function fakeCoverage(plan: MosaicPlan): CoverageReport {
  const { columns, rows, poolSize } = plan;
  const smaller = { columns: Math.round(columns * 0.8), rows: Math.round(rows * 0.8) };
  return {
    columns,
    rows,
    poolSize,
    isEnough: false,
    sentence: 'Your photos can make this, with two weak places.',
    expectedMeanError: 0.021,
    cellErrors: Float32Array.from({ length: columns * rows }, (_, cell) => {
      const row = Math.floor(cell / columns) / rows;
      return 0.015 + 0.04 * Math.max(0, 0.3 - row) + 0.01 * Math.abs(Math.sin(cell * 1.7));
    }),
    gaps: [
      {
        name: 'blue',
        rgb: [70, 104, 142],
        cellCount: 410,
        photoCount: 122,
        errorRise: 0.38,
        place: 'at the top',
        sentence: 'Few blues at the top: expect 38 % more error there.',
      },
      {
        name: 'dark brown',
        rgb: [51, 33, 26],
        cellCount: 160,
        photoCount: 61,
        errorRise: 0.17,
        place: 'around the middle',
        sentence: 'Few dark browns around the middle: expect 17 % more error there.',
      },
    ],
    recommended: {
      ...smaller,
      expectedMeanError: 0.017,
      sentence: `With ${smaller.columns} × ${smaller.rows} cells the weak places nearly vanish: 19 % less error.`,
    },
  };
}

function fakeTile(project: FakeProject, cell: number, photo: PhotoDetails): RouteOutput<'project.tile'> {
  const told = project.told();
  const error = told.cellErrors[cell]!;
  const weight = told.cellWeights[cell]!;
  return {
    cell,
    photo,
    isMirrored: told.mirrored[cell] === 1,
    crop: told.crops[cell]!,
    isPinned: project.state().pins.some((pin) => pin.cell === cell),
    error,
    weight,
    cost: error * weight,
    rank: 1 + (cell % 17),
    poolSize: 1500,
    priceOfBan: error * 0.4,
  };
}

function fakeCandidates(
  project: FakeProject,
  { cell, count }: RouteInput<'project.candidates'>,
): Alternative[] {
  const { photoOfCell, cost } = project.told();
  const shown = photoOfCell[cell]!;
  const cellOfPhoto = new Map<number, number>();
  photoOfCell.forEach((photoId, at) => cellOfPhoto.set(photoId, at));
  const others = [...cellOfPhoto.keys()]
    .filter((photoId) => photoId !== shown)
    .sort((a, b) => project.errorOf(a, cell) - project.errorOf(b, cell))
    .slice(0, count - 1);
  return [shown, ...others].map((photoId, at) => {
    const price = at === 0 ? 0 : cost * 0.0004 * at ** 1.4;
    return {
      photoId,
      isMirrored: false,
      crop: 0,
      error: project.errorOf(photoId, cell),
      price,
      priceShare: price / cost,
      usedInCell: cellOfPhoto.get(photoId) ?? null,
    };
  });
}

function fakeQuality(project: FakeProject, sheetWidthMm: number): QualityReport {
  const told = project.told();
  const worst = [...told.cellErrors.keys()].sort((a, b) => told.cellErrors[b]! - told.cellErrors[a]!);
  const mean = told.cost / told.cellErrors.length;
  const numbers = (factor: number, similarity: number) => ({
    meanSquaredError: mean * factor * 0.7,
    weightedMeanSquaredError: mean * factor,
    structuralSimilarity: similarity,
    viewingError: mean * factor * 0.18,
  });
  return {
    revision: project.state().revision,
    viewingDistanceMm: sheetWidthMm * 2.4,
    placements: { greedy: numbers(1.24, 0.312), plain: numbers(1.08, 0.334), optimal: numbers(1, 0.351) },
    worstCells: worst.slice(0, 8).map((cell) => ({
      cell,
      photoId: told.photoOfCell[cell]!,
      error: told.cellErrors[cell]!,
    })),
    unusedGood: worst.slice(20, 24).map((cell, at) => ({
      photoId: 1400 + at,
      cell,
      error: told.cellErrors[cell]! * (0.6 + at / 10),
      shownError: told.cellErrors[cell]!,
    })),
  };
}

interface FakeWorld {
  emit: Emit;
  stepMs: number;
  startMosaic(input: RouteInput<'mosaic.plan'>, onMade?: (view: MadeUpMosaic) => void): Started;
  makePlan(input: RouteInput<'mosaic.plan'>): MosaicPlan;
  detailsOf(photoId: number): PhotoDetails;
  targetOf(targetId: string): TargetSummary;
  photoIds(): Int32Array;
  reply<T>(make: () => T | Promise<T>): Promise<RouteResult<T>>;
}

type Started = { jobId: string; mosaicId: string };

/** The routes of projects over the made-up mosaics. */
export function fakeProjectRoutes(world: FakeWorld): SmaltiBridge['project'] {
  const { reply } = world;
  const projects = new Map<string, FakeProject>();
  const pending = new Map<string, ProjectView>();
  let recent = fakeRecent();

  const known = (projectId: string): FakeProject => {
    const project = projects.get(projectId);
    if (project === undefined) throw new SmaltiError('PROJECT_INVALID', 'This project is not open.');
    return project;
  };
  const create = async (input: RouteInput<'project.create'>) => {
    const { FakeProject: Project } = await import('./fake-project.ts');
    const { preset, strength } = input;
    const plan = world.makePlan(input);
    const { jobId, mosaicId } = world.startMosaic(input, (view) => {
      const pool = world.photoIds().subarray(0, plan.poolSize);
      projects.set(mosaicId, new Project(view, pool, { preset, strength }, world.emit, world.stepMs * 3));
    });
    pending.set(mosaicId, pendingView(mosaicId, input, plan, world.targetOf(input.targetId)));
    return { projectId: mosaicId, jobId, grid: { columns: plan.columns, rows: plan.rows } };
  };
  return {
    create: (input) => reply(() => create(input)),
    choose: () => reply(() => null),
    open: () => reply(() => refuse()),
    recent: () => reply(() => recent),
    openRecent: () => reply(() => refuse()),
    forgetRecent: ({ recentId }) =>
      reply(() => {
        recent = recent.filter((entry) => entry.recentId !== recentId);
        return null;
      }),
    save: ({ projectId }) => reply(() => known(projectId).save()),
    close: () => reply(() => null),
    state: ({ projectId }) =>
      reply(() => projects.get(projectId)?.state() ?? pending.get(projectId) ?? known(projectId).state()),
    placement: ({ projectId }) => reply(() => projects.get(projectId)?.told() ?? null),
    edit: ({ projectId, edits }) => reply(() => known(projectId).edit(edits)),
    undo: ({ projectId }) => reply(() => known(projectId).move(-1)),
    redo: ({ projectId }) => reply(() => known(projectId).move(1)),
    stopSolving: () => reply(() => null),
    importMask: ({ projectId }) => reply(() => known(projectId).importMask()),
    exportMask: () => reply(() => ({ fileName: 'importance.png' })),
    tile: ({ projectId, cell }) =>
      reply(() => {
        const project = known(projectId);
        return fakeTile(project, cell, world.detailsOf(project.told().photoOfCell[cell]!));
      }),
    candidates: (input) => reply(() => fakeCandidates(known(input.projectId), input)),
    comparison: ({ projectId, placement }) => reply(() => known(projectId).comparison(placement)),
    quality: ({ projectId, sheetWidthMm }) => reply(() => fakeQuality(known(projectId), sheetWidthMm)),
    coverage: (input) => reply(() => fakeCoverage(world.makePlan(input))),
    suggestTargets: ({ count }) =>
      reply(() =>
        Array.from({ length: count }, (_, at) => ({
          photoId: 7 + at * 13,
          score: 1 - at / 20,
          sentence: 'One clear subject, and colours that the library has plenty of.',
        })),
      ),
  };
}

function refuse(): never {
  throw new SmaltiError('REQUEST_UNKNOWN', 'The preview cannot open project files.');
}

function pendingView(
  projectId: string,
  input: RouteInput<'project.create'>,
  { columns, rows }: MosaicPlan,
  target: TargetSummary,
): ProjectView {
  const { preset, strength, libraryId, sheetAspect } = input;
  return {
    projectId,
    name: target.name,
    hasFile: false,
    libraryId,
    target,
    columns,
    rows,
    sheetAspect,
    revision: 0,
    weights: { preset, strength, reach: 0.5, strokes: [], maskName: null },
    scoring: {
      colourSpace: 'srgb',
      mirror: false,
      crops: 'centre',
      pixelWeights: false,
      edgeEmphasis: false,
    },
    rules: input.rules ?? EACH_PHOTO_ONCE,
    pins: [],
    bans: [],
    versions: [],
    undoLabel: null,
    redoLabel: null,
    work: { kind: 'solving', phase: 'Reading the target' },
    vision: null,
    faces: null,
  };
}
