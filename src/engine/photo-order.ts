/**
 * @file A session numbers its photos in representative order, because the solver starts on the first of them; the asking
 * side has numbers of its own. This is the border between the two. Runs in the engine process.
 * "Inner" numbers are those of the cost matrix, "outer" ones those of the requests and reports. Cells have one number:
 * the solver reorders them by itself.
 */
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import { photoOrder } from '../core/photo-order.ts';
import { inverseOrder } from '../core/representative-order.ts';
import type { UseRules } from '../core/assignment/columns.ts';
import type { MosaicEdit } from './contract.ts';

export class PhotoOrder {
  /** Inner number -> outer number. */
  readonly #outer: Int32Array;
  readonly #inner: Int32Array;

  constructor(photoDescriptors: Uint8Array) {
    this.#outer = photoOrder(photoDescriptors);
    this.#inner = inverseOrder(this.#outer);
  }

  outerPhoto(photo: number): number {
    return this.#outer[photo]!;
  }

  /** Descriptors given in outer order, in inner order. */
  innerDescriptors(descriptors: Uint8Array): Uint8Array {
    const bytes = new Uint8Array(descriptors.length);
    this.#outer.forEach((outer, inner) => {
      const from = outer * DESCRIPTOR_BYTES;
      bytes.set(descriptors.subarray(from, from + DESCRIPTOR_BYTES), inner * DESCRIPTOR_BYTES);
    });
    return bytes;
  }

  /** The same edit with inner numbers. */
  innerEdit(edit: MosaicEdit): MosaicEdit {
    return 'photo' in edit ? { ...edit, photo: this.#inner[edit.photo]! } : edit;
  }

  /** The same rules with inner numbers. */
  innerUses({ reuseLimit, groups, required }: UseRules): UseRules {
    return {
      reuseLimit,
      groups: groups.map((group) => this.innerPhotos(group)),
      required: this.innerPhotos(required),
    };
  }

  innerPhotos(photos: ArrayLike<number>): Int32Array {
    return Int32Array.from(photos, (photo) => this.#inner[photo]!);
  }

  outerPlacement(photoOfCell: Int32Array): Int32Array {
    return photoOfCell.map((photo) => this.#outer[photo]!);
  }
}
