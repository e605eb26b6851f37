/** @file Changes the question from anywhere in the window, reporting what goes wrong. Runs in the window. */
import type { ColourFilter, Facet, PhotoQuery } from '../../../../shared/query.ts';
import { attempt } from '../../../components/notices.tsx';
import { usePhotos } from '../../../stores/photos.ts';
import { useUi } from '../../../stores/ui.ts';
import {
  NEW_COLOUR,
  valueState,
  withColour,
  withoutFilters,
  withPicked,
  withValue,
} from '../../../stores/query-edits.ts';

/** Asks anew with a change. */
export function askWith(change: (query: PhotoQuery) => PhotoQuery): void {
  const { query, ask } = usePhotos.getState();
  attempt(ask(change(query)));
}

/** What a click on a value means: Alt excludes, Shift asks for it beside the others. */
export function toggleValue(
  facet: Facet,
  value: string,
  event: { altKey: boolean; shiftKey: boolean },
): void {
  askWith((query) => {
    if (event.altKey) return withValue(query, facet, value, 'exclude');
    const isRequired = valueState(query, facet, value) === 'required';
    return withValue(query, facet, value, isRequired || event.shiftKey ? 'all' : 'include');
  });
}

/** Photos that hold a colour, beside the filters that are there. */
export function addColour(rgb: ColourFilter['rgb']): void {
  askWith((query) => withColour(query, { ...NEW_COLOUR, rgb }));
}

/** From any screen: goes to the Library, which shows what this alone finds. */
export function showInLibrary(change: (query: PhotoQuery) => PhotoQuery): void {
  const ui = useUi.getState();
  ui.closeViewer();
  ui.showScreen('library');
  askWith((query) => change(withoutFilters(query)));
}

/** Only photos that hold this colour. */
export function findColour(rgb: ColourFilter['rgb']): void {
  showInLibrary((query) => withColour(query, { ...NEW_COLOUR, rgb }));
}

/** Just these photos. */
export function showPicked(photoIds: readonly number[]): void {
  showInLibrary((query) => withPicked(query, [...photoIds]));
}

/** All photos, most like this one first. */
export function findSimilar(photoId: number): void {
  showInLibrary((query) => ({ ...query, sort: { key: 'similarity', similarToPhotoId: photoId } }));
}
