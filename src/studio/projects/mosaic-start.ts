/**
 * @file What a mosaic begins with: its weights, its session in the engine and a first picture. Made by a project, or ahead of
 * it while the person looks at the settings (preparation.ts). Node, no Electron.
 */
import { randomUUID } from 'node:crypto';
import { placeByTone } from '../../core/assignment/tones.ts';
import { DESCRIPTOR_BYTES } from '../../core/descriptor.ts';
import type { Grid } from '../../core/grid.ts';
import type { EngineContract } from '../../engine/contract.ts';
import type { ProcessClient } from '../../processes/contract.ts';
import type { MosaicMaterial } from '../mosaic-material.ts';
import { CellWeights } from './cell-weights.ts';
import { meanColours } from './mean-colours.ts';
import { PlacementSession } from './session.ts';
import { firstSettings } from './settings.ts';

/** Belongs to one project. */
export interface MosaicStart {
  weights: CellWeights;
  session: PlacementSession;
  /** Photos placed by brightness, by their places in the pool. */
  tones: Int32Array;
}

interface StartOptions {
  engine: ProcessClient<EngineContract>;
  material: MosaicMaterial;
  grid: Grid;
  /** Width / height of the target. */
  targetAspect: number;
  onNotice: (message: string) => void;
}

export function startMosaic({ engine, material, grid, targetAspect, onNotice }: StartOptions): MosaicStart {
  const { cellDescriptors, photoDescriptors } = material;
  return {
    weights: new CellWeights(grid, targetAspect, cellDescriptors),
    session: new PlacementSession(engine, { sessionId: randomUUID(), ...material }, onNotice),
    tones: placeByTone(meanColours(cellDescriptors), meanColours(photoDescriptors)),
  };
}

/**
 * Opens the session as most mosaics want it; for one with other scoring or rules it opens itself again.
 * @throws what the engine says
 */
export function openSession({ session }: MosaicStart, { cellDescriptors }: MosaicMaterial): Promise<void> {
  const even = new Float32Array(cellDescriptors.length / DESCRIPTOR_BYTES).fill(1);
  const { scoring } = firstSettings('even', 1);
  const nothing = { shares: null, keptCrops: null, rules: null, pins: new Map(), bans: [] };
  return session.prepare({ ...nothing, weights: even, shownWeights: even, scoring });
}
