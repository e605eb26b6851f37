/** @file Saved sets of the open library. Runs in the window. */
import { create } from 'zustand';
import type { PhotoSet } from '../../shared/explorer.ts';
import type { PhotoQuery } from '../../shared/query.ts';
import { answer, bridge } from '../bridge.ts';

interface SetsState {
  libraryId: string | null;
  sets: readonly PhotoSet[];
  load(libraryId: string | null): Promise<void>;
  save(name: string, query: PhotoQuery): Promise<void>;
  remove(setId: number): Promise<void>;
}

export const useSets = create<SetsState>()((set, get) => {
  const take = (libraryId: string, sets: readonly PhotoSet[]): void => {
    if (get().libraryId === libraryId) set({ sets });
  };
  return {
    libraryId: null,
    sets: [],

    async load(libraryId) {
      set({ libraryId, ...(libraryId === get().libraryId ? {} : { sets: [] }) });
      if (libraryId !== null) take(libraryId, await answer(bridge().library.sets({ libraryId })));
    },

    async save(name, query) {
      const { libraryId } = get();
      if (libraryId === null) return;
      take(libraryId, await answer(bridge().library.saveSet({ libraryId, name, query })));
    },

    async remove(setId) {
      const { libraryId } = get();
      if (libraryId === null) return;
      take(libraryId, await answer(bridge().library.deleteSet({ libraryId, setId })));
    },
  };
});
