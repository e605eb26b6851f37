/**
 * @file Moves tiles that show the same apart, after the optimum was found. Runs in a worker thread.
 *
 * "No two of a kind near each other" couples cells with cells, which no assignment problem knows: no proof is claimed, only
 * how far above the proven bound the result lies. Method: while two tiles are too near, one of them changes places with
 * another tile, or gives way to an unused column, whichever leaves fewer pairs too near at the least cost. Then tiles that
 * were moved look for exchanges that lower the cost and bring nothing nearer.
 */
import { FORBIDDEN_COST, type CostRows } from '../core/assignment/matrix.ts';
import { SmaltiError } from '../shared/errors.ts';

export interface SpreadRequest {
  /** Column of the matrix for each cell: the optimum. */
  columnOfCell: Int32Array;
  gridColumns: number;
  /** Columns with the same number show the same: they keep copyDistance. */
  setOfColumn: Int32Array;
  copyDistance: number;
  /** Columns with the same number, -1 for none, are no neighbours. */
  groupOfColumn: Int32Array;
  /** 1 for cells whose tile stays. */
  isFixed: Uint8Array;
  /** Columns that must be used. */
  required: Int32Array;
  /** A tile gives way only to columns with the same number, so that quotas stay kept. */
  quotaOfColumn: Int32Array;
}

export interface SpreadPlacement {
  columnOfCell: Int32Array;
  /** Pairs of tiles that are still too near. */
  pairsTooNear: number;
}

/** Rounds over all tiles that are too near; each round leaves fewer, so few are needed. */
const MOST_ROUNDS = 30;
/** Rounds over the tiles that were moved. */
const POLISH_ROUNDS = 4;

/**
 * The placement with as few pairs too near as this method finds.
 * @throws SmaltiError CANCELLED
 */
export function spreadPlacement(
  matrix: CostRows,
  request: SpreadRequest,
  shouldCancel: () => boolean,
): SpreadPlacement {
  const spreading = new Spreading(matrix, request, shouldCancel);
  spreading.moveApart();
  spreading.polish();
  return { columnOfCell: spreading.columnOfCell, pairsTooNear: spreading.pairsTooNear() };
}

/** What a cell could do: change places with another one, or take an unused column. */
interface Move {
  /** -1: take the column. */
  partner: number;
  column: number;
}

class Spreading {
  readonly columnOfCell: Int32Array;
  readonly #matrix: CostRows;
  readonly #request: SpreadRequest;
  readonly #isUsed: Uint8Array;
  readonly #isRequired: Uint8Array;
  readonly #reach: number;
  /** For each set how many tiles around the cell in hand show it. */
  readonly #setsNear: Int32Array;

  constructor(
    matrix: CostRows,
    request: SpreadRequest,
    private readonly shouldCancel: () => boolean,
  ) {
    this.#matrix = matrix;
    this.#request = request;
    this.columnOfCell = request.columnOfCell.slice();
    this.#isUsed = new Uint8Array(matrix.photoCount);
    for (const column of this.columnOfCell) this.#isUsed[column] = 1;
    this.#isRequired = new Uint8Array(matrix.photoCount);
    for (const column of request.required) this.#isRequired[column] = 1;
    this.#reach = Math.max(2, request.copyDistance) - 1;
    this.#setsNear = new Int32Array(matrix.photoCount);
  }

  moveApart(): void {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      let moved = false;
      for (let cell = 0; cell < this.columnOfCell.length; cell++) {
        if (this.#request.isFixed[cell] === 1 || this.#nearOnes(cell, this.columnOfCell[cell]!) === 0)
          continue;
        const move = this.#bestMove(cell, (pairs) => pairs < 0);
        if (move === null) continue;
        this.#make(cell, move);
        moved = true;
      }
      if (!moved) return;
    }
  }

  polish(): void {
    const { columnOfCell: before, isFixed } = this.#request;
    for (let round = 0; round < POLISH_ROUNDS; round++) {
      let moved = false;
      for (let cell = 0; cell < before.length; cell++) {
        if (isFixed[cell] === 1 || this.columnOfCell[cell] === before[cell]) continue;
        const move = this.#bestMove(cell, (pairs) => pairs <= 0, 0);
        if (move === null) continue;
        this.#make(cell, move);
        moved = true;
      }
      if (!moved) return;
    }
  }

