/**
 * @file The exports of the assignment kernel as types, for src/kernels/assignment.ts, its only user. They are explained in
 * src/kernels/assembly/assignment.ts and assignment-access.ts.
 */
import { kernelModule } from './wasm-module.ts';

/** What step() returns. */
export const StepStatus = {
  working: 0,
  coarseLevelDone: 1,
  done: 2,
  infeasible: 3,
  tooWide: 4,
  completable: 5,
  quotaInfeasible: 6,
} as const;
/** The kernel has room for so many more quotas than photos. */
export const SPARE_KINDS = 15;
/** Set in the entries of kindOfPhotoPointer, beside the kind. */
export const MUST_BE_USED = 1 << 30;

export interface AssignmentExports {
  scratchEnd(cellCount: number, photoCount: number, scratch: number): number;
  initialise(cellCount: number, photoCount: number, costs: number, rowStride: number, scratch: number): void;
  rowIndexPointer(): number;
  photoOfCellPointer(): number;
  cellDualPointer(): number;
  photoDualPointer(): number;
  previewPhotoPointer(): number;
  openCellsPointer(): number;
  setKinds(kinds: number): void;
  kindOfPhotoPointer(): number;
  kindLeastPointer(): number;
  kindMostPointer(): number;
  kindPricePointer(): number;
  kindAtFault(): number;
  statistic(which: number): number;
  currentLevel(): number;
  isDrifting(): number;
  beginCold(): void;
  beginFromDuals(): void;
  beginEdit(): void;
  editPhoto(photo: number): void;
  finishPhotoEdits(): void;
  editCell(cell: number): void;
  finishEdit(): void;
  abandon(): void;
  step(budget: number): number;
  startPreview(): void;
  runPreview(budget: number): number;
  previewCost(): number;
  boundOfPreview(): number;
}

/** An instance of its own on the memory. */
export function assignmentKernel(memory: WebAssembly.Memory): AssignmentExports {
  const { exports } = new WebAssembly.Instance(kernelModule('assignment'), { env: { memory } });
  return exports as unknown as AssignmentExports;
}
