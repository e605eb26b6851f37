/**
 * @file What the window shows of a mosaic before its first proven placement: at once photos placed by their brightness,
 * then what the solver has. Node, no Electron.
 */
import type { InterimPlacement } from '../../engine/contract.ts';
import type { MosaicMaterial } from '../mosaic-material.ts';
import { describeInterim } from '../interim-picture.ts';
import type { ProjectParts, ProjectSurroundings } from './project-parts.ts';

/** The eye sees no more, and each picture costs the window and the solver time. */
const PICTURE_INTERVAL_MS = 100;

export class OpeningPictures {
  readonly #parts: Pick<ProjectParts, 'projectId' | 'grid' | 'poolIds'>;
  readonly #material: MosaicMaterial;
  readonly #emit: ProjectSurroundings['emit'];
  #lastMs = -Infinity;

  constructor(
    parts: Pick<ProjectParts, 'projectId' | 'grid' | 'poolIds'>,
    material: MosaicMaterial,
    emit: ProjectSurroundings['emit'],
  ) {
    this.#parts = parts;
    this.#material = material;
    this.#emit = emit;
  }

  /** @param photoOfCell photos placed by brightness */
  showTones(photoOfCell: Int32Array): void {
    this.#tell({ photoOfCell, gap: null });
  }

  /** A placement of the solver; left out if the last picture is quite new. */
  show(interim: Pick<InterimPlacement, 'photoOfCell' | 'gap'>): void {
    if (performance.now() - this.#lastMs >= PICTURE_INTERVAL_MS) this.#tell(interim);
  }

  #tell(placement: { photoOfCell: Int32Array; gap: number | null }): void {
    const { projectId, grid, poolIds } = this.#parts;
    const { photoDescriptors } = this.#material;
    this.#emit('mosaic.interim', describeInterim(projectId, placement, grid, poolIds, photoDescriptors));
    this.#lastMs = performance.now();
  }
}
