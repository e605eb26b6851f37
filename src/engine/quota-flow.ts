/**
 * @file From the optimum without quotas to the optimum with them, exactly, in plain code: the twin of what the kernel does
 * (kernels/assembly/assignment-quotas.ts), for the rare solves that it cannot do. Runs in a worker thread.
 *
 * Cells, columns, quotas and "all tiles" are the nodes of a flow; the optimum without quotas is a cheapest flow whose only
 * fault is that some quotas get too few or too many tiles. Each round mends that by one tile along a shortest path: a
 * cell that moves to a column nobody uses, another that moves to the column it gave up, and so on. Lengths are reduced
 * costs, which the prices (duals) keep at 0 or more, so the search is Dijkstra's, and every flow on the way stays a
 * cheapest one (successive shortest paths; Ahuja, Magnanti, Orlin: Network Flows, chapter 9). The last one keeps all
 * quotas, and its prices are its proof (core/assignment/quotas.ts).
 */
import { FORBIDDEN_COST, type CostRows } from '../core/assignment/matrix.ts';
import { quotaCounts, quotaInfeasible, quotaOfColumn, type ColumnQuota } from '../core/assignment/quotas.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { ThreadSolution } from './thread-contract.ts';

/** Nodes between two looks at whether somebody wants to stop. */
const NODES_AT_ONCE = 64;
const NOBODY = -1;

/**
 * The cheapest placement that keeps the quotas, with the prices that prove it.
 * @param optimum without quotas, with its duals; it uses all required columns
 * @throws SmaltiError RULES_INFEASIBLE naming a quota; CANCELLED
 */
export function placeWithQuotas(
  matrix: CostRows,
  optimum: Omit<ThreadSolution, 'quotaPrices'>,
  quotas: readonly ColumnQuota[],
  required: ArrayLike<number>,
  shouldCancel: () => boolean,
): ThreadSolution {
  const flow = new QuotaFlow(matrix, optimum, quotas, required, shouldCancel);
  flow.mend();
  return flow.solution();
}

class QuotaFlow {
  readonly #matrix: CostRows;
  readonly #quotas: readonly ColumnQuota[];
  readonly #shouldCancel: () => boolean;
  readonly #cellCount: number;
  readonly #columnOfCell: Int32Array;
  readonly #cellDuals: Float64Array;
  readonly #columnDuals: Float64Array;
  /** Of each kind of column: the quotas, then all columns in none. */
  readonly #kindDuals: Float64Array;
  /** Dual of "all tiles": what kinds have whose quota costs nothing. */
  #allDual: number;
  readonly #kindOf: Int32Array;
  readonly #counts: Int32Array;
  readonly #mustStay: Uint8Array;
  /** Where a cell that takes the column goes on: the cell that has it, or the node of its kind if nobody has it. */
  readonly #nodeOfColumn: Int32Array;
  // Of the running search. Nodes are the cells, then the kinds.
  readonly #distance: Float64Array;
  readonly #previous: Int32Array;
  readonly #isOpen: Uint8Array;
  /** The unused column through which a kind was reached. */
  readonly #columnInto: Int32Array;