  pairsTooNear(): number {
    let twice = 0;
    this.columnOfCell.forEach((column, cell) => (twice += this.#nearOnes(cell, column)));
    return twice / 2;
  }

  /** The cheapest move of a cell that changes the number of pairs as asked and costs less than `dearest`. */
  #bestMove(
    cell: number,
    suits: (pairs: number) => boolean,
    dearest = Number.POSITIVE_INFINITY,
  ): Move | null {
    if (this.shouldCancel()) throw new SmaltiError('CANCELLED', 'Moving tiles apart was cancelled.');
    const { isFixed, quotaOfColumn } = this.#request;
    const own = this.columnOfCell[cell]!;
    const row = this.#matrix.row(cell);
    const ownCost = row[own]!;
    const ownPairs = this.#nearOnes(cell, own);
    this.#countSetsNear(cell, 1);
    let best: Move | null = null;
    let limit = dearest;
    for (let partner = 0; partner < this.columnOfCell.length; partner++) {
      if (partner === cell || isFixed[partner] === 1) continue;
      const column = this.columnOfCell[partner]!;
      const other = this.#matrix.row(partner);
      if (row[column]! >= FORBIDDEN_COST || other[own]! >= FORBIDDEN_COST) continue;
      const rise = row[column]! + other[own]! - ownCost - other[column]!;
      if (rise >= limit) continue;
      const partnerPairs = this.#nearOnes(partner, column);
      // At best nothing is near the partner's new tile: that alone often rules the exchange out.
      if (!suits(this.#setPairs(cell, column, partner) - ownPairs - partnerPairs)) continue;
      if (!suits(this.#pairsAfterSwap(cell, partner) - ownPairs - partnerPairs)) continue;
      best = { partner, column };
      limit = rise;
    }
    if (this.#isRequired[own] === 0) {
      for (let column = 0; column < row.length; column++) {
        if (this.#isUsed[column] === 1 || row[column]! >= FORBIDDEN_COST) continue;
        if (quotaOfColumn[column] !== quotaOfColumn[own]) continue;
        const rise = row[column]! - ownCost;
        if (rise >= limit || !suits(this.#setPairs(cell, column, -1) - ownPairs)) continue;
        if (!suits(this.#nearOnes(cell, column) - ownPairs)) continue;
        best = { partner: -1, column };
        limit = rise;
      }
    }
    this.#countSetsNear(cell, -1);
    return best;
  }

  /** Adds to the count of each set that is too near to be shown in the cell too, or takes it off again. */
  #countSetsNear(cell: number, change: 1 | -1): void {
    const { setOfColumn, copyDistance } = this.#request;
    this.#around(cell, copyDistance - 1, (other) => {
      this.#setsNear[setOfColumn[this.columnOfCell[other]!]!]! += change;
    });
  }

  /** At least so many tiles are too near if the cell takes this column, which the partner (-1: nobody) gives up. */
  #setPairs(cell: number, column: number, partner: number): number {
    const { setOfColumn, copyDistance } = this.#request;
    const near = this.#setsNear[setOfColumn[column]!]!;
    return partner >= 0 && near > 0 && this.#distance(cell, partner) < copyDistance ? near - 1 : near;
  }

  /** Pairs at both cells after they changed places. */
  #pairsAfterSwap(cell: number, partner: number): number {
    const own = this.columnOfCell[cell]!;
    const column = this.columnOfCell[partner]!;
    this.columnOfCell[cell] = column;
    this.columnOfCell[partner] = own;
    const after = this.#nearOnes(cell, column) + this.#nearOnes(partner, own);
    this.columnOfCell[cell] = own;
    this.columnOfCell[partner] = column;
    return after;
  }

  #make(cell: number, { partner, column }: Move): void {
    const own = this.columnOfCell[cell]!;
    this.columnOfCell[cell] = column;
    if (partner >= 0) this.columnOfCell[partner] = own;
    else {
      this.#isUsed[own] = 0;
      this.#isUsed[column] = 1;
    }
  }

  /** Tiles that would be too near if the cell showed this column. */
  #nearOnes(cell: number, column: number): number {
    const { setOfColumn, copyDistance, groupOfColumn } = this.#request;
    const set = setOfColumn[column]!;
    const group = groupOfColumn[column]!;
    let count = 0;
    this.#around(cell, this.#reach, (other) => {
      const shown = this.columnOfCell[other]!;
      const isSameSet = setOfColumn[shown] === set;
      if (!isSameSet && (group < 0 || groupOfColumn[shown] !== group)) return;
      const distance = this.#distance(cell, other);
      if ((isSameSet && distance < copyDistance) || (group >= 0 && distance === 1)) count++;
    });
    return count;
  }

  #distance(cell: number, other: number): number {
    const { gridColumns } = this.#request;
    const x = (cell % gridColumns) - (other % gridColumns);
    const y = Math.floor(cell / gridColumns) - Math.floor(other / gridColumns);
    return Math.max(Math.abs(x), Math.abs(y));
  }

  /** Visits all other cells at most so far away. */
  #around(cell: number, reach: number, visit: (other: number) => void): void {
    const { gridColumns } = this.#request;
    const rows = this.columnOfCell.length / gridColumns;
    const x = cell % gridColumns;
    const y = (cell - x) / gridColumns;
    const right = Math.min(gridColumns - 1, x + reach);
    for (let row = Math.max(0, y - reach); row <= Math.min(rows - 1, y + reach); row++) {
      for (let at = Math.max(0, x - reach); at <= right; at++) {
        if (row !== y || at !== x) visit(row * gridColumns + at);
      }
    }
  }
}
