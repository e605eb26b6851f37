/** @file Posters on paper: physical sizes, boxes, profiles and bleed, read back by tools that know nothing of Smalti. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SheetOptions, plainSheet, planSheet, sheetCell } from '../../src/core/sheet/plan.ts';
import type { Manifest } from '../../src/studio/manifest.ts';
import type { ExportRequest } from '../../src/studio/poster-desk.ts';
import { type SolvedStudio, openSolvedStudio } from './poster-setup.ts';

const run = promisify(execFile);

function near(found: number[], expected: number[]): void {
  found.forEach((mm, index) => expect(Math.abs(mm - expected[index]!)).toBeLessThan(0.1));
}

function has(tool: string, flag: string): boolean {
  try {
    execFileSync(tool, [flag], { stdio: 'ignore' });
    return true;
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code !== 'ENOENT';
    if (!isThere) process.stderr.write(`${tool} is not installed; what it would read back is not checked.\n`);
    return isThere;
  }
}

const hasPdfinfo = has('pdfinfo', '-v');
const hasExiftool = has('exiftool', '-ver');
const hasTiffinfo = has('tiffinfo', '-v');
const hasIdentify = has('identify', '-version');
const cmykFile = '/usr/share/color/icc/ghostscript/default_cmyk.icc';
const hasCmyk = existsSync(cmykFile);
if (!hasCmyk) process.stderr.write('There is no CMYK profile here; CMYK posters are not checked.\n');

const paper: SheetOptions = {
  ...plainSheet({ widthMm: 90, heightMm: 120 }, 150),
  bleedMm: 3,
  gapMm: 0.5,
  background: [10, 60, 90],
};
const profileNames = { 'display-p3': /P3/, 'adobe-rgb': /Adobe RGB/, srgb: /sRGB/ } as const;

let real: SolvedStudio;
beforeAll(async () => (real = await openSolvedStudio()), 120_000);
afterAll(() => real.close());

async function write(
  name: string,
  more: Partial<ExportRequest> & Pick<ExportRequest, 'format'>,
): Promise<string> {
  const file = join(real.outDir, name);
  const request = { mosaicId: real.mosaicId, placement: 'optimal', sheet: paper, file, ...more };
  await real.studio.posters.startExport(request as ExportRequest).result;
  return file;
}

async function verify(posterFile: string, withPhotos = true, cmykProfileFile: string | null = null) {
  return real.studio.posters.startVerify({
    posterFile,
    manifestFile: `${posterFile}.manifest.json`,
    libraryFolder: withPhotos ? real.photosDir : null,
    cmykProfileFile,
  }).result;
}

async function exif(file: string): Promise<Record<string, unknown>> {
  const { stdout } = await run('exiftool', ['-j', '-n', file]);
  return (JSON.parse(stdout) as Record<string, unknown>[])[0]!;
}

// (90 + 6) mm and (120 + 6) mm at 150 dpi.
const SIZE = { width: 567, height: 744 };

describe('a poster', () => {
  it.each([
    ['tiff', 'lzw', 'srgb'],
    ['tiff', 'deflate', 'adobe-rgb'],
    ['jpeg', undefined, 'display-p3'],
    ['png', undefined, 'srgb'],
  ] as const)(
    'as %s (%s) in %s is exactly as large as the paper, with profile and dpi',
    async (format, compression, kind) => {
      const file = await write(`${kind}-${compression ?? ''}.${format}`, {
        format,
        profile: { kind },
        ...(compression ? { compression } : {}),
      });
      const metadata = await sharp(file).metadata();
      expect(metadata).toMatchObject({ ...SIZE, density: 150, channels: 3 });
      if (hasExiftool) {
        const tags = await exif(file);
        expect([tags['ImageWidth'], tags['ImageHeight']]).toEqual([SIZE.width, SIZE.height]);
        expect(String(tags['ProfileDescription'])).toMatch(profileNames[kind]);
        if (format !== 'png')
          expect(tags).toMatchObject({ XResolution: 150, YResolution: 150, ResolutionUnit: 2 });
        else expect(Number(tags['PixelsPerUnitX'])).toBeCloseTo(150 / 0.0254, -1);
      }
      if (hasIdentify) {
        const { stdout } = await run('identify', ['-units', 'PixelsPerInch', '-format', '%w %h %x %y', file]);
        const [width, height, x, y] = stdout.split(' ').map(Number);
        expect([width, height]).toEqual([SIZE.width, SIZE.height]);
        expect(x).toBeCloseTo(150, 1);
        expect(y).toBeCloseTo(150, 1);
      }
      if (hasTiffinfo && format === 'tiff') {
        const { stdout } = await run('tiffinfo', [file]);
        expect(stdout).toContain(`Image Width: ${SIZE.width} Image Length: ${SIZE.height}`);
        expect(stdout).toMatch(/Resolution: 150, 150 (pixels\/inch|.*inch)/);
        expect(stdout).toContain(compression === 'lzw' ? 'LZW' : 'AdobeDeflate');
      }
      const report = await verify(file);
      expect(report.checks.filter(({ passed }) => passed !== true)).toEqual([]);
      expect(report).toMatchObject({ passed: true, isTrueMosaic: true, tilesCompared: 48, wrongTiles: [] });
    },
  );

  it.each(['jpeg', 'lossless'] as const)(
    'as PDF (%s) has paper, trim and bleed to a tenth of a millimetre',
    async (pdfPicture) => {
      const file = await write(`${pdfPicture}.pdf`, { format: 'pdf', pdfPicture });
      if (hasPdfinfo) {
        const { stdout } = await run('pdfinfo', ['-box', file]);
        const box = (name: string) =>
          new RegExp(`${name}:\\s+([\\d.]+)\\s+([\\d.]+)\\s+([\\d.]+)\\s+([\\d.]+)`)
            .exec(stdout)!
            .slice(1)
            .map((points) => (Number(points) * 25.4) / 72);
        near(box('MediaBox'), [0, 0, 96, 126]);
        near(box('BleedBox'), [0, 0, 96, 126]);
        near(box('TrimBox'), [3, 3, 93, 123]);
      }
      if (has('pdfimages', '-v')) {
        const { stdout } = await run('pdfimages', ['-list', file]);
        expect(stdout).toMatch(new RegExp(`${SIZE.width}\\s+${SIZE.height}\\s+icc\\s+3\\s+8`));
      }
      const report = await verify(file);
      expect(report).toMatchObject({ passed: true, tilesCompared: 48 });
    },
  );

  it.skipIf(!hasCmyk).each([
    ['tiff', 'relative'],
    ['jpeg', 'perceptual'],
    ['pdf', 'saturation'],
  ] as const)('as CMYK %s (%s) carries the given profile', async (format, intent) => {
    const profile = { kind: 'cmyk' as const, file: cmykFile, intent };
    const file = await write(`cmyk.${format}`, { format, profile, quality: 96 });
    if (format !== 'pdf') {
      const metadata = await sharp(file).metadata();
      expect(metadata).toMatchObject({ space: 'cmyk', channels: 4, density: 150, ...SIZE });
      expect(metadata.icc!.equals(await readFile(cmykFile))).toBe(true);
    }
    expect(await verify(file, true, cmykFile)).toMatchObject({ passed: true, tilesCompared: 48 });
  });

  it('cannot be a CMYK PNG', async () => {
    const profile = { kind: 'cmyk' as const, file: cmykFile, intent: 'relative' as const };
    await expect(write('cmyk.png', { format: 'png', profile })).rejects.toMatchObject({
      code: hasCmyk ? 'SHEET_INVALID' : 'FILE_MISSING',
    });
  });

  it('continues its outermost tiles into the bleed, unscaled, and leaves the gaps in the background colour', async () => {
    const file = await write('bleed.png', { format: 'png' });
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
    ];
    const plan = planSheet(paper, real.mosaic.grid);
    const first = sheetCell(plan, 0, 0);
    expect(first.bleed.leftPx).toBe(plan.trim.leftPx);
    for (const distance of [1, 5, plan.trim.leftPx - 1]) {
      const y = first.topPx + 20;
      expect(at(first.leftPx - distance, y)).toEqual(at(first.leftPx + distance - 1, y));
      const x = first.leftPx + 11;
      expect(at(x, first.topPx - distance)).toEqual(at(x, first.topPx + distance - 1));
    }
    expect(at(first.leftPx + first.widthPx, first.topPx + 5)).toEqual([10, 60, 90]);
    expect(plan.gapPx).toBe(3);
  });

  it('extends its outermost tiles by more of their photos where there is some', async () => {
    const sheet = { ...paper, bleedStyle: 'extend' as const };
    const file = await write('extended.png', { format: 'png', sheet });
    expect(await verify(file)).toMatchObject({ passed: true });
    const mirrored = await sharp(join(real.outDir, 'bleed.png')).raw().toBuffer();
    const extended = await sharp(file).raw().toBuffer();
    expect(extended.equals(mirrored)).toBe(false);
  });

  it('has a white border and crop marks where they are wanted', async () => {
    const sheet = { ...paper, borderMm: 5, cropMarks: true };
    const file = await write('marks.png', { format: 'png', sheet });
    const plan = planSheet(sheet, real.mosaic.grid);
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([plan.widthPx, plan.heightPx]);
    const at = (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
    ];
    expect(at(plan.trim.leftPx, 0)).toEqual([0, 0, 0]);
    expect(at(plan.trim.leftPx + 3, 0)).toEqual([255, 255, 255]);
    expect(at(plan.trim.leftPx + 3, plan.trim.topPx + 3)).toEqual([255, 255, 255]);
    expect(at(plan.area.leftPx - 1, plan.area.topPx + 10)).toEqual([255, 255, 255]);
    expect(await verify(file)).toMatchObject({ passed: true });
  });

  it('comes with a list of its photos that table programs read', async () => {
    const file = join(real.outDir, 'bleed.png');
    const manifest = JSON.parse(await readFile(`${file}.manifest.json`, 'utf8')) as Manifest;
    const lines = (await readFile(`${file}.placement.csv`, 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(49);
    expect(lines[0]).toBe('row,column,file,mediaId,shortcode,date,caption,mirrored,original,photoSha256');
    const last = manifest.tiles.at(-1)!;
    expect(lines[48]).toContain(`8,6,${last.file},`);
    const { createHash } = await import('node:crypto');
    const bytes = await readFile(join(real.photosDir, last.file));
    expect(lines[48]).toContain(createHash('sha256').update(bytes).digest('hex'));
    expect(JSON.stringify(manifest)).not.toContain(real.dir);
    expect((await readdir(real.outDir)).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(basename(manifest.poster.file)).toBe('bleed.png');
  });
});
