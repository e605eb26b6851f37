/** @file From a chart to the photos behind it. Runs in the window. */
import type { Facet } from '../../../shared/query.ts';
import { withFacet, withFacetFilter, withRange } from '../../stores/query-edits.ts';
import { showInLibrary } from '../library/explorer/ask.ts';

const DAY_MS = 86_400_000;

/** Goes to the Library, which then shows only photos with one of these values. */
export function showPhotosWith(facet: Facet, values: string[]): void {
  showInLibrary((query) => withFacet(query, facet, values));
}

/** Goes to the photos of some days, both ends in it, as clocks in the chosen time zone show them. */
export function showPhotosOfDays(fromDay: string, toDay: string): void {
  showInLibrary((query) =>
    withRange(query, 'shownAtMs', {
      from: Date.parse(`${fromDay}T00:00:00Z`),
      to: Date.parse(`${toDay}T00:00:00Z`) + DAY_MS - 1,
    }),
  );
}

/** Goes to the photos that have all of these values. */
export function showPhotosWithAll(facet: Facet, values: string[]): void {
  showInLibrary((query) => withFacetFilter(query, facet, { all: values }));
}

/** The days of 'YYYY-MM-DD' or 'YYYY-Www'; of a month its facet is asked for. */
export function showPhotosOfPeriod(period: string): void {
  const week = /^(\d{4})-W(\d\d)$/.exec(period);
  if (/^\d{4}-\d\d$/.test(period)) showPhotosWith('month', [period]);
  else if (week === null) showPhotosOfDays(period, period);
  else {
    const monday = mondayOfWeek(Number(week[1]), Number(week[2]));
    showPhotosOfDays(dayOf(monday), dayOf(monday + 6 * DAY_MS));
  }
}

/** ISO 8601: the fourth of January lies in week 1. */
export function mondayOfWeek(year: number, week: number): number {
  const fourth = Date.UTC(year, 0, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth + ((week - 1) * 7 - weekday) * DAY_MS;
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
