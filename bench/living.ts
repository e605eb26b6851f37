/**
 * @file How soon an edit is answered by the proven optimum, beside a solve from nothing in the same run; and what weights
 * do for faces. Real processes, real photos.
 * Run: npx tsx bench/living.ts [--photos <folder>] [--targets <folder with expected.json>] [--out <folder for pictures>]
 *      [--strength 10] [--columns 50] [--rows 50] [--only edits|faces] [--pixel-weights] [--edges] [--crops]
 * The library is scanned into a folder of the system's temporary folder and known again in the next run.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { RgbRaster } from '../src/core/quality/errors.ts';
import { distanceToPolygon } from '../src/core/weights/geometry.ts';
import { stitchDescriptors } from '../src/engine/placement-quality.ts';
import type { PlacementChange } from '../src/shared/project.ts';
import type { Project } from '../src/studio/projects/project.ts';
import { scoringOptions } from '../src/studio/projects/session.ts';
import { openBenchLibrary, testdata } from './bench-library.ts';

const { values: options } = parseArgs({
  options: {
    photos: { type: 'string', default: join(testdata, 'photos') },
    targets: { type: 'string', default: join(testdata, 'targets') },
    out: { type: 'string' },
    strength: { type: 'string', default: '10' },
    columns: { type: 'string', default: '50' },
    rows: { type: 'string', default: '50' },
    only: { type: 'string' },
    'pixel-weights': { type: 'boolean', default: false },
    edges: { type: 'boolean', default: false },
    crops: { type: 'boolean', default: false },
  },
});
const grid = { columns: Number(options.columns), rows: Number(options.rows) };
const strength = Number(options.strength);
const STROKES = 40;
const COLD_SOLVES = 5;
const FACE_TARGETS = 10;

if (!existsSync(options.photos) || !existsSync(join(options.targets, 'expected.json'))) {
  console.log('No photos or no targets here; name them with --photos and --targets.');
  process.exit(1);
}
let onPlacement: (change: PlacementChange) => void = () => {};
const { studio, processes, openMosaic } = await openBenchLibrary(options.photos, (change) =>
  onPlacement(change),
);

function open(file: string, preset: 'faces' | 'even'): Promise<Project> {
  const scoring = {
    pixelWeights: options['pixel-weights'],
    edgeEmphasis: options.edges,
    crops: options.crops ? ('best' as const) : ('centre' as const),
  };
  return openMosaic({ file: join(options.targets, file), grid, preset, strength, scoring });
}

/** Brush strokes over the first face, the widest measure of an edit: it changes the cells that cost most. */
async function benchEdits(): Promise<void> {
  const project = await open('portrait-astronaut.jpg', 'faces');
  const [face] = project.view().vision!.faces;
  const xs = face!.oval.filter((_, at) => at % 2 === 0);
  const ys = face!.oval.filter((_, at) => at % 2 === 1);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const warmMs: number[] = [];
  const coldMs: number[] = [];
  const interims: number[] = [];
  let changed = 0;
  for (let stroke = 0; stroke < STROKES; stroke++) {
    let shown = 0;
    const startedMs = performance.now();
    const certified = new Promise<PlacementChange>((resolve) => {
      onPlacement = (change) => {
        if (change.isCertified && change.revision === project.revision) resolve(change);
        else shown += 1;
      };
    });
    const across = (part: number): number => left + (right - left) * part;
    const down = (part: number): number => top + (bottom - top) * part;
    const row = ((stroke * 7) % 10) / 10;
    project.edit([
      {
        kind: 'addStroke',
        stroke: {
          mode: (['add', 'erase', 'add', 'soften'] as const)[stroke % 4]!,
          points: [across(0.1), down(row), across(0.5), down(row + 0.1), across(0.9), down(row)],
          radius: 0.03 + 0.01 * (stroke % 3),
          hardness: 0.5,
          strength: 0.7,
        },
      },
    ]);
    const change = await certified;
    warmMs.push(performance.now() - startedMs);
    interims.push(shown);
    changed += change.changedCells.length;
    if (change.gap !== 0) throw new Error('A certified placement with a gap.');
    await project.settled();
    if (stroke % (STROKES / COLD_SOLVES) === 0) {
      const cold = await solveCold(project);
      coldMs.push(cold.solveMs);
      const difference = Math.abs(cold.cost - change.cost) / change.cost;
      if (difference > 1e-5) throw new Error(`Edited and solved from nothing differ by ${difference}.`);
    }
  }
  const { cellCount, photoCount } = project.certified.report;
  console.log(
    `${cellCount} cells, ${photoCount} photos, ${STROKES} strokes over the face, strength ${strength}`,
  );
  console.log(
    `from the edit to the proven optimum: ${spread(warmMs)}; ${(changed / STROKES).toFixed(0)} tiles changed on average`,
  );
  console.log(`solved from nothing (costs ready):   ${spread(coldMs)}`);
  await studio.projects.close(project.parts.projectId);
}

function pixelWeightsOf(weights: Uint8Array): { cells: Int32Array; weights: Uint8Array } {
  return { cells: Int32Array.from({ length: weights.length / 256 }, (_, cell) => cell), weights };
}

