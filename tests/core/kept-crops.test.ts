/** @file Crops that leave faces whole, and photos as they look where only those may be shown. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CROP_COUNT, type CropRectangle, cropRectangle } from '../../src/core/crops.ts';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import { keptCrops, tileLooks } from '../../src/core/kept-crops.ts';

const wide = (...faces: CropRectangle[]) => ({ widthPx: 300, heightPx: 150, faces });
const face = (left: number, width = 0.1): CropRectangle => ({ left, top: 0.2, width, height: 0.3 });

describe('crops that keep faces', () => {
  it('are all of them where there is no face or each shows it whole', () => {
    expect(keptCrops(wide(), 1, true)).toEqual({ bits: 0b111, cutsFace: false });
    // A square covers half of this photo: its middle half, its left half, its right half.
    expect(keptCrops(wide(face(0.3)), 1, true)).toEqual({ bits: 0b011, cutsFace: false });
    expect(keptCrops(wide(face(0.05)), 1, true)).toEqual({ bits: 0b010, cutsFace: false });
    expect(keptCrops(wide(face(0.85)), 1, true)).toEqual({ bits: 0b100, cutsFace: false });
  });

  it('are the centre alone without a choice, another one only where the centre cuts more', () => {
    expect(keptCrops(wide(), 1, false)).toEqual({ bits: 0b001, cutsFace: false });
    expect(keptCrops(wide(face(0.3)), 1, false)).toEqual({ bits: 0b001, cutsFace: false });
    expect(keptCrops(wide(face(0.85)), 1, false)).toEqual({ bits: 0b100, cutsFace: false });
  });

  it('are the one that cuts least where none keeps all, and that is told', () => {
    // A larger face at the left and a smaller one at the right.
    const both = wide(face(0.02, 0.15), face(0.88, 0.08));
    expect(keptCrops(both, 1, true)).toEqual({ bits: 0b010, cutsFace: true });
    expect(keptCrops(both, 1, false)).toEqual({ bits: 0b010, cutsFace: true });
    // Wider than the crop itself.
    expect(keptCrops(wide(face(0.1, 0.8)), 1, true)).toEqual({ bits: 0b001, cutsFace: true });
  });

  it("are one only of photos that have no ends, and all of them for tiles of the photo's shape", () => {
    const square = { widthPx: 100, heightPx: 103, faces: [{ left: 0.3, top: 0, width: 0.3, height: 0.1 }] };
    expect(keptCrops(square, 1, true)).toMatchObject({ bits: 0b001 });
    expect(keptCrops(wide(face(0.01), face(0.89)), 2, true)).toEqual({ bits: 0b111, cutsFace: false });
  });

  it('show every face whole unless they say that one is cut', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const anyFace = fc.tuple(share, share, share, share).map(([left, top, width, height]) => ({
      left: left * 0.9,
      top: top * 0.9,
      width: 0.02 + width * (0.98 - left * 0.9),
      height: 0.02 + height * (0.98 - top * 0.9),
    }));
    const photos = fc.record({
      widthPx: fc.integer({ min: 50, max: 400 }),
      heightPx: fc.integer({ min: 50, max: 400 }),
      faces: fc.array(anyFace, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        photos,
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.boolean(),
        (photo, tile, mayChoose) => {
          const { bits, cutsFace } = keptCrops(photo, tile, mayChoose);
          expect(bits).toBeGreaterThan(0);
          for (let crop = 0; crop < CROP_COUNT; crop += 1) {
            if ((bits & (1 << crop)) === 0 || cutsFace) continue;
            const shown = cropRectangle(crop, photo.widthPx / photo.heightPx, tile);
            for (const { left, top, width, height } of photo.faces) {
              const overX = Math.max(shown.left - left, left + width - shown.left - shown.width);
              const overY = Math.max(shown.top - top, top + height - shown.top - shown.height);
              expect(Math.max(overX / width, overY / height)).toBeLessThan(0.021);
            }
          }
        },
      ),
    );
  });
});

describe('looks', () => {
  const crops = [10, 20, 30].map((value) =>
    Uint8Array.from({ length: 2 * DESCRIPTOR_BYTES }, (_, at) => value + Math.floor(at / DESCRIPTOR_BYTES)),
  );
  const values = (looks: ReturnType<typeof tileLooks>): number[][] =>
    [0, 1].map((photo) => looks.variants.map((variant) => variant[photo * DESCRIPTOR_BYTES]!));

  it('are the crops as they are if nothing restricts them', () => {
    const looks = tileLooks(crops, true, null);
    expect(looks.variants.every((variant, crop) => variant === crops[crop])).toBe(true);
    expect(tileLooks(crops, false, null).variants).toEqual([crops[0]]);
  });

  it('hold only crops that may be shown, and say which they are', () => {
    const looks = tileLooks(crops, true, Uint8Array.of(0b110, 0b001));
    expect(values(looks)).toEqual([
      [20, 30, 20],
      [11, 11, 11],
    ]);
    expect([0, 1, 2].map((variant) => looks.cropOf(0, variant))).toEqual([1, 2, 1]);
    expect(looks.cropOf(1, 0)).toBe(0);
    const single = tileLooks(crops, false, Uint8Array.of(0b100, 0b001));
    expect(values(single)).toEqual([[30], [11]]);
    expect(single.cropOf(0, 0)).toBe(2);
  });
});
