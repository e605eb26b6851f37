/** @file What an open project consists of and what it needs around it. Types only. */
import type { PhotoWithFaces } from '../../core/kept-crops.ts';
import type { Grid } from '../../core/grid.ts';
import type { MosaicReport } from '../../engine/contract.ts';
import type { EventPayloads } from '../../shared/ipc/events.ts';
import type { PlacementChange } from '../../shared/project.ts';
import type { PhotoQuery } from '../../shared/query.ts';
import type { OpenLibrary } from '../libraries.ts';
import type { MosaicMaterial } from '../mosaic-material.ts';
import type { Mosaics } from '../mosaics.ts';
import type { Preparation } from '../preparation.ts';
import type { CellWeights } from './cell-weights.ts';
import type { LivingPlacement } from './living.ts';
import type { PlacementGoal, PlacementSession } from './session.ts';
import type { ProjectSettings } from './settings.ts';
import type { FoundRegions } from './target-regions.ts';

export interface ProjectParts {
  projectId: string;
  library: OpenLibrary;
  targetId: string;
  grid: Grid;
  sheetAspect: number;
  pool: PhotoQuery | null;
  /** In the order of their paths, which is the same on every machine. */
  poolIds: Int32Array;
  settings: ProjectSettings;
}

export interface ProjectSurroundings {
  preparation: Pick<Preparation, 'materials' | 'start'>;
  mosaics: Mosaics;
  /** Faces and people of the project's target. */
  findRegions: (signal: AbortSignal) => Promise<FoundRegions>;
  /** The same if they are known already, at once; else null. */
  recallRegions: () => Promise<FoundRegions | null>;
  /** Photos of the pool that show nearly the same, by their ids. */
  findGroups: (signal: AbortSignal) => Promise<number[][]>;
  /** The faces in each photo of the pool, in its order; null where nobody could look. */
  findFaces: (signal: AbortSignal) => Promise<(PhotoWithFaces | null)[]>;
  emit: <Name extends keyof EventPayloads>(name: Name, payload: EventPayloads[Name]) => void;
  onNotice: (message: string) => void;
  /** Settings changed: they want to be saved. */
  onChange: () => void;
  /** Photos are to be left out of all mosaics of the library, or no longer. */
  onExclude: (photoIds: readonly number[], isExcluded: boolean) => void;
  /** The name and whether there is a file, which the project itself does not know. */
  naming: () => { name: string; hasFile: boolean };
}

/** What is there once the target was sampled. */
export interface ProjectEngine {
  material: MosaicMaterial;
  weights: CellWeights;
  session: PlacementSession;
  living: LivingPlacement;
}

/** A certified placement with all that belongs to it. */
export interface CertifiedPlacement {
  report: MosaicReport;
  goal: PlacementGoal;
  told: PlacementChange;
}
