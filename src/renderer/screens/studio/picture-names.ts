/** @file How the pictures of the Studio are called. Pure; runs anywhere. */
import type { ShownPicture } from '../../stores/mosaic-tools.ts';

/** With weights there are two optima: the weighted one, and the plain one with all cells equal. */
export function pictureTitle(picture: ShownPicture, isWeighted: boolean): string {
  switch (picture) {
    case 'target':
      return 'Target';
    case 'greedy':
      return 'Greedy';
    case 'plain':
      return 'Plain optimal';
    case 'optimal':
      return isWeighted ? 'Weighted' : 'Optimal';
  }
}
