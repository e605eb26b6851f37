/** @file Media ids against public id, shortcode and time triples. */
import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classifyIdPair,
  idFromCacheKey,
  idFromLink,
  idFromShortcode,
  mediaIdTime,
  parseIdPairName,
  parseMediaId,
  postLink,
  rawTimeMs,
  shortcodeFromId,
} from '../../src/library/media-id.ts';

const vectorsFile = '../shared/reference/media-id-vectors.json';
const hasVectors = existsSync(vectorsFile);
if (!hasVectors) process.stdout.write(`media-id: ${vectorsFile} is absent, its vectors are skipped\n`);

interface Vector {
  pk: string;
  code: string;
  taken_at: number | null;
  decoded_ms: number | null;
  kind: string;
}

/** [id, code, decoded ms (null: counter id), taken at in seconds (null: unknown)] */
const copied: [string, string, number | null, number | null][] = [
  ['1317927813210600632', 'BJKOF0KBnS4', 1471329260013, null],
  ['130893626570653758', 'HRBw9TG0A-', 1329823757951, 1329823757],
  ['162935220482762264', 'JC3LhCRmYY', 1333643413597, 1333643413],
  ['733194846952938437', 'os1NQjxtvF', 1401623658528, 1401623658],
  ['1724071683630100823', 'BftIg_OFPFX', 1519745382261, 1519745382],
  ['1922949326347663701', 'BqvsDleB3lV', 1543453444757, 1543453444],
  ['2154602296692269830', 'B3mr1-OlWMG', 1571068630774, 1571068630],
  ['2592252466151482347', 'CP5h-I1FuPr', 1623240596547, 1623240596],
  ['3606320802535302916', 'DIMOamtN-cE', 1744126962483, null],
  ['12359', 'DBH', null, 1286394994],
  ['322481838', 'TOK6u', null, 1320721905],
  ['432265784', 'Zw9o4', null, null],
];

describe('ids, shortcodes and times', () => {
  const vectors: Vector[] = copied.map(([pk, code, decoded_ms, taken_at]) => ({
    pk,
    code,
    decoded_ms,
    taken_at,
    kind: decoded_ms === null ? 'legacy' : 'photo',
  }));
  if (hasVectors) vectors.push(...(JSON.parse(readFileSync(vectorsFile, 'utf8')) as Vector[]));

  it.each(vectors)('$pk is $code', ({ pk, code, decoded_ms, taken_at, kind }) => {
    const id = BigInt(pk);
    expect(shortcodeFromId(id)).toBe(code);
    expect(idFromShortcode(code)).toBe(id);
    const time = mediaIdTime(id);
    if (decoded_ms === null) {
      expect(time.kind).toBe('legacy');
      if (time.kind === 'legacy' && taken_at !== null) {
        expect(Math.abs(time.estimatedAtMs - taken_at * 1000)).toBeLessThan(30 * 86_400_000);
      }
      return;
    }
    expect(time).toEqual({ kind: 'timed', postedAtMs: decoded_ms });
    if (taken_at !== null && (kind === 'photo' || kind === 'album')) {
      expect(Math.floor(decoded_ms / 1000)).toBe(taken_at);
    }
    if (taken_at !== null && kind === 'video') expect(decoded_ms / 1000 - 1).toBeLessThan(taken_at);
  });

  it('goes there and back for any id', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 2n ** 63n - 1n), (id) => {
        expect(idFromShortcode(shortcodeFromId(id))).toBe(id);
      }),
    );
  });

  it('puts the time of an id where its bits are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0x1fff }),
        fc.integer({ min: 0, max: 0x3ff }),
        (shard, sequence) => {
          const ms = 1_500_000_000_123n;
          const id = ((ms - 1314220021721n) << 23n) | (BigInt(shard) << 10n) | BigInt(sequence);
          expect(rawTimeMs(id)).toBe(Number(ms));
        },
      ),
    );
  });

  it('cuts the token of private links', () => {
    expect(idFromShortcode('B8jnuB2HAbyc0q001y3F9CHRSoqEljK_dgkJjo0')).toBe(2243811726252050162n);
    expect(idFromShortcode('CCQQsCXjOaBfS3I2PpqsNkxElV9DXj61vzo5xs0')).toBe(2346448800803776129n);
    expect(idFromShortcode('HRBw9TG0A-' + 'x'.repeat(28))).toBe(130893626570653758n);
  });

  it('rejects what is no media id', () => {
    for (const graphId of [17852238405523714n, 18042509488170095n]) {
      expect(mediaIdTime(graphId)).toEqual({ kind: 'none' });
    }
    expect(mediaIdTime(2n ** 41n)).toEqual({ kind: 'none' });
    expect(mediaIdTime(0n)).toEqual({ kind: 'none' });
    const idOfNow = BigInt(1_600_000_000_000 - 1_314_220_021_721) << 23n;
    expect(mediaIdTime(idOfNow, 1_600_000_000_000 - 0.9 * 86_400_000).kind).toBe('timed');
    expect(mediaIdTime(idOfNow, 1_600_000_000_000 - 1.1 * 86_400_000).kind).toBe('none');
    expect(idFromShortcode('')).toBeNull();
    expect(idFromShortcode('not a code')).toBeNull();
    expect(idFromShortcode('_'.repeat(12))).toBeNull();
    expect(parseMediaId('99999999999999999999')).toBeNull();
    expect(parseMediaId('-3')).toBeNull();
  });
});

