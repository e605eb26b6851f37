import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeByTone } from '../../../src/core/assignment/tones.ts';

const colours = (count: { minLength: number; maxLength: number }) =>
  fc
    .array(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), count)
    .map((triples) => Uint8Array.from(triples.flat()));
const luminance = (rgb: Uint8Array, at: number): number =>
  0.2126 * rgb[at * 3]! + 0.7152 * rgb[at * 3 + 1]! + 0.0722 * rgb[at * 3 + 2]!;

it('uses no photo twice while there are enough, and gives brighter cells brighter photos', () => {
  const some = { minLength: 1, maxLength: 40 };
  fc.assert(
    fc.property(colours(some), colours(some), (first, second) => {
      const [cells, photos] = first.length <= second.length ? [first, second] : [second, first];
      const photoOfCell = placeByTone(cells, photos);
      expect(new Set(photoOfCell).size).toBe(cells.length / 3);
      for (let cell = 0; cell < photoOfCell.length; cell++) {
        for (let other = 0; other < photoOfCell.length; other++) {
          if (luminance(cells, cell) >= luminance(cells, other)) continue;
          const [photo, brighter] = [photoOfCell[cell]!, photoOfCell[other]!];
          expect(luminance(photos, photo)).toBeLessThanOrEqual(luminance(photos, brighter));
        }
      }
    }),
  );
});

it('uses photos evenly when they have to be used several times', () => {
  const cells = Uint8Array.from({ length: 12 * 3 }, (_, at) => Math.floor(at / 3) * 20);
  const photos = Uint8Array.from([200, 200, 200, 10, 10, 10, 90, 90, 90]);
  const counts = [0, 0, 0];
  for (const photo of placeByTone(cells, photos)) counts[photo]! += 1;
  expect(counts.reduce((sum, count) => sum + count)).toBe(12);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(3);
});
