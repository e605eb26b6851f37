/** @file Previews, target cells and atlases. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import { type Rgb, ask, asSharp, distance, picture, pixel, pixelsOf, temporaryFolder } from './pictures.ts';

const folder = temporaryFolder();

function colourOfCell(column: number, row: number): Rgb {
  return [20 + column * 30, 30 + row * 50, (column * 40 + row * 70) % 256];
}

describe('target.sample', () => {
  it('gives each cell its own colour, row by row, from the centre of the picture', async () => {
    // 6 x 4 squares of 50 px with margins left and right that the aspect 6:4 cuts away.
    const target = picture(400, 200, (x, y) => {
      const inside = x - 50;
      return inside < 0 || inside >= 300
        ? [0, 0, 0]
        : colourOfCell(Math.floor(inside / 50), Math.floor(y / 50));
    });
    const file = join(folder, 'target.png');
    await asSharp(target).png().toFile(file);
    const { cells } = await ask('target.sample', { file, columns: 6, rows: 4 });
    expect(cells.length).toBe(6 * 4 * DESCRIPTOR_BYTES);
    for (let cell = 0; cell < 24; cell += 1) {
      const middle = cell * DESCRIPTOR_BYTES + (8 * 16 + 8) * 3;
      const found: Rgb = [cells[middle]!, cells[middle + 1]!, cells[middle + 2]!];
      expect(distance(found, colourOfCell(cell % 6, Math.floor(cell / 6)))).toBeLessThan(4);
    }
  });

  it('averages: a fine checkerboard becomes grey in every pixel', async () => {
    const file = join(folder, 'checker.png');
    await asSharp(picture(640, 640, (x, y) => ((x + y) % 2 === 0 ? [255, 255, 255] : [0, 0, 0])))
      .png()
      .toFile(file);
    const { cells } = await ask('target.sample', { file, columns: 4, rows: 4 });
    for (const value of cells) expect(Math.abs(value - 127.5)).toBeLessThan(6);
  });

  it('enlarges a picture that is smaller than its cells', async () => {
    const file = join(folder, 'small.png');
    await asSharp(picture(10, 10, () => [200, 100, 50]))
      .png()
      .toFile(file);
    const { cells } = await ask('target.sample', { file, columns: 20, rows: 20 });
    expect(cells.length).toBe(400 * DESCRIPTOR_BYTES);
    expect([...cells.subarray(-3)]).toEqual([200, 100, 50]);
  });

  it('refuses a grid without cells', async () => {
    const request = ask('target.sample', { file: join(folder, 'small.png'), columns: 0, rows: 5 });
    await expect(request).rejects.toMatchObject({ code: 'GRID_INVALID' });
  });
});

describe('picture.preview', () => {
  it('keeps the aspect and never enlarges', async () => {
    const file = join(folder, 'wide.png');
    await asSharp(picture(300, 100, () => [10, 120, 200]))
      .png()
      .toFile(file);
    const previewFile = join(folder, 'preview.jpg');
    expect(await ask('picture.preview', { file, previewFile, longestSidePx: 150 })).toEqual({
      widthPx: 150,
      heightPx: 50,
    });
    const preview = await pixelsOf(previewFile);
    expect([preview.widthPx, preview.heightPx]).toEqual([150, 50]);
    expect(await ask('picture.preview', { file, previewFile, longestSidePx: 4000 })).toEqual({
      widthPx: 300,
      heightPx: 100,
    });
  });

  it('says when it may not be written', async () => {
    const request = ask('picture.preview', {
      file: join(folder, 'wide.png'),
      previewFile: join(folder, 'no-such-folder', 'preview.jpg'),
      longestSidePx: 10,
    });
    await expect(request).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  });
});

describe('atlas.build', () => {
  it('packs centre squares in order and leaves grey for what is missing', async () => {
    const colours: Rgb[] = [
      [220, 30, 30],
      [30, 200, 40],
      [40, 60, 220],
    ];
    const thumbnailFiles = await Promise.all(
      colours.map(async (colour, index) => {
        const file = join(folder, `thumb-${index}.jpg`);
        // The colour stands in the centre square only.
        await asSharp(picture(96, 48, (x) => (x < 24 || x >= 72 ? [0, 0, 0] : colour)))
          .jpeg({ quality: 95 })
          .toFile(file);
        return file;
      }),
    );
    thumbnailFiles.splice(1, 0, join(folder, 'gone.jpg'));
    const broken = join(folder, 'broken.jpg');
    writeFileSync(broken, 'no');
    thumbnailFiles.push(broken);
    const atlasFile = join(folder, 'atlas.jpg');
    const size = await ask('atlas.build', { thumbnailFiles, atlasFile, tilePx: 32, perRow: 2 });
    expect(size).toEqual({ widthPx: 64, heightPx: 96 });
    const atlas = await pixelsOf(atlasFile);
    expect(distance(pixel(atlas, 16, 16), colours[0]!)).toBeLessThan(14);
    expect(distance(pixel(atlas, 48, 16), [128, 128, 128])).toBeLessThan(14);
    expect(distance(pixel(atlas, 16, 48), colours[1]!)).toBeLessThan(14);
    expect(distance(pixel(atlas, 48, 48), colours[2]!)).toBeLessThan(14);
    expect(distance(pixel(atlas, 16, 80), [128, 128, 128])).toBeLessThan(14);
  });
});

describe('crops in the atlas', () => {
  it('are the centre and both ends of the long side, lying and upright', async () => {
    const thirds: Rgb[] = [
      [220, 30, 30],
      [30, 200, 40],
      [40, 60, 220],
    ];
    const lying = join(folder, 'lying.png');
    const upright = join(folder, 'upright.png');
    await asSharp(picture(96, 32, (x) => thirds[Math.floor(x / 32)]!))
      .png()
      .toFile(lying);
    await asSharp(picture(32, 96, (_, y) => thirds[Math.floor(y / 32)]!))
      .png()
      .toFile(upright);
    const atlasFile = join(folder, 'crops.jpg');
    const thumbnailFiles = [lying, lying, lying, upright, upright, upright];
    const crops = Uint8Array.of(0, 1, 2, 0, 1, 2);
    await ask('atlas.build', { thumbnailFiles, crops, atlasFile, tilePx: 32, perRow: 3 });
    const atlas = await pixelsOf(atlasFile);
    for (const row of [0, 1]) {
      [1, 0, 2].forEach((third, tile) => {
        expect(distance(pixel(atlas, tile * 32 + 16, row * 32 + 16), thirds[third]!)).toBeLessThan(14);
      });
    }
  });
});

describe('picture.pixels and picture.writeGrey', () => {
  it('gives small upright pixels, never enlarged', async () => {
    const stored = picture(60, 40, (x) => (x < 30 ? [250, 10, 10] : [10, 10, 250]));
    const file = join(folder, 'turned.jpg');
    // Orientation 6: the stored left side is shown on top.
    await asSharp(stored).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toFile(file);
    const small = await ask('picture.pixels', { file, longestSidePx: 30 });
    expect([small.widthPx, small.heightPx, small.data.length]).toEqual([20, 30, 20 * 30 * 3]);
    expect(small.data[0]).toBeGreaterThan(200);
    expect(small.data[(29 * 20 + 10) * 3 + 2]).toBeGreaterThan(200);
    expect(await ask('picture.pixels', { file, longestSidePx: 500 })).toMatchObject({ heightPx: 60 });
  });

  it('writes grey values that are read back as they were', async () => {
    const file = join(folder, 'grey.png');
    const data = Uint8Array.from({ length: 24 * 10 }, (_, at) => at % 256);
    await ask('picture.writeGrey', { file, data, widthPx: 24, heightPx: 10 });
    const back = await ask('picture.pixels', { file, longestSidePx: 100 });
    expect(Array.from(data.keys(), (at) => back.data[at * 3])).toEqual(Array.from(data));
  });
});
