/**
 * @file Which other photos would suit a cell, and what each would cost the whole mosaic. Runs in a worker thread.
 *
 * Putting photo j into cell i frees i's photo; j's owner then needs another one, and so on, until somebody takes the
 * freed photo. With optimal duals all reduced costs r = cost - u - v are at least 0, so the cheapest such chain is a
 * shortest path: price(j) = r(i, j) + distance(owner of j). The photos that are left out belong to one more owner, "the
 * rest", whose reduced cost for a photo is largest v - v. One search backwards from the freed photo gives the distances
 * of all owners in rising order, and it stops as soon as no later photo can be among the cheapest.
 * With quotas the chain pays their prices whenever it changes what they take: the least that the change can cost.
 */
import { FORBIDDEN_COST, type CostRows } from '../core/assignment/matrix.ts';
import { quotaOfColumn, type ColumnQuota } from '../core/assignment/quotas.ts';

export interface CandidateRequest {
  cell: number;
  count: number;
  /** A proven optimum with its duals. */
  photoOfCell: Int32Array;
  cellDuals: Int32Array;
  photoDuals: Int32Array;
  quotaPrices: Int32Array;
}

interface PricedPhoto {
  photo: number;
  price: number;
}

/** Photos with the least rise of the total, in integer cost units; the cell's own photo is first with 0. */
export function pricedCandidates(
  matrix: CostRows,
  { cell, count, photoOfCell, cellDuals, photoDuals, quotaPrices }: CandidateRequest,
  quotas: readonly ColumnQuota[] = [],
): { photos: Int32Array; prices: Float64Array } {
  const { cellCount, photoCount } = matrix;
  const rest = cellCount;
  const own = photoOfCell[cell]!;
  const quotaOf = quotaOfColumn(quotas, photoCount);
  const withoutPrices = photoDuals.map((dual, photo) => dual - (quotaPrices[quotaOf[photo]!] ?? 0));
  const largestDual = withoutPrices.reduce((largest, dual) => Math.max(largest, dual));
  const reduced = (owner: number, photo: number): number => {
    if (owner === rest) return largestDual - withoutPrices[photo]!;
    const cost = matrix.row(owner)[photo]!;
    return cost >= FORBIDDEN_COST ? Number.POSITIVE_INFINITY : cost - cellDuals[owner]! - photoDuals[photo]!;
  };
  const leftOut = photosLeftOut(photoOfCell, photoCount);
  const distance = new Float64Array(cellCount + 1).fill(Number.POSITIVE_INFINITY);
  const open = new Uint8Array(cellCount + 1).fill(1);
  open[cell] = 0;
  if (leftOut.length === 0) open[rest] = 0;

  let found: PricedPhoto[] = [{ photo: own, price: 0 }];
  /** Lets every owner that is still open reach these photos, which somebody gives up at this distance. */
  const giveUp = (photos: Iterable<number>, reached: number): void => {
    for (const photo of photos) {
      for (let owner = 0; owner <= rest; owner++) {
        if (open[owner] === 0) continue;
        const through = reduced(owner, photo) + reached;
        if (through < distance[owner]!) distance[owner] = through;
      }
      if (photo === own) continue;
      const price = reduced(cell, photo) + reached;
      if (price < Number.POSITIVE_INFINITY) found.push({ photo, price });
    }
  };
  giveUp([own], 0);
  for (;;) {
    const nearest = nearestOpen(distance, open);
    if (nearest < 0) break;
    const reached = distance[nearest]!;
    found = cheapest(found, count);
    if (found.length === count && found.at(-1)!.price <= reached) break;
    open[nearest] = 0;
    giveUp(nearest === rest ? leftOut : [photoOfCell[nearest]!], reached);
  }
  const best = cheapest(found, count);
  return {
    photos: Int32Array.from(best, ({ photo }) => photo),
    prices: Float64Array.from(best, ({ price }) => price),
  };
}

function photosLeftOut(photoOfCell: Int32Array, photoCount: number): number[] {
  const isUsed = new Uint8Array(photoCount);
  for (const photo of photoOfCell) isUsed[photo] = 1;
  return Array.from({ length: photoCount }, (_, photo) => photo).filter((photo) => isUsed[photo] === 0);
}

function nearestOpen(distance: Float64Array, open: Uint8Array): number {
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let owner = 0; owner < distance.length; owner++) {
    if (open[owner] === 1 && distance[owner]! < least) {
      least = distance[owner]!;
      nearest = owner;
    }
  }
  return nearest;
}

function cheapest(photos: PricedPhoto[], count: number): PricedPhoto[] {
  return photos.sort((a, b) => a.price - b.price || a.photo - b.photo).slice(0, count);
}
