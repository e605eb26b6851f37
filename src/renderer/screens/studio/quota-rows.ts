/** @file The list of numbers of tiles by author as a person edits it. Runs in the window; pure. */
import type { RulesOutcome } from '../../../shared/mosaic.ts';
import type { FacetCount } from '../../../shared/query.ts';
import type { AuthorQuota } from '../../../shared/rules.ts';

export interface QuotaRow extends AuthorQuota {
  /** Photos of the author among those that a mosaic may use; null: not known. */
  photoCount: number | null;
  /** Tiles of the author in the placement on show; null: it was made without this row. */
  tileCount: number | null;
}

/** One row for each quota, then one for each author that was added and has no number yet. */
export function quotaRows(
  quotas: readonly AuthorQuota[],
  added: readonly string[],
  photos: readonly FacetCount[] | null,
  outcome: RulesOutcome | null,
): QuotaRow[] {
  const missing = added.filter((author) => !quotas.some((quota) => isSameAuthor(quota.author, author)));
  const empty = missing.map((author): AuthorQuota => ({ author, least: 0, most: null }));
  return [...quotas, ...empty].map((quota) => ({
    ...quota,
    photoCount: photos === null ? null : photosOf(quota.author, photos),
    tileCount: outcome?.quotas?.find(({ name }) => isSameAuthor(name, quota.author))?.count ?? null,
  }));
}

/** The quotas with this one in the place of its author's, or at the end; without it if it asks for nothing. */
export function withQuota(quotas: readonly AuthorQuota[], quota: AuthorQuota): readonly AuthorQuota[] {
  const at = quotas.findIndex(({ author }) => isSameAuthor(author, quota.author));
  const asksForNothing = quota.least === 0 && quota.most === null;
  if (asksForNothing) return at < 0 ? quotas : quotas.toSpliced(at, 1);
  return at < 0 ? [...quotas, quota] : quotas.toSpliced(at, 1, quota);
}

/** Authors that have no row yet, most photos first; one for all ways a name is written. */
export function authorsToAdd(photos: readonly FacetCount[], rows: readonly QuotaRow[]): FacetCount[] {
  return photos
    .filter(({ value }, at) => photos.findIndex((other) => isSameAuthor(other.value, value)) === at)
    .filter(({ value }) => !rows.some(({ author }) => isSameAuthor(author, value)))
    .map(({ value }) => ({ value, count: photosOf(value, photos) }));
}

/** Names are the same in whatever case they are written, as the rules of a project count them. */
export function isSameAuthor(one: string, other: string): boolean {
  return one.toLocaleLowerCase('en') === other.toLocaleLowerCase('en');
}

function photosOf(author: string, photos: readonly FacetCount[]): number {
  return photos.filter(({ value }) => isSameAuthor(value, author)).reduce((sum, { count }) => sum + count, 0);
}
