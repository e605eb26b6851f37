/**
 * @file From the rules of a project to what the engine is asked for: which photos count as one, which have to appear.
 * Node, no Electron; reads the catalogue.
 */
import type { PhotoQuota, PlacementRules } from '../../engine/contract.ts';
import type { Catalogue } from '../../library/catalogue/catalogue.ts';
import { findDuplicates } from '../../library/duplicates.ts';
import { SmaltiError } from '../../shared/errors.ts';
import type { RuleSettings } from '../../shared/rules.ts';
import type { ProjectParts } from './project-parts.ts';

/** True if the rules need to know which photos show nearly the same. */
export function needsGroups({ bursts }: RuleSettings): boolean {
  return bursts !== 'free';
}

/**
 * Photos of a pool that show nearly the same: bursts, copies of one picture, files downloaded twice. A photo that is in
 * several such groups joins them to one.
 */
export async function lookalikeGroups(
  catalogue: Catalogue,
  poolIds: ArrayLike<number>,
  signal: AbortSignal,
): Promise<number[][]> {
  const { bursts, samePicture, sameMediaId } = await findDuplicates(catalogue, { signal });
  return joined([...bursts, ...samePicture, ...sameMediaId], new Set(Array.from(poolIds)));
}

/** Groups of two and more members, none in two of them; each rising, in the order of their first members. */
export function joined(groups: readonly number[][], members: ReadonlySet<number>): number[][] {
  const groupOf = new Map<number, Set<number>>();
  for (const group of groups) {
    const together = new Set<number>();
    for (const member of group) {
      if (!members.has(member)) continue;
      for (const each of groupOf.get(member) ?? [member]) together.add(each);
    }
    for (const member of together) groupOf.set(member, together);
  }
  return [...new Set(groupOf.values())]
    .filter(({ size }) => size > 1)
    .map((group) => [...group].sort((a, b) => a - b))
    .sort((a, b) => a[0]! - b[0]!);
}

/**
 * The rules for the engine, photos by their place in the pool; null if each photo may be used once and that is all.
 * @param groups photos that show nearly the same, by their ids; null if nobody looked for them
 * @throws SmaltiError RULES_INFEASIBLE naming the photos that exclude each other
 */
export function usesOf(
  rules: RuleSettings,
  { library, poolIds, grid }: Pick<ProjectParts, 'library' | 'poolIds' | 'grid'>,
  groups: readonly number[][] | null,
  placeOf: (photoId: number) => number,
): PlacementRules | null {
  const { reuseLimit, copyDistance, bursts } = rules;
  const required = requiredPhotos(rules, library.catalogue, new Set(poolIds));
  const places = (groups ?? []).map((group) => Int32Array.from(group, placeOf));
  const isSpread = (reuseLimit > 1 && copyDistance > 1) || (bursts === 'apart' && places.length > 0);
  const counted = bursts === 'once' ? places : [];
  const quotas = photoQuotas(rules, library.catalogue, poolIds, placeOf);
  const isFree = counted.length === 0 && required.length === 0 && quotas.length === 0;
  if (reuseLimit === 1 && isFree && !isSpread) return null;
  const cellCount = grid.columns * grid.rows;
  if (required.length > cellCount) {
    throw infeasible(`${required.length} photos have to appear, but there are only ${cellCount} cells.`);
  }
  if (bursts === 'once') requireRoom(required, groups ?? [], reuseLimit, library.catalogue);
  return {
    reuseLimit,
    groups: counted,
    required: Int32Array.from(required, placeOf),
    spread: isSpread
      ? { columns: grid.columns, copyDistance, apart: bursts === 'apart' ? places : [] }
      : null,
    quotas,
  };
}

/**
 * The quotas that ask for something, with the photos of their authors. Authors are the same whatever the case they are
 * written in.
 */
function photoQuotas(
  { quotas }: RuleSettings,
  catalogue: Catalogue,
  poolIds: Int32Array,
  placeOf: (photoId: number) => number,
): PhotoQuota[] {
  const asked = quotas.filter(({ least, most }) => least > 0 || most !== null);
  if (asked.length === 0) return [];
  const authors = catalogue.authors();
  const keys = asked.map(({ author }) => author.toLocaleLowerCase('en'));
  const twice = asked.find((_, at) => keys.indexOf(keys[at]!) !== at);
  if (twice !== undefined) throw infeasible(`There are two rules for photos of ${twice.author}.`);
  const places = new Map(keys.map((key): [string, number[]] => [key, []]));
  for (const photoId of poolIds) {
    places.get(authors.get(photoId)?.toLocaleLowerCase('en') ?? '')?.push(placeOf(photoId));
  }
  return asked.map(({ author, least, most }, at) => ({
    name: author,
    photos: Int32Array.from(places.get(keys[at]!)!),
    least,
    most,
  }));
}

/** Favourites and chosen photos that are there, rising. */
function requiredPhotos(
  { favourites, mustAppear }: RuleSettings,
  catalogue: Catalogue,
  pool: ReadonlySet<number>,
): number[] {
  const usable = new Set(catalogue.poolIds());
  const wanted = new Set([...mustAppear, ...(favourites ? catalogue.favouriteIds() : [])]);
  return [...wanted].filter((photoId) => pool.has(photoId) && usable.has(photoId)).sort((a, b) => a - b);
}

function requireRoom(
  required: readonly number[],
  groups: readonly number[][],
  reuseLimit: number,
  catalogue: Catalogue,
): void {
  for (const group of groups) {
    const both = required.filter((photoId) => group.includes(photoId));
    if (both.length <= reuseLimit) continue;
    const names = both.map((photoId) => catalogue.photo(photoId).relativePath);
    throw infeasible(
      `${names.join(' and ')} show nearly the same and all have to appear, but only ${reuseLimit} of them may.`,
    );
  }
}

function infeasible(message: string): SmaltiError {
  return new SmaltiError('RULES_INFEASIBLE', message, 'Take back one of these rules.');
}
