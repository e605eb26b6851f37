/** @file A person's changes to a mosaic session: whether they are valid, and their effect. Runs in the engine process. */
import { requireWeights } from '../core/cost.ts';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { MosaicEdit } from './contract.ts';
import type { MosaicCosts } from './mosaic-costs.ts';
import { requirePixelWeights } from './mosaic-opening.ts';
import type { MosaicRules } from './mosaic-rules.ts';

/** Applies one valid edit with inner numbers (photo-order.ts). */
export function applyEdit(edit: MosaicEdit, costs: MosaicCosts, rules: MosaicRules): void {
  switch (edit.kind) {
    case 'weights':
      costs.setWeights(edit.cells, edit.weights, edit.pixelWeights);
      break;
    case 'cells':
      costs.setCells(edit.cells, edit.descriptors);
      break;
    case 'pin':
    case 'unpin': {
      const before = rules.pinnedPhoto(edit.cell);
      if (edit.kind === 'pin') rules.pin(edit.cell, edit.photo);
      else rules.unpin(edit.cell);
      costs.markStale(edit.cell);
      if (!rules.isPinExclusive) break;
      if (before !== undefined) costs.rewriteColumn(before, rules);
      if (edit.kind === 'pin') costs.rewriteColumn(edit.photo, rules);
      break;
    }
    case 'ban':
    case 'unban': {
      rules.setBan(edit.photo, edit.cell, edit.kind === 'ban');
      if (edit.cell === null) costs.rewriteColumn(edit.photo, rules);
      else costs.rewritePair(edit.cell, edit.photo, rules);
      break;
    }
  }
}

/** @throws SmaltiError REQUEST_INVALID naming what does not exist */
export function requireValidEdit(
  edit: MosaicEdit,
  costs: Pick<MosaicCosts, 'cellCount' | 'photoCount' | 'takesPixelWeights'>,
): void {
  const { cellCount, photoCount } = costs;
  const requireCell = (cell: number): void => {
    if (Number.isInteger(cell) && cell >= 0 && cell < cellCount) return;
    throw new SmaltiError('REQUEST_INVALID', `There is no cell ${cell}; the mosaic has ${cellCount} cells.`);
  };
  const requirePhoto = (photo: number): void => {
    if (Number.isInteger(photo) && photo >= 0 && photo < photoCount) return;
    throw new SmaltiError(
      'REQUEST_INVALID',
      `There is no photo ${photo}; the pool has ${photoCount} photos.`,
    );
  };
  switch (edit.kind) {
    case 'weights':
      edit.cells.forEach(requireCell);
      requireCount(edit.weights.length, edit.cells.length, 'weights');
      requireWeights(edit.weights);
      if (edit.pixelWeights === undefined) break;
      if (!costs.takesPixelWeights) {
        throw new SmaltiError('REQUEST_INVALID', 'This mosaic was opened without pixel weights.');
      }
      requirePixelWeights({ cells: edit.cells, weights: edit.pixelWeights }, cellCount);
      break;
    case 'cells':
      edit.cells.forEach(requireCell);
      requireCount(edit.descriptors.length, edit.cells.length * DESCRIPTOR_BYTES, 'descriptor bytes');
      break;
    case 'pin':
      requireCell(edit.cell);
      requirePhoto(edit.photo);
      break;
    case 'unpin':
      requireCell(edit.cell);
      break;
    case 'ban':
    case 'unban':
      requirePhoto(edit.photo);
      if (edit.cell !== null) requireCell(edit.cell);
      break;
  }
}

function requireCount(given: number, needed: number, what: string): void {
  if (given !== needed)
    throw new SmaltiError('REQUEST_INVALID', `${needed} ${what} were needed, ${given} came.`);
}
