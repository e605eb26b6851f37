/** @file What the person has set for looking at times: time zone and hemisphere. Runs in the window; knows no other store. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Hemisphere = 'north' | 'south';

interface PreferencesState {
  /** IANA name; null: that of this computer. */
  timeZone: string | null;
  hemisphere: Hemisphere;
  setTimeZone(timeZone: string | null): void;
  setHemisphere(hemisphere: Hemisphere): void;
}

export const usePreferences = create<PreferencesState>()(
  persist(
    (set) => ({
      timeZone: null,
      hemisphere: 'north',
      setTimeZone: (timeZone) => set({ timeZone }),
      setHemisphere: (hemisphere) => set({ hemisphere }),
    }),
    { name: 'smalti.preferences', version: 1 },
  ),
);

export const systemTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone in which days, weekdays and hours are counted, for questions; what is shown uses useTimeZone. */
export function chosenTimeZone(): string {
  return zoneOf(usePreferences.getState());
}

export function useTimeZone(): string {
  return usePreferences(zoneOf);
}

function zoneOf({ timeZone }: PreferencesState): string {
  return timeZone ?? systemTimeZone;
}
