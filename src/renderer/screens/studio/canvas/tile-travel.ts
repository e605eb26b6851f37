/**
 * @file The tiles of one placement that are on their way to their cells, over time. Pure; runs anywhere.
 */
import { placeOnTheWay, tileMoves, type Place, type TileMove } from './tile-moves.ts';

const TRAVEL_MS = 460;
/** More tiles than this are not moved one by one: the eye could not follow any of them. */
const MOST_MOVES = 12_000;

export class TileTravel {
  moves: readonly TileMove[] = [];
  /** Cells whose tile has not arrived yet. */
  cells: ReadonlySet<number> = new Set();
  private startedAtMs = 0;

  constructor(private readonly columns: number) {}

  /** Sends changed tiles from where they are at `nowMs` to their new cells; with `isMoving` false they are there at once. */
  start(before: Int32Array | null, after: Int32Array, isMoving: boolean, nowMs: number): void {
    const underWay = new Map<number, Place>();
    for (const move of this.moves) underWay.set(move.photoId, this.placeAt(move, nowMs));
    const moves = isMoving ? tileMoves(before, after, this.columns, underWay) : [];
    this.take(moves.length > MOST_MOVES ? [] : moves);
    this.startedAtMs = nowMs;
  }

  /** True if all have arrived just now. */
  arrive(nowMs: number): boolean {
    if (this.moves.length === 0 || nowMs - this.startedAtMs < TRAVEL_MS) return false;
    this.take([]);
    return true;
  }

  placeAt(move: TileMove, nowMs: number): Place {
    return placeOnTheWay(move, Math.min(1, Math.max(0, (nowMs - this.startedAtMs) / TRAVEL_MS)));
  }

  private take(moves: readonly TileMove[]): void {
    this.moves = moves;
    this.cells = new Set(moves.map(({ cell }) => cell));
  }
}
