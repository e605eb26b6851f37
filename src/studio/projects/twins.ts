/**
 * @file Photos that look the same to the mosaic (copies of one file) can change places at no cost, so a proven optimum
 * may come with either. Here they get their one order, so that the same project gives the same picture. Pure.
 */
import { createHash } from 'node:crypto';
import { DESCRIPTOR_BYTES } from '../../core/descriptor.ts';
import type { TileLooks } from '../../core/kept-crops.ts';
import type { PlacementGoal } from './session.ts';

const twinsOf = new WeakMap<TileLooks, Int32Array[]>();

/**
 * The placement with twins in rising order over the cells; photos that a pin, a ban or a rule names stay where they are,
 * all photos do if copies are kept apart. Twins that may be used several times take turns.
 */
export function canonicalTwins(photoOfCell: Int32Array, looks: TileLooks, goal: PlacementGoal): Int32Array {
  const groups = findTwins(looks);
  const { rules } = goal;
  if (groups.length === 0 || (rules !== null && rules.spread !== null)) return photoOfCell;
  const ruled =
    rules === null
      ? []
      : [
          ...rules.required,
          ...rules.groups.flatMap((group) => [...group]),
          ...(rules.quotas ?? []).flatMap(({ photos }) => [...photos]),
        ];
  const named = new Set([...goal.pins.values(), ...goal.bans.map((ban) => ban.photo), ...ruled]);
  const groupOf = new Map<number, number>();
  groups.forEach((photos, group) => {
    for (const photo of photos) if (!named.has(photo)) groupOf.set(photo, group);
  });
  const taken = groups.map(() => 0);
  const free = groups.map((photos) => photos.filter((photo) => !named.has(photo)));
  return photoOfCell.map((photo) => {
    const group = groupOf.get(photo);
    return group === undefined ? photo : free[group]![taken[group]!++ % free[group]!.length]!;
  });
}

/** Groups of photos that look the same, by their places in the pool; found once for the same looks. */
export function findTwins(looks: TileLooks): readonly Int32Array[] {
  const groups = twinsOf.get(looks) ?? twinGroups(looks);
  twinsOf.set(looks, groups);
  return groups;
}

/** Groups of two and more photos that look the same in every crop they may show, by their places in the pool. */
function twinGroups({ variants, cropOf }: TileLooks): Int32Array[] {
  const groups = new Map<string, number[]>();
  for (let photo = 0; photo < variants[0]!.length / DESCRIPTOR_BYTES; photo++) {
    const hash = createHash('sha1');
    variants.forEach((descriptors, variant) => {
      hash.update(Uint8Array.of(cropOf(photo, variant)));
      hash.update(descriptors.subarray(photo * DESCRIPTOR_BYTES, (photo + 1) * DESCRIPTOR_BYTES));
    });
    const key = hash.digest('base64');
    groups.set(key, [...(groups.get(key) ?? []), photo]);
  }
  return [...groups.values()].filter((photos) => photos.length > 1).map((photos) => Int32Array.from(photos));
}