describe('pairs in file names', () => {
  it('reads a Photodesk name', () => {
    const pair = parseIdPairName('1317927813210600632_6614136.png')!;
    expect(pair.copy).toBe(false);
    expect(classifyIdPair(pair.first, pair.second)).toEqual({
      kind: 'media-user',
      mediaId: 1317927813210600632n,
      userId: 6614136n,
    });
  });

  it('tells an album picture of gallery-dl from a user id', () => {
    expect(classifyIdPair(1787135824035452364n, 1787133803186894424n)).toEqual({
      kind: 'parent-child',
      parentId: 1787135824035452364n,
      mediaId: 1787133803186894424n,
    });
    expect(classifyIdPair(1787135824035452364n, 70_000_000_000n).kind).toBe('media-user');
  });

  it('marks copies and second downloads', () => {
    for (const name of [
      '1317927813210600632_6614136 (1).png',
      '1317927813210600632_6614136(2).jpg',
      '1317927813210600632_6614136 copy.png',
      '1317927813210600632_6614136 2.png',
    ]) {
      expect(parseIdPairName(name)).toMatchObject({ first: 1317927813210600632n, copy: true });
    }
  });

  it('leaves other names alone', () => {
    for (const name of [
      '44877605_725955034447492_3123079845831750529_n.jpg',
      '20160816_063420.jpg',
      'IMG_1234.jpg',
      '1317927813210600632.jpg',
      '1317927813210600632_6614136',
      '99999999999999999999_1.png',
    ]) {
      expect(parseIdPairName(name)).toBeNull();
    }
    expect(classifyIdPair(17852238405523714n, 3n)).toEqual({ kind: 'none' });
  });
});

describe('links', () => {
  it.each([
    'https://www.instagram.com/p/BJKOF0KBnS4/',
    'http://instagram.com/p/BJKOF0KBnS4',
    'https://www.instagram.com/tv/BJKOF0KBnS4/?utm_source=x',
    'https://www.instagram.com/reel/BJKOF0KBnS4/',
    'https://www.instagram.com/reels/BJKOF0KBnS4/',
    'https://www.instagram.com/some.user_1/p/BJKOF0KBnS4/',
    'http://instagr.am/p/BJKOF0KBnS4/',
    'instagram://media?id=1317927813210600632',
    postLink('BJKOF0KBnS4'),
  ])('%s', (link) => {
    expect(idFromLink(link)).toBe(1317927813210600632n);
  });

  it('knows that share links carry no media code', () => {
    expect(idFromLink('https://www.instagram.com/share/p/BAbcdefghij')).toBeNull();
    expect(idFromLink('https://www.instagram.com/some.user/')).toBeNull();
    expect(idFromLink('https://example.com/p/BJKOF0KBnS4/')).toBeNull();
  });

  it('reads cache keys', () => {
    expect(idFromCacheKey('MTg3MjU4MDc2OTkxNjgyOTc2NA%3D%3D.2')).toBe(1872580769916829764n);
    expect(idFromCacheKey('MTM4MDUxNDI4MDk4NjQwNjc5Ng==.2.l')).toBe(1380514280986406796n);
    expect(idFromCacheKey('%%%')).toBeNull();
  });
});
