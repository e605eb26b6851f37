/** @file The mosaic in the making: target, sheet, grid, plan, run and result. Runs in the window. */
import { create } from 'zustand';
import type { RouteInput } from '../../shared/ipc/routes.ts';
import type { InterimView, MosaicPlan, MosaicView, TargetSummary } from '../../shared/mosaic.ts';
import { answer, bridge } from '../bridge.ts';
import {
  columnsForRows,
  rowsForColumns,
  sheetAspect,
  type SheetChoice,
} from '../screens/studio/sheet-presets.ts';
import { useJobs } from './jobs.ts';

export type ShownPicture = 'target' | 'greedy' | 'optimal';

export interface GridChoice {
  mode: 'automatic' | 'manual';
  columns: number;
  rows: number;
  /** By hand: does one side follow the other, so that cells fit the sheet? */
  followsSheet: boolean;
}

interface MosaicState {
  target: TargetSummary | null;
  sheet: SheetChoice;
  grid: GridChoice;
  plan: MosaicPlan | null;
  run: { jobId: string; mosaicId: string; plan: MosaicPlan } | null;
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
  setSheet(sheet: SheetChoice): void;
  setGridMode(mode: GridChoice['mode']): void;
  setGridSide(side: 'columns' | 'rows', count: number): void;
  setFollowsSheet(follows: boolean): void;
  refreshPlan(libraryId: string): Promise<void>;
  start(libraryId: string): Promise<void>;
  applyInterim(interim: InterimView): void;
  /** Called when a mosaic job has ended. */
  finish(jobId: string, isDone: boolean): Promise<void>;
  show(shown: ShownPicture): void;
  selectCell(cell: number | null): void;
}

export const useMosaic = create<MosaicState>()((set, get) => {
  const takeTarget = (target: TargetSummary): void =>
    set({
      target,
      plan: null,
      interim: null,
      view: null,
      viewSettings: null,
      shown: 'target',
      selectedCell: null,
    });

  const gridFollowing = (grid: GridChoice, changed: 'columns' | 'rows', sheet: SheetChoice): GridChoice => {
    const { target } = get();
    if (target === null || !grid.followsSheet) return grid;
    const aspect = sheetAspect(sheet, target);
    return changed === 'columns'
      ? { ...grid, rows: rowsForColumns(grid.columns, aspect) }
      : { ...grid, columns: columnsForRows(grid.rows, aspect) };
  };

  return {
    target: null,
    sheet: { preset: 'target', orientation: 'portrait' },
    grid: { mode: 'automatic', columns: 50, rows: 50, followsSheet: true },
    plan: null,
    run: null,
    interim: null,
    view: null,
    viewSettings: null,
    shown: 'target',
    selectedCell: null,

    async chooseTarget() {
      const target = await answer(bridge().target.choose());
      if (target !== null) takeTarget(target);
    },

    async addTarget(pathId) {
      takeTarget(await answer(bridge().target.add({ pathId })));
    },

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
      const plan = await answer(bridge().mosaic.plan(asked));
      // A later question may have been answered first.
      if (JSON.stringify(mosaicSettings(get(), libraryId)) === JSON.stringify(asked)) set({ plan });
    },

    async start(libraryId) {
      const { plan } = get();
      const asked = mosaicSettings(get(), libraryId);
      if (asked === null || plan === null) return;
      const { jobId, mosaicId } = await answer(bridge().mosaic.start(asked));
      set({
        run: { jobId, mosaicId, plan },
        interim: null,
        view: null,
        viewSettings: JSON.stringify(asked),
        selectedCell: null,
      });
      // A quick job may have ended before its id was known here.
      const outcome = useJobs.getState().jobs.get(jobId)?.outcome ?? null;
      if (outcome !== null) await get().finish(jobId, outcome.state === 'done');
    },

    applyInterim(interim) {
      if (get().run?.mosaicId === interim.mosaicId) set({ interim });
    },

    async finish(jobId, isDone) {
      const { run } = get();
      if (run?.jobId !== jobId) return;
      try {
        const view = isDone ? await answer(bridge().mosaic.view({ mosaicId: run.mosaicId })) : null;
        if (get().run?.jobId !== jobId) return;
        const isStillWanted = view !== null && view.target.targetId === get().target?.targetId;
        set(isStillWanted ? { view, shown: 'optimal' } : {});
      } finally {
        if (get().run?.jobId === jobId) set({ run: null, interim: null });
      }
    },

    show: (shown) => set(get().view === null ? {} : { shown }),
    selectCell: (cell) => set({ selectedCell: cell }),
  };
});

type Settings = Pick<MosaicState, 'target' | 'sheet' | 'grid'>;

/** What is asked of the main process for the chosen settings; null without a target. */
function mosaicSettings(
  { target, sheet, grid }: Settings,
  libraryId: string,
): RouteInput<'mosaic.plan'> | null {
  if (target === null) return null;
  return {
    libraryId,
    targetId: target.targetId,
    sheetAspect: sheetAspect(sheet, target),
    grid: grid.mode === 'manual' ? { columns: grid.columns, rows: grid.rows } : null,
  };
}

/** True if sheet, grid or library are no longer those the shown mosaic was made with. */
export function isViewOutdated(state: MosaicState, libraryId: string | null): boolean {
  if (state.view === null) return false;
  return JSON.stringify(mosaicSettings(state, libraryId ?? '')) !== state.viewSettings;
}
