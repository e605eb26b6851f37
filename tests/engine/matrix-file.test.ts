/** @file `assign.solve` on real .npy files: every type and order, proofs on the file's own numbers, refusals in words. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { solveExactly } from '../../src/core/assignment/exact-plain.ts';
import { costRows } from '../../src/core/assignment/matrix.ts';
import { seededRandom } from '../../src/core/random.ts';
import { startEngine } from './engine-child.ts';

const engine = startEngine();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smalti-npy-'));
});
afterAll(async () => {
  await engine.stop();
  await rm(folder, { recursive: true });
});

type NpyType = '<f4' | '<f8' | '<i4';

interface Matrix {
  photoCount: number;
  cellCount: number;
  /** photo by photo */
  values: number[];
}

let fileNumber = 0;

async function writeNpy(matrix: Matrix, type: NpyType, isFortran = false, cutBytes = 0): Promise<string> {
  const { photoCount, cellCount, values } = matrix;
  const ordered = isFortran
    ? values.map((_, at) => values[(at % photoCount) * cellCount + Math.floor(at / photoCount)]!)
    : values;
  const data =
    type === '<f8'
      ? Float64Array.from(ordered)
      : type === '<f4'
        ? Float32Array.from(ordered)
        : Int32Array.from(ordered);
  const order = isFortran ? 'True' : 'False';
  const text =
    `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${photoCount}, ${cellCount}), }`.padEnd(117) +
    '\n';
  const bytes = Buffer.concat([
    Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]),
    Buffer.from(text),
    Buffer.from(data.buffer),
  ]);
  const file = join(folder, `${fileNumber++}.npy`);
  await writeFile(file, bytes.subarray(0, bytes.length - cutBytes));
  return file;
}

function randomMatrix(
  photoCount: number,
  cellCount: number,
  seed: number,
  value: (random: number) => number,
): Matrix {
  const random = seededRandom(seed);
  return {
    photoCount,
    cellCount,
    values: Array.from({ length: photoCount * cellCount }, () => value(random())),
  };
}

/** The oracle works on numbers from 0 to 1, since the plain solver takes large costs for bans. */
function optimum({ photoCount, cellCount, values }: Matrix): number {
  const least = Math.min(...values);
  const range = Math.max(...values) - least;
  const costs = Float64Array.from({ length: values.length }, (_, at) => {
    const cell = Math.floor(at / photoCount);
    return (values[(at % photoCount) * cellCount + cell]! - least) / range;
  });
  const { photoOfCell } = solveExactly(costRows(costs, cellCount, photoCount));
  return photoOfCell.reduce((sum, photo, cell) => sum + values[photo * cellCount + cell]!, 0);
}

describe('assign.solve', () => {
  it.each(['<f4', '<f8', '<i4'] as const)(
    'solves whole numbers of type %s in both orders with gap 0',
    async (type) => {
      const matrix = randomMatrix(40, 33, 7, (random) => Math.floor(random * 100_000));
      for (const isFortran of [false, true]) {
        const npyFile = await writeNpy(matrix, type, isFortran);
        const report = await engine.request('assign.solve', { npyFile, solver: 'optimal' });
        expect(report).toMatchObject({ photoCount: 40, cellCount: 33, cost: optimum(matrix) });
        expect(report.certificate).toEqual({
          bound: report.cost,
          gap: 0,
          holds: true,
          pairsChecked: 40 * 33,
        });
        report.photoOfCell.forEach((photo, cell) => {
          expect(report.cellErrors[cell]).toBe(matrix.values[photo * 33 + cell]);
        });
      }
    },
  );

  it('solves integers at the ends of 32 bits', async () => {
    const matrix = randomMatrix(21, 20, 3, (random) => Math.floor((random - 0.5) * 2 ** 32));
    const report = await engine.request('assign.solve', {
      npyFile: await writeNpy(matrix, '<i4'),
      solver: 'optimal',
    });
    expect(report.cost).toBe(optimum(matrix));
    expect(report.certificate.gap).toBe(0);
  });

  it.each([
    ['fractions', (random: number) => random],
    ['tiny numbers', (random: number) => random * 1e-200],
    ['huge numbers', (random: number) => random * 1e200],
    ['negative numbers', (random: number) => -random * 3.7],
    ['a large offset', (random: number) => 1e9 + random],
    ['very different sizes', (random: number) => 10 ** (random * 14)],
  ])('proves a gap below one in a billion for doubles: %s', async (_, value) => {
    const matrix = randomMatrix(60, 45, 11, value);
    const report = await engine.request('assign.solve', {
      npyFile: await writeNpy(matrix, '<f8'),
      solver: 'optimal',
    });
    const best = optimum(matrix);
    expect(Math.abs(report.cost - best)).toBeLessThanOrEqual(Math.abs(best) * 1e-9);
    expect(report.certificate.bound).toBeLessThanOrEqual(best);
    expect(report.certificate.gap).toBeLessThan(1e-9);
    expect(report.certificate.holds).toBe(true);
  });

  it('is greedy when asked, with an honest gap', async () => {
    const matrix = randomMatrix(30, 30, 5, (random) => random);
    const npyFile = await writeNpy(matrix, '<f8');
    const report = await engine.request('assign.solve', { npyFile, solver: 'greedy' });
    expect(report.cost).toBeGreaterThanOrEqual(optimum(matrix));
    expect(report.certificate.bound).toBeLessThanOrEqual(optimum(matrix));
  });
});

function refused(npyFile: string) {
  return engine.request('assign.solve', { npyFile, solver: 'optimal' });
}

describe('assign.solve refuses', () => {
  it.each([Number.NaN, Infinity, -Infinity])('%d, naming where it stands', async (bad) => {
    const matrix = randomMatrix(4, 3, 1, (random) => random);
    matrix.values[2 * 3 + 1] = bad;
    for (const isFortran of [false, true]) {
      await expect(refused(await writeNpy(matrix, '<f8', isFortran))).rejects.toMatchObject({
        code: 'MATRIX_INVALID',
        message: expect.stringContaining('row 2, column 1'),
      });
    }
  });

  it('a file that is cut off', async () => {
    const matrix = randomMatrix(4, 3, 1, (random) => random);
    await expect(refused(await writeNpy(matrix, '<f8', false, 5))).rejects.toMatchObject({
      code: 'MATRIX_INVALID',
      message: expect.stringContaining('5 bytes'),
    });
  });

  it('more cells than photos', async () => {
    const matrix = randomMatrix(3, 4, 1, (random) => random);
    await expect(refused(await writeNpy(matrix, '<f4'))).rejects.toMatchObject({ code: 'PHOTOS_TOO_FEW' });
  });

  it('a file that is not there', async () => {
    await expect(refused(join(folder, 'none.npy'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });

  it('a matrix that memory cannot hold, without reading it', async () => {
    const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000), }`.padEnd(117) + '\n';
    const file = join(folder, 'large.npy');
    await writeFile(
      file,
      Buffer.concat([
        Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0]),
        Buffer.from(text),
      ]),
    );
    await expect(refused(file)).rejects.toMatchObject({ code: 'MATRIX_INVALID' });
  });
});
