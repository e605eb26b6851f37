/** @file A library of real photos and mosaics of it, for the bench scripts: real processes, scanned once and known again. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProcesses, processesDir } from '../scripts/build-processes.mjs';
import { launchNodeChild } from '../src/processes/launch-node-child.ts';
import type { PlacementChange, ScoringSettings } from '../src/shared/project.ts';
import { appFolders } from '../src/studio/app-folders.ts';
import { declareProcesses } from '../src/studio/processes.ts';
import type { Project } from '../src/studio/projects/project.ts';
import { Studio } from '../src/studio/studio.ts';

export const testdata = join(import.meta.dirname, '..', '..', 'shared', 'testdata');

/** A target, cut to the grid, and how its mosaic starts. */
export interface BenchMosaic {
  file: string;
  grid: { columns: number; rows: number };
  preset: 'faces' | 'even';
  strength: number;
  scoring?: Partial<ScoringSettings>;
}

/** @param onPlacement called with every placement of an open project */
export async function openBenchLibrary(photos: string, onPlacement: (change: PlacementChange) => void) {
  await buildProcesses();
  const launcher = launchNodeChild();
  const processes = declareProcesses({ processesDir, imagingLauncher: launcher, engineLauncher: launcher });
  const studio = await Studio.open({
    ...processes,
    folders: appFolders({ SMALTI_HOME: join(tmpdir(), 'smalti-bench-living') }),
    emit: (name, payload) => {
      if (name === 'placement.changed' && 'changedCells' in payload) onPlacement(payload);
      if (name === 'app.notice' && 'message' in payload) console.log(payload.message);
    },
  });
  const { libraryId } = await studio.libraries.add(photos);
  await studio.scan(libraryId).result;

  const openMosaic = async ({ file, grid, preset, strength, scoring }: BenchMosaic): Promise<Project> => {
    const { targetId } = await studio.targets.add(file);
    const sheetAspect = grid.columns / grid.rows;
    const started = studio.createProject({ libraryId, targetId, sheetAspect, grid, preset, strength });
    await started.result;
    const project = studio.projects.project(started.projectId);
    project.edit([{ kind: 'setScoring', scoring: { ...project.settings.scoring, ...scoring } }]);
    await project.settled();
    return project;
  };
  return { studio, processes, libraryId, openMosaic };
}
