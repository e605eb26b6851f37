/** @file Which mosaic a command is about: one of a saved project, or one that is made of a library and a target. Plain Node. */
import { resolve } from 'node:path';
import type { Grid } from '../core/grid.ts';
import type { MosaicSolver } from '../engine/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { WeightPresetName } from '../shared/project.ts';
import type { AuthorQuota } from '../shared/rules.ts';
import type { SolvedMosaic } from '../studio/mosaics.ts';
import type { Studio } from '../studio/studio.ts';

/** How a mosaic shall be made that no project says. */
export interface MakingOptions {
  grid?: Grid;
  weights?: WeightPresetName;
  strength?: number;
  /** How often one photo may be used. */
  reuse?: number;
  quota?: AuthorQuota[];
  /** Tiles leave the faces of their photos whole. */
  keepFaces?: true;
}

/** What a person wrote: a project, or a library and a target. */
export interface SourceOptions extends MakingOptions {
  project?: string | undefined;
  library?: string;
  target?: string;
  solver: MosaicSolver;
}

export type MosaicSource =
  | { kind: 'project'; file: string }
  | { kind: 'library'; library: string; target: string; making: MakingOptions };

/** @throws SmaltiError USAGE_WRONG for neither of the two, for half of one, and for both */
export function mosaicSource(options: SourceOptions): MosaicSource {
  const { project, library, target, grid, weights, strength, reuse, quota, keepFaces } = options;
  if (project !== undefined) {
    const others = [library, target, grid, weights, strength, reuse, quota, keepFaces];
    if (others.every((other) => other === undefined)) return { kind: 'project', file: resolve(project) };
    throw new SmaltiError(
      'USAGE_WRONG',
      'A project brings its own library, target, grid, weights and rules.',
      'Leave those options out, or leave the project out.',
    );
  }
  if (library !== undefined && target !== undefined) {
    return { kind: 'library', library, target, making: options };
  }
  throw new SmaltiError(
    'USAGE_WRONG',
    'It is not said which mosaic.',
    'Give a PROJECT.smalti file, or --library FOLDER and --target IMAGE.',
  );
}

/**
 * Solves the mosaic. A project's own file stays as it is.
 * @param aspect of the sheet's mosaic, for a mosaic that is made now; null: the target's
 * @throws SmaltiError as scans, projects and solving do
 */
export async function solveSource(
  studio: Studio,
  source: MosaicSource,
  aspect: number | null,
): Promise<{ mosaicId: string; solved: SolvedMosaic }> {
  if (source.kind === 'project') {
    const { projectId, result } = await studio.projects.openFile(source.file, { isKept: false });
    return { mosaicId: projectId, solved: await result };
  }
  const { libraryId } = await studio.libraries.add(source.library);
  await studio.scan(libraryId).result;
  const target = await studio.targets.add(source.target);
  const { grid = null, weights, strength, reuse, quota = [], keepFaces = false } = source.making;
  const { mosaicId, result } = studio.startMosaic(
    {
      libraryId,
      targetId: target.targetId,
      sheetAspect: aspect ?? target.widthPx / target.heightPx,
      grid,
      reuseLimit: reuse,
    },
    { preset: weights, strength, quotas: quota, keepFaces },
  );
  return { mosaicId, solved: await result };
}
