/**
 * @file Where faces and people are in a target: asked of the engine once for each picture, then read from the cache.
 * Node, no Electron. The cache goes by the picture's content, so a moved or renamed target is known again.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { FaceRegion, TargetRegions } from '../../core/weights/regions.ts';
import { type EngineContract, VISION_REVISION, type VisionAnalysis } from '../../engine/contract.ts';
import { writeTextWhole } from '../../files/whole-file.ts';
import type { ImagingContract } from '../../imaging/contract.ts';
import type { ProcessClient } from '../../processes/contract.ts';
import { retryAfterExit } from '../crash-retry.ts';
import { waitFor } from '../shared-work.ts';

/** Longest side of the picture that vision looks at. */
const LOOK_LONGEST_SIDE_PX = 1280;

const outline = z.array(z.number());
const keptSchema = z.object({
  revision: z.literal(VISION_REVISION),
  backend: z.enum(['tensorflow', 'wasm']),
  faces: z.array(
    z.object({ oval: outline, leftEye: outline, rightEye: outline, mouth: outline, nose: outline }),
  ),
  persons: z
    .object({ widthPx: z.int().positive(), heightPx: z.int().positive(), deflated: z.string() })
    .nullable(),
});

export interface FoundRegions {
  regions: TargetRegions;
  backend: VisionAnalysis['backend'];
}

interface FinderOptions {
  imaging: ProcessClient<ImagingContract>;
  engine: ProcessClient<EngineContract>;
  cacheDir: string;
  onNotice: (message: string) => void;
}

/** Looks at each picture once at a time; what was found is kept on disk. */
export class TargetRegionsFinder {
  readonly #options: FinderOptions;
  /** Looks under way, by the file that will keep what they find. */
  readonly #looks = new Map<string, Promise<FoundRegions>>();
  /** What was found last, by the file that keeps it. */
  #last: { keptFile: string; found: FoundRegions } | null = null;

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  /**
   * Faces and people of a picture file. A look that is under way is joined; an abort ends the waiting for it.
   * @throws what imaging, vision and the file system say
   */
  async find(file: string, signal: AbortSignal): Promise<FoundRegions> {
    const keptFile = await keptFileOf(file, this.#options.cacheDir);
    let look = this.#looks.get(keptFile);
    if (look === undefined) {
      look = this.#look(file, keptFile).finally(() => this.#looks.delete(keptFile));
      // Whoever waits for it is told; perhaps nobody does any more.
      look.catch(() => {});
      this.#looks.set(keptFile, look);
    }
    return waitFor(look, signal);
  }

  /** The same of a picture that was looked at before; else null. @throws what the file system says */
  async known(file: string): Promise<FoundRegions | null> {
    return this.#recall(await keptFileOf(file, this.#options.cacheDir));
  }

  /** The same object as long as it is the same picture. */
  async #recall(keptFile: string): Promise<FoundRegions | null> {
    if (this.#last?.keptFile === keptFile) return this.#last.found;
    const found = await readKept(keptFile);
    if (found !== null) this.#last = { keptFile, found };
    return found;
  }

  async #look(file: string, keptFile: string): Promise<FoundRegions> {
    const { imaging, engine, onNotice } = this.#options;
    const kept = await this.#recall(keptFile);
    if (kept !== null) return kept;
    const picture = await imaging.request('picture.pixels', { file, longestSidePx: LOOK_LONGEST_SIDE_PX });
    const { regions, backend } = await retryAfterExit(
      () => engine.request('vision.analyse', picture),
      () => onNotice('The optimiser stopped unexpectedly and was started again; it looks for faces anew.'),
    );
    await writeTextWhole(keptFile, JSON.stringify(toKept(regions, backend)));
    this.#last = { keptFile, found: { regions, backend } };
    return this.#last.found;
  }
}

async function keptFileOf(file: string, cacheDir: string): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return join(cacheDir, 'vision', `${hash}.json`);
}

async function readKept(file: string): Promise<FoundRegions | null> {
  try {
    const { faces, persons, backend } = keptSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    const regions: TargetRegions = {
      faces: faces.map((face) => mapOutlines(face, (values) => Float32Array.from(values))),
      persons:
        persons === null
          ? null
          : {
              widthPx: persons.widthPx,
              heightPx: persons.heightPx,
              data: new Uint8Array(inflateRawSync(Buffer.from(persons.deflated, 'base64'))),
            },
    };
    return { regions, backend };
  } catch {
    // Not there, of another revision, or damaged: it is made again.
    return null;
  }
}

function toKept({ faces, persons }: TargetRegions, backend: string): unknown {
  return {
    revision: VISION_REVISION,
    backend,
    faces: faces.map((face) => mapOutlines(face, (values) => Array.from(values))),
    persons: persons && {
      widthPx: persons.widthPx,
      heightPx: persons.heightPx,
      deflated: deflateRawSync(persons.data).toString('base64'),
    },
  };
}

function mapOutlines<From, To>(
  face: Record<keyof FaceRegion, From>,
  change: (outline: From) => To,
): Record<keyof FaceRegion, To> {
  const { oval, leftEye, rightEye, mouth, nose } = face;
  return {
    oval: change(oval),
    leftEye: change(leftEye),
    rightEye: change(rightEye),
    mouth: change(mouth),
    nose: change(nose),
  };
}
