/**
 * @file Persons and animals as an object detector sees them: the second opinion on doubtful faces and person masks.
 * Runs in the engine process. Network: CenterNet (Zhou et al., "Objects as Points", 2019, arXiv:1904.07850) on
 * MobileNet v3, trained on COCO.
 */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { framePointToPicture, samplePatch, type PatchFrame } from './patch.ts';
import { quarterTurnedFrame } from './passes.ts';
import type { RgbPixels } from './result.ts';

/** A living thing with its axis-aligned box in picture pixels. */
export interface LivingThing {
  kind: 'person' | 'animal';
  /** 0..1 */
  score: number;
  leftPx: number;
  topPx: number;
  rightPx: number;
  bottomPx: number;
}

const OBJECTS_SIDE = 512;
/** Below this a box is noise. */
const LIVING_SCORE = 0.15;
/** COCO classes as this network numbers them: person, then bird, cat, dog ... giraffe. */
const PERSON_CLASS = 0;
const FIRST_ANIMAL_CLASS = 14;
const LAST_ANIMAL_CLASS = 23;

/**
 * Looks at the whole picture, turned clockwise by quarter turns so that heads stand upright.
 * @param quarterTurns a whole number
 */
export async function findLivingThings(
  tf: typeof TensorFlow,
  model: GraphModel,
  pyramid: readonly RgbPixels[],
  quarterTurns: number,
): Promise<LivingThing[]> {
  const frame = quarterTurnedFrame(pyramid[0]!, quarterTurns);
  const input = new Float32Array(OBJECTS_SIDE * OBJECTS_SIDE * 3);
  samplePatch(pyramid, frame, OBJECTS_SIDE, 1, 0, input);
  const output = tf.tidy(() => {
    const patch = tf.tensor4d(input, [1, OBJECTS_SIDE, OBJECTS_SIDE, 3]);
    return model.execute(patch, 'tower_0/detections') as TensorFlow.Tensor3D;
  });
  try {
    const [rows] = await output.array();
    return rows!.flatMap(([left, top, right, bottom, score, label]): LivingThing[] => {
      const kind =
        label === PERSON_CLASS
          ? 'person'
          : label! >= FIRST_ANIMAL_CLASS && label! <= LAST_ANIMAL_CLASS
            ? 'animal'
            : null;
      if (kind === null || !(score! >= LIVING_SCORE)) return [];
      const [x0, y0] = framePointToPicture(frame, left! / OBJECTS_SIDE, top! / OBJECTS_SIDE);
      const [x1, y1] = framePointToPicture(frame, right! / OBJECTS_SIDE, bottom! / OBJECTS_SIDE);
      return [
        {
          kind,
          score: score!,
          leftPx: Math.min(x0, x1),
          topPx: Math.min(y0, y1),
          rightPx: Math.max(x0, x1),
          bottomPx: Math.max(y0, y1),
        },
      ];
    });
  } finally {
    output.dispose();
  }
}

/** The best score of a kind among the boxes that hold the point, each box widened by a tenth of its size; 0 if none. */
export function scoreAt(
  things: readonly LivingThing[],
  kind: LivingThing['kind'],
  xPx: number,
  yPx: number,
): number {
  let best = 0;
  for (const thing of things) {
    const marginX = (thing.rightPx - thing.leftPx) / 10;
    const marginY = (thing.bottomPx - thing.topPx) / 10;
    const holds =
      xPx >= thing.leftPx - marginX &&
      xPx <= thing.rightPx + marginX &&
      yPx >= thing.topPx - marginY &&
      yPx <= thing.bottomPx + marginY;
    if (holds && thing.kind === kind) best = Math.max(best, thing.score);
  }
  return best;
}

/** Least score at which the detector's word for a person counts. */
const PERSON_SCORE = 0.25;

/** True for a person that the detector is sure enough of. */
export function isPerson(thing: LivingThing): boolean {
  return thing.kind === 'person' && thing.score >= PERSON_SCORE;
}

/** True if a box reaches into the upright bounds of a square frame. */
export function boxTouchesFrame(thing: LivingThing, frame: PatchFrame): boolean {
  const reachPx = frame.widthPx / 2;
  return (
    thing.leftPx < frame.centreXPx + reachPx &&
    thing.rightPx > frame.centreXPx - reachPx &&
    thing.topPx < frame.centreYPx + reachPx &&
    thing.bottomPx > frame.centreYPx - reachPx
  );
}

/** True where the detector sees a person, and sees it better than an animal. */
export function showsPerson(things: readonly LivingThing[], xPx: number, yPx: number): boolean {
  const person = scoreAt(things, 'person', xPx, yPx);
  return person >= PERSON_SCORE && person > scoreAt(things, 'animal', xPx, yPx);
}
