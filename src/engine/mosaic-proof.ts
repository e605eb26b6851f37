/** @file Gathers a session's proof for those who want to check it themselves. Runs in the engine process. */
import type { QuotaDuals } from '../core/assignment/quotas.ts';
import type { MosaicProof } from './contract.ts';
import type { MosaicCosts } from './mosaic-costs.ts';
import type { MosaicRules } from './mosaic-rules.ts';
import type { MosaicUses } from './mosaic-uses.ts';
import type { PhotoOrder } from './photo-order.ts';

/** The proof with the photo numbers of the asking side. */
export function proofParts(
  { cellDuals, photoDuals, quotaPrices }: QuotaDuals,
  costs: MosaicCosts,
  rules: MosaicRules,
  uses: MosaicUses,
  order: PhotoOrder,
): MosaicProof {
  const pixelWeights = [...costs.cells.pixelWeights];
  const weights = new Uint8Array(pixelWeights.length * costs.space.length);
  pixelWeights.forEach(([, cell], slot) => weights.set(cell.weights, slot * costs.space.length));
  return {
    cellDuals: Int32Array.from(cellDuals),
    photoDuals: uses.outerDuals(photoDuals),
    cellFactors: costs.cells.factors.slice(),
    costPerUnit: costs.scale.costPerUnit,
    pixelWeights: { cells: Int32Array.from(pixelWeights, ([cell]) => cell), weights },
    pins: rules.pins().map(({ cell, photo }) => ({ cell, photo: order.outerPhoto(photo) })),
    bans: rules.bans().map(({ cell, photo }) => ({ cell, photo: order.outerPhoto(photo) })),
    uses: uses.asked,
    quotas: uses.outerQuotas(quotaPrices),
  };
}
