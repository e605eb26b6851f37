/**
 * @file Finds all faces of a picture: detector passes, suppression, mesh, judgement. Runs in the engine process.
 */
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { detectInPatch, suppressOverlaps, type FaceCandidate } from './detector.ts';
import { outlineFeatures } from './features.ts';
import { fitMesh, type FittedMesh } from './mesh.ts';
import type { VisionModels } from './models.ts';
import { showsPerson, type LivingThing } from './objects.ts';
import { QUARTER_TURN, tileFrames, wholeFrame } from './passes.ts';
import type { PatchFrame } from './patch.ts';
import type { DetectedFace, FaceBox, RgbPixels } from './result.ts';

/** Candidates below this are not worth a mesh. */
const CANDIDATE_SCORE = 0.5;
/** A face needs this from the detector ... */
const FACE_SCORE = 0.7;
/** ... and this from the mesh network, at the first fit and at the closer one. */
const MESH_CONFIDENCE = 0.5;
/** Many dogs and some toys pass both: below this score of the detector a person must be seen there as well. */
const UNDOUBTED_SCORE = 0.85;
/** A detector this sure is worth more looks at other turns and sizes, where a person is seen: caps and profiles need it. */
const SURE_SCORE = 0.8;
const MORE_LOOKS = [0.8, 1].flatMap((scale) => [0.3, 0.6, -0.3, -0.6].map((turn) => ({ scale, turn })));
/** Fine tiles are looked at where every face found so far takes less of the longer side than this. */
const FINE_TILES_BELOW = 0.12;
/** Intersection over union above which two candidates are one. Touching heads stay two. */
const CANDIDATE_OVERLAP = 0.3;
/** Shared part of the smaller of two meshes above which they are one face. */
const MESH_OVERLAP = 0.4;

export interface FaceSearch {
  tf: typeof TensorFlow;
  models: VisionModels;
  pyramid: readonly RgbPixels[];
  /** Lets the process answer others between two networks; throws when the job was cancelled. */
  breathe: () => Promise<void>;
  /** What lives in the picture when it is turned by quarter turns; looked up once for each turn. */
  livingThings: (quarterTurns: number) => Promise<LivingThing[]>;
  /** False for patches that show nobody: the costly fine and turned tiles are spared there. */
  mayHoldPerson: (frame: PatchFrame) => boolean;
  /** Called when the whole picture showed no face, before mayHoldPerson is asked. */
  confirmPersons: () => Promise<void>;
}

type Looks = Pick<FaceSearch, 'tf' | 'models' | 'pyramid' | 'breathe'>;
type Judging = Looks & Pick<FaceSearch, 'livingThings'>;

/** All faces, largest first. */
export async function findFaces(search: FaceSearch): Promise<DetectedFace[]> {
  const { widthPx, heightPx } = search.pyramid[0]!;
  const turns = [0, 1, 3, 2].map((quarters) => quarters * QUARTER_TURN);
  const found = await judge(
    search,
    [],
    await detectInAll(
      search,
      turns.map((turn) => wholeFrame(widthPx, heightPx, turn)),
    ),
  );
  if (found.length === 0) await search.confirmPersons();
  // A photo has one way up. Once a face shows it, tiles are looked at that way only.
  const tileTurns = found.length > 0 ? [nearestQuarterTurn(found)] : turns.slice(0, 3);
  const tiles = tileTurns.flatMap((turn, order) =>
    tileFrames(widthPx, heightPx, 2, turn).filter((frame) => order === 0 || search.mayHoldPerson(frame)),
  );
  found.push(...(await judge(search, found, await detectInAll(search, tiles))));
  const largestPx = Math.max(0, ...found.map((face) => face.candidate.sidePx));
  if (largestPx < FINE_TILES_BELOW * Math.max(widthPx, heightPx)) {
    const fineTiles = tileFrames(widthPx, heightPx, 4, tileTurns[0]!).filter(search.mayHoldPerson);
    found.push(...(await judge(search, found, await detectInAll(search, fineTiles))));
  }
  return found
    .toSorted((a, b) => b.candidate.sidePx - a.candidate.sidePx)
    .map(({ mesh, confidence, candidate }) => ({
      box: boundsOf(mesh),
      confidence,
      rollRadians: candidate.rollRadians,
      mesh,
      features: outlineFeatures(mesh),
    }));
}

/**
 * Faces that one look at the whole upright picture shows: those large enough to matter in a tile. A fraction of the work of
 * findFaces; heads that lie, and faces of a twelfth of the longer side and less, are missed.
 */
