/**
 * @file The photos of the open library: the question that finds them, counts for its filters, focus, selection, facts,
 * flags. Runs in the window.
 */
import { create } from 'zustand';
import { type ExplorerAnswer, PHOTO_FLAG } from '../../shared/explorer.ts';
import type { PhotoDetails } from '../../shared/library.ts';
import type { PhotoQuery } from '../../shared/query.ts';
import { answer, bridge } from '../bridge.ts';
import { chosenTimeZone } from './preferences.ts';

export type FocusMode = 'only' | 'toggle' | 'range';

interface PhotosState {
  libraryId: string | null;
  /** Without the time zone, which is a preference and added when it is asked. */
  query: PhotoQuery;
  photoIds: Int32Array;
  /** For each photo the bits of PHOTO_FLAG. */
  flags: Uint8Array;
  /** What the last answer said beside the photos; null until the library that is open now has answered. */
  counts: Omit<ExplorerAnswer, 'photoIds' | 'flags'> | null;
  isLoaded: boolean;
  /** Position of the photo with the keyboard focus; -1 if there is none. */
  focusIndex: number;
  /** Where a range starts. */
  anchorIndex: number;
  /** Photo ids. */
  selection: ReadonlySet<number>;
  /** Facts that were asked for, by detailsKey. */
  details: ReadonlyMap<string, PhotoDetails>;
  open(libraryId: string | null): Promise<void>;
  /** Asks again, keeping focus and selection on the same photos. */
  refresh(): Promise<void>;
  ask(query: PhotoQuery): Promise<void>;
  focus(index: number, mode: FocusMode): void;
  selectAll(): void;
  clearSelection(): void;
  /** Fetches a photo's facts unless they are here. */
  loadDetails(libraryId: string, photoId: number): Promise<void>;
  /** After a scan: facts may have changed, so they are fetched again when they are shown. */
  forgetDetails(): void;
  setFlag(
    flag: 'favourite' | 'excluded',
    libraryId: string,
    photoIds: number[],
    value: boolean,
  ): Promise<void>;
}

/** Key of `details`. */
export function detailsKey(libraryId: string, photoId: number): string {
  return `${libraryId}/${photoId}`;
}

const DETAILS_KEPT = 2000;
const nothing = {
  photoIds: new Int32Array(0),
  flags: new Uint8Array(0),
  counts: null,
  isLoaded: false,
  focusIndex: -1,
  anchorIndex: -1,
  selection: new Set<number>(),
};
/** Numbers the questions, so that an answer that was overtaken is dropped. */
let lastQuestion = 0;
/** One question is on its way at a time; while brushing, those between are left out. */
let isAsking = false;
let isAskedAgain = false;

export const usePhotos = create<PhotosState>()((set, get) => ({
  ...nothing,
  libraryId: null,
  query: {},
  details: new Map(),

  async open(libraryId) {
    if (libraryId === get().libraryId) return;
    const { sort } = get().query;
    set({ ...nothing, libraryId, query: sort === undefined || sort.key === 'similarity' ? {} : { sort } });
    lastQuestion += 1;
    isAsking = false;
    await get().refresh();
  },

  async refresh() {
    const { libraryId, query } = get();
    if (libraryId === null) return;
    if (isAsking) {
      isAskedAgain = true;
      return;
    }
    lastQuestion += 1;
    const question = lastQuestion;
    isAsking = true;
    try {
      const asked = { ...query, timeZone: chosenTimeZone() };
      const { photoIds, flags, ...counts } = await answer(
        bridge().library.search({ libraryId, query: asked }),
      );
      if (question !== lastQuestion) return;
      set({ ...kept(get(), photoIds), photoIds, flags, counts, isLoaded: true });
    } finally {
      if (question === lastQuestion) isAsking = false;
    }
    if (!isAskedAgain) return;
    isAskedAgain = false;
    await get().refresh();
  },

  async ask(query) {
    set({ query });
    await get().refresh();
  },

  focus(index, mode) {
    const { photoIds, selection, anchorIndex } = get();
    const photoId = photoIds[index];
    if (photoId === undefined) return;
    if (mode === 'range' && anchorIndex >= 0) {
      const [from, to] = anchorIndex <= index ? [anchorIndex, index] : [index, anchorIndex];
      set({ focusIndex: index, selection: new Set(photoIds.subarray(from, to + 1)) });
      return;
    }
    const next = new Set(mode === 'toggle' ? selection : []);
    if (mode === 'toggle' && next.has(photoId)) next.delete(photoId);
    else next.add(photoId);
    set({ focusIndex: index, anchorIndex: index, selection: next });
  },

  selectAll: () => set({ selection: new Set(get().photoIds) }),
  clearSelection: () => set({ selection: new Set() }),

  async loadDetails(libraryId, photoId) {
    const key = detailsKey(libraryId, photoId);
    if (get().details.has(key)) return;
    const facts = await answer(bridge().library.photo({ libraryId, photoId }));
    const details = new Map(get().details);
    if (details.size >= DETAILS_KEPT) details.delete(details.keys().next().value!);
    set({ details: details.set(key, facts) });
  },

  forgetDetails: () => set({ details: new Map() }),

  async setFlag(flag, libraryId, photoIds, value) {
    const route = flag === 'favourite' ? bridge().library.setFavourite : bridge().library.setExcluded;
    await answer(route({ libraryId, photoIds, value }));
    const details = new Map(get().details);
    for (const photoId of photoIds) {
      const key = detailsKey(libraryId, photoId);
      const facts = details.get(key);
      if (facts === undefined) continue;
      details.set(
        key,
        flag === 'favourite' ? { ...facts, isFavourite: value } : { ...facts, isExcluded: value },
      );
    }
    set({ details });
    if (libraryId === get().libraryId) await get().refresh();
  },
}));

/** Focus and selection on the same photos as before, where those are among the new ones. */
function kept(
  before: PhotosState,
  photoIds: Int32Array,
): Pick<PhotosState, 'focusIndex' | 'anchorIndex' | 'selection'> {
  const focused = before.photoIds[before.focusIndex];
  const focusIndex = focused === undefined ? -1 : photoIds.indexOf(focused);
  const present = before.selection.size === 0 ? null : new Set(photoIds);
  return {
    focusIndex,
    anchorIndex: focusIndex,
    selection: new Set([...before.selection].filter((photoId) => present?.has(photoId))),
  };
}

/** The photos an action is for: the selection if it holds the focused photo, else the focused photo alone. */
export function actedOnPhotoIds(state: PhotosState): number[] {
  const focused = state.photoIds[state.focusIndex];
  if (focused === undefined || state.selection.has(focused)) return [...state.selection];
  return [focused];
}

/** Does the photo at this position bear the flag? */
export function hasFlag(state: PhotosState, index: number, flag: keyof typeof PHOTO_FLAG): boolean {
  return ((state.flags[index] ?? 0) & PHOTO_FLAG[flag]) !== 0;
}
