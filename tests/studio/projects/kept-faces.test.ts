/** @file Tiles that leave the faces of their photos whole, from the project's settings to the poster that proves it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cropRectangle } from '../../../src/core/crops.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { FACE_FINDER_REVISION } from '../../../src/engine/contract.ts';
import type { PhotoFaces } from '../../../src/library/catalogue/catalogue.ts';
import type { Project } from '../../../src/studio/projects/project.ts';
import { exportSquare, verifyPoster } from '../poster-setup.ts';
import { type RealStudio, openRealStudio } from '../real-studio.ts';
import { evenProject, scanned } from './project-setup.ts';

const PHOTOS = 60;
const grid = { columns: 6, rows: 6 };
let real: RealStudio;
let libraryId: string;
let project: Project;
/** Left, width: of the faces in each photo, by its place in the library. */
const facesAt = (at: number): [number, number][] => {
  if (at < 20) return [[0.02, 0.2]];
  if (at < 30) return [[0.78, 0.2]];
  if (at < 35)
    return [
      [0.01, 0.2],
      [0.85, 0.1],
    ];
  return [];
};

/** Wide photos whose left, middle and right have colours of their own. */
async function makeWidePictures(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const random = seededRandom(5);
  for (let at = 0; at < PHOTOS; at += 1) {
    const pixels = Uint8Array.from({ length: 9 }, () => Math.floor(random() * 256));
    await sharp(pixels, { raw: { width: 3, height: 1, channels: 3 } })
      .resize(192, 96, { kernel: 'nearest', fit: 'fill' })
      .png()
      .toFile(join(folder, `${String(at).padStart(3, '0')}.png`));
  }
}

function knownFaces(): PhotoFaces[] {
  const { catalogue } = real.studio.libraries.open(libraryId);
  return catalogue
    .listPhotos({ offset: 0, limit: PHOTOS, order: 'path' })
    .map(({ photoId, widthPx, heightPx, thumbnailVersion }, at) => ({
      photoId,
      widthPx,
      heightPx,
      thumbnailVersion,
      faces: facesAt(at).map(([left, width]) => ({ left, top: 0.2, width, height: 0.4 })),
    }));
}

beforeAll(async () => {
  real = await openRealStudio();
  const folder = join(real.dir, 'wide');
  await makeWidePictures(folder);
  libraryId = await scanned(real, folder);
  real.studio.libraries.open(libraryId).catalogue.saveFaces(FACE_FINDER_REVISION, knownFaces());
  project = await evenProject(real, libraryId, grid);
}, 120_000);
afterAll(() => real.close());

async function ruled(keepFaces: boolean, crops: 'centre' | 'best'): Promise<void> {
  const { rules, scoring } = project.settings;
  project.edit([
    { kind: 'setRules', rules: { ...rules, keepFaces } },
    { kind: 'setScoring', scoring: { ...scoring, crops } },
  ]);
  await project.settled();
}

/** Tiles that cut a face of their photo, and how many tiles show a photo with faces that fit into one crop. */
function cutTiles(): { cut: number; whole: number } {
  const known = new Map(knownFaces().map((photo) => [photo.photoId, photo]));
  const { photoOfCell, crops } = project.certified.told;
  let [cut, whole] = [0, 0];
  photoOfCell.forEach((photoId, cell) => {
    const { faces } = known.get(photoId)!;
    const { left, width } = cropRectangle(crops[cell]!, 2, 1);
    const isWhole = faces.every((face) => face.left >= left && face.left + face.width <= left + width);
    if (faces.length === 1 && isWhole) whole += 1;
    if (!isWhole) cut += 1;
  });
  return { cut, whole };
}

describe('faces in tiles', () => {
  it('are cut until that is ruled out; then the placement is proven over the crops that are left', async () => {
    await ruled(false, 'centre');
    const free = project.certified.told;
    expect(project.view().faces).toBeNull();
    expect(cutTiles().cut).toBeGreaterThan(5);
    for (const crops of ['centre', 'best'] as const) {
      await ruled(false, crops);
      const unruled = project.certified.told.cost;
      await ruled(true, crops);
      expect(project.view()).toMatchObject({ work: { kind: 'idle' }, faces: { withFaces: 35, cut: 5 } });
      expect(project.certified.told).toMatchObject({ isCertified: true, gap: 0 });
      // The five whose faces fit into no crop may be among the tiles.
      const { cut, whole } = cutTiles();
      expect(cut).toBeLessThanOrEqual(5);
      expect(whole).toBeGreaterThan(3);
      if (crops === 'best') expect(project.certified.told.cost).toBeGreaterThanOrEqual(unruled);
    }
    await ruled(false, 'centre');
    expect(project.certified.told.cost).toBe(free.cost);
  });

  it('leave one crop of each photo where the centre is asked for', async () => {
    await ruled(true, 'centre');
    const known = knownFaces();
    const { photoOfCell, crops } = project.certified.told;
    photoOfCell.forEach((photoId, cell) => {
      const at = known.findIndex((photo) => photo.photoId === photoId);
      expect(crops[cell]).toBe(at < 20 ? 1 : at < 30 ? 2 : at < 35 ? 1 : 0);
    });
    const alternatives = await real.studio.projects.questions(project.parts.projectId).candidates(0, 20);
    for (const { photoId, crop } of alternatives) {
      const at = known.findIndex((photo) => photo.photoId === photoId);
      expect(crop).toBe(at < 20 ? 1 : at < 30 ? 2 : at < 35 ? 1 : 0);
    }
  });

  it.each(['centre', 'best'] as const)(
    'stand in the manifest of a poster with crops "%s", and a false word about them is found',
    async (crops) => {
      await ruled(true, crops);
      const poster = join(real.dir, `faces-${crops}.png`);
      const { manifestFile, manifest } = await exportSquare(real, project.parts.projectId, poster);
      expect(manifest).toMatchObject({ isTrueMosaic: true, cost: { gap: 0 } });
      const libraryFolder = join(real.dir, 'wide');
      expect(await verifyPoster(real, poster, { libraryFolder })).toMatchObject({
        passed: true,
        isTrueMosaic: true,
      });
      const { keptCrops } = manifest.certificate!;
      for (const wrong of [null, 'AAAA', keptCrops!.slice(0, -2)]) {
        const changed = structuredClone(manifest);
        changed.certificate!.keptCrops = wrong;
        await writeFile(manifestFile, JSON.stringify(changed));
        const found = await verifyPoster(real, poster).catch(() => ({ passed: false }));
        expect(found.passed).toBe(false);
      }
    },
  );

  it('are a setting of the project file, which gives the same placement again', async () => {
    await ruled(true, 'best');
    const { photoOfCell, crops, cost } = project.certified.told;
    const file = join(real.dir, 'faces.smalti');
    await real.studio.projects.save(project.parts.projectId, file);
    await real.studio.projects.close(project.parts.projectId);
    const started = await real.studio.projects.openFile(file);
    await started.result;
    project = real.studio.projects.project(started.projectId);
    expect(project.settings.rules.keepFaces).toBe(true);
    expect(project.certified.told).toMatchObject({ photoOfCell, crops, cost });

    const old = JSON.parse(await readFile(file, 'utf8')) as { settings: { rules: { keepFaces?: boolean } } };
    delete old.settings.rules.keepFaces;
    const oldFile = join(real.dir, 'old.smalti');
    await writeFile(oldFile, JSON.stringify(old));
    const reopened = await real.studio.projects.openFile(oldFile);
    await reopened.result;
    expect(real.studio.projects.project(reopened.projectId).settings.rules.keepFaces).toBe(false);
  });
});
