/** @file What the camera or a program wrote into a file comes out right, and damaged notes do no harm. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PhotoFacts } from '../../src/imaging/contract.ts';
import { textOf } from '../../src/imaging/metadata-blocks.ts';
import { ask, asSharp, photoLike, temporaryFolder } from './pictures.ts';

const folder = temporaryFolder();

async function describeBytes(name: string, bytes: Uint8Array): Promise<PhotoFacts> {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return ask('photo.describe', { file, thumbnailFile: join(folder, `${name}.thumb.jpg`) });
}

/** One data set of an IPTC block. */
function dataSet(number: number, text: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x1c, 2, number, text.length >> 8, text.length & 255]), text]);
}

describe('what the file says of itself', () => {
  it('reads time with offset, camera and place', async () => {
    const bytes = await asSharp(photoLike(64, 48, 2))
      .jpeg()
      .withExif({
        IFD0: { Make: 'Canon', Model: 'EOS 80D', ImageDescription: 'Early one morning' },
        IFD2: {
          DateTimeOriginal: '2019:07:14 18:22:31',
          OffsetTimeOriginal: '+02:00',
          LensModel: 'EF-S18-135mm',
        },
        IFD3: {
          GPSLatitudeRef: 'S',
          GPSLatitude: '33/1 52/1 768/100',
          GPSLongitudeRef: 'W',
          GPSLongitude: '70/1 36/1 0/1',
        },
      })
      .toBuffer();
    const { embedded, warnings } = await describeBytes('camera.jpg', bytes);
    expect(warnings).toEqual([]);
    expect(embedded).toMatchObject({
      capturedLocal: '2019-07-14T18:22:31',
      utcOffset: '+02:00',
      cameraMake: 'Canon',
      cameraModel: 'EOS 80D',
      lens: 'EF-S18-135mm',
      caption: 'Early one morning',
    });
    expect(embedded.latitude).toBeCloseTo(-33.8688, 4);
    expect(embedded.longitude).toBeCloseTo(-70.6, 4);
  });

  it('reads the same from WebP, which the metadata library does not know', async () => {
    const bytes = await asSharp(photoLike(64, 48, 2))
      .webp()
      .withExif({ IFD0: { Make: 'Nokia' }, IFD2: { DateTimeOriginal: '2012:02:29 10:00:00' } })
      .toBuffer();
    const { embedded } = await describeBytes('camera.webp', bytes);
    expect(embedded).toMatchObject({ capturedLocal: '2012-02-29T10:00:00', cameraMake: 'Nokia' });
  });

  it.each(['0000:00:00 00:00:00', '2019:02:30 10:00:00', '    :  :     :  :  '])(
    'takes %j for no time',
    async (time) => {
      const bytes = await asSharp(photoLike(64, 48, 2))
        .jpeg()
        .withExif({ IFD2: { DateTimeOriginal: time } })
        .toBuffer();
      expect((await describeBytes('undated.jpg', bytes)).embedded.capturedLocal).toBeUndefined();
    },
  );

  it('reads IPTC texts in UTF-8 and in Latin-1', async () => {
    const records = Buffer.concat([
      dataSet(25, Buffer.from('Zürich')),
      dataSet(25, Buffer.from('café', 'latin1')),
      dataSet(120, Buffer.from('Am See – abends')),
      dataSet(55, Buffer.from('20170803')),
      dataSet(60, Buffer.from('142233+0200')),
    ]);
    const resource = Buffer.concat([Buffer.from('8BIM\u0004\u0004\0\0', 'latin1'), Buffer.alloc(4), records]);
    resource.writeUInt32BE(records.length, 8);
    const segment = Buffer.concat([
      Buffer.from([0xff, 0xed, 0, 0]),
      Buffer.from('Photoshop 3.0\0'),
      resource,
    ]);
    segment.writeUInt16BE(segment.length - 2, 2);
    const jpeg = await asSharp(photoLike(64, 48, 2))
      .jpeg()
      .toBuffer();
    const { embedded } = await describeBytes(
      'iptc.jpg',
      Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]),
    );
    expect(embedded).toMatchObject({
      keywords: ['Zürich', 'café'],
      caption: 'Am See – abends',
      capturedLocal: '2017-08-03T14:22:33',
      utcOffset: '+02:00',
    });
  });

  it('names the colour profile', async () => {
    const bytes = await asSharp(photoLike(64, 48, 2))
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    expect((await describeBytes('p3.jpg', bytes)).embedded.colourProfile).toMatch(/P3/);
  });

  it('takes damaged EXIF for a warning, never for a failure', async () => {
    const jpeg = await asSharp(photoLike(64, 48, 2))
      .jpeg()
      .withExif({ IFD0: { Make: 'Canon' } })
      .toBuffer();
    const at = jpeg.indexOf('Exif\0\0') + 6;
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 8, maxLength: 40 }), async (noise) => {
        const damaged = Buffer.from(jpeg);
        damaged.set(noise, at);
        const facts = await describeBytes('damaged.jpg', damaged);
        return facts.widthPx === 64 || facts.widthPx === 48;
      }),
      { numRuns: 40 },
    );
    expect(textOf(Buffer.from([0x63, 0xe9]))).toBe('cé');
  });
});
