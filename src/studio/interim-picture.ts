/** @file A small picture of a placement while the solver still works, before any atlas exists. Pure. */
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from '../core/descriptor.ts';
import type { Grid } from '../core/grid.ts';
import type { InterimPlacement } from '../engine/contract.ts';
import type { InterimView } from '../shared/mosaic.ts';

/** Pixels a tile gets: 2,500 tiles are 480 KB, small enough to send ten times a second. */
const TILE_PX = 8;

/** The placement with photo ids, and its picture made of every second descriptor pixel. */
export function describeInterim(
  mosaicId: string,
  interim: Pick<InterimPlacement, 'photoOfCell'> & { gap: number | null },
  grid: Grid,
  poolIds: Int32Array,
  photoDescriptors: Uint8Array,
): InterimView {
  const widthPx = grid.columns * TILE_PX;
  const heightPx = grid.rows * TILE_PX;
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  const step = DESCRIPTOR_SIDE / TILE_PX;
  for (let cell = 0; cell < interim.photoOfCell.length; cell++) {
    const source = interim.photoOfCell[cell]! * DESCRIPTOR_BYTES;
    const left = (cell % grid.columns) * TILE_PX;
    const top = Math.floor(cell / grid.columns) * TILE_PX;
    for (let y = 0; y < TILE_PX; y++) {
      for (let x = 0; x < TILE_PX; x++) {
        const from = source + (y * step * DESCRIPTOR_SIDE + x * step) * 3;
        const to = ((top + y) * widthPx + left + x) * 3;
        rgb[to] = photoDescriptors[from]!;
        rgb[to + 1] = photoDescriptors[from + 1]!;
        rgb[to + 2] = photoDescriptors[from + 2]!;
      }
    }
  }
  const photoOfCell = interim.photoOfCell.map((photo) => poolIds[photo]!);
  return { mosaicId, photoOfCell, gap: interim.gap, picture: { widthPx, heightPx, rgb } };
}
