/** @file How the explorer stands: open or not, which parts are folded, the eyedropper. Runs in the window; knows no other store. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { ColourFilter } from '../../shared/query.ts';

interface ExplorerState {
  isOpen: boolean;
  /** Names of the parts that are folded. */
  folded: readonly string[];
  /** Called with the colour under the next click on a photo; null: the eyedropper is put away. */
  eyedropper: ((rgb: ColourFilter['rgb']) => void) | null;
  setOpen(isOpen: boolean): void;
  fold(name: string, isFolded: boolean): void;
  takeEyedropper(use: ((rgb: ColourFilter['rgb']) => void) | null): void;
}

/** Parts that most people need seldom. */
const FOLDED_AT_FIRST = [
  'colourName',
  'hashtagCount',
  'mention',
  'section',
  'backupFormat',
  'format',
  'problem',
];

export const useExplorer = create<ExplorerState>()(
  persist(
    (set, get) => ({
      isOpen: true,
      folded: FOLDED_AT_FIRST,
      eyedropper: null,
      setOpen: (isOpen) => set({ isOpen }),
      fold: (name, isFolded) => {
        const others = get().folded.filter((entry) => entry !== name);
        set({ folded: isFolded ? [...others, name] : others });
      },
      takeEyedropper: (use) => set({ eyedropper: use }),
    }),
    {
      name: 'smalti.explorer',
      version: 1,
      partialize: ({ isOpen, folded }) => ({ isOpen, folded }),
    },
  ),
);