  constructor(
    matrix: CostRows,
    { photoOfCell, cellDuals, photoDuals }: Omit<ThreadSolution, 'quotaPrices'>,
    quotas: readonly ColumnQuota[],
    required: ArrayLike<number>,
    shouldCancel: () => boolean,
  ) {
    const { cellCount, photoCount } = matrix;
    this.#matrix = matrix;
    this.#quotas = quotas;
    this.#shouldCancel = shouldCancel;
    this.#cellCount = cellCount;
    this.#columnOfCell = photoOfCell.slice();
    this.#cellDuals = Float64Array.from(cellDuals);
    this.#columnDuals = Float64Array.from(photoDuals);
    this.#mustStay = new Uint8Array(photoCount);
    for (const column of Array.from(required)) this.#mustStay[column] = 1;
    const free = this.#columnDuals.filter((_, column) => this.#mustStay[column] === 0);
    this.#allDual = free.reduce((largest, dual) => Math.max(largest, dual), Number.NEGATIVE_INFINITY);
    if (free.length === 0) this.#allDual = 0;
    this.#kindDuals = new Float64Array(quotas.length + 1).fill(this.#allDual);
    this.#kindOf = quotaOfColumn(quotas, photoCount);
    this.#counts = quotaCounts(quotas, photoOfCell, photoCount);
    this.#nodeOfColumn = this.#kindOf.map((kind) => cellCount + kind);
    photoOfCell.forEach((column, cell) => (this.#nodeOfColumn[column] = cell));
    const nodeCount = cellCount + quotas.length + 1;
    this.#distance = new Float64Array(nodeCount);
    this.#previous = new Int32Array(nodeCount);
    this.#isOpen = new Uint8Array(nodeCount);
    this.#columnInto = new Int32Array(quotas.length + 1);
  }

  mend(): void {
    for (let kind = 0; kind < this.#quotas.length; kind++) {
      while (this.#counts[kind]! < this.#least(kind)) this.#addOne(kind);
      while (this.#counts[kind]! > this.#most(kind)) this.#takeOneAway(kind);
    }
  }

  solution(): ThreadSolution {
    // Columns in no quota have no price of their own. They are worth more than "all tiles" only if nobody uses one.
    const noQuota = this.#quotas.length;
    this.#nodeOfColumn.forEach((node, column) => {
      if (node === this.#cellCount + noQuota) {
        this.#columnDuals[column] = Math.min(this.#columnDuals[column]!, this.#allDual);
      }
    });
    return {
      photoOfCell: this.#columnOfCell,
      cellDuals: whole(this.#cellDuals),
      photoDuals: whole(this.#columnDuals),
      quotaPrices: whole(
        this.#kindDuals.subarray(0, this.#quotas.length).map((dual) => dual - this.#allDual),
      ),
    };
  }

  /** One more tile of a kind, one less of the kind that gives it up at the least cost. */
  #addOne(kind: number): void {
    this.#begin();
    for (let giver = 0; giver < this.#counts.length; giver++) {
      if (giver === kind || this.#counts[giver]! <= this.#least(giver)) continue;
      this.#distance[this.#cellCount + giver] = this.#allDual - this.#kindDuals[giver]!;
    }
    const target = this.#cellCount + kind;
    this.#search(() => this.#distance[target]!);
    const length = this.#distance[target]!;
    if (length === Number.POSITIVE_INFINITY) throw quotaInfeasible(this.#quotas[kind]!, 'least');
    this.#reprice(length);
    this.#allDual -= length;
    this.#shift(kind);
  }

  /** One tile less of a kind, one more of the kind that takes it at the least cost. */
  #takeOneAway(kind: number): void {
    this.#begin();
    this.#distance[this.#cellCount + kind] = 0;
    const takers = Array.from(this.#counts.keys()).filter(
      (taker) => taker !== kind && this.#counts[taker]! < this.#most(taker),
    );
    const through = (taker: number): number =>
      this.#distance[this.#cellCount + taker]! + this.#kindDuals[taker]! - this.#allDual;
    const nearest = (): number =>
      takers.reduce((best, each) => (through(each) < through(best) ? each : best));
    if (takers.length === 0) throw quotaInfeasible(this.#quotas[kind]!, 'most');
    this.#search(() => through(nearest()));
    const taker = nearest();
    const length = through(taker);
    if (length === Number.POSITIVE_INFINITY) throw quotaInfeasible(this.#quotas[kind]!, 'most');
    this.#reprice(length);
    this.#shift(taker);
  }

  #begin(): void {
    this.#distance.fill(Number.POSITIVE_INFINITY);
    this.#previous.fill(NOBODY);
    this.#isOpen.fill(1);
  }

  /** Settles nodes from the nearest on, until none is nearer than the target is known to be. */
  #search(targetDistance: () => number): void {
    for (let settled = 0; ; settled++) {
      if (settled % NODES_AT_ONCE === 0 && this.#shouldCancel()) {
        throw new SmaltiError('CANCELLED', 'Fitting the quotas was cancelled.');
      }
      let nearest = NOBODY;
      let least = targetDistance();
      for (let node = 0; node < this.#distance.length; node++) {
        if (this.#isOpen[node] === 1 && this.#distance[node]! < least) {
          nearest = node;
          least = this.#distance[node]!;
        }
      }
      if (nearest === NOBODY) return;
      this.#isOpen[nearest] = 0;
      if (nearest < this.#cellCount) this.#leaveCell(nearest, least);
      else this.#leaveKind(nearest, least);
    }
  }

  /** The cell may take any column allowed; whoever has that column goes on. */
  #leaveCell(cell: number, reached: number): void {
    const row = this.#matrix.row(cell);
    const base = reached - this.#cellDuals[cell]!;
    for (let column = 0; column < this.#nodeOfColumn.length; column++) {
      if (row[column]! >= FORBIDDEN_COST) continue;
      const through = base + row[column]! - this.#columnDuals[column]!;
      const node = this.#nodeOfColumn[column]!;
      if (through >= this.#distance[node]!) continue;
      this.#distance[node] = through;
      this.#previous[node] = cell;
      if (node >= this.#cellCount) this.#columnInto[node - this.#cellCount] = column;
    }
  }

  /** The kind may give up any of its tiles that need not stay. */
  #leaveKind(node: number, reached: number): void {
    const kind = node - this.#cellCount;
    for (let cell = 0; cell < this.#cellCount; cell++) {
      const column = this.#columnOfCell[cell]!;
      if (this.#kindOf[column] !== kind || this.#mustStay[column] === 1) continue;
      const through = reached + this.#kindDuals[kind]! - this.#columnDuals[column]!;
      if (through >= this.#distance[cell]!) continue;
      this.#distance[cell] = through;
      this.#previous[cell] = node;
    }
  }

  /** Prices under which the path costs nothing and no pair less than nothing; nodes farther than it keep theirs. */
  #reprice(length: number): void {
    for (let cell = 0; cell < this.#cellCount; cell++) {
      const nearer = length - this.#distance[cell]!;
      if (nearer <= 0) continue;
      this.#cellDuals[cell]! += nearer;
      this.#columnDuals[this.#columnOfCell[cell]!]! -= nearer;
    }
    for (let kind = 0; kind < this.#kindDuals.length; kind++) {
      this.#kindDuals[kind]! -= Math.max(0, length - this.#distance[this.#cellCount + kind]!);
    }
    for (let column = 0; column < this.#nodeOfColumn.length; column++) {
      // A column that nobody uses is worth what its kind is.
      if (this.#nodeOfColumn[column]! >= this.#cellCount) {
        this.#columnDuals[column] = this.#kindDuals[this.#kindOf[column]!]!;
      }
    }
  }

  /** Makes the moves of the path that ends in a kind. */
  #shift(lastKind: number): void {
    let kind = lastKind;
    this.#counts[lastKind]! += 1;
    for (;;) {
      let column = this.#columnInto[kind]!;
      let node = this.#previous[this.#cellCount + kind]!;
      while (node < this.#cellCount) {
        const cell = node;
        const givenUp = this.#columnOfCell[cell]!;
        this.#columnOfCell[cell] = column;
        this.#nodeOfColumn[column] = cell;
        column = givenUp;
        node = this.#previous[cell]!;
      }
      this.#nodeOfColumn[column] = node;
      kind = node - this.#cellCount;
      if (this.#previous[node] === NOBODY) break;
    }
    this.#counts[kind]! -= 1;
  }

  #least(kind: number): number {
    return this.#quotas[kind]?.least ?? 0;
  }

  #most(kind: number): number {
    return this.#quotas[kind]?.most ?? Number.POSITIVE_INFINITY;
  }
}

/** Duals as the certificate wants them. Costs are whole numbers, so all sums of them are. */
function whole(duals: Float64Array): Int32Array {
  if (!duals.every((dual) => Math.abs(dual) < 2 ** 31)) {
    throw new SmaltiError(
      'RULES_INFEASIBLE',
      'The quotas can be kept only at a cost that no proof can hold.',
      'Ask for less, or take back bans.',
    );
  }
  return Int32Array.from(duals);
}
