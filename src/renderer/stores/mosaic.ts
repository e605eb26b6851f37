/**
 * @file The mosaic in the making: target, sheet, grid, plan, run and layout of the result. Runs in the window. What can
 * be edited of a result, and its living placement, are in project.ts.
 */
import { create } from 'zustand';
import type { RouteInput, RouteOutput } from '../../shared/ipc/routes.ts';
import type { InterimView, MosaicPlan, MosaicView, TargetSummary } from '../../shared/mosaic.ts';
import type { AtlasChange, ProjectView, WeightPresetName } from '../../shared/project.ts';
import { EACH_PHOTO_ONCE, type RuleSettings } from '../../shared/rules.ts';
import { answer, bridge } from '../bridge.ts';
import {
  columnsForRows,
  rowsForColumns,
  sheetAspect,
  sheetWithAspect,
  type SheetChoice,
} from '../screens/studio/sheet-presets.ts';
import { useJobs } from './jobs.ts';
import { useLibraries } from './libraries.ts';
import { useTools, type ShownPicture } from './mosaic-tools.ts';
import { poolOf, usePool } from './pool.ts';
import { useProject } from './project.ts';

export interface GridChoice {
  mode: 'automatic' | 'manual';
  columns: number;
  rows: number;
  /** By hand: does one side follow the other, so that cells fit the sheet? */
  followsSheet: boolean;
}

/** A project that the main process is opening. */
type OpenedProject = RouteOutput<'project.open'>;

interface MosaicState {
  target: TargetSummary | null;
  sheet: SheetChoice;
  grid: GridChoice;
  /** What the next mosaic starts with; an open project has its own. */
  importance: { preset: WeightPresetName; strength: number };
  /** The same for the use of photos. */
  rules: RuleSettings;
  plan: MosaicPlan | null;
  run: { jobId: string; mosaicId: string; grid: { columns: number; rows: number } } | null;
  interim: InterimView | null;
  view: MosaicView | null;
  /** The settings that `view` was made with, to tell when they have changed since. */
  viewSettings: string | null;
  shown: ShownPicture;
  selectedCell: number | null;
  /** Asks with the system's dialog. */
  chooseTarget(): Promise<void>;
  /** Takes a dropped picture. */
  addTarget(pathId: string): Promise<void>;
  /** Takes a photo of the library. */
  takePhotoAsTarget(libraryId: string, photoId: number): Promise<void>;
  setImportance(change: Partial<MosaicState['importance']>): void;
  /** Changes the rules on the use of photos: of the open project, and of the next mosaic. */
  setRules(change: Partial<RuleSettings>): Promise<void>;
  /** Puts everything away for another picture. */
  startAnew(): Promise<void>;
  /** Asks for a .smalti file with the system's dialog. */
  chooseProject(): Promise<void>;
  openDroppedProject(pathId: string): Promise<void>;
  openRecentProject(recentId: string): Promise<void>;
  setSheet(sheet: SheetChoice): void;
  setGridMode(mode: GridChoice['mode']): void;
  setGridSide(side: 'columns' | 'rows', count: number): void;
  setFollowsSheet(follows: boolean): void;
  refreshPlan(libraryId: string): Promise<void>;
  /** Lets the main process do ahead what the mosaic of these settings will need. */
  prepare(libraryId: string): Promise<void>;
  start(libraryId: string): Promise<void>;
  applyInterim(interim: InterimView): void;
  applyAtlas(change: AtlasChange): void;
  /** Shows the mosaic that is being made, once it has its first placement. */
  showFirst(mosaicId: string): Promise<void>;
  /** Called when a mosaic job has ended. */
  finish(jobId: string, isDone: boolean): Promise<void>;
  show(shown: ShownPicture): void;
  selectCell(cell: number | null): void;
}

const noResult = {
  run: null,
  interim: null,
  view: null,
  viewSettings: null,
  shown: 'target',
  selectedCell: null,
} as const;

