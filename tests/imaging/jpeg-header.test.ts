import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPlainJpegHeader } from '../../src/imaging/jpeg-header.ts';
import { sharp } from '../../src/imaging/sharp.ts';

const testData = join(import.meta.dirname, '../../../shared/testdata');
const hasTestData = existsSync(testData);
if (!hasTestData) console.log('Headers of real photos are not compared: the test photos are not there.');

const picture = sharp({ create: { width: 37, height: 21, channels: 3, background: '#a53' } });
const plain = await picture.clone().jpeg().toBuffer();

/** What sharp says of the same bytes, in the same words. */
async function bySharp(bytes: Buffer): Promise<ReturnType<typeof readPlainJpegHeader>> {
  const { width, height, isProgressive, iptc, icc, exif, xmp, orientation } = await sharp(bytes, {
    failOn: 'none',
    limitInputPixels: false,
  }).metadata();
  expect([exif, xmp, orientation]).toEqual([undefined, undefined, undefined]);
  return { widthPx: width, heightPx: height, isProgressive, ...(iptc && { iptc }), ...(icc && { icc }) };
}

/** A segment put right behind the start of a JPEG. */
function withSegment(bytes: Buffer, marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([bytes.subarray(0, 2), head, content, bytes.subarray(2)]);
}

describe('readPlainJpegHeader', () => {
  it('says what sharp says', async () => {
    for (const bytes of [
      plain,
      await picture.clone().jpeg({ progressive: true }).toBuffer(),
      await picture.clone().greyscale().jpeg().toBuffer(),
      await picture.clone().withIccProfile('p3').jpeg().toBuffer(),
      withSegment(
        plain,
        0xed,
        Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x08\x1c\x02x\0\x03abc', 'latin1'),
      ),
    ]) {
      const header = readPlainJpegHeader(bytes);
      expect(header).toBeDefined();
      expect(header).toEqual(await bySharp(bytes));
    }
  });

  it('joins a profile that is longer than a segment, and leaves an incomplete one to sharp', () => {
    const part = (number: number, count: number, text: string): Buffer =>
      Buffer.from(`ICC_PROFILE\0${String.fromCharCode(number, count)}${text}`, 'latin1');
    const whole = withSegment(withSegment(plain, 0xe2, part(2, 2, 'second')), 0xe2, part(1, 2, 'first '));
    expect(readPlainJpegHeader(whole)?.icc?.toString()).toBe('first second');
    expect(readPlainJpegHeader(withSegment(plain, 0xe2, part(2, 2, 'second')))).toBeUndefined();
  });

  it('leaves EXIF, XMP, four channels and other pictures to sharp', async () => {
    const withExif = await picture
      .clone()
      .withExif({ IFD0: { Artist: 'Mira' } })
      .jpeg()
      .toBuffer();
    const withXmp = withSegment(plain, 0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x/>', 'latin1'));
    const cmyk = await picture.clone().toColourspace('cmyk').jpeg().toBuffer();
    const png = await picture.clone().png().toBuffer();
    for (const bytes of [withExif, withXmp, cmyk, png]) expect(readPlainJpegHeader(bytes)).toBeUndefined();
  });

  it('never reads past the end, wherever the file is cut', () => {
    const startOfScan = plain.indexOf(Buffer.from([0xff, 0xda]));
    for (let length = 0; length < plain.length; length += 1) {
      const header = readPlainJpegHeader(plain.subarray(0, length));
      if (length <= startOfScan) expect(header).toBeUndefined();
      else if (header !== undefined) expect(header).toMatchObject({ widthPx: 37, heightPx: 21 });
    }
  });

  it.skipIf(!hasTestData)(
    'says of every real and every broken JPEG what sharp says, or nothing',
    async () => {
      let read = 0;
      for (const folder of ['photos', 'broken', 'duplicates']) {
        const names = readdirSync(join(testData, folder), { recursive: true, encoding: 'utf8' });
        const jpegs = names.filter((name) => /\.jpe?g$/i.test(name)).sort();
        for (const name of jpegs.filter((_, index) => folder !== 'photos' || index % 5 === 0)) {
          const bytes = readFileSync(join(testData, folder, name));
          const header = bytes[0] === 0xff && bytes[1] === 0xd8 ? readPlainJpegHeader(bytes) : undefined;
          if (header === undefined) continue;
          read += 1;
          expect(header, name).toEqual(await bySharp(bytes));
        }
      }
      expect(read).toBeGreaterThan(100);
    },
  );
});
