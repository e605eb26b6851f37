/**
 * @file What the poster of the open mosaic is set to: with undo, and remembered for each mosaic over restarts. Runs in the
 * window; knows no other store.
 */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { SheetOptions } from '../../core/sheet/plan.ts';
import { firstSettings, type LengthUnit, type PosterSettings } from '../screens/poster/poster-settings.ts';

interface PosterState {
  /** Of the mosaic that is open; null before one was. */
  settings: PosterSettings | null;
  /** What the settings are remembered under. */
  mosaicKey: string | null;
  unit: LengthUnit;
  past: readonly PosterSettings[];
  future: readonly PosterSettings[];
  /** Of each mosaic, the one used last at the end. */
  remembered: readonly { mosaicKey: string; settings: PosterSettings }[];
  /** Shows the settings that were left for this mosaic, or first ones for its shape (width / height). */
  open(mosaicKey: string, aspect: number): void;
  change(change: Partial<PosterSettings>): void;
  changeSheet(change: Partial<SheetOptions>): void;
  undo(): void;
  redo(): void;
  setUnit(unit: LengthUnit): void;
}

const REMEMBERED_MOSAICS = 40;
const UNDO_STEPS = 100;
/** Changes of the same setting within this time are one step back: a number that is being typed or pulled. */
const ONE_CHANGE_MS = 900;

export const usePoster = create<PosterState>()(
  persist(
    (set, get) => {
      let lastChange = { names: '', atMs: -Infinity };

      const show = (settings: PosterSettings): Pick<PosterState, 'settings' | 'remembered'> => {
        const { mosaicKey, remembered } = get();
        const others = remembered.filter((entry) => entry.mosaicKey !== mosaicKey);
        return {
          settings,
          remembered: [...others, { mosaicKey: mosaicKey ?? '', settings }].slice(-REMEMBERED_MOSAICS),
        };
      };

      const changeTo = (settings: PosterSettings, names: string): void => {
        const before = get().settings;
        if (before === null) return;
        const atMs = performance.now();
        const isSameStep = lastChange.names === names && atMs - lastChange.atMs < ONE_CHANGE_MS;
        lastChange = { names, atMs };
        const past = isSameStep ? get().past : [...get().past, before].slice(-UNDO_STEPS);
        set({ ...show(settings), past, future: [] });
      };

      return {
        settings: null,
        mosaicKey: null,
        unit: /^en-(US|LR|MM)\b/.test(globalThis.navigator?.language ?? '') ? 'in' : 'cm',
        past: [],
        future: [],
        remembered: [],

        open(mosaicKey, aspect) {
          if (mosaicKey === get().mosaicKey) return;
          const left = get().remembered.find((entry) => entry.mosaicKey === mosaicKey);
          const first = firstSettings(aspect, get().unit);
          // An older Smalti may have left fewer settings.
          const sheet = { ...first.sheet, ...left?.settings.sheet };
          set({ mosaicKey, settings: { ...first, ...left?.settings, sheet }, past: [], future: [] });
        },

        change(change) {
          const { settings } = get();
          if (settings !== null) changeTo({ ...settings, ...change }, Object.keys(change).join());
        },

        changeSheet(change) {
          const { settings } = get();
          if (settings === null) return;
          changeTo({ ...settings, sheet: { ...settings.sheet, ...change } }, Object.keys(change).join());
        },

        undo() {
          const { settings, past, future } = get();
          const before = past.at(-1);
          if (settings === null || before === undefined) return;
          lastChange = { names: '', atMs: -Infinity };
          set({ ...show(before), past: past.slice(0, -1), future: [settings, ...future] });
        },

        redo() {
          const { settings, past, future } = get();
          const [next, ...rest] = future;
          if (settings === null || next === undefined) return;
          lastChange = { names: '', atMs: -Infinity };
          set({ ...show(next), past: [...past, settings], future: rest });
        },

        setUnit: (unit) => set({ unit }),
      };
    },
    {
      name: 'smalti.poster',
      version: 1,
      partialize: ({ unit, remembered }) => ({ unit, remembered }),
    },
  ),
);
