/**
 * @file Solves a small made-up mosaic, so that the first real one finds threads that run and code that is compiled well:
 * V8 begins with quick and slow code, and makes the fast one of what is used much. Runs in the engine process.
 */
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import { seededRandom } from '../core/random.ts';
import type { HandlerContext } from '../processes/contract.ts';
import type { SolveProgress } from './contract.ts';
import { letGo } from './let-go.ts';
import { MosaicSession } from './mosaic-session.ts';
import type { ThreadCrew } from './thread-crew.ts';

/** Enough for the fast code of all loops, and a fraction of a second. */
const CELLS = 800;
const PHOTOS = 1000;
/** Rounds of new weights after the first solve: what an edit runs. */
const EDITS = 2;
const EDITED_CELLS = 20;

export async function warmUp(crew: ThreadCrew): Promise<void> {
  const context: HandlerContext<SolveProgress> = { signal: new AbortController().signal, report: () => {} };
  const session = new MosaicSession(
    {
      sessionId: 'warm-up',
      photoDescriptors: plainPictures(PHOTOS, 1),
      cellDescriptors: plainPictures(CELLS, 2),
      cellWeights: new Float32Array(CELLS).fill(1),
      scoring: { descriptorSide: 16, colourSpace: 'srgb', mirror: false },
    },
    crew,
  );
  try {
    await session.score(context);
    await session.solve('optimal', context);
    for (let round = 1; round <= EDITS; round += 1) {
      const cells = Int32Array.from({ length: EDITED_CELLS }, (_, at) => at * round);
      const weights = new Float32Array(EDITED_CELLS).fill(1 + round);
      await session.edit([{ kind: 'weights', cells, weights }], context);
    }
  } finally {
    await session.close();
    letGo();
  }
}

/** Descriptors of one colour each. */
function plainPictures(count: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const descriptors = new Uint8Array(count * DESCRIPTOR_BYTES);
  for (let at = 0; at < descriptors.length; at += DESCRIPTOR_BYTES) {
    const colour = [random(), random(), random()].map((value) => Math.floor(256 * value));
    for (let value = 0; value < DESCRIPTOR_BYTES; value += 1) descriptors[at + value] = colour[value % 3]!;
  }
  return descriptors;
}
