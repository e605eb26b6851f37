import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createVision, type DetectedFace, type Vision } from '../../src/vision/index.ts';
import { drawnPixels, expectedTargets, hasTargets, targetPixels } from './pictures.ts';

if (!hasTargets) {
  process.stdout.write('The real targets are not there: face counts and meshes are not tested.\n');
}

let vision: Vision;
beforeAll(async () => {
  // Nothing may leave the machine: any use of the network fails the whole file.
  vi.stubGlobal('fetch', () => {
    throw new Error('vision called fetch');
  });
  vision = await createVision();
});

const centreOf = (outline: Float32Array): [number, number] => {
  let x = 0;
  let y = 0;
  for (let at = 0; at < outline.length; at += 2) {
    x += outline[at]!;
    y += outline[at + 1]!;
  }
  return [x / (outline.length / 2), y / (outline.length / 2)];
};

/** Feature centres with the head turned back upright around the picture's origin. */
function uprightFeatures(face: DetectedFace): Record<keyof DetectedFace['features'], [number, number]> {
  const cos = Math.cos(-face.rollRadians);
  const sin = Math.sin(-face.rollRadians);
  return Object.fromEntries(
    Object.entries(face.features).map(([name, outline]) => {
      const [x, y] = centreOf(outline);
      return [name, [x * cos - y * sin, x * sin + y * cos]];
    }),
  ) as Record<keyof DetectedFace['features'], [number, number]>;
}

describe('createVision', () => {
  it('says which backend runs and why not the native one', () => {
    expect(['tensorflow', 'wasm']).toContain(vision.backend);
    expect(vision.nativeAbsence === null).toBe(vision.backend === 'tensorflow');
  });

  it('names a missing network plainly', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'smalti-models-'));
    await expect(createVision({ modelFolders: [empty] })).rejects.toMatchObject({
      code: 'FILE_MISSING',
      message: expect.stringContaining('faces and people'),
    });
  });

  it('names a damaged network plainly', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'smalti-models-'));
    for (const name of ['blazeface', 'facemesh', 'selfie'])
      writeFileSync(join(folder, `${name}.json`), '{"x"');
    await expect(createVision({ modelFolders: [folder] })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

describe('analyse', () => {
  it('refuses pixels that do not fit the size', async () => {
    await expect(vision.analyse({ data: new Uint8Array(10), widthPx: 2, heightPx: 2 })).rejects.toThrow(
      '10 bytes',
    );
  });

  it.each([
    [1, 1],
    [7, 300],
    [900, 3],
  ])('takes a picture of %s x %s', async (widthPx, heightPx) => {
    const result = await vision.analyse(drawnPixels(widthPx, heightPx, (x, y) => [x % 256, y % 256, 90]));
    expect(result.faces).toEqual([]);
    expect(result.personMask.data.length).toBe(result.personMask.widthPx * result.personMask.heightPx);
  });

  it('stops soon after it is cancelled, and the next analysis runs', async () => {
    const picture = drawnPixels(1300, 1300, (x, y) => [(x * y) % 256, x % 256, y % 256]);
    const controller = new AbortController();
    const running = vision.analyse(picture, { signal: controller.signal });
    const waiting = vision.analyse(drawnPixels(64, 64, () => [0, 0, 0]));
    setImmediate(() => controller.abort());
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await waiting).faces).toEqual([]);
  });

  it('lets the process answer others while it works', async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    await vision.analyse(drawnPixels(600, 600, (x, y) => [(x * 7) % 256, (y * 3) % 256, 128]));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(5);
  });

  it('releases all tensors, also when it is cancelled', async () => {
    const picture = hasTargets
      ? await targetPixels('two-couple-hug.jpg')
      : drawnPixels(700, 500, (x, y) => [x % 256, y % 256, (x + y) % 256]);
    await vision.analyse(picture);
    const before = memory().numTensors;
    await vision.analyse(picture);
    await vision.analyse(picture, { signal: AbortSignal.timeout(60) }).catch(() => undefined);
    expect(memory().numTensors).toBe(before);
  });
});

