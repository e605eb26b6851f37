/** @file Copies, second downloads and bursts: real pictures through real imaging, and made-up rows. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { describePhoto } from '../../src/imaging/describe.ts';
import { Materialiser } from '../../src/library/backup/materialise.ts';
import { openCatalogue } from '../../src/library/catalogue/catalogue.ts';
import { findDuplicates, findIdenticalFiles } from '../../src/library/duplicates.ts';
import { bitCount, HashIndex, NEAR_BITS } from '../../src/library/near-hashes.ts';
import { fingerprints, samePictureGroups } from '../../src/library/same-picture.ts';
import { sampleFile, samplePicture } from './sample-facts.ts';

const duplicatesDir = '../shared/testdata/duplicates';
const hasPictures = existsSync(join(duplicatesDir, 'groups.json'));
if (!hasPictures) process.stdout.write(`duplicates: ${duplicatesDir} is absent, its pictures are skipped\n`);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smalti-duplicates-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Group {
  group: string;
  files: string[];
  identicalBytes: string[];
  samePicture: string[];
  arguable: string[];
}

describe.skipIf(!hasPictures)('real pictures', () => {
  it('finds every copy and joins nothing else', async () => {
    const groups = JSON.parse(readFileSync(join(duplicatesDir, 'groups.json'), 'utf8')) as Group[];
    const files = groups.flatMap((group) => group.files);
    const catalogue = openCatalogue(':memory:');
    for (const file of files) {
      const { warnings: _, ...picture } = await describePhoto(
        join(duplicatesDir, file),
        join(folder, 'thumb.jpg'),
      );
      const sizeBytes = readFileSync(join(duplicatesDir, file)).length;
      catalogue.upsertFacts([{ file: sampleFile(file, { sizeBytes }), picture }]);
    }
    const names = new Map([...catalogue.knownFiles()].map(([path, { photoId }]) => [photoId, path]));
    const found = (await findDuplicates(catalogue)).samePicture.map((ids) => ids.map((id) => names.get(id)!));
    for (const { group, files: all, identicalBytes, samePicture } of groups) {
      const mine = found.filter((members) => members.some((name) => all.includes(name)));
      expect([group, mine.length]).toEqual([group, 1]);
      for (const name of [...identicalBytes, ...samePicture]) expect(mine[0]).toContain(name);
      for (const name of mine[0]!) expect(all).toContain(name);
    }
    expect(found.length).toBe(groups.length);

    const identical = await findIdenticalFiles(
      catalogue,
      new Materialiser(duplicatesDir, join(folder, 'temporary')),
    );
    const expected = groups.map(({ identicalBytes }) => [...identicalBytes].sort());
    expect(identical.map((ids) => ids.map((id) => names.get(id)!).sort()).sort()).toEqual(expected.sort());
    catalogue.close();
  });
});

describe('groups', () => {
  it('count bits', () => {
    for (const word of [0, 1, -1, 0x55555555, -0x80000000, 0x12345678]) {
      expect(bitCount(word)).toBe([...(word >>> 0).toString(2)].filter((bit) => bit === '1').length);
    }
  });

  it('look at every pair of near hashes once, and at no other', () => {
    const random = seededRandom(5);
    const word = (): number => (random() * 2 ** 32) | 0;
    const high = Int32Array.from({ length: 400 }, word);
    const low = Int32Array.from({ length: 400 }, word);
    // Each second hash is the one before it with up to 20 bits turned over.
    for (let position = 1; position < 400; position += 2) {
      high[position] = high[position - 1]!;
      low[position] = low[position - 1]!;
      for (let turned = position % 21; turned > 0; turned -= 1) {
        const half = random() < 0.5 ? high : low;
        half[position]! ^= 1 << Math.floor(random() * 32);
      }
    }
    const index = new HashIndex({ count: 400, high, low });
    const told: string[] = [];
    const expected: string[] = [];
    for (let first = 0; first < 400; first += 1) {
      index.eachNear(first, (second, bits) => told.push(`${first} ${second} ${bits}`));
      for (let second = first + 1; second < 400; second += 1) {
        const bits = bitCount(high[first]! ^ high[second]!) + bitCount(low[first]! ^ low[second]!);
        if (bits <= NEAR_BITS) expected.push(`${first} ${second} ${bits}`);
      }
    }
    expect(expected.length).toBeGreaterThan(100);
    expect(told.sort()).toEqual(expected.sort());
  });

  it('never join flat pictures, which all look alike', async () => {
    const flat = fingerprints(['0000000000000000', '0000000000000000'], new Uint8Array(2 * 768).fill(5));
    expect(await samePictureGroups(flat, async () => {})).toEqual([]);
  });

  it('hold second downloads by their media id, and bursts by time and look', async () => {
    const catalogue = openCatalogue(':memory:');
    const wave = Uint8Array.from({ length: 768 }, (_, at) => 128 + 100 * Math.sin(at / 9));
    const shot = (second: number, hash: string) =>
      samplePicture(0, {
        descriptor: wave.map((value, at) => value + ((at * second) % 7)),
        perceptualHash: hash,
        embedded: { capturedLocal: `2020-01-01T12:00:${String(second).padStart(2, '0')}`, cameraModel: 'X' },
      });
    const ids = catalogue.upsertFacts([
      { file: sampleFile('a.jpg', {}, { mediaId: '1317927813210600632' }), picture: samplePicture(1) },
      { file: sampleFile('a (1).jpg', {}, { mediaId: '1317927813210600632' }), picture: samplePicture(1) },
      { file: sampleFile('b.jpg', {}, { mediaId: '1787135824035452364' }), picture: samplePicture(2) },
      { file: sampleFile('s1.jpg'), picture: shot(1, '00000000ffffffff') },
      { file: sampleFile('s2.jpg'), picture: shot(3, '00000000fffff000') },
      { file: sampleFile('s3.jpg'), picture: shot(5, '00000000ff0ff000') },
      { file: sampleFile('s4.jpg'), picture: shot(9, '00000000fffff000') },
      { file: sampleFile('other.jpg'), picture: shot(10, 'ffffffff00000000') },
    ]);
    const found = await findDuplicates(catalogue);
    expect(found.sameMediaId).toEqual([[ids[0], ids[1]]]);
    expect(found.bursts).toEqual([[ids[3], ids[4], ids[5]]]);
    expect(found.samePicture).toEqual([]);
    catalogue.close();
  });

  it('compare bytes only where sizes are equal, and pass over files that are gone', async () => {
    const catalogue = openCatalogue(':memory:');
    writeFileSync(join(folder, 'one'), 'abc');
    writeFileSync(join(folder, 'two'), 'abc');
    writeFileSync(join(folder, 'three'), 'abd');
    const ids = catalogue.upsertFacts(
      ['one', 'two', 'three', 'gone'].map((name) => ({
        file: sampleFile(name, { sizeBytes: 3 }),
        picture: null,
      })),
    );
    const files = new Materialiser(folder, join(folder, 'temporary'));
    expect(await findIdenticalFiles(catalogue, files)).toEqual([[ids[0], ids[1]]]);
    catalogue.close();
  });
});
