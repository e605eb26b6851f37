/** @file Posters, their check and pages from the terminal, as a person starts them. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectText } from '../../src/studio/projects/project-file.ts';
import { firstSettings } from '../../src/studio/projects/settings.ts';
import { makePictures, makeTarget } from '../studio/pictures.ts';
import { runSmalti } from './run-smalti.ts';

let dir: string;
let source: string[];
let project: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'smalti-test-'));
  const library = join(dir, 'photos');
  await makePictures(library, 40);
  const target = await makeTarget(join(dir, 'target.png'));
  source = ['--library', library, '--target', target];
  project = join(dir, 'mine.smalti');
  const content = {
    libraryFolder: library,
    targetFile: target,
    sheetAspect: 7 / 5,
    grid: { columns: 7, rows: 5 },
    pool: null,
    settings: firstSettings('even', 10),
  };
  const nameOf = () => ({ path: '', mediaId: null });
  await writeFile(project, projectText(content, project, nameOf));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const smalti = (...words: string[]) => runSmalti(join(dir, 'home'), words);

it('exports a poster on paper with its certificate, tells what a print shop would say, and verifies it', async () => {
  const out = join(dir, 'poster.tif');
  const paper = ['--size', '12x15cm', '--dpi', '200', '--bleed', '3mm', '--lab', 'photo-lab'];
  const certificate = ['--certificate', join(dir, 'certificate.html')];
  const exported = await smalti('export', ...source, ...paper, ...certificate, '--out', out, '--json');
  expect([exported.code, exported.stderr]).toEqual([0, expect.stringContaining('takes JPEG, not TIFF')]);
  const result = JSON.parse(exported.stdout) as Record<string, unknown>;
  // (120 + 6) mm and (150 + 6) mm at 200 dpi.
  expect(result).toMatchObject({ format: 'tiff', widthPx: 992, heightPx: 1228, bleedMm: 3, gap: 0 });
  expect(result['softTiles']).toBe(Number(result['columns']) * Number(result['rows']));
  expect(await readFile(join(dir, 'certificate.html'), 'utf8')).toContain('proven optimal');

  const manifest = `${out}.manifest.json`;
  const verified = await smalti('verify', out, manifest, '--library', source[1]!);
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('It is a true mosaic')]);

  const { data, info } = await sharp(out).raw().toBuffer({ resolveWithObject: true });
  data[(600 * info.width + 500) * 3]! ^= 2;
  const changed = join(dir, 'changed.tif');
  const pixels = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
  await pixels.tiff({ compression: 'lzw' }).toFile(changed);
  const refuted = await smalti('verify', changed, manifest, '--library', source[1]!, '--json');
  expect(refuted.code).toBe(1);
  expect(JSON.parse(refuted.stdout)).toMatchObject({ passed: false, wrongTiles: [{}] });
});

it('exports a saved project, turns the paper its way, and leaves its file as it is', async () => {
  const before = await readFile(project, 'utf8');
  const out = join(dir, 'project.png');
  const { code, stdout, stderr } = await smalti(
    ...['export', project, '--size', '10x14cm', '--dpi', '100', '--out', out, '--json'],
  );
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('stretched')]);
  const result = JSON.parse(stdout) as Record<string, unknown>;
  expect(result).toMatchObject({ columns: 7, rows: 5, trimWidthMm: 140, trimHeightMm: 100, gap: 0 });
  expect(await readFile(project, 'utf8')).toBe(before);
  const verified = await smalti('verify', out, `${out}.manifest.json`, '--library', source[1]!);
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('It is a true mosaic')]);

  const folder = join(dir, 'project-page');
  const page = await smalti('page', project, '--out', folder);
  expect([page.code, page.stdout]).toEqual([0, expect.stringContaining('35 photos')]);
});

it.each([
  [['export', '--size', 'A4', '--out', 'a.tif'], 2, 'Give a PROJECT.smalti file, or --library FOLDER'],
  [['page', '--library', 'photos', '--out', 'page'], 2, 'It is not said which mosaic'],
  [['page', 'mine.smalti', '--grid', '3x3', '--out', 'page'], 2, 'A project brings its own library'],
  [['page', 'mine.smalti', '--weights', 'faces', '--out', 'page'], 2, 'A project brings its own library'],
  [['export', 'gone.smalti', '--size', 'A4', '--out', 'a.tif'], 1, 'gone.smalti cannot be read'],
])('answers %j with exit code %i', async (words, exitCode, reason) => {
  const { code, stdout, stderr } = await smalti(...words);
  expect([code, stdout, stderr]).toEqual([exitCode, '', expect.stringContaining(reason)]);
});

it('says that a file is no project', async () => {
  const file = join(dir, 'none.smalti');
  await writeFile(file, '{"format":"other"}');
  const { code, stderr } = await smalti('page', file, '--out', join(dir, 'nothing'));
  expect([code, stderr]).toEqual([1, expect.stringContaining('it is not a Smalti project')]);
  expect(existsSync(join(dir, 'nothing'))).toBe(false);
});

it('makes a page', async () => {
  const out = join(dir, 'page');
  const { code, stdout } = await smalti('page', ...source, '--out', out, '--no-photos');
  expect([code, stdout]).toEqual([0, expect.stringContaining('index.html')]);
  expect(existsSync(join(out, 'openseadragon.min.js'))).toBe(true);
  const again = await smalti('page', ...source, '--out', out);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('is not empty')]);
});

it.each([
  [['--size', 'A9', '--out', 'a.tif'], 'is not a paper size'],
  [['--size', 'A4', '--out', 'a.bmp'], 'must end in'],
  [['--size', 'A4', '--bleed', '3', '--out', 'a.tif'], 'is not a length'],
  [['--size', 'A4', '--profile', 'nice', '--out', 'a.tif'], 'is no colour profile'],
  [['--size', 'A4', '--dpi', '3', '--out', 'a.tif'], 'from 30 to 2400'],
])('calls export %j wrong use', async (words, reason) => {
  const { code, stderr } = await smalti('export', ...source, ...words);
  expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
});

it('says that a manifest is none', async () => {
  const file = join(dir, 'none.json');
  await writeFile(file, '{}');
  const { code, stderr } = await smalti('verify', join(dir, 'target.png'), file);
  expect([code, stderr]).toEqual([1, expect.stringContaining('not a manifest that Smalti can read')]);
});
