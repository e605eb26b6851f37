/**
 * @file Finds faces and people in a picture, offline. Runs in the engine process (plain Node or an Electron utility
 * process); takes pixels, reads only the model files, needs no DOM and no network. This is the room's only door.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SmaltiError } from '../shared/errors.ts';
import { startBackend, type VisionBackend } from './backend.ts';
import { findFaces, glanceAtFaces } from './faces.ts';
import { findModelFolders, loadModels } from './models.ts';
import { boxTouchesFrame, findLivingThings, isPerson, type LivingThing } from './objects.ts';
import { QUARTER_TURN, quarterTurnedFrame } from './passes.ts';
import { buildPyramid, squareFrame, type PatchFrame } from './patch.ts';
import { addPersons, emptyPersonMask, keepConfirmedPersons, maskTouchesFrame } from './persons.ts';
import type { DetectedFace, FaceBox, RgbPixels, VisionResult } from './result.ts';

export type { VisionBackend } from './backend.ts';
export type { DetectedFace, FaceBox, RgbPixels, VisionResult } from './result.ts';
export { toTargetRegions } from './regions.ts';

export interface VisionOptions {
  /** Folders with blazeface, facemesh and selfie (.json and .bin). Default: those of the npm packages. */
  modelFolders?: readonly string[];
}

export interface Vision {
  readonly backend: VisionBackend;
  /** Why the native library is not used, as a plain sentence; null when it is. */
  readonly nativeAbsence: string | null;
  /**
   * Finds faces and people. The picture must be upright; what lies sideways is found all the same.
   * One analysis runs at a time, others wait. Between two networks other work of the process gets its turn.
   * Throws SmaltiError CANCELLED when the signal fires, plain Error when the pixels do not fit the size.
   */
  analyse(picture: RgbPixels, options?: { signal?: AbortSignal }): Promise<VisionResult>;
  /**
   * The faces alone that one look at a small upright picture (256 pixels are enough) shows: for thousands of photos, whose
   * tiles are small too. As for the rest like analyse.
   */
  glance(picture: RgbPixels, options?: { signal?: AbortSignal }): Promise<FaceBox[]>;
}

/** A face that takes less of the longer side than this gets a look of its own for the person mask. */
const SMALL_FACE_SHARE = 0.15;
/** Side of that look in faces, and how far below the face its centre lies. */
const PERSON_FRAME_FACES = 7;
const PERSON_FRAME_DROP_FACES = 2.2;

/** Starts TensorFlow.js and loads the networks. Throws SmaltiError FILE_MISSING or FILE_UNREADABLE for bad model files. */
export async function createVision(options: VisionOptions = {}): Promise<Vision> {
  const { tf, backend, nativeAbsence } = await startBackend();
  const models = await loadModels(options.modelFolders ?? findModelFolders());
  let last: Promise<unknown> = Promise.resolve();

  async function startLooking(picture: RgbPixels, signal: AbortSignal | undefined) {
    const breathe = async (): Promise<void> => {
      await nextTurn();
      if (signal?.aborted === true) {
        throw new SmaltiError('CANCELLED', 'Looking for faces and people was cancelled.');
      }
    };
    await breathe();
    const pyramid = buildPyramid(picture);
    const lookups = new Map<number, Promise<LivingThing[]>>();
    const livingThings = async (quarterTurns: number): Promise<LivingThing[]> => {
      await breathe();
      const quarters = ((quarterTurns % 4) + 4) % 4;
      const known = lookups.get(quarters);
      if (known !== undefined) return await known;
      const lookup = findLivingThings(tf, await models.objects(), pyramid, quarters);
      lookups.set(quarters, lookup);
      return await lookup;
    };
    return { tf, models, pyramid, breathe, livingThings };
  }

  async function analyseNow(picture: RgbPixels, signal: AbortSignal | undefined): Promise<VisionResult> {
    const looks = await startLooking(picture, signal);
    const { pyramid, breathe, livingThings } = looks;
    const { widthPx, heightPx } = picture;
    const personMask = emptyPersonMask(picture);
    await addPersons(tf, models.personMask, pyramid, quarterTurnedFrame(picture, 0), personMask);
    let personsSeen: LivingThing[] = [];
    const faces = await findFaces({
      ...looks,
      mayHoldPerson: (frame) =>
        maskTouchesFrame(personMask, picture, frame) ||
        personsSeen.some((person) => boxTouchesFrame(person, frame)),
      confirmPersons: async () => {
        const things = await livingThings(0);
        personsSeen = things.filter(isPerson);
        keepConfirmedPersons(personMask, picture, things);
      },
    });
    for (const frame of closerPersonFrames(picture, faces)) {
      await breathe();
      await addPersons(tf, models.personMask, pyramid, frame, personMask);
    }
    return { widthPx, heightPx, faces, personMask };
  }

  async function inTurn<Result>(
    { data, widthPx, heightPx }: RgbPixels,
    work: () => Promise<Result>,
  ): Promise<Result> {
    if (data.length !== widthPx * heightPx * 3 || data.length === 0) {
      throw new Error(`vision: ${data.length} bytes are not ${widthPx} x ${heightPx} RGB pixels`);
    }
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return await mine;
  }

  return {
    backend,
    nativeAbsence,
    analyse: (picture, { signal } = {}) => inTurn(picture, () => analyseNow(picture, signal)),
    glance: (picture, { signal } = {}) =>
      inTurn(picture, async () => glanceAtFaces(await startLooking(picture, signal))),
  };
}

/** Where the person network looks once more: the turned picture if its people lie, and around every small face. */
function closerPersonFrames(picture: RgbPixels, faces: readonly DetectedFace[]): PatchFrame[] {
  const { widthPx, heightPx } = picture;
  const frames: PatchFrame[] = [];
  const quarters = Math.round((faces[0]?.rollRadians ?? 0) / QUARTER_TURN);
  if (quarters !== 0) {
    frames.push(quarterTurnedFrame(picture, quarters));
  }
  for (const face of faces) {
    const sidePx = Math.max(face.box.widthPx, face.box.heightPx);
    if (sidePx < SMALL_FACE_SHARE * Math.max(widthPx, heightPx)) frames.push(personFrame(face, sidePx));
  }
  return frames;
}

function personFrame(face: DetectedFace, sidePx: number): PatchFrame {
  const dropPx = PERSON_FRAME_DROP_FACES * sidePx;
  return squareFrame(
    face.box.leftPx + face.box.widthPx / 2 - dropPx * Math.sin(face.rollRadians),
    face.box.topPx + face.box.heightPx / 2 + dropPx * Math.cos(face.rollRadians),
    sidePx * PERSON_FRAME_FACES,
    face.rollRadians,
  );
}
