/** @file A project on a folder of pictures, solved, for tests of projects. */
import { join } from 'node:path';
import type { Grid } from '../../../src/core/grid.ts';
import { EACH_PHOTO_ONCE } from '../../../src/shared/rules.ts';
import type { Project } from '../../../src/studio/projects/project.ts';
import { makeTarget } from '../pictures.ts';
import type { RealStudio } from '../real-studio.ts';

/** Reads a folder as a library. @returns its id */
export async function scanned({ studio }: RealStudio, folder: string): Promise<string> {
  const { libraryId } = await studio.libraries.add(folder);
  await studio.scan(libraryId).result;
  return libraryId;
}

/** A project without rules and with even weights, for a target drawn in the studio's folder, once it is solved. */
export async function evenProject(
  { studio, dir }: RealStudio,
  libraryId: string,
  grid: Grid,
): Promise<Project> {
  const { targetId } = await studio.targets.add(await makeTarget(join(dir, 'target.png')));
  const sheetAspect = grid.columns / grid.rows;
  const settings = { preset: 'even', strength: 1, rules: EACH_PHOTO_ONCE } as const;
  const started = studio.createProject({ libraryId, targetId, sheetAspect, grid, ...settings });
  await started.result;
  return studio.projects.project(started.projectId);
}
