/**
 * @file Photos as a goal has them compared: the crops that its scoring and its rules allow, and which crop of a photo the
 * engine's answers mean. Pure.
 */
import { type TileLooks, tileLooks } from '../../core/kept-crops.ts';
import type { MosaicMaterial } from '../mosaic-material.ts';
import type { PlacementGoal } from './session.ts';

/** By the bytes that say which crops may be shown: a project makes them once for each way of scoring. */
const restricted = new WeakMap<Uint8Array, TileLooks>();
/** By descriptors and choice of crops, for goals that allow all. */
const free = new WeakMap<Uint8Array, Map<boolean, TileLooks>>();

export function goalLooks(
  { photoDescriptors, photoEnds }: Pick<MosaicMaterial, 'photoDescriptors' | 'photoEnds'>,
  { scoring, keptCrops }: Pick<PlacementGoal, 'scoring' | 'keptCrops'>,
): TileLooks {
  const mayChoose = scoring.crops === 'best';
  const make = (): TileLooks => tileLooks([photoDescriptors, ...photoEnds], mayChoose, keptCrops);
  if (keptCrops === null) {
    const known = free.get(photoDescriptors) ?? new Map<boolean, TileLooks>();
    free.set(photoDescriptors, known);
    if (!known.has(mayChoose)) known.set(mayChoose, make());
    return known.get(mayChoose)!;
  }
  const known = restricted.get(keptCrops) ?? make();
  restricted.set(keptCrops, known);
  return known;
}

/** The crops that tiles show, from the variants in which the engine counted them. */
export function shownCrops(looks: TileLooks, photos: Int32Array, variants: Uint8Array): Uint8Array {
  return variants.map((variant, at) => looks.cropOf(photos[at]!, variant));
}
