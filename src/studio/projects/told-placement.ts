/**
 * @file What the window has been told of a project's placement: the one on show, and the last that was certified. Node, no
 * Electron.
 */
import type { InterimPlacement, MosaicReport } from '../../engine/contract.ts';
import type { PlacementChange } from '../../shared/project.ts';
import type { AskedPlacement } from './living.ts';
import type { PairErrors } from './pair-errors.ts';
import { type FoundPlacement, placementChange, scoredAs } from './placement-goal.ts';
import type { CertifiedPlacement, ProjectParts, ProjectSurroundings } from './project-parts.ts';
import type { PlacementSession } from './session.ts';

export class ToldPlacement {
  readonly #parts: ProjectParts;
  readonly #around: Pick<ProjectSurroundings, 'emit' | 'mosaics'>;
  #certified: CertifiedPlacement | null = null;
  #shownPhotoOfCell: Int32Array | null = null;

  constructor(parts: ProjectParts, around: Pick<ProjectSurroundings, 'emit' | 'mosaics'>) {
    this.#parts = parts;
    this.#around = around;
  }

  /** Null before the first. */
  get certified(): CertifiedPlacement | null {
    return this.#certified;
  }

  /**
   * A placement on the way to a certified one.
   * @param errors of pairs, as the asked goal counts them
   */
  interim(
    { photoOfCell, cost, gap }: InterimPlacement,
    { goal, revision, askedAtMs }: AskedPlacement,
    errors: PairErrors,
  ): void {
    const last = this.#certified;
    // With shares the best crop or mirroring of a pair may be another one than before.
    const isSameScoring =
      last?.goal.scoring === goal.scoring && last.goal.keptCrops === goal.keptCrops && goal.shares === null;
    const shown = errors.placement(photoOfCell, isSameScoring ? last?.report : undefined);
    this.#tell({
      revision,
      ...shown,
      cost,
      gap,
      bound: cost / (1 + gap),
      isCertified: false,
      rules: null,
      cellWeights: goal.shownWeights,
      photoOfCell,
      askedAtMs,
    });
  }

  /** A certified placement, told at once and kept with the proof that its session has of it. */
  async certify(
    report: MosaicReport,
    { goal, revision, askedAtMs }: AskedPlacement,
    session: PlacementSession,
  ): Promise<void> {
    const told = this.#tell({
      revision,
      cellErrors: report.cellErrors,
      mirrored: report.mirrored,
      crops: report.crops,
      cost: report.cost,
      bound: report.certificate.bound,
      gap: report.certificate.gap,
      isCertified: true,
      rules: report.rules,
      cellWeights: goal.shownWeights,
      photoOfCell: report.photoOfCell,
      askedAtMs,
    });
    const isFirst = this.#certified === null;
    this.#certified = { report, goal, told };
    if (isFirst) this.#around.mosaics.update(this.#parts.projectId, { optimal: report });
    this.#around.mosaics.update(this.#parts.projectId, {
      optimal: report,
      ...scoredAs(goal),
      proof: await session.proof(),
    });
  }

  /** The same placement holds for newer settings; nothing before the first. */
  again(revision: number): void {
    if (this.#certified === null) return;
    const told = { ...this.#certified.told, revision, changedCells: new Int32Array(0) };
    this.#certified = { ...this.#certified, told };
    this.#around.emit('placement.changed', told);
  }

  #tell(placement: FoundPlacement): PlacementChange {
    const told = placementChange(this.#parts, placement, this.#shownPhotoOfCell);
    this.#shownPhotoOfCell = told.photoOfCell;
    this.#around.emit('placement.changed', told);
    return told;
  }
}
