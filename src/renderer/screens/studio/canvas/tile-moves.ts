/**
 * @file How tiles travel from one placement to the next: a photo that only changed its cell moves there, a new one grows
 * in its cell. Pure; runs anywhere. World units are cells.
 */

export interface Place {
  left: number;
  top: number;
  side: number;
}

export interface TileMove {
  cell: number;
  photoId: number;
  from: Place;
  to: Place;
}

/** A new tile starts this small. */
const NEW_TILE_SIDE = 0.3;

/**
 * The tiles that have a way to go.
 * @param before the placement that was shown, or null
 * @param underWay where photos are at this moment that have not arrived yet
 */
export function tileMoves(
  before: Int32Array | null,
  after: Int32Array,
  columns: number,
  underWay: ReadonlyMap<number, Place> = new Map(),
): TileMove[] {
  if (before === null || before.length !== after.length) return [];
  const cellBefore = new Map<number, number>();
  before.forEach((photoId, cell) => {
    if (after[cell] !== photoId) cellBefore.set(photoId, cell);
  });
  const moves: TileMove[] = [];
  after.forEach((photoId, cell) => {
    const onTheWay = underWay.get(photoId);
    if (before[cell] === photoId && onTheWay === undefined) return;
    const to = placeOf(cell, columns);
    const left = cellBefore.get(photoId);
    const from = onTheWay ?? (left === undefined ? shrunk(to, NEW_TILE_SIDE) : placeOf(left, columns));
    moves.push({ cell, photoId, from, to });
  });
  return moves;
}

export function placeOf(cell: number, columns: number): Place {
  return { left: cell % columns, top: Math.floor(cell / columns), side: 1 };
}

function shrunk({ left, top, side }: Place, share: number): Place {
  const margin = (side * (1 - share)) / 2;
  return { left: left + margin, top: top + margin, side: side * share };
}

/** Where a tile is after this share (0..1) of its way; it starts and arrives gently, and is a little larger in flight. */
export function placeOnTheWay({ from, to }: TileMove, share: number): Place {
  const eased = share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2;
  const lift = from.side === to.side ? 0.25 * Math.sin(Math.PI * share) : 0;
  const between = (start: number, end: number): number => start + (end - start) * eased;
  const side = between(from.side, to.side);
  return {
    left: between(from.left, to.left) - (lift * side) / 2,
    top: between(from.top, to.top) - (lift * side) / 2,
    side: side * (1 + lift),
  };
}
