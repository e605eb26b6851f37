/** @file Captions, repaired text, dates: the pure readers. */
import { describe, expect, it } from 'vitest';
import { decodeEntities, plainFromHtml } from '../../src/library/backup/formats/html-text.ts';
import { localOfSpokenDate } from '../../src/library/backup/formats/spoken-date.ts';
import { msOfUtcText, parseJson, repairMojibake } from '../../src/library/backup/sidecar.ts';
import { allHashtags, hashtags, mentions } from '../../src/library/captions.ts';
import { dateReason, offsetMinutes, shownDate, wallClockMs } from '../../src/library/dates.ts';
import type { BackupFacts } from '../../src/library/facts.ts';
import type { EmbeddedFacts } from '../../src/shared/picture-facts.ts';
import { sampleFile } from './sample-facts.ts';

describe('hashtags', () => {
  it.each([
    ['x #Sunset #été #東京 ＃夏 #a#b #snow-day', ['sunset', 'été', '東京', '夏', 'a', 'b', 'snow']],
    ['#🏳️‍🌈 #👭🏽 #🇯🇵 #2022 #love❤️', ['🏳️‍🌈', '👭🏽', '🇯🇵', '2022', 'love❤️']],
    ['foo#bar http://x.y/#frag &#39; # #', []],
    ['#Cafe\u0301 and #caf\u00e9', ['café']],
    ['#one,#two.#three! (#four) #five\n#six', ['one', 'two', 'three', 'four', 'five', 'six']],
    ['#under_score #_x #a1', ['under_score', '_x', 'a1']],
    ['keycap #️⃣ and #️⃣1', []],
    ['#हिन्दी #עברית #עִבְרִית', ['हिन्दी', 'עברית', 'עִבְרִית']],
    ['see www.example.com/#top and #real', ['real']],
    [`#${'x'.repeat(200)}`, ['x'.repeat(150)]],
  ])('%s', (caption, expected) => {
    expect(hashtags(caption).map(({ tag }) => tag)).toEqual(expected);
  });

  it('keep their first spelling, and listed ones join those of the caption', () => {
    expect(hashtags('#Lake #LAKE')).toEqual([{ tag: 'lake', spelling: 'Lake' }]);
    expect(allHashtags('#Lake', ['#lake', 'Two Words', ' ', 'ÉTÉ'])).toEqual([
      { tag: 'lake', spelling: 'Lake' },
      { tag: 'two words', spelling: 'Two Words' },
      { tag: 'été', spelling: 'ÉTÉ' },
    ]);
    expect(allHashtags(undefined, undefined)).toEqual([]);
  });
});

describe('mentions', () => {
  it.each([
    ['@Bob. hi @a..b me@x.com (@under_score) @é @@z', ['bob', 'a', 'under_score']],
    ['@one @ONE @two.three, @four', ['one', 'two.three', 'four']],
    ['no one', []],
  ])('%s', (caption, expected) => {
    expect(mentions(caption)).toEqual(expected);
  });
});

describe('text of exports', () => {
  it.each([
    ['Rados\u00c5\u0082aw', 'Radosław'],
    ['\u00f0\u009f\u0098\u008a', '😊'],
    ['Дорогой', 'Дорогой'],
    ['caf\u00e9', 'café'],
    ['plain', 'plain'],
    ['\u00e2\u0080\u0099', '’'],
  ])('%s becomes %s', (wrong, right) => {
    expect(repairMojibake(wrong)).toBe(right);
    expect(repairMojibake(right)).toBe(right);
  });

  it('decodes entities and drops tags', () => {
    expect(decodeEntities('&amp;&#233;&#xE9;&unknown;&#0;&#55296;&#99999999;')).toBe(
      '&éé&unknown;&#0;&#55296;&#99999999;',
    );
    expect(plainFromHtml('a<br/>b <b>c</b> 1 < 2 > 0')).toBe('a\nb c 1 < 2 > 0');
  });

  it('keeps ids beyond 2^53', () => {
    expect(parseJson(Buffer.from('{"pk": 1317927813210600632, "n": 5, "f": 1.5}'))).toEqual({
      pk: '1317927813210600632',
      n: 5,
      f: 1.5,
    });
  });

  it.each([
    ['Aug 17, 2025 11:23 am', '2025-08-17T11:23:00'],
    ['Sep 8, 2016, 4:36 PM', '2016-09-08T16:36:00'],
    ['Sep 8, 2016, 4:36\u202fPM', '2016-09-08T16:36:00'],
    ['Jan 1, 2020, 12:05 AM', '2020-01-01T00:05:00'],
    ['Jan 1, 2020, 12:05 PM', '2020-01-01T12:05:00'],
    ['8. September 2016, 16:36', '2016-09-08T16:36:00'],
    ['17 août 2025 11:23', '2025-08-17T11:23:00'],
    ['17 sept. 2025, 9:23', '2025-09-17T09:23:00'],
    ['17 de agosto de 2025 11:23', '2025-08-17T11:23:00'],
    ['17 авг. 2025 11:23', '2025-08-17T11:23:00'],
    ['17.08.2025 11:23', null],
    ['We met in May 2020 at 10:30 and walked for three days until the lake', null],
    ['Aug 17, 2025', null],
    ['Aug 77, 2025 11:23', null],
  ])('the date %s is %s', (text, expected) => {
    expect(localOfSpokenDate(text)).toBe(expected);
  });

  it.each([
    ['2018-11-29 01:04:04', 1543453444000],
    ['2018-11-29T01:04:04+00:00', 1543453444000],
    ['2018-11-29T02:04:04+0100', 1543453444000],
    ['2018-11-29', undefined],
    ['garbage', undefined],
  ])('%s is %s', (text, expected) => {
    expect(msOfUtcText(text)).toBe(expected);
  });
});

