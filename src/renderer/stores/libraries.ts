/** @file The libraries and which one is open. Runs in the window. */
import { create } from 'zustand';
import type { LibrarySummary } from '../../shared/library.ts';
import { answer, bridge } from '../bridge.ts';
import { useUi } from './ui.ts';

interface LibrariesState {
  libraries: readonly LibrarySummary[];
  /** False until the first answer: neither the empty state nor the grid is shown before. */
  isLoaded: boolean;
  selectedId: string | null;
  /** Scans that were started here: job id to library id. */
  scanJobs: ReadonlyMap<string, string>;
  load(): Promise<void>;
  select(libraryId: string): void;
  /** Asks for a folder with the system's dialog, opens it as a library and scans it. */
  choose(): Promise<void>;
  /** Opens a dropped folder as a library and scans it. */
  addDropped(pathId: string): Promise<void>;
  scan(libraryId: string): Promise<void>;
  forget(libraryId: string): Promise<void>;
}

export const useLibraries = create<LibrariesState>()((set, get) => {
  const openAndScan = async (library: LibrarySummary): Promise<void> => {
    await get().load();
    get().select(library.libraryId);
    await get().scan(library.libraryId);
  };
  return {
    libraries: [],
    isLoaded: false,
    selectedId: null,
    scanJobs: new Map(),

    async load() {
      const libraries = await answer(bridge().library.list());
      const wanted = get().selectedId ?? useUi.getState().lastLibraryId;
      const selected = libraries.find((library) => library.libraryId === wanted) ?? libraries[0];
      set({ libraries, isLoaded: true, selectedId: selected?.libraryId ?? null });
    },

    select(libraryId) {
      set({ selectedId: libraryId });
      useUi.getState().rememberLibrary(libraryId);
    },

    async choose() {
      const library = await answer(bridge().library.chooseFolder());
      if (library !== null) await openAndScan(library);
    },

    async addDropped(pathId) {
      await openAndScan(await answer(bridge().library.add({ pathId })));
    },

    async scan(libraryId) {
      const { jobId } = await answer(bridge().library.scan({ libraryId }));
      set({ scanJobs: new Map(get().scanJobs).set(jobId, libraryId) });
    },

    async forget(libraryId) {
      await answer(bridge().library.forget({ libraryId }));
      if (get().selectedId === libraryId) set({ selectedId: null });
      await get().load();
    },
  };
});

/** The open library, or null. */
export function selectedLibrary(state: {
  libraries: readonly LibrarySummary[];
  selectedId: string | null;
}): LibrarySummary | null {
  return state.libraries.find((library) => library.libraryId === state.selectedId) ?? null;
}
