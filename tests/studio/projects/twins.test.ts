/** @file Photos that look the same: one order for them, within the rules on how often they may be used. */
import { describe, expect, it } from 'vitest';
import { DESCRIPTOR_BYTES } from '../../../src/core/descriptor.ts';
import { tileLooks } from '../../../src/core/kept-crops.ts';
import type { PlacementRules } from '../../../src/engine/contract.ts';
import { canonicalTwins } from '../../../src/studio/projects/twins.ts';

/** Photos 0, 2 and 4 look the same, 1 and 3 do not. */
const looks = [7, 1, 7, 2, 7];
const photoDescriptors = new Uint8Array(looks.length * DESCRIPTOR_BYTES);
looks.forEach((look, photo) =>
  photoDescriptors.fill(look, photo * DESCRIPTOR_BYTES, (photo + 1) * DESCRIPTOR_BYTES),
);
const photos = tileLooks([photoDescriptors], false, null);
const scoring = {
  colourSpace: 'srgb',
  mirror: false,
  crops: 'centre',
  pixelWeights: false,
  edgeEmphasis: false,
} as const;
const ordered = (placed: number[], rules: Partial<PlacementRules> | null): number[] => {
  const whole = { reuseLimit: 1, groups: [], required: Int32Array.of(), spread: null, ...rules };
  const weights = new Float32Array(placed.length).fill(1);
  const goal = {
    weights,
    shares: null,
    shownWeights: weights,
    scoring,
    keptCrops: null,
    rules: rules === null ? null : whole,
    pins: new Map(),
    bans: [],
  };
  return [...canonicalTwins(Int32Array.from(placed), photos, goal)];
};

describe('canonicalTwins', () => {
  it('gives photos that look the same in rising order', () => {
    expect(ordered([4, 1, 0, 3, 2], null)).toEqual([0, 1, 2, 3, 4]);
  });

  it('lets them take turns where photos may be used again, none more often than is allowed', () => {
    expect(ordered([4, 4, 1, 4, 2, 0, 0], { reuseLimit: 3 })).toEqual([0, 2, 1, 4, 0, 2, 4]);
  });

  it('leaves those that rules name, and all that were moved apart', () => {
    expect(ordered([4, 1, 2], { required: Int32Array.of(4) })).toEqual([4, 1, 0]);
    expect(ordered([4, 1, 2], { groups: [Int32Array.of(2, 3)] })).toEqual([0, 1, 2]);
    const spread = { columns: 3, copyDistance: 2, apart: [] };
    expect(ordered([4, 1, 2], { reuseLimit: 2, spread })).toEqual([4, 1, 2]);
  });
});
