/** @file The generated sample library is what the demo and other tests take it for. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeSample } from '../../scripts/make-sample.mjs';
import type { Sample } from '../../scripts/sample/index.ts';
import { mediaId, planSample } from '../../scripts/sample/plan.ts';
import { SmaltiError } from '../../src/shared/errors.ts';
import { ask, temporaryFolder } from './pictures.ts';

const folder = temporaryFolder();

async function describeFile(file: string): Promise<string> {
  try {
    const { format } = await ask('photo.describe', { file, thumbnailFile: join(folder, 'thumbnail.jpg') });
    return format;
  } catch (error) {
    if (error instanceof SmaltiError) return error.code;
    throw error;
  }
}

/** A digest of each picture, in the order of their names. */
function digests(sample: Sample): string[] {
  return readdirSync(sample.folder)
    .filter((name) => !name.endsWith('.mp4'))
    .toSorted()
    .map((name) =>
      createHash('sha256')
        .update(readFileSync(join(sample.folder, name)))
        .digest('hex'),
    );
}

describe('the plan', () => {
  const plan = planSample(1300, 1);

  it('finds a place for the broken file in small samples too', () => {
    for (let photos = 1; photos < 40; photos += 1) {
      const kinds = planSample(photos, 3).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'broken')).toHaveLength(1);
      expect(kinds.filter((kind) => kind === 'photo')).toHaveLength(photos);
    }
  });

  it('has the asked number of photos, some videos and one broken file, all with ids of their own', () => {
    const kinds = plan.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'photo')).toHaveLength(1300);
    expect(kinds.filter((kind) => kind === 'video').length).toBeGreaterThanOrEqual(3);
    expect(kinds.filter((kind) => kind === 'broken')).toHaveLength(1);
    expect(new Set(plan.map(({ name }) => name)).size).toBe(plan.length);
    expect(new Set(plan.map(({ name }) => name.split(/[_.]/)[1])).size).toBe(2);
  });

  it('names files so that their ids hold posting times over several years', () => {
    const years = new Set<number>();
    for (const { name } of plan) {
      expect(name).toMatch(/^\d{18,19}_\d{9,10}\.(jpg|png|mp4)$/);
      const id = BigInt(name.split('_')[0]!);
      years.add(new Date(Number(id >> 23n) + 1_314_220_021_721).getUTCFullYear());
    }
    expect([...years].toSorted()).toEqual([2013, 2014, 2015, 2016, 2017, 2018]);
  });

  it('makes ids as Instagram does', () => {
    // The worked example of Instagram's engineering blog in milliseconds since the epoch of the ids.
    const id = mediaId(1_371_748_545_376, 1300, 567);
    expect(Number(id >> 23n) + 1_314_220_021_721).toBe(1_371_748_545_376);
    expect(Number((id >> 10n) & 8191n)).toBe(1300);
    expect(Number(id & 1023n)).toBe(567);
  });
});

describe('the pictures', () => {
  let sample: Sample;

  beforeAll(async () => {
    sample = await makeSample({ folder: join(folder, 'one', 'photos'), photoCount: 24, seed: 7 });
  });

  it('are all there, the target beside the folder', () => {
    expect(sample.counts).toEqual({ photos: 24, videos: 5, broken: 1 });
    expect(readdirSync(sample.folder)).toHaveLength(30);
    expect(readdirSync(join(folder, 'one')).toSorted()).toEqual(
      [basename(sample.target), 'photos'].toSorted(),
    );
  });

  it('can be read, apart from the videos and the broken file', async () => {
    const plan = planSample(24, 7);
    for (const { name, kind, format } of plan) {
      const expected = { photo: format, video: 'FORMAT_UNSUPPORTED', broken: 'PICTURE_DAMAGED' }[kind];
      expect(await describeFile(join(sample.folder, name)), name).toBe(expected);
    }
    const target = await ask('photo.measure', { file: sample.target });
    expect(target).toEqual({ format: 'jpeg', widthPx: 1200, heightPx: 1500 });
  });

  it('come out the same again, byte by byte, and differ from each other', async () => {
    const again = await makeSample({ folder: join(folder, 'two', 'photos'), photoCount: 24, seed: 7 });
    const first = digests(sample);
    expect(digests(again)).toEqual(first);
    expect(new Set(first).size).toBe(first.length);
  });
});
