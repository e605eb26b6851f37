/** @file The mean colour of descriptors. Pure. */
import { DESCRIPTOR_BYTES } from '../../core/descriptor.ts';

/** Mean RGB of each descriptor, three bytes each. */
export function meanColours(descriptors: Uint8Array): Uint8Array {
  const count = descriptors.length / DESCRIPTOR_BYTES;
  const colours = new Uint8Array(count * 3);
  const pixels = DESCRIPTOR_BYTES / 3;
  for (let index = 0; index < count; index++) {
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      const start = index * DESCRIPTOR_BYTES + channel;
      for (let offset = 0; offset < DESCRIPTOR_BYTES; offset += 3) sum += descriptors[start + offset]!;
      colours[index * 3 + channel] = Math.round(sum / pixels);
    }
  }
  return colours;
}
