/** @file Any picture comes out upright, in sRGB, over white; what is no picture is refused in words. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeRgb, openPicture } from '../../src/imaging/open.ts';
import type { RgbPicture } from '../../src/imaging/pixels.ts';
import {
  type Rgb,
  asSharp,
  distance,
  meanDifference,
  photoLike,
  picture,
  pixel,
  temporaryFolder,
} from './pictures.ts';

const folder = temporaryFolder();

function save(name: string, bytes: Uint8Array | string): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

async function decodeWhole(file: string): Promise<RgbPicture> {
  const opened = await openPicture(file);
  return decodeRgb(opened, opened);
}

const corners: readonly Rgb[] = [
  [250, 20, 20],
  [20, 240, 30],
  [30, 40, 245],
  [240, 230, 20],
];

/** Red, green, blue, yellow from the upper left by rows. */
const quarters = picture(60, 40, (x, y) => corners[(x < 30 ? 0 : 1) + (y < 20 ? 0 : 2)]!);

describe('orientation', () => {
  // How an upright picture is stored under each number: turned clockwise by some degrees, then mirrored or not.
  const stored: Record<number, [turnDegrees: number, mirrored: boolean]> = {
    1: [0, false],
    2: [0, true],
    3: [180, false],
    4: [180, true],
    5: [90, true],
    6: [270, false],
    7: [270, true],
    8: [90, false],
  };

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF %i comes out upright, whole and cut', async (orientation) => {
    const [turnDegrees, mirrored] = stored[orientation]!;
    const turned = await sharp(await asSharp(quarters).rotate(turnDegrees).png().toBuffer())
      .flop(mirrored)
      .png()
      .toBuffer();
    const bytes = await sharp(turned)
      .withMetadata({ orientation })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const opened = await openPicture(save(`orientation-${orientation}.jpg`, bytes));
    expect([opened.widthPx, opened.heightPx, opened.orientation]).toEqual([60, 40, orientation]);
    const whole = await decodeRgb(opened, opened);
    expect([whole.widthPx, whole.heightPx]).toEqual([60, 40]);
    [
      [8, 8],
      [50, 8],
      [8, 32],
      [50, 32],
    ].forEach(([x, y], corner) => {
      expect(distance(pixel(whole, x!, y!), corners[corner]!)).toBeLessThan(12);
    });
    const cut = await decodeRgb(
      opened,
      { widthPx: 60, heightPx: 40 },
      { left: 32, top: 3, width: 20, height: 14 },
    );
    expect([cut.widthPx, cut.heightPx]).toEqual([20, 14]);
    expect(distance(pixel(cut, 0, 0), corners[1]!)).toBeLessThan(12);
    expect(distance(pixel(cut, 19, 13), corners[1]!)).toBeLessThan(12);
  });
});

describe('colour', () => {
  it('lays transparency over white', async () => {
    const bytes = await sharp({
      create: { width: 8, height: 8, channels: 4, background: { r: 200, g: 0, b: 0, alpha: 0.5 } },
    })
      .png()
      .toBuffer();
    const pixels = await decodeWhole(save('half.png', bytes));
    expect(distance(pixel(pixels, 4, 4), [228, 128, 128])).toBeLessThan(3);
  });

  it.each(['jpeg', 'png', 'tiff'] as const)('converts a Display P3 %s to sRGB', async (format) => {
    const bytes = await asSharp(quarters).withIccProfile('p3').toFormat(format, { quality: 100 }).toBuffer();
    const stored = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
    expect(distance([stored[0]!, stored[1]!, stored[2]!], corners[0]!)).toBeGreaterThan(12);
    const opened = await openPicture(save(`p3.${format}`, bytes));
    expect(distance(pixel(await decodeRgb(opened, opened), 5, 5), corners[0]!)).toBeLessThan(10);
  });

  it('converts a 16-bit Display P3 picture to sRGB', async () => {
    const bytes = await asSharp(quarters).withIccProfile('p3').toColourspace('rgb16').png().toBuffer();
    expect((await sharp(bytes).metadata()).depth).toBe('ushort');
    expect(distance(pixel(await decodeWhole(save('p3-16.png', bytes)), 5, 5), corners[0]!)).toBeLessThan(10);
  });

  it('reads CMYK, grey and 16-bit grey', async () => {
    const cmyk = await asSharp(quarters).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    const inked = pixel(await decodeWhole(save('cmyk.jpg', cmyk)), 5, 5);
    expect(inked[0]).toBeGreaterThan(150);
    expect(inked[1] + inked[2]).toBeLessThan(160);
    const grey = await asSharp(picture(9, 9, () => [90, 90, 90]))
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect(distance(pixel(await decodeWhole(save('grey.png', grey)), 4, 4), [90, 90, 90])).toBeLessThan(2);
    const deep = await asSharp(picture(9, 9, () => [90, 90, 90]))
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect(distance(pixel(await decodeWhole(save('grey16.png', deep)), 4, 4), [90, 90, 90])).toBeLessThan(2);
  });

  it.each(['gif', 'webp'] as const)('takes the first frame of an animated %s', async (format) => {
    const frames = [corners[0]!, corners[2]!].map((colour) =>
      asSharp(picture(16, 16, () => colour))
        .png()
        .toBuffer(),
    );
    const bytes = await sharp(await Promise.all(frames), { join: { animated: true } })
      .toFormat(format)
      .toBuffer();
    const opened = await openPicture(save(`moving.${format}`, bytes));
    expect([opened.widthPx, opened.heightPx]).toEqual([16, 16]);
    expect(distance(pixel(await decodeRgb(opened, opened), 8, 8), corners[0]!)).toBeLessThan(20);
  });
});