export const useMosaic = create<MosaicState>()((set, get) => {
  const takeTarget = async (target: TargetSummary): Promise<void> => {
    set({ ...noResult, target, plan: null });
    await useProject.getState().leave();
  };

  /** A picture that came before the answer that says whose it is. */
  let early: InterimView | null = null;

  const follow = async (
    { projectId, jobId, grid }: OpenedProject,
    before: Partial<MosaicState>,
  ): Promise<void> => {
    const interim = early?.mosaicId === projectId ? early : null;
    early = null;
    useTools.getState().compare(null);
    const leaving = useProject.getState().leave();
    set({ ...noResult, ...before, run: { jobId, mosaicId: projectId, grid }, interim });
    await leaving;
    // A quick job may have ended before its id was known here.
    const outcome = useJobs.getState().jobs.get(jobId)?.outcome ?? null;
    if (outcome !== null) await get().finish(jobId, outcome.state === 'done');
  };

  /** Shows the settings of a project that was made some time ago, then the project. */
  const openProject = async (opened: OpenedProject | null): Promise<void> => {
    if (opened === null) return;
    const project = await answer(bridge().project.state({ projectId: opened.projectId }));
    useLibraries.getState().select(project.libraryId);
    const settings = settingsOf(project);
    usePool.getState().setPool(null);
    const asked = mosaicSettings(settings, project.libraryId);
    await follow(opened, { ...settings, plan: null, viewSettings: JSON.stringify(asked) });
  };

  const gridFollowing = (grid: GridChoice, changed: 'columns' | 'rows', sheet: SheetChoice): GridChoice => {
    const { target } = get();
    if (target === null || !grid.followsSheet) return grid;
    const aspect = sheetAspect(sheet, target);
    return changed === 'columns'
      ? { ...grid, rows: rowsForColumns(grid.columns, aspect) }
      : { ...grid, columns: columnsForRows(grid.rows, aspect) };
  };

  let showing: { mosaicId: string; end: Promise<void> } | null = null;
  const fetchView = async (mosaicId: string): Promise<void> => {
    const [view] = await Promise.all([
      answer(bridge().mosaic.view({ mosaicId })),
      useProject.getState().take(mosaicId),
    ]);
    if (get().run?.mosaicId === mosaicId) set({ view, shown: 'optimal', interim: null });
  };

  return {
    target: null,
    sheet: { preset: 'target', orientation: 'portrait' },
    grid: { mode: 'automatic', columns: 50, rows: 50, followsSheet: true },
    importance: { preset: 'faces', strength: 10 },
    rules: EACH_PHOTO_ONCE,
    plan: null,
    ...noResult,

    async chooseTarget() {
      const target = await answer(bridge().target.choose());
      if (target !== null) await takeTarget(target);
    },

    async addTarget(pathId) {
      await takeTarget(await answer(bridge().target.add({ pathId })));
    },

    async takePhotoAsTarget(libraryId, photoId) {
      await takeTarget(await answer(bridge().target.fromPhoto({ libraryId, photoId })));
    },

    setImportance: (change) => set({ importance: { ...get().importance, ...change } }),

    async setRules(change) {
      const { project, edit } = useProject.getState();
      const rules = { ...chosenRules(get(), project), ...change };
      // Photos that have to appear belong to their library: the next mosaic may have another one.
      set({ rules: { ...rules, mustAppear: [] } });
      if (project !== null) await edit({ kind: 'setRules', rules });
    },

    async startAnew() {
      set({ ...noResult, target: null, plan: null });
      await useProject.getState().leave();
    },

    chooseProject: async () => openProject(await answer(bridge().project.choose())),
    openDroppedProject: async (pathId) => openProject(await answer(bridge().project.open({ pathId }))),
    openRecentProject: async (recentId) =>
      openProject(await answer(bridge().project.openRecent({ recentId }))),

    setSheet: (sheet) => set({ sheet, grid: gridFollowing(get().grid, 'columns', sheet) }),

    setGridMode(mode) {
      const { grid, plan, sheet } = get();
      if (mode === 'automatic' || plan === null) set({ grid: { ...grid, mode } });
      else set({ grid: gridFollowing({ ...grid, mode, columns: plan.columns }, 'columns', sheet) });
    },

    setGridSide: (side, count) =>
      set({ grid: gridFollowing({ ...get().grid, [side]: count }, side, get().sheet) }),

    setFollowsSheet: (followsSheet) =>
      set({ grid: gridFollowing({ ...get().grid, followsSheet }, 'columns', get().sheet) }),

    async refreshPlan(libraryId) {
      const asked = mosaicSettings(get(), libraryId);
      if (asked === null) return;
      const { reuseLimit } = chosenRules(get(), useProject.getState().project);
      const plan = await answer(bridge().mosaic.plan({ ...asked, reuseLimit }));
      // A later question may have been answered first.
      if (JSON.stringify(mosaicSettings(get(), libraryId)) === JSON.stringify(asked)) set({ plan });
    },

    async prepare(libraryId) {
      const { importance } = get();
      const asked = mosaicSettings(get(), libraryId);
      if (asked !== null) await answer(bridge().mosaic.prepare({ ...asked, preset: importance.preset }));
    },

    async start(libraryId) {
      const { plan, importance } = get();
      const asked = mosaicSettings(get(), libraryId);
      if (asked === null || plan === null) return;
      const rules = chosenRules(get(), useProject.getState().project);
      const opened = await answer(bridge().project.create({ ...asked, ...importance, rules }));
      await follow(opened, { viewSettings: JSON.stringify(asked) });
    },

    applyInterim(interim) {
      const { run, view } = get();
      if (run?.mosaicId !== interim.mosaicId) early = interim;
      else if (view === null) set({ interim });
    },

    applyAtlas({ mosaicId, atlas }) {
      const { view } = get();
      if (view?.mosaicId === mosaicId) set({ view: { ...view, atlas } });
    },

    async showFirst(mosaicId) {
      const { run, view } = get();
      if (run?.mosaicId !== mosaicId || view !== null) return;
      if (showing?.mosaicId !== mosaicId) showing = { mosaicId, end: fetchView(mosaicId) };
      await showing.end;
    },

    async finish(jobId, isDone) {
      const { run } = get();
      if (run?.jobId !== jobId) return;
      try {
        if (isDone) await get().showFirst(run.mosaicId);
      } finally {
        if (get().run?.jobId === jobId) set({ run: null, interim: null });
      }
    },

    show: (shown) => set(get().view === null ? {} : { shown }),
    selectCell: (cell) => set({ selectedCell: cell }),
  };
});

