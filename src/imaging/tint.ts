/** @file Moves a tile's colours towards those of its cell, where a person wants that. Pure; knows no files. */
import type { SheetTile } from './contract.ts';
import type { RgbPicture } from './pixels.ts';

/**
 * Adds to each channel the tint's share of what lies between the mean of the tile and the wanted colour, in 8-bit
 * numbers of the tile, rounded and clipped to 0..255. The bleed around the tile is moved by the same, and does not count in the mean.
 * @param picture the tile with its bleed; changed in place
 */
export function tintTile({ data, widthPx }: RgbPicture, tile: Omit<SheetTile, 'file'>): void {
  const { tint, bleed } = tile;
  if (tint === undefined) return;
  const [left, top] = [bleed?.leftPx ?? 0, bleed?.topPx ?? 0];
  for (let channel = 0; channel < 3; channel += 1) {
    let sum = 0;
    for (let row = top; row < top + tile.heightPx; row += 1) {
      const end = (row * widthPx + left + tile.widthPx) * 3;
      for (let at = (row * widthPx + left) * 3 + channel; at < end; at += 3) sum += data[at]!;
    }
    const mean = sum / (tile.widthPx * tile.heightPx);
    const shift = tint.strength * (tint.colour[channel]! - mean);
    const moved = Uint8ClampedArray.from({ length: 256 }, (_, value) => Math.round(value + shift));
    for (let at = channel; at < data.length; at += 3) data[at] = moved[data[at]!]!;
  }
}
