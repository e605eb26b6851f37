/** @file What the window shows: screen, panels, viewer, thumbnail size. Runs in the window; knows no other store. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { CELL_SIZE_RANGE_PX } from '../screens/library/grid-geometry.ts';

export type ScreenName = 'library' | 'studio' | 'insights' | 'poster';

/** The photos that the full-size viewer leafs through, and which of them it shows. */
export interface ViewerContent {
  libraryId: string;
  photoIds: Int32Array;
  index: number;
}

interface UiState {
  screen: ScreenName;
  cellSizePx: number;
  isDetailsOpen: boolean;
  isProblemsOpen: boolean;
  isShortcutsOpen: boolean;
  isContactSheetOpen: boolean;
  viewer: ViewerContent | null;
  /** The library that was looked at last, to come back to it. */
  lastLibraryId: string | null;
  showScreen(screen: ScreenName): void;
  setCellSize(sizePx: number): void;
  setDetailsOpen(isOpen: boolean): void;
  setProblemsOpen(isOpen: boolean): void;
  setShortcutsOpen(isOpen: boolean): void;
  setContactSheetOpen(isOpen: boolean): void;
  openViewer(content: ViewerContent): void;
  leafViewer(index: number): void;
  closeViewer(): void;
  rememberLibrary(libraryId: string | null): void;
}

export const useUi = create<UiState>()(
  persist(
    (set) => ({
      screen: 'library',
      cellSizePx: 148,
      isDetailsOpen: true,
      isProblemsOpen: false,
      isShortcutsOpen: false,
      isContactSheetOpen: false,
      viewer: null,
      lastLibraryId: null,
      showScreen: (screen) => set({ screen, isProblemsOpen: false }),
      setCellSize: (sizePx) =>
        set({ cellSizePx: Math.min(CELL_SIZE_RANGE_PX.max, Math.max(CELL_SIZE_RANGE_PX.min, sizePx)) }),
      setDetailsOpen: (isOpen) => set({ isDetailsOpen: isOpen }),
      setProblemsOpen: (isOpen) => set({ isProblemsOpen: isOpen }),
      setShortcutsOpen: (isOpen) => set({ isShortcutsOpen: isOpen }),
      setContactSheetOpen: (isOpen) => set({ isContactSheetOpen: isOpen }),
      openViewer: (content) => set({ viewer: content }),
      leafViewer: (index) =>
        set((state) => {
          if (state.viewer === null) return {};
          const last = state.viewer.photoIds.length - 1;
          return { viewer: { ...state.viewer, index: Math.min(last, Math.max(0, index)) } };
        }),
      closeViewer: () => set({ viewer: null }),
      rememberLibrary: (libraryId) => set({ lastLibraryId: libraryId }),
    }),
    {
      name: 'smalti.window',
      version: 1,
      partialize: ({ screen, cellSizePx, isDetailsOpen, lastLibraryId }) => ({
        screen,
        cellSizePx,
        isDetailsOpen,
        lastLibraryId,
      }),
    },
  ),
);

/** True while something lies over the screen, so that the screen's own keys must rest. */
export function isCovered(ui: UiState): boolean {
  return ui.viewer !== null || ui.isProblemsOpen || ui.isShortcutsOpen || ui.isContactSheetOpen;
}
