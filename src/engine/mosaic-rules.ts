/**
 * @file Pins and bans of a mosaic session, and how they show in the cost matrix. Runs in the engine process.
 * A ban is a forbidden pair; a pin forbids every other photo in the cell's row and, if photos are used only once, the photo
 * in every other row.
 */
import type { Columns } from '../core/assignment/columns.ts';
import { FORBIDDEN_COST } from '../core/assignment/matrix.ts';
import { SmaltiError } from '../shared/errors.ts';

/** What was asked for, by the indices of the session. */
export class MosaicRules {
  /** Cell -> photo. */
  readonly #pins = new Map<number, number>();
  readonly #bannedPhotos = new Set<number>();
  readonly #bannedPairs = new Map<number, Set<number>>();

  constructor(private readonly reuseLimit = 1) {}

  /** True if a pinned photo may be nowhere else. */
  get isPinExclusive(): boolean {
    return this.reuseLimit === 1;
  }

  isBanned(cell: number, photo: number): boolean {
    return this.#bannedPhotos.has(photo) || this.#bannedPairs.get(cell)?.has(photo) === true;
  }

  isBannedEverywhere(photo: number): boolean {
    return this.#bannedPhotos.has(photo);
  }

  /** True if the pair may be used at all. */
  allows(cell: number, photo: number): boolean {
    if (this.isBanned(cell, photo)) return false;
    for (const [pinnedCell, pinnedPhoto] of this.#pins) {
      if (pinnedCell === cell) {
        if (pinnedPhoto !== photo) return false;
      } else if (pinnedPhoto === photo && this.isPinExclusive) return false;
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

  /** Takes all bans of a photo back. */
  forgetBans(photo: number): void {
    this.#bannedPhotos.delete(photo);
    for (const photos of this.#bannedPairs.values()) photos.delete(photo);
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
    if (this.isPinExclusive) {
      for (const [pinnedCell, photo] of this.#pins) if (pinnedCell !== cell) row[photo] = FORBIDDEN_COST;
    }
    for (const photo of this.#bannedPhotos) row[photo] = FORBIDDEN_COST;
    for (const photo of this.#bannedPairs.get(cell) ?? []) row[photo] = FORBIDDEN_COST;
  }

  /**
   * Rules that exclude each other are told in words, before any solve.
   * @param names the numbers people know the photos by
   * @throws SmaltiError RULES_INFEASIBLE
   */
  requireConsistent(cellCount: number, columns: Columns, names: { outerPhoto(photo: number): number }): void {
    const cellsOfPinned = new Map<number, number[]>();
    for (const [cell, photo] of this.#pins) {
      const name = `Photo ${names.outerPhoto(photo)}`;
      if (this.isBanned(cell, photo)) {
        throw infeasible(`${name} is pinned to cell ${cell} and banned from it.`);
      }
      const [first] = columns.photosLike(photo);
      const cells = [...(cellsOfPinned.get(first!) ?? []), cell];
      if (cells.length > this.reuseLimit) {
        const limit = this.reuseLimit === 1 ? 'only once' : `at most ${this.reuseLimit} times`;
        throw infeasible(`${name} is pinned to cells ${cells.join(' and ')}, but it can be used ${limit}.`);
      }
      cellsOfPinned.set(first!, cells);
    }
    this.#requireEnough(cellCount, columns);
    this.#requireRequired(cellCount, columns, names);
  }

  #requireEnough(cellCount: number, columns: Columns): void {
    let allowedCount = 0;
    for (let column = 0; column < columns.count; column++) {
      if (columns.photosOf(column).some((photo) => !this.#bannedPhotos.has(photo))) allowedCount++;
    }
    if (allowedCount >= cellCount) return;
    const once = columns.isPlain ? '' : ' places for photos';
    throw infeasible(
      `${this.#bannedPhotos.size} photos are banned, which leaves ${allowedCount}${once} for ${cellCount} cells.`,
    );
  }

  #requireRequired(cellCount: number, columns: Columns, names: { outerPhoto(photo: number): number }): void {
    const { requiredCount } = columns;
    if (requiredCount === 0) return;
    if (requiredCount > cellCount) {
      throw infeasible(`${requiredCount} photos have to appear, but there are only ${cellCount} cells.`);
    }
    for (const photo of columns.requiredPhoto) {
      if (photo < 0 || !this.#bannedPhotos.has(photo)) continue;
      throw infeasible(`Photo ${names.outerPhoto(photo)} has to appear and is banned everywhere.`);
    }
  }
}

function infeasible(message: string): SmaltiError {
  return new SmaltiError('RULES_INFEASIBLE', message, 'Take back one of these rules.');
}
