/** @file The photos of the open library: order, focus, selection, facts, flags. Runs in the window. */
import { create } from 'zustand';
import type { RouteInput } from '../../shared/ipc/routes.ts';
import type { PhotoDetails } from '../../shared/library.ts';
import { answer, bridge } from '../bridge.ts';

export type PhotoOrder = RouteInput<'library.query'>['order'];
export type FocusMode = 'only' | 'toggle' | 'range';

interface PhotosState {
  libraryId: string | null;
  photoIds: Int32Array;
  /** False until the library that is open now has answered. */
  isLoaded: boolean;
  order: PhotoOrder;
  descending: boolean;
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
  setOrder(order: PhotoOrder, descending: boolean): Promise<void>;
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
const nothing: Pick<PhotosState, 'photoIds' | 'isLoaded' | 'focusIndex' | 'anchorIndex' | 'selection'> = {
  photoIds: new Int32Array(0),
  isLoaded: false,
  focusIndex: -1,
  anchorIndex: -1,
  selection: new Set(),
};

export const usePhotos = create<PhotosState>()((set, get) => ({
  ...nothing,
  libraryId: null,
  order: 'date',
  descending: true,
  details: new Map(),

  async open(libraryId) {
    if (libraryId === get().libraryId) return;
    set({ ...nothing, libraryId });
    await get().refresh();
  },

  async refresh() {
    const { libraryId, order, descending } = get();
    if (libraryId === null) return;
    const { photoIds } = await answer(bridge().library.query({ libraryId, order, descending }));
    const now = get();
    // A later question may have been answered first.
    if (now.libraryId !== libraryId || now.order !== order || now.descending !== descending) return;
    const focused = now.photoIds[now.focusIndex];
    const focusIndex = focused === undefined ? -1 : photoIds.indexOf(focused);
    const present = now.selection.size === 0 ? null : new Set(photoIds);
    set({
      photoIds,
      isLoaded: true,
      focusIndex,
      anchorIndex: focusIndex,
      selection: new Set([...now.selection].filter((photoId) => present?.has(photoId))),
    });
  },

  async setOrder(order, descending) {
    set({ order, descending });
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
  },
}));

/** The photos an action is for: the selection if it holds the focused photo, else the focused photo alone. */
export function actedOnPhotoIds(state: PhotosState): number[] {
  const focused = state.photoIds[state.focusIndex];
  if (focused === undefined || state.selection.has(focused)) return [...state.selection];
  return [focused];
}