describe('the shown date', () => {
  const NOW_MS = Date.UTC(2026, 0, 1);
  const instagram = { backupFormat: 'instaloader', mtimeMs: Date.UTC(2025, 5, 5) } as const;
  const plain = { backupFormat: 'plain', mtimeMs: Date.UTC(2025, 5, 5) } as const;
  const exif: EmbeddedFacts = { capturedLocal: '2016-08-16T08:34:20', utcOffset: '+02:00' };
  const shown = (file: Parameters<typeof sampleFile>[1], facts: BackupFacts, embedded: EmbeddedFacts = {}) =>
    shownDate(sampleFile('a.jpg', file, facts), embedded, NOW_MS);

  it('is the posting time of an Instagram backup, from the sidecar before the id', () => {
    const facts = { mediaId: '1317927813210600632', postedAtMs: 1471329299000 };
    expect(shown(instagram, facts, exif)).toMatchObject({
      atMs: 1471329299000,
      source: 'sidecar',
      isLocal: false,
    });
    expect(shown(instagram, { mediaId: facts.mediaId }, exif)).toMatchObject({
      atMs: 1471329260013,
      source: 'media-id',
      isApproximate: false,
    });
  });

  it('is taken from the post rather than from a picture of an album', () => {
    const facts = { mediaId: '1787133803186894424', parentMediaId: '1787135824035452364' };
    expect(shown(instagram, facts)).toMatchObject({ atMs: 1527263213635 });
    expect(shown({ ...instagram, kind: 'video' }, { mediaId: '1806097553666903266' })).toMatchObject({
      isApproximate: true,
    });
  });

  it('is the capture time elsewhere, with the zone when the camera wrote one', () => {
    expect(shown(plain, {}, exif)).toMatchObject({ atMs: Date.UTC(2016, 7, 16, 6, 34, 20), isLocal: false });
    expect(shown(plain, {}, { capturedLocal: '2016-08-16T08:34:20' })).toMatchObject({
      atMs: Date.UTC(2016, 7, 16, 8, 34, 20),
      source: 'exif',
      isLocal: true,
    });
    expect(shown(plain, { capturedAtMs: 1471329260000 })).toMatchObject({
      atMs: 1471329260000,
      source: 'sidecar',
    });
  });

  it('passes over the defaults of clocks that were never set, the future and zero', () => {
    for (const capturedLocal of [
      '1970-01-01T00:00:00',
      '1980-01-01T12:00:00',
      '2000-01-01T00:00:00',
      '2031-01-01T00:00:00',
      '0000-00-00T00:00:00',
    ]) {
      expect(shown(plain, {}, { capturedLocal })).toMatchObject({ source: 'modified' });
      expect(wallClockMs(capturedLocal, NOW_MS)).toBeNull();
    }
    expect(shown(plain, { postedAtMs: 0 })).toMatchObject({ source: 'modified' });
    expect(wallClockMs('2000-01-01T00:00:01', NOW_MS)).not.toBeNull();
  });

  it('falls back on names, counter ids and the file itself', () => {
    expect(shown(plain, { namedLocal: '2017-03-01T12:00:00', namedIn: 'folder' })).toMatchObject({
      source: 'folder',
      isApproximate: true,
    });
    const legacy = shown({ ...instagram, backupFormat: 'photodesk' }, { mediaId: '31000411' });
    expect(legacy).toMatchObject({ source: 'legacy-id', atMs: 1298688799000, isApproximate: true });
    expect(shown({ ...plain, mtimeMs: 0 }, {})).toBeNull();
  });

  it('is explained in a sentence', () => {
    for (const source of [
      'sidecar',
      'media-id',
      'exif',
      'file-name',
      'folder',
      'legacy-id',
      'modified',
    ] as const) {
      for (const isLocal of [true, false]) {
        const sentence = dateReason(source, { isLocal, isApproximate: isLocal, isPost: !isLocal });
        expect(sentence).toMatch(/^[A-Z].*\.$/);
      }
    }
  });

  it.each([
    ['+02:00', 120],
    ['-0330', -210],
    ['Z', 0],
    ['+25:00', null],
    [undefined, null],
  ])('the offset %s is %s minutes', (offset, minutes) => {
    expect(offsetMinutes(offset)).toBe(minutes);
  });
});
