/**
 * @file What each way of scoring gains: crops, mirroring, weights by the pixel, edges, each against the plain one over the
 * same targets and photos. Told by error and likeness (SSIM) where the faces are, by error, likeness and what is seen
 * from the usual distance everywhere, and by the time of a solve from nothing. Real processes, real photos.
 * Run: npx tsx bench/scoring-options.ts [--photos <folder>] [--targets <folder with expected.json>] [--strength 10]
 *      [--columns 50] [--rows 50] [--first 0] [--count 10] [--sheet-mm 700] [--out <folder for pictures>]
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from '../src/core/descriptor.ts';
import { meanSquaredError, type RgbRaster } from '../src/core/quality/errors.ts';
import { structuralSimilarity } from '../src/core/quality/ssim.ts';
import { usualViewingDistanceMm, viewingBlurSigmaPx, viewingError } from '../src/core/quality/viewing.ts';
import { distanceToPolygon } from '../src/core/weights/geometry.ts';
import { stitchDescriptors } from '../src/engine/placement-quality.ts';
import type { ScoringSettings } from '../src/shared/project.ts';
import type { Project } from '../src/studio/projects/project.ts';
import { openBenchLibrary, testdata } from './bench-library.ts';

const { values: options } = parseArgs({
  options: {
    photos: { type: 'string', default: join(testdata, 'photos') },
    targets: { type: 'string', default: join(testdata, 'targets') },
    strength: { type: 'string', default: '10' },
    columns: { type: 'string', default: '50' },
    rows: { type: 'string', default: '50' },
    first: { type: 'string', default: '0' },
    count: { type: 'string', default: '10' },
    'sheet-mm': { type: 'string', default: '700' },
    out: { type: 'string' },
  },
});
const grid = { columns: Number(options.columns), rows: Number(options.rows) };
const sheetWidthMm = Number(options['sheet-mm']);

const WAYS: Record<string, Partial<ScoringSettings>> = {
  plain: {},
  crops: { crops: 'best' },
  mirror: { mirror: true },
  'crops and mirror': { crops: 'best', mirror: true },
  'weights by pixel': { pixelWeights: true },
  edges: { edgeEmphasis: true },
  'all of them': { crops: 'best', mirror: true, pixelWeights: true, edgeEmphasis: true },
};

interface Measures {
  faceError: number;
  faceLikeness: number;
  error: number;
  likeness: number;
  seenError: number;
  /** From the change of the setting to the proof: all pairs are scored again and solved from nothing. */
  solveMs: number;
}

if (!existsSync(options.photos) || !existsSync(join(options.targets, 'expected.json'))) {
  console.log('No photos or no targets here; name them with --photos and --targets.');
  process.exit(1);
}
const { studio, openMosaic } = await openBenchLibrary(options.photos, () => {});