/** The rules on the use of photos that hold now: those of the open project, else those the next mosaic starts with. */
export function chosenRules(
  { rules }: Pick<MosaicState, 'rules'>,
  project: ProjectView | null,
): RuleSettings {
  return project?.rules ?? rules;
}

type Settings = Pick<MosaicState, 'target' | 'sheet' | 'grid'>;

/** The settings that a project was made with, as the controls show them. */
function settingsOf({ target, columns, rows, sheetAspect: aspect }: ProjectView): Settings {
  return {
    target,
    sheet: sheetWithAspect(aspect, target),
    grid: { mode: 'manual', columns, rows, followsSheet: true },
  };
}

/** What is asked of the main process for the chosen settings; null without a target. */
export function mosaicSettings(
  { target, sheet, grid }: Settings,
  libraryId: string,
): RouteInput<'mosaic.plan'> | null {
  if (target === null) return null;
  return {
    libraryId,
    targetId: target.targetId,
    sheetAspect: sheetAspect(sheet, target),
    grid: grid.mode === 'manual' ? { columns: grid.columns, rows: grid.rows } : null,
    pool: poolOf(usePool.getState(), libraryId),
  };
}

/** True if sheet, grid or library are no longer those the shown mosaic was made with. */
export function isViewOutdated(state: MosaicState, libraryId: string | null): boolean {
  if (state.view === null) return false;
  return JSON.stringify(mosaicSettings(state, libraryId ?? '')) !== state.viewSettings;
}
