/**
 * @file Pins and bans of a mosaic session, and how they show in the cost matrix. Runs in the engine process.
 * A ban is a forbidden pair; a pin forbids every other photo in the cell's row and the photo in every other row.
 */
import { FORBIDDEN_COST } from '../core/assignment/matrix.ts';
import { SmaltiError } from '../shared/errors.ts';

/** What was asked for, by the indices of the session. */
export class MosaicRules {
  /** Cell -> photo. */
  readonly #pins = new Map<number, number>();
  readonly #bannedPhotos = new Set<number>();
  readonly #bannedPairs = new Map<number, Set<number>>();

  isBanned(cell: number, photo: number): boolean {
    return this.#bannedPhotos.has(photo) || this.#bannedPairs.get(cell)?.has(photo) === true;
  }

  /** True if the pair may be used at all. */
  allows(cell: number, photo: number): boolean {
    if (this.isBanned(cell, photo)) return false;
    for (const [pinnedCell, pinnedPhoto] of this.#pins) {
      if ((pinnedCell === cell) !== (pinnedPhoto === photo)) return false;
    }
    return true;
  }

  /** The photo a cell is pinned to. */
  pinnedPhoto(cell: number): number | undefined {
    return this.#pins.get(cell);
  }

  pin(cell: number, photo: number): void {
    this.#pins.set(cell, photo);
  }

  unpin(cell: number): void {
    this.#pins.delete(cell);
  }

  setBan(photo: number, cell: number | null, isBanned: boolean): void {
    if (cell === null) {
      if (isBanned) this.#bannedPhotos.add(photo);
      else this.#bannedPhotos.delete(photo);
      return;
    }
    const photos = this.#bannedPairs.get(cell) ?? new Set<number>();
    if (isBanned) photos.add(photo);
    else photos.delete(photo);
    this.#bannedPairs.set(cell, photos);
  }

  /** All pins. */
  pins(): { cell: number; photo: number }[] {
    return Array.from(this.#pins, ([cell, photo]) => ({ cell, photo }));
  }

  /** All bans; cell null: the photo may not be used anywhere. */
  bans(): { photo: number; cell: number | null }[] {
    return [
      ...Array.from(this.#bannedPhotos, (photo) => ({ photo, cell: null })),
      ...[...this.#bannedPairs].flatMap(([cell, photos]) => Array.from(photos, (photo) => ({ photo, cell }))),
    ];
  }

  /** Marks what is not allowed in a freshly scored row. */
  applyToRow(cell: number, row: Int32Array): void {
    const pinned = this.#pins.get(cell);
    if (pinned !== undefined) {
      const cost = row[pinned]!;
      row.fill(FORBIDDEN_COST);
      row[pinned] = cost;
    }
    for (const [pinnedCell, photo] of this.#pins) if (pinnedCell !== cell) row[photo] = FORBIDDEN_COST;
    for (const photo of this.#bannedPhotos) row[photo] = FORBIDDEN_COST;
    for (const photo of this.#bannedPairs.get(cell) ?? []) row[photo] = FORBIDDEN_COST;
  }

  /**
   * Rules that exclude each other are told in words, before any solve.
   * @param names the numbers people know the photos by
   * @throws SmaltiError RULES_INFEASIBLE
   */
  requireConsistent(
    cellCount: number,
    photoCount: number,
    names: { outerPhoto(photo: number): number },
  ): void {
    const cellOfPinned = new Map<number, number>();
    for (const [cell, photo] of this.#pins) {
      const other = cellOfPinned.get(photo);
      if (other !== undefined) {
        throw infeasible(
          `Photo ${names.outerPhoto(photo)} is pinned to cell ${other} and to cell ` +
            `${cell}, but it can be used only once.`,
        );
      }
      if (this.isBanned(cell, photo)) {
        throw infeasible(`Photo ${names.outerPhoto(photo)} is pinned to cell ${cell} and banned from it.`);
      }
      cellOfPinned.set(photo, cell);
    }
    const allowedCount = photoCount - this.#bannedPhotos.size;
    if (allowedCount < cellCount) {
      throw infeasible(
        `${this.#bannedPhotos.size} photos are banned, which leaves ${allowedCount} for ${cellCount} cells.`,
      );
    }
  }
}

function infeasible(message: string): SmaltiError {
  return new SmaltiError('RULES_INFEASIBLE', message, 'Take back one of these rules.');
}