describe.skipIf(!hasTargets)('real targets', () => {
  const counted = expectedTargets.filter((target) => target.faces !== null);

  it.each(counted)('$file has $faces faces', async ({ file, faces, kind }) => {
    const result = await vision.analyse(await targetPixels(file));
    expect(result.faces.length).toBe(faces);
    const personShare =
      result.personMask.data.reduce((sum, value) => sum + value, 0) / 255 / result.personMask.data.length;
    if (kind === 'person') expect(personShare).toBeGreaterThan(0.02);
    else expect(personShare).toBeLessThan(0.01);
  });

  it.each([
    ['group-six-park.jpg', 90],
    ['three-cafe-blurred.jpg', 270],
    ['two-couple-hug.jpg', 180],
    ['cat-chelsea.jpg', 90],
  ])('%s turned by %s degrees has the same count', async (file, turn) => {
    const result = await vision.analyse(await targetPixels(file, turn));
    expect(result.faces.length).toBe(expectedTargets.find((target) => target.file === file)!.faces);
  });

  it('gives the same result twice', async () => {
    const picture = await targetPixels('three-parents-baby.jpg');
    expect(await vision.analyse(picture)).toEqual(await vision.analyse(picture));
  });

  it.each([
    ['portrait-obama.jpg', 0],
    ['portrait-obama-sideways.jpg', 0],
    ['two-couple-hug.jpg', 0],
    ['two-obama-biden.jpg', 90],
  ])('the features of %s (turned by %s) lie where a face has them', async (file, turn) => {
    const { faces, personMask, widthPx, heightPx } = await vision.analyse(await targetPixels(file, turn));
    for (const face of faces) {
      expect(face.mesh.length).toBe(468 * 3);
      const upright = uprightFeatures(face);
      const side = Math.max(face.box.widthPx, face.box.heightPx);
      expect(upright.leftEye[0] - upright.rightEye[0]).toBeGreaterThan(0.2 * side);
      expect(Math.abs(upright.leftEye[1] - upright.rightEye[1])).toBeLessThan(0.1 * side);
      expect(upright.nose[1]).toBeGreaterThan(upright.leftEye[1] + 0.05 * side);
      expect(upright.mouth[1]).toBeGreaterThan(upright.nose[1] + 0.05 * side);
      const [x, y] = centreOf(face.features.oval);
      const column = Math.floor((x / widthPx) * personMask.widthPx);
      const row = Math.floor((y / heightPx) * personMask.heightPx);
      expect(personMask.data[row * personMask.widthPx + column]).toBeGreaterThan(200);
    }
  });

  it('finds the eyes of the portrait where they are', async () => {
    // Pupils measured by hand on the 910 x 1137 picture, whose face is about 240 px wide.
    const { faces } = await vision.analyse(await targetPixels('portrait-obama.jpg'));
    const [rightX, rightY] = centreOf(faces[0]!.features.rightEye);
    const [leftX, leftY] = centreOf(faces[0]!.features.leftEye);
    expect(Math.hypot(rightX - 447, rightY - 212)).toBeLessThan(8);
    expect(Math.hypot(leftX - 552, leftY - 212)).toBeLessThan(8);
  });

  it.each(['dog5_00.jpg', 'dog7_00.jpg', 'dog3_03.jpg', 'cat2_00.jpg', 'poop_emoji_01.jpg'])(
    'takes neither %s for a face, though the mesh network does for some',
    async (file) => {
      const result = await vision.analyse(await targetPixels(join('..', 'photos', 'dreambooth', file)));
      expect(result.faces).toEqual([]);
    },
  );

  it('keeps the background out of the person mask', async () => {
    const { personMask } = await vision.analyse(await targetPixels('portrait-obama.jpg'));
    const at = (u: number, v: number): number =>
      personMask.data[
        Math.floor(v * personMask.heightPx) * personMask.widthPx + Math.floor(u * personMask.widthPx)
      ]!;
    expect(at(0.03, 0.1)).toBeLessThan(30);
    expect(at(0.95, 0.3)).toBeLessThan(30);
    expect(at(0.5, 0.7)).toBeGreaterThan(225);
  });
});