export async function glanceAtFaces(search: Judging): Promise<FaceBox[]> {
  const { widthPx, heightPx } = search.pyramid[0]!;
  const candidates = await detectInAll(search, [wholeFrame(widthPx, heightPx, 0)]);
  const faces = await judge(search, [], candidates);
  return faces.map(({ mesh }) => boundsOf(mesh));
}

interface JudgedFace {
  candidate: FaceCandidate;
  mesh: Float32Array;
  confidence: number;
}

async function detectInAll(search: Looks, frames: readonly PatchFrame[]): Promise<FaceCandidate[]> {
  const candidates: FaceCandidate[] = [];
  for (const frame of frames) {
    await search.breathe();
    candidates.push(
      ...(await detectInPatch(search.tf, search.models.faceDetector, search.pyramid, frame, CANDIDATE_SCORE)),
    );
  }
  return candidates;
}

/** The candidates that both networks take for a face and that are not among the known ones; one for each face. */
async function judge(
  search: Judging,
  known: readonly JudgedFace[],
  candidates: readonly FaceCandidate[],
): Promise<JudgedFace[]> {
  const faces: JudgedFace[] = [];
  const isTaken = (square: FaceCandidate): boolean =>
    [...known, ...faces].some((face) => sharedPart(face.candidate, square) > MESH_OVERLAP);
  for (const candidate of suppressOverlaps(candidates, CANDIDATE_OVERLAP)) {
    await search.breathe();
    if (candidate.score < FACE_SCORE || isTaken(candidate)) continue;
    const fitted = (await fitTwice(search, candidate)) ?? (await lookAgain(search, candidate));
    if (fitted === null) continue;
    const square = { ...fitted.square, score: candidate.score };
    if (isTaken(square)) continue;
    if (candidate.score < UNDOUBTED_SCORE && !(await isOnPerson(search, square))) continue;
    faces.push({ candidate: square, mesh: fitted.points, confidence: fitted.confidence });
  }
  return faces;
}

/** Fits the mesh, then once more to its own bounds. Null unless both fits look like a face. */
async function fitTwice(search: Looks, candidate: FaceCandidate): Promise<FittedMesh | null> {
  const first = await fitMesh(search.tf, search.models.faceMesh, search.pyramid, candidate);
  if (first.confidence < MESH_CONFIDENCE) return null;
  const second = await fitMesh(search.tf, search.models.faceMesh, search.pyramid, first.square);
  return second.confidence < MESH_CONFIDENCE ? null : second;
}

/** The best closer fit of several looks at a candidate that the detector is sure of; null if none looks like a face. */
async function lookAgain(search: Judging, candidate: FaceCandidate): Promise<FittedMesh | null> {
  if (candidate.score < SURE_SCORE || !(await isOnPerson(search, candidate))) return null;
  let best: FittedMesh | null = null;
  for (const { scale, turn } of MORE_LOOKS) {
    await search.breathe();
    const look = {
      ...candidate,
      sidePx: candidate.sidePx * scale,
      rollRadians: candidate.rollRadians + turn,
    };
    const first = await fitMesh(search.tf, search.models.faceMesh, search.pyramid, look);
    const second = await fitMesh(search.tf, search.models.faceMesh, search.pyramid, first.square);
    if (second.confidence >= Math.max(MESH_CONFIDENCE, best?.confidence ?? 0)) best = second;
  }
  return best;
}

async function isOnPerson(search: Judging, square: FaceCandidate): Promise<boolean> {
  const things = await search.livingThings(Math.round(square.rollRadians / QUARTER_TURN));
  return showsPerson(things, square.centreXPx, square.centreYPx);
}

/** Shared area of two squares over the area of the smaller. */
function sharedPart(a: FaceCandidate, b: FaceCandidate): number {
  const half = (a.sidePx + b.sidePx) / 2;
  const smaller = Math.min(a.sidePx, b.sidePx);
  const across = (distance: number): number => Math.max(0, Math.min(half - Math.abs(distance), smaller));
  return (across(a.centreXPx - b.centreXPx) * across(a.centreYPx - b.centreYPx)) / smaller ** 2;
}

function nearestQuarterTurn(faces: readonly JudgedFace[]): number {
  const largest = faces.reduce((a, b) => (b.candidate.sidePx > a.candidate.sidePx ? b : a));
  return Math.round(largest.candidate.rollRadians / QUARTER_TURN) * QUARTER_TURN;
}

function boundsOf(mesh: Float32Array): FaceBox {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let at = 0; at < mesh.length; at += 3) {
    left = Math.min(left, mesh[at]!);
    right = Math.max(right, mesh[at]!);
    top = Math.min(top, mesh[at + 1]!);
    bottom = Math.max(bottom, mesh[at + 1]!);
  }
  return { leftPx: left, topPx: top, widthPx: right - left, heightPx: bottom - top };
}
