/** @file The folder of originals behind the library of the open mosaic: named, searched, forgotten. Runs in the window. */
import { create } from 'zustand';
import type { KnownOriginals } from '../../shared/poster.ts';
import { answer, bridge } from '../bridge.ts';

interface OriginalsState {
  /** Whose folder it is; null before a library was looked at. */
  libraryId: string | null;
  /** Null: none was named. */
  known: KnownOriginals | null;
  load(libraryId: string): Promise<void>;
  /** Asks for a folder and searches it, or with `again` the known one. Does nothing if the person cancels the dialog. */
  find(libraryId: string, again: boolean): Promise<void>;
  forget(libraryId: string): Promise<void>;
  /** Called when a search has ended, however. */
  finish(): Promise<void>;
}

export const useOriginals = create<OriginalsState>()((set, get) => ({
  libraryId: null,
  known: null,

  async load(libraryId) {
    if (get().libraryId !== libraryId) set({ libraryId, known: null });
    const known = await answer(bridge().poster.originals({ libraryId }));
    if (get().libraryId === libraryId) set({ known });
  },

  async find(libraryId, again) {
    await answer(bridge().poster.findOriginals({ libraryId, again }));
  },

  async forget(libraryId) {
    await answer(bridge().poster.forgetOriginals({ libraryId }));
    await get().load(libraryId);
  },

  async finish() {
    const { libraryId } = get();
    if (libraryId !== null) await get().load(libraryId);
  },
}));
