/**
 * @file Exact assignment in plain TypeScript: the oracle of the fast kernel, and the way out for problems it cannot do
 * (costs that are not 32-bit integers, bans that need more than 32 bits to price). Pure.
 *
 * Method: shortest augmenting paths over the dense matrix with dual values, after R. Jonker and A. Volgenant, "A shortest
 * augmenting path algorithm for dense and sparse linear assignment problems", Computing 38 (1987), in the rectangular
 * form of D. F. Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Trans. AES 52 (2016). Numbers are
 * doubles: exact for integers. Time grows with cells^2 x photos.
 */
import { SmaltiError } from '../../shared/errors.ts';
import { forbiddenFrom, type CostRows } from './matrix.ts';
import { requireEnoughPhotos } from './greedy.ts';

/** A placement with the dual values that prove it; see certificate.ts for what they mean. */
export interface ExactSolution {
  photoOfCell: Int32Array;
  cellDuals: Float64Array;
  photoDuals: Float64Array;
}

/** Where to start from: any feasible duals and a partial placement (-1: none yet) of tight pairs. */
export type ExactStart = ExactSolution;

/**
 * The cheapest placement with each photo at most once. Forbidden pairs (matrix.ts) are never used.
 * @param start duals and placement to go on from; changed in place and returned. Unused photos must all have the same
 * dual value and no photo a larger one.
 * @throws SmaltiError PHOTOS_TOO_FEW; RULES_INFEASIBLE naming a cell for which no placement exists
 */
export function solveExactly(
  matrix: CostRows,
  start: ExactStart = emptyStart(matrix),
  shouldCancel: () => boolean = () => false,
): ExactSolution {
  const { cellCount, photoCount } = matrix;
  requireEnoughPhotos(cellCount, photoCount);
  const cellOfPhoto = new Int32Array(photoCount).fill(-1);
  for (let cell = 0; cell < cellCount; cell++) {
    const photo = start.photoOfCell[cell]!;
    if (photo >= 0) cellOfPhoto[photo] = cell;
  }
  const search = new PathSearch(matrix, start, cellOfPhoto);
  for (let cell = 0; cell < cellCount; cell++) {
    if (start.photoOfCell[cell]! >= 0) continue;
    if (shouldCancel()) throw new SmaltiError('CANCELLED', 'The solve was cancelled.');
    search.augment(cell);
  }
  return start;
}

/** All duals zero (made feasible by the first searches), nothing placed. */
function emptyStart(matrix: CostRows): ExactStart {
  const cellDuals = new Float64Array(matrix.cellCount);
  for (let cell = 0; cell < matrix.cellCount; cell++) {
    const row = matrix.row(cell);
    let least = Number.POSITIVE_INFINITY;
    for (let photo = 0; photo < matrix.photoCount; photo++) if (row[photo]! < least) least = row[photo]!;
    cellDuals[cell] = least;
  }
  return {
    photoOfCell: new Int32Array(matrix.cellCount).fill(-1),
    cellDuals,
    photoDuals: new Float64Array(matrix.photoCount),
  };
}

/** Dijkstra's search over reduced costs from one cell to the nearest free photo. */
class PathSearch {
  private readonly distance: Float64Array;
  private readonly previousCell: Int32Array;
  private readonly settled: Int32Array;
  private readonly open: Int32Array;

  constructor(
    private readonly matrix: CostRows,
    private readonly state: ExactSolution,
    private readonly cellOfPhoto: Int32Array,
  ) {
    this.distance = new Float64Array(matrix.photoCount);
    this.previousCell = new Int32Array(matrix.photoCount);
    this.settled = new Int32Array(matrix.photoCount);
    this.open = new Int32Array(matrix.photoCount);
  }

  /** Gives `cell` a photo, moving others where that is cheaper, and keeps the duals feasible. */
  augment(cell: number): void {
    const { distance, previousCell, settled, open, cellOfPhoto } = this;
    const { photoOfCell, cellDuals, photoDuals } = this.state;
    const { photoCount } = this.matrix;
    distance.fill(Number.POSITIVE_INFINITY);
    for (let photo = 0; photo < photoCount; photo++) open[photo] = photo;
    let openCount = photoCount;
    let settledCount = 0;
    let reached = 0;
    let current = cell;
    let end = -1;
    while (end < 0) {
      const row = this.matrix.row(current);
      const forbidden = forbiddenFrom(row);
      const base = reached - cellDuals[current]!;
      let nearest = Number.POSITIVE_INFINITY;
      let nearestAt = -1;
      for (let at = 0; at < openCount; at++) {
        const photo = open[at]!;
        const cost = row[photo]!;
        const through = base + cost - photoDuals[photo]!;
        if (cost < forbidden && through < distance[photo]!) {
          distance[photo] = through;
          previousCell[photo] = current;
        }
        const here = distance[photo]!;
        if (here < nearest || (here === nearest && here < Infinity && cellOfPhoto[photo]! < 0)) {
          nearest = here;
          nearestAt = at;
        }
      }
      if (nearestAt < 0) throw infeasible(cell, settledCount);
      reached = nearest;
      const photo = open[nearestAt]!;
      open[nearestAt] = open[--openCount]!;
      if (cellOfPhoto[photo]! < 0) end = photo;
      else {
        settled[settledCount++] = photo;
        current = cellOfPhoto[photo]!;
      }
    }
    cellDuals[cell]! += reached;
    for (let k = 0; k < settledCount; k++) {
      const photo = settled[k]!;
      const shift = reached - distance[photo]!;
      photoDuals[photo]! -= shift;
      cellDuals[cellOfPhoto[photo]!]! += shift;
    }
    for (let photo = end; ;) {
      const owner = previousCell[photo]!;
      const next = photoOfCell[owner]!;
      cellOfPhoto[photo] = owner;
      photoOfCell[owner] = photo;
      if (owner === cell) return;
      photo = next;
    }
  }
}

function infeasible(cell: number, contenderCount: number): SmaltiError {
  const reason =
    contenderCount === 0
      ? 'every photo is banned from it'
      : `it and ${contenderCount} other cells are allowed only ${contenderCount} photos together`;
  return new SmaltiError(
    'RULES_INFEASIBLE',
    `No placement obeys the rules: cell ${cell} cannot get a photo, because ${reason}.`,
    'Take back a ban or a pin that concerns this cell.',
  );
}