function bitmap(bits: 24 | 32, topDown: boolean): Buffer {
  const { widthPx, heightPx } = quarters;
  const rowBytes = Math.ceil((widthPx * bits) / 32) * 4;
  const file = Buffer.alloc(54 + rowBytes * heightPx);
  file.write('BM');
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(widthPx, 18);
  file.writeInt32LE(topDown ? -heightPx : heightPx, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(bits, 28);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const [red, green, blue] = pixel(quarters, x, topDown ? y : heightPx - 1 - y);
      file.set([blue, green, red], 54 + y * rowBytes + (x * bits) / 8);
    }
  }
  return file;
}

describe('bitmaps', () => {
  it.each([
    [24, false],
    [24, true],
    [32, false],
  ] as const)('reads %i bits, top down: %s', async (bits, topDown) => {
    const pixels = await decodeWhole(save('a.bmp', bitmap(bits, topDown)));
    expect(Buffer.from(pixels.data).equals(Buffer.from(quarters.data))).toBe(true);
  });

  it('refuses a bitmap that is cut short', async () => {
    const file = save('short.bmp', bitmap(24, false).subarray(0, 2000));
    await expect(openPicture(file)).rejects.toMatchObject({ code: 'PICTURE_DAMAGED' });
  });
});

describe('damage', () => {
  it('uses a JPEG that lacks its last tenth, with a warning, and refuses half a one', async () => {
    const original = photoLike(400, 300, 3);
    const whole = await asSharp(original).jpeg({ quality: 90 }).toBuffer();
    const nearly = await openPicture(save('nearly.jpg', whole.subarray(0, Math.floor(whole.length * 0.92))));
    const pixels = await decodeRgb(nearly, nearly);
    expect(nearly.warnings).toMatchObject([{ code: 'PICTURE_DAMAGED' }]);
    const upperHalf = 400 * 150 * 3;
    expect(
      meanDifference(pixels.data.subarray(0, upperHalf), original.data.subarray(0, upperHalf)),
    ).toBeLessThan(6);
    const half = save('half.jpg', whole.subarray(0, Math.floor(whole.length * 0.5)));
    await expect(decodeWhole(half)).rejects.toMatchObject({ code: 'PICTURE_DAMAGED' });
  });

  it('finds a JPEG behind stray bytes', async () => {
    const bytes = await asSharp(quarters).jpeg().toBuffer();
    const opened = await openPicture(save('stray.jpg', Buffer.concat([Buffer.from('xx'), bytes])));
    expect([opened.format, opened.widthPx, opened.warnings.length]).toEqual(['jpeg', 60, 1]);
  });

  it('refuses a picture that claims to be enormous before its pixels are touched', async () => {
    const header = await asSharp(quarters).png().toBuffer();
    header.writeUInt32BE(60_000, 16);
    header.writeUInt32BE(60_000, 20);
    await expect(openPicture(save('huge.png', header))).rejects.toMatchObject({
      code: 'PICTURE_TOO_LARGE',
      message: expect.stringContaining('60,000 x 60,000'),
    });
  });
});

describe('what is no picture', () => {
  it.each([
    ['empty.jpg', '', 'FILE_EMPTY'],
    ['text.jpg', 'not a picture at all, only words', 'FORMAT_UNKNOWN'],
    ['page.jpg', '<!DOCTYPE html><html><body>404</body></html>', 'FORMAT_UNKNOWN'],
    ['film.mp4', '\0\0\0\u0018ftypisom\0\0\u0002\0isomiso2\0\0\0\u0008free', 'FORMAT_UNSUPPORTED'],
    ['picture.psd', `8BPS\0\u0001${'\0'.repeat(40)}`, 'FORMAT_UNSUPPORTED'],
    ['._photo.jpg', Buffer.from('0005160700020000', 'hex').toString('latin1'), 'FORMAT_UNKNOWN'],
  ])('%s is refused with %s', async (name, content, code) => {
    const file = save(name, Buffer.from(content, 'latin1'));
    await expect(openPicture(file)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^[A-Z].*\.$/),
    });
  });

  it('says so for a missing file and for a folder', async () => {
    await expect(openPicture(join(folder, 'nowhere.jpg'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
    mkdirSync(join(folder, 'sub.jpg'));
    await expect(openPicture(join(folder, 'sub.jpg'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('draws an SVG but loads nothing that it points to', async () => {
    const secret = save(
      'secret.png',
      await asSharp(picture(10, 10, () => [255, 0, 0]))
        .png()
        .toBuffer(),
    );
    const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="20"><script>alert(1)</script><rect width="20" height="20" fill="#00ff00"/><image width="20" height="20" xlink:href="file://${secret}" href="secret.png"/></svg>`;
    const pixels = await decodeWhole(save('drawing.svg', svg));
    expect(distance(pixel(pixels, 10, 10), [0, 255, 0])).toBeLessThan(3);
  });
});
