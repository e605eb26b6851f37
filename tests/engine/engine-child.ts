/** @file Starts the real engine as a Node child for tests, and makes small seeded mosaics. */
import { fileURLToPath } from 'node:url';
import type { EngineContract, MosaicOpenRequest } from '../../src/engine/contract.ts';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import { seededRandom } from '../../src/core/random.ts';
import { startProcess } from '../../src/processes/host.ts';
import { launchNodeChild } from '../../src/processes/launch-node-child.ts';
import type { SupervisedClient } from '../../src/processes/pool.ts';

export function startEngine(): SupervisedClient<EngineContract> {
  return startProcess<EngineContract>({
    name: 'engine',
    entry: fileURLToPath(new URL('../../out/processes/engine.mjs', import.meta.url)),
    launcher: launchNodeChild(),
    cancellation: 'cooperative',
  });
}

/** Photo-like descriptors: a colour gradient each, so that neighbours in a vector go together. */
export function seededDescriptors(count: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const bytes = new Uint8Array(count * DESCRIPTOR_BYTES);
  for (let k = 0; k < count; k++) {
    for (let channel = 0; channel < 3; channel++) {
      const base = random() * 255;
      const across = (random() - 0.5) * 12;
      const down = (random() - 0.5) * 12;
      for (let pixel = 0; pixel < 256; pixel++) {
        const value = base + across * ((pixel % 16) - 8) + down * (Math.floor(pixel / 16) - 8) + random() * 8;
        bytes[k * DESCRIPTOR_BYTES + pixel * 3 + channel] = Math.max(0, Math.min(255, value));
      }
    }
  }
  return bytes;
}

/** A request to open a seeded mosaic. */
export function seededMosaic(
  cellCount: number,
  photoCount: number,
  changes: Partial<MosaicOpenRequest> = {},
): MosaicOpenRequest {
  return {
    sessionId: 'seeded',
    photoDescriptors: seededDescriptors(photoCount, 1),
    cellDescriptors: seededDescriptors(cellCount, 2),
    cellWeights: new Float32Array(cellCount).fill(1),
    scoring: { descriptorSide: 16, colourSpace: 'srgb', mirror: false },
    ...changes,
  };
}