/** The same settings in a session of their own. */
async function solveCold(project: Project): Promise<{ solveMs: number; cost: number }> {
  const goal = project.goal();
  const { photoDescriptors, photoEnds, cellDescriptors } = project.engine.material;
  const sessionId = 'cold';
  await processes.engine.request('mosaic.open', {
    sessionId,
    photoDescriptors,
    cellDescriptors,
    ...(goal.scoring.crops === 'best' ? { photoEnds } : {}),
    ...(goal.shares === null ? {} : { pixelWeights: pixelWeightsOf(goal.shares) }),
    cellWeights: goal.weights,
    scoring: scoringOptions(goal.scoring),
  });
  const report = await processes.engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
  await processes.engine.request('mosaic.close', { sessionId });
  return report;
}

/** Error inside faces and everywhere, weighted against plain. */
async function benchFaces(): Promise<void> {
  const expected = JSON.parse(readFileSync(join(options.targets, 'expected.json'), 'utf8')) as {
    file: string;
    faces: number | null;
  }[];
  const withFaces = expected.filter(({ faces }) => faces !== null && faces > 0);
  const insideFalls: number[] = [];
  const plainRises: number[] = [];
  for (const { file } of withFaces) {
    if (insideFalls.length === FACE_TARGETS) break;
    const project = await open(file, 'faces');
    const { told, report } = project.certified;
    const plain = await studio.projects.questions(project.parts.projectId).comparison('plain');
    const isFace = cellsInFaces(project);
    if (!isFace.includes(true)) {
      console.log(`${file.padEnd(32)} left out: the square crop cuts its faces away`);
      await studio.projects.close(project.parts.projectId);
      continue;
    }
    const inside = (errors: Float64Array): number => meanOf(errors.filter((_, cell) => isFace[cell]));
    const fall = 1 - inside(told.cellErrors) / inside(plain.cellErrors);
    const rise = meanOf(told.cellErrors) / meanOf(plain.cellErrors) - 1;
    insideFalls.push(fall);
    plainRises.push(rise);
    console.log(
      `${file.padEnd(32)} ${String(isFace.filter(Boolean).length).padStart(4)} face cells  error inside faces ${percent(-fall)}  plain error of the whole ${percent(rise)}`,
    );
    if (options.out !== undefined) await draw(project, report, plain, join(options.out, `${file}.png`));
    await studio.projects.close(project.parts.projectId);
  }
  console.log(
    `mean of ${insideFalls.length} targets at strength ${strength}: error inside faces ${percent(-meanOf(insideFalls))}, plain error of the whole ${percent(meanOf(plainRises))}`,
  );
}

/** Cells that a face covers at least in part: looked at in 4 x 4 places. */
function cellsInFaces(project: Project): boolean[] {
  const faces = project.view().vision?.faces ?? [];
  const { crop } = project.engine.weights.geometry;
  return Array.from({ length: grid.columns * grid.rows }, (_, cell) => {
    return Array.from({ length: 16 }).some((_place, place) => {
      const column = (cell % grid.columns) + ((place % 4) + 0.5) / 4;
      const row = Math.floor(cell / grid.columns) + (Math.floor(place / 4) + 0.5) / 4;
      const x = crop.left + (column / grid.columns) * crop.width;
      const y = crop.top + (row / grid.rows) * crop.height;
      return faces.some(({ oval }) => distanceToPolygon(x, y, oval) === 0);
    });
  });
}

/** Target, plain and weighted beside each other. */
async function draw(
  project: Project,
  weighted: { photoOfCell: Int32Array; crops: Uint8Array },
  plain: PlacementChange,
  file: string,
): Promise<void> {
  const { photoDescriptors, photoEnds, cellDescriptors } = project.engine.material;
  const looks = [photoDescriptors, ...photoEnds];
  const tiles = (places: Int32Array, crops: Uint8Array): Uint8Array => {
    const bytes = new Uint8Array(places.length * 768);
    places.forEach((place, cell) =>
      bytes.set(looks[crops[cell]!]!.subarray(place * 768, (place + 1) * 768), cell * 768),
    );
    return bytes;
  };
  const plainPlaces = plain.photoOfCell.map((photoId) => project.placeOf(photoId));
  const pictures = [
    cellDescriptors,
    tiles(plainPlaces, plain.crops),
    tiles(weighted.photoOfCell, weighted.crops),
  ].map((descriptors) => stitchDescriptors(descriptors, grid.columns, grid.rows));
  await mkdir(options.out!, { recursive: true });
  const { widthPx, heightPx } = pictures[0]!;
  await sharp({
    create: { width: widthPx * 3 + 20, height: heightPx, channels: 3, background: '#fff' },
  })
    .composite(
      pictures.map((picture: RgbRaster, index) => ({
        input: Buffer.from(picture.data),
        raw: { width: widthPx, height: heightPx, channels: 3 as const },
        left: index * (widthPx + 10),
        top: 0,
      })),
    )
    .png()
    .toFile(file);
}

function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${share >= 0 ? '+' : ''}${(100 * share).toFixed(1)} %`;
}

function spread(timesMs: number[]): string {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!.toFixed(0);
  return `median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms`;
}

if (options.only !== 'faces') await benchEdits();
if (options.only !== 'edits') await benchFaces();
await studio.close();