/** Places of pixels (16 a cell and side) that lie in a face, and the box around them. */
function facesOf(project: Project): { pixels: number[]; box: Box } | null {
  const faces = project.view().vision?.faces ?? [];
  const { crop } = project.engine.weights.geometry;
  const widthPx = grid.columns * DESCRIPTOR_SIDE;
  const heightPx = grid.rows * DESCRIPTOR_SIDE;
  const pixels: number[] = [];
  const box = { left: widthPx, top: heightPx, right: 0, bottom: 0 };
  for (let row = 0; row < heightPx; row += 1) {
    for (let column = 0; column < widthPx; column += 1) {
      const x = crop.left + ((column + 0.5) / widthPx) * crop.width;
      const y = crop.top + ((row + 0.5) / heightPx) * crop.height;
      if (!faces.some(({ oval }) => isNear(x, y, oval) && distanceToPolygon(x, y, oval) === 0)) continue;
      pixels.push(row * widthPx + column);
      box.left = Math.min(box.left, column);
      box.right = Math.max(box.right, column + 1);
      box.top = Math.min(box.top, row);
      box.bottom = Math.max(box.bottom, row + 1);
    }
  }
  return pixels.length === 0 ? null : { pixels, box };
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function isNear(x: number, y: number, oval: Float32Array): boolean {
  let [left, top, right, bottom] = [1, 1, 0, 0];
  for (let at = 0; at < oval.length; at += 2) {
    left = Math.min(left, oval[at]!);
    right = Math.max(right, oval[at]!);
    top = Math.min(top, oval[at + 1]!);
    bottom = Math.max(bottom, oval[at + 1]!);
  }
  return x >= left && x <= right && y >= top && y <= bottom;
}

function mosaicOf(project: Project): RgbRaster {
  const { photoDescriptors, photoEnds } = project.engine.material;
  const { photoOfCell, crops, mirrored } = project.certified.report;
  const looks = [photoDescriptors, ...photoEnds];
  const tiles = new Uint8Array(photoOfCell.length * DESCRIPTOR_BYTES);
  photoOfCell.forEach((place, cell) => {
    const look = looks[crops[cell]!]!.subarray(place * DESCRIPTOR_BYTES, (place + 1) * DESCRIPTOR_BYTES);
    tiles.set(look, cell * DESCRIPTOR_BYTES);
  });
  return stitchDescriptors(tiles, grid.columns, grid.rows, mirrored);
}

function cut({ data, widthPx }: RgbRaster, { left, top, right, bottom }: Box): RgbRaster {
  const size = { widthPx: right - left, heightPx: bottom - top };
  const part = new Uint8Array(size.widthPx * size.heightPx * 3);
  for (let row = top; row < bottom; row += 1) {
    const from = (row * widthPx + left) * 3;
    part.set(data.subarray(from, from + size.widthPx * 3), (row - top) * size.widthPx * 3);
  }
  return { data: part, ...size };
}

function measure(project: Project, target: RgbRaster, faces: { pixels: number[]; box: Box }): Measures {
  const mosaic = mosaicOf(project);
  let sum = 0;
  for (const pixel of faces.pixels) {
    for (let at = pixel * 3; at < pixel * 3 + 3; at += 1) sum += (mosaic.data[at]! - target.data[at]!) ** 2;
  }
  const distanceMm = usualViewingDistanceMm(sheetWidthMm, (sheetWidthMm * grid.rows) / grid.columns);
  const sigmaPx = viewingBlurSigmaPx(distanceMm, sheetWidthMm, target.widthPx);
  return {
    faceError: sum / (faces.pixels.length * 3 * 255 * 255),
    faceLikeness: structuralSimilarity(cut(mosaic, faces.box), cut(target, faces.box)),
    error: meanSquaredError(mosaic, target),
    likeness: structuralSimilarity(mosaic, target),
    seenError: viewingError(mosaic, target, sigmaPx),
    solveMs: project.certified.told.elapsedMs,
  };
}

async function draw(pictures: readonly RgbRaster[], file: string): Promise<void> {
  const { widthPx, heightPx } = pictures[0]!;
  const step = widthPx + 10;
  await sharp({
    create: { width: step * pictures.length - 10, height: heightPx, channels: 3, background: '#fff' },
  })
    .composite(
      pictures.map(({ data }, index) => ({
        input: Buffer.from(data),
        raw: { width: widthPx, height: heightPx, channels: 3 as const },
        left: index * step,
        top: 0,
      })),
    )
    .png()
    .toFile(file);
}

const expected = JSON.parse(readFileSync(join(options.targets, 'expected.json'), 'utf8')) as {
  file: string;
  faces: number | null;
}[];
const first = Number(options.first);
const names = expected
  .filter(({ faces }) => faces !== null && faces > 0)
  .slice(first, first + Number(options.count))
  .map(({ file }) => file);
const found = new Map(Object.keys(WAYS).map((way): [string, Measures[]] => [way, []]));
for (const name of names) {
  const strength = Number(options.strength);
  const project = await openMosaic({ file: join(options.targets, name), grid, preset: 'faces', strength });
  const faces = facesOf(project);
  if (faces === null || Math.min(faces.box.right - faces.box.left, faces.box.bottom - faces.box.top) < 11) {
    console.log(`${name} left out: no face of it is in the picture, or it is less than a tile`);
  } else {
    const target = stitchDescriptors(project.engine.material.cellDescriptors, grid.columns, grid.rows);
    const pictures = [target];
    const base = project.settings.scoring;
    // The first solve of a project is warm for none of the ways: every way starts from another.
    project.edit([{ kind: 'setScoring', scoring: { ...base, colourSpace: 'oklab' } }]);
    await project.settled();
    for (const [way, change] of Object.entries(WAYS)) {
      project.edit([{ kind: 'setScoring', scoring: { ...base, ...change } }]);
      await project.settled();
      found.get(way)!.push(measure(project, target, faces));
      if (options.out !== undefined) pictures.push(mosaicOf(project));
    }
    if (options.out !== undefined) {
      await mkdir(options.out, { recursive: true });
      await draw(pictures, join(options.out, `${name}.png`));
    }
    console.log(`${name} measured`);
  }
  await studio.projects.close(project.parts.projectId);
}
await studio.close();

/** Mean over the targets of this way's measure as a share of the plain way's, less one. */
function againstPlain(way: string, of: (measures: Measures) => number): string {
  const plain = found.get('plain')!;
  const ratios = found.get(way)!.map((measures, at) => of(measures) / of(plain[at]!) - 1);
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  return `${mean >= 0 ? '+' : ''}${(100 * mean).toFixed(1)} %`.padStart(9);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

console.log(
  `\n${found.get('plain')!.length} targets, ${grid.columns} x ${grid.rows}, preset faces at ${options.strength}, against plain scoring (SSIM: more is better)`,
);
console.log('                   face error face SSIM     error      SSIM  seen error  from nothing');
for (const way of Object.keys(WAYS)) {
  const cells = [
    againstPlain(way, ({ faceError }) => faceError),
    againstPlain(way, ({ faceLikeness }) => faceLikeness),
    againstPlain(way, ({ error }) => error),
    againstPlain(way, ({ likeness }) => likeness),
    againstPlain(way, ({ seenError }) => seenError),
    `${median(found.get(way)!.map(({ solveMs }) => solveMs)).toFixed(0)} ms`.padStart(12),
  ];
  console.log(`${way.padEnd(18)} ${cells.join(' ')}`);
}
