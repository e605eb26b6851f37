/** @file The terminal program as a person starts it: output, exit codes, files. */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePictures, makeTarget } from '../studio/pictures.ts';
import { runSmalti } from './run-smalti.ts';

let dir: string;
let library: string;
let target: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'smalti-test-'));
  library = join(dir, 'photos');
  await makePictures(library, 60);
  await writeFile(join(library, 'broken.jpg'), 'no picture');
  target = await makeTarget(join(dir, 'target.png'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const smalti = (...words: string[]) => runSmalti(join(dir, 'home'), words);

/** A 2-D array of doubles as NumPy writes it (format version 1.0). */
function npy(rows: number[][]): Buffer {
  const shape = `(${rows.length}, ${rows[0]!.length})`;
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
  const padded = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11) + '\n';
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(padded.length, 8);
  return Buffer.concat([
    head,
    Buffer.from(padded, 'latin1'),
    Buffer.from(Float64Array.from(rows.flat()).buffer),
  ]);
}

describe('smalti scan', () => {
  it('writes one JSON object and nothing else to standard output', async () => {
    const { code, stdout } = await smalti('scan', library, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      photos: 60,
      videos: 0,
      problems: [{ file: 'broken.jpg', code: 'FORMAT_UNKNOWN' }],
    });
  });

  it('fails with a sentence for a folder that is not there', async () => {
    const { code, stdout, stderr } = await smalti('scan', join(dir, 'nowhere'));
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('is not a folder that can be read. Check the name');
  });
});

describe('smalti mosaic', () => {
  it('makes a proven poster with manifest and report', async () => {
    const out = join(dir, 'poster.jpg');
    const report = join(dir, 'report.html');
    const { code, stdout, stderr } = await smalti(
      ...['mosaic', '--library', library, '--target', target, '--out', out],
      ...['--grid', '7x7', '--long-side', '700', '--report', report, '--json'],
    );
    expect(stderr).not.toContain('Error');
    expect(code).toBe(0);
    const result = JSON.parse(stdout) as { cost: number; bound: number };
    expect(result).toMatchObject({
      columns: 7,
      rows: 7,
      photos: 60,
      gap: 0,
      widthPx: 700,
      solver: 'optimal',
    });
    expect(result.cost).toBe(result.bound);
    const page = await readFile(report, 'utf8');
    expect(page).toContain('Proven optimal');
    expect(page.match(/data:image\/jpeg/g)).toHaveLength(4);
    expect(page).not.toContain(dir);
    expect((await readdir(dir)).filter((name) => name.includes('smalti-part'))).toEqual([]);
  });

  it('says which photos are missing', async () => {
    const { code, stderr } = await smalti(
      ...['mosaic', '--library', library, '--target', target, '--out', join(dir, 'x.png'), '--grid', '9x9'],
    );
    expect(code).toBe(1);
    expect(stderr).toContain('9 x 9 cells need 81 photos, but only 60 may be used: 21 are missing.');
  });

  it('uses photos again where that is asked for, and says so', async () => {
    const report = join(dir, 'reused.html');
    const { code, stdout, stderr } = await smalti(
      ...['mosaic', '--library', library, '--target', target, '--out', join(dir, 'reused.png')],
      ...['--grid', '9x9', '--reuse', '3', '--long-side', '360', '--report', report, '--json'],
      ...['--weights', 'centre', '--strength', '40'],
    );
    expect(stderr).not.toContain('Error');
    expect(code).toBe(0);
    const result = JSON.parse(stdout) as { cost: number; meanError: number };
    expect(result).toMatchObject({ columns: 9, rows: 9, photos: 60, weights: 'centre', reuse: 3, gap: 0 });
    // Weights are 1 or more, so the weighted sum is above the plain one.
    expect(result.cost).toBeGreaterThan(81 * result.meanError);
    const page = await readFile(report, 'utf8');
    expect(page).toContain('each photo up to 3 times');
    expect(page).toContain('that uses no photo more often');
  });

  it('names the author of whom more is asked than there is', async () => {
    const { code, stderr } = await smalti(
      ...['mosaic', '--library', library, '--target', target, '--out', join(dir, 'quota.png')],
      ...['--grid', '5x5', '--quota', '3 <= ana.b <= 9'],
    );
    expect(stderr).toContain('No photo of ana.b may be used, and at least 3 tiles are asked for.');
    expect(code).toBe(1);
  });

  it.each([
    [['mosaic', '--library', '.', '--target', 'a.png', '--out', 'a.png', '--reuse', '0'], 'whole number'],
    [['mosaic', '--library', '.', '--target', 'a', '--out', 'a.png', '--quota', 'ana=3'], 'ana>=100'],
    [['mosaic', '--library', '.', '--target', 'a', '--out', 'a.png', '--quota', '3<=ana>=4'], 'at most'],
    [
      ['mosaic', '--library', '.', '--target', 'a', '--out', 'a.png', '--quota', 'a>=3', '--quota', 'A<=4'],
      'has a rule already',
    ],
    [['mosaic', '--library', '.', '--target', 'a.png'], 'required option'],
    [['mosaic', '--library', '.', '--target', 'a.png', '--out', 'a.bmp'], 'must end in'],
    [['mosaic', '--library', '.', '--target', 'a.png', '--out', 'a.png', '--grid', '5'], 'columns and rows'],
    [['dance'], 'unknown command'],
    [['scan'], 'missing required argument'],
  ])('calls %j wrong use', async (words, reason) => {
    const { code, stdout, stderr } = await smalti(...words);
    expect(stderr).toContain(reason);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });

  it('helps', async () => {
    const { code, stdout } = await smalti('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Exit codes');
  });
});

describe('smalti assign', () => {
  it.each([
    ['optimal', 2.75],
    ['highs', 2.75],
    ['lp', 2.75],
    // It takes 0.5 first and pays 8 for the rest.
    ['greedy', 8.5],
  ])('solves a matrix of doubles by %s and writes the placement', async (solver, cost) => {
    const matrix = join(dir, 'costs.npy');
    const out = join(dir, `${solver}.json`);
    const costs = [
      [0.5, 1.25],
      [1.5, 9.25],
      [8, 8],
    ];
    await writeFile(matrix, npy(costs));
    const { code, stdout } = await smalti('assign', matrix, '--out', out, '--solver', solver, '--json');
    expect(code).toBe(0);
    const result = JSON.parse(stdout) as { gap: number; memoryBytes: number };
    expect(result).toMatchObject({ rows: 3, columns: 2, cost, solver });
    expect(result.memoryBytes).toBeGreaterThan(0);
    if (solver === 'optimal') expect(result.gap).toBeLessThan(1e-9);
    const rowOfColumn = cost === 2.75 ? [1, 0] : [0, 2];
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({ rowOfColumn, cost });
  });

  it('refuses what is no matrix', async () => {
    const { code, stderr } = await smalti('assign', target, '--out', join(dir, 'p.json'));
    expect(code).toBe(1);
    expect(stderr).toContain('smalti: ');
    expect(stderr).not.toContain('    at ');
  });
});
