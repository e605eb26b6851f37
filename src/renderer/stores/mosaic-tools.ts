/** @file What the person holds in hand in the Studio: brush, maps, comparison, viewing distance. Runs in the window. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { PaintStroke, PlacementName } from '../../shared/project.ts';

/** 'plain' is the optimum with every cell equally important. */
export type ShownPicture = 'target' | PlacementName;

/** What is laid over the picture: weights, errors of the cells, weight x error, or the errors to expect. */
export type MapName = 'weights' | 'errors' | 'costs' | 'expected';

export interface BrushSettings {
  mode: PaintStroke['mode'];
  /** As a share of the target's longer side. */
  radius: number;
  strength: number;
  hardness: number;
}

export type ResultTab = 'result' | 'quality' | 'versions';
export type SettingsTab = 'picture' | 'importance' | 'rules';

interface ToolsState {
  isBrushOn: boolean;
  brush: BrushSettings;
  map: MapName | null;
  mapOpacity: number;
  /** Left of the divider this picture is shown, right of it the one chosen above. */
  compareWith: ShownPicture | null;
  /** 0..1 of the picture's width. */
  divider: number;
  /** Seen from this distance; null: as it is. */
  viewingDistanceMm: number | null;
  /** Width of the printed sheet. */
  sheetWidthMm: number;
  /** The first of two tiles that shall change places. */
  swapFrom: number | null;
  isAlternativesOpen: boolean;
  /** Cells to be found in the picture: those of a list the pointer is over. */
  pointedOut: readonly number[];
  settingsTab: SettingsTab;
  resultTab: ResultTab;
  setBrushOn(isOn: boolean): void;
  setBrush(change: Partial<BrushSettings>): void;
  showMap(map: MapName | null): void;
  setMapOpacity(opacity: number): void;
  compare(picture: ShownPicture | null): void;
  setDivider(share: number): void;
  setViewingDistance(distanceMm: number | null): void;
  setSheetWidth(widthMm: number): void;
  setSwapFrom(cell: number | null): void;
  setAlternativesOpen(isOpen: boolean): void;
  pointOut(cells: readonly number[]): void;
  showSettingsTab(tab: SettingsTab): void;
  showResultTab(tab: ResultTab): void;
}

export const BRUSH_RADIUS_RANGE = { min: 0.01, max: 0.4 } as const;
export const SHEET_WIDTH_RANGE_MM = { min: 100, max: 5_000 } as const;

const clamp = (value: number, { min, max }: { min: number; max: number }): number =>
  Math.min(max, Math.max(min, value));

export const useTools = create<ToolsState>()(
  persist(
    (set, get) => ({
      isBrushOn: false,
      brush: { mode: 'add', radius: 0.06, strength: 0.6, hardness: 0.3 },
      map: null,
      mapOpacity: 0.65,
      compareWith: null,
      divider: 0.5,
      viewingDistanceMm: null,
      sheetWidthMm: 420,
      swapFrom: null,
      isAlternativesOpen: false,
      pointedOut: [],
      settingsTab: 'picture',
      resultTab: 'result',
      setBrushOn: (isBrushOn) =>
        set(
          isBrushOn
            ? {
                isBrushOn,
                map: 'weights',
                settingsTab: 'importance',
                compareWith: null,
                viewingDistanceMm: null,
                swapFrom: null,
              }
            : { isBrushOn },
        ),
      setBrush: (change) => {
        const brush = { ...get().brush, ...change };
        set({ brush: { ...brush, radius: clamp(brush.radius, BRUSH_RADIUS_RANGE) } });
      },
      showMap: (map) => set({ map, ...(map === null ? {} : { viewingDistanceMm: null }) }),
      setMapOpacity: (mapOpacity) => set({ mapOpacity }),
      compare: (compareWith) => set({ compareWith, ...(compareWith === null ? {} : { isBrushOn: false }) }),
      setDivider: (share) => set({ divider: clamp(share, { min: 0, max: 1 }) }),
      setViewingDistance: (viewingDistanceMm) =>
        set({ viewingDistanceMm, ...(viewingDistanceMm === null ? {} : { isBrushOn: false, map: null }) }),
      setSheetWidth: (widthMm) => set({ sheetWidthMm: clamp(widthMm, SHEET_WIDTH_RANGE_MM) }),
      setSwapFrom: (swapFrom) => set({ swapFrom, ...(swapFrom === null ? {} : { isBrushOn: false }) }),
      setAlternativesOpen: (isAlternativesOpen) => set({ isAlternativesOpen }),
      pointOut: (pointedOut) => set({ pointedOut }),
      showSettingsTab: (settingsTab) => set({ settingsTab }),
      showResultTab: (resultTab) => set({ resultTab }),
    }),
    {
      name: 'smalti.studio',
      version: 1,
      partialize: ({ brush, mapOpacity, sheetWidthMm }) => ({ brush, mapOpacity, sheetWidthMm }),
    },
  ),
);
