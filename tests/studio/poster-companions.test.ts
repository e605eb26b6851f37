/** @file What goes with a poster: certificate, animation, contact sheet. */
import { execFileSync } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import { writeCertificate } from '../../src/studio/certificate-page.ts';
import { type Manifest, parseManifest } from '../../src/studio/manifest.ts';
import { type SolvedStudio, openSolvedStudio } from './poster-setup.ts';

let real: SolvedStudio;
let manifest: Manifest;

beforeAll(async () => {
  real = await openSolvedStudio(4, 5, 24);
  const file = join(real.outDir, 'poster.jpg');
  const sheet = plainSheet({ widthMm: 80, heightMm: 100 }, 150);
  await real.studio.posters.startExport({
    mosaicId: real.mosaicId,
    placement: 'optimal',
    sheet,
    format: 'jpeg',
    file,
  }).result;
  manifest = parseManifest(await readFile(`${file}.manifest.json`, 'utf8'));
}, 120_000);
afterAll(() => real.close());

it('is a page that says what was proven and where every photo is', async () => {
  const file = join(real.outDir, 'certificate.html');
  const [first, ...others] = manifest.tiles;
  const tiles = [{ ...first!, caption: '<script>alert(1)</script>' }, ...others];
  await writeCertificate(file, { ...manifest, tiles });
  const page = await readFile(file, 'utf8');
  expect(page).toContain('proven optimal');
  expect(page).toContain(manifest.cost.bound.toFixed(9));
  expect(page).toContain(manifest.poster.sha256);
  expect(page.match(/<tr><td>/g)).toHaveLength(20);
  expect(page).not.toContain('<script');
  expect(page).not.toContain(real.dir);
});

it('is a PDF that other programs read', async () => {
  const file = join(real.outDir, 'certificate.pdf');
  await writeCertificate(file, manifest);
  expect((await readFile(file)).toString('latin1', 0, 5)).toBe('%PDF-');
  let text: string;
  try {
    text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' });
  } catch {
    process.stderr.write('pdftotext is not installed; the text of the certificate is not read back.\n');
    return;
  }
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    'no other placement of these photos has a lower total error',
  );
});

it.each(['webp', 'gif'] as const)('there is a small %s in which the mosaic builds up', async (format) => {
  const file = join(real.outDir, `reveal.${format}`);
  const posterFile = join(real.outDir, 'poster.jpg');
  const { bytes } = await real.studio.posters.startReveal({
    posterFile,
    manifestFile: `${posterFile}.manifest.json`,
    file,
  }).result;
  expect(bytes).toBeLessThan(6e6);
  const metadata = await sharp(file).metadata();
  expect(metadata.loop).toBe(0);
  // Encoders join frames that are the same.
  expect(metadata.pages).toBeGreaterThan(15);
  const frame = (page: number) => sharp(file, { page }).removeAlpha().raw().toBuffer();
  const empty = (pixels: Buffer) => pixels.filter((value) => value >= 240).length / pixels.length;
  const [first, last] = [await frame(0), await frame(metadata.pages! - 1)];
  expect(empty(first)).toBeGreaterThan(0.8);
  expect(empty(last)).toBeLessThan(empty(first) / 2);
});

it('there is a page with thumbnails of any selection', async () => {
  const file = join(real.outDir, 'contact.html');
  const [library] = real.studio.libraries.list();
  const photoIds = real.mosaic.poolIds.subarray(0, 7);
  const shows = { dates: true, captions: true };
  const { libraryId } = library!;
  const request = { libraryId, photoIds, title: 'Seven & more', shows, file };
  expect(await real.studio.posters.startContactSheet(request).result).toBe(7);
  const page = await readFile(file, 'utf8');
  expect(page.match(/data:image\/jpeg;base64,/g)).toHaveLength(7);
  expect(page).toContain('<h1>Seven &amp; more</h1>');
  expect(page).not.toContain(real.dir);
});

it('a contact sheet that is cancelled leaves nothing behind', async () => {
  const file = join(real.outDir, 'cancelled.html');
  const { libraryId } = real.studio.libraries.list()[0]!;
  const photoIds = Int32Array.from(
    { length: 5000 },
    (_, at) => real.mosaic.poolIds[at % real.mosaic.poolIds.length]!,
  );
  const shows = { dates: false, captions: false };
  const job = real.studio.posters.startContactSheet({ libraryId, photoIds, title: 'Many', shows, file });
  real.studio.jobs.cancel(job.jobId);
  await expect(job.result).rejects.toMatchObject({ code: 'CANCELLED' });
  expect((await readdir(real.outDir)).filter((name) => name.includes('cancelled'))).toEqual([]);
});
