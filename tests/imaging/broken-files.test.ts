/**
 * @file Every damaged or odd file of the shared test material, in one real imaging process: read right or refused
 * with a plain reason; the process lives, and its memory stays bounded.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ImagingContract, PhotoFacts } from '../../src/imaging/contract.ts';
import { launchNodeChild } from '../../src/processes/launch-node-child.ts';
import { startPool } from '../../src/processes/pool.ts';
import { SmaltiError } from '../../src/shared/errors.ts';
import { processesDir } from '../../scripts/build-processes.mjs';
import { hasTestdata, meanDifference, temporaryFolder, testdata } from './pictures.ts';

const broken = join(testdata, 'broken');
const folder = temporaryFolder();
const exits: string[] = [];
const imaging = startPool<ImagingContract>({
  name: 'imaging',
  entry: join(processesDir, 'imaging.mjs'),
  launcher: launchNodeChild(),
  cancellation: 'cooperative',
  size: 1,
  recycle: {},
});
imaging.onExit(({ why }) => exits.push(why));
afterAll(() => imaging.stop());

/** What each file that is no plain readable picture has to give; all others have to be read without a warning. */
const expectations: Record<string, { error?: string; warning?: string }> = {
  'bomb-40000x40000-1bit.png': { error: 'PICTURE_TOO_LARGE' },
  'icon.ico': { error: 'FORMAT_UNSUPPORTED' },
  'jpeg-magic-then-garbage.jpg': { error: 'PICTURE_DAMAGED' },
  'leading-garbage.jpg': { warning: 'PICTURE_DAMAGED' },
  'corrupt-exif-block.jpg': { warning: 'METADATA_DAMAGED' },
  'observed-with-sharp.json': { error: 'FORMAT_UNKNOWN' },
  'photo.jxl': { error: 'FORMAT_UNSUPPORTED' },
  'photo.psd': { error: 'FORMAT_UNSUPPORTED' },
  'random-bytes.jpg': { error: 'FORMAT_UNKNOWN' },
  'text-file.jpg': { error: 'FORMAT_UNKNOWN' },
  'truncated-half.jpg': { error: 'PICTURE_DAMAGED' },
  'truncated-header.jpg': { error: 'PICTURE_DAMAGED' },
  'zero-bytes.jpg': { error: 'FILE_EMPTY' },
};

/** Files that may or may not be there, about which only the general promise is checked. */
const anyOutcome = /^(\._|Thumbs\.db|.*(png-bad-crc|bad-crc|html|header-60000|truncated|missing-end))/i;

const files = hasTestdata
  ? readdirSync(broken, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  : [];

async function outcome(file: string): Promise<PhotoFacts | SmaltiError> {
  try {
    return await imaging.request('photo.describe', { file, thumbnailFile: join(folder, 'thumbnail.jpg') });
  } catch (error) {
    if (error instanceof SmaltiError) return error;
    throw error;
  }
}

function peakMemoryMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

describe.skipIf(!hasTestdata)('the broken files', () => {
  it.each(files)('%s', { timeout: 60_000 }, async (file) => {
    const expected = expectations[basename(file)];
    const result = await outcome(file);
    if (result instanceof SmaltiError) {
      expect(result.code).not.toMatch(/INTERNAL|PROCESS/);
      expect(result.message).toMatch(/^[A-Z].*\.$/s);
      if (!anyOutcome.test(basename(file))) expect(result.code).toBe(expected?.error);
      return;
    }
    expect(result.widthPx).toBeGreaterThan(0);
    expect(result.descriptor.length).toBe(768);
    if (anyOutcome.test(basename(file))) return;
    expect(expected?.error).toBeUndefined();
    expect(result.warnings.map(({ code }) => code)).toEqual(
      expected?.warning === undefined ? [] : [expected.warning],
    );
  });

  it('the same scene looks the same in every format that holds it', async () => {
    const base = await outcome(join(broken, 'base.jpg'));
    if (base instanceof SmaltiError) throw base;
    for (const name of [
      'photo.webp',
      'photo.avif',
      'photo.heic',
      'photo.bmp',
      'tiff-lzw.tif',
      'wrong-ext-png.jpg',
    ]) {
      const other = await outcome(join(broken, name));
      if (other instanceof SmaltiError) throw other;
      expect(meanDifference(base.descriptor, other.descriptor), name).toBeLessThan(3);
    }
  });

  it('all orientations of a picture look the same', async () => {
    for (const shape of ['Landscape', 'Portrait']) {
      const upright = await outcome(join(broken, 'orientation', `${shape}_1.jpg`));
      if (upright instanceof SmaltiError) throw upright;
      for (let orientation = 2; orientation <= 8; orientation += 1) {
        const file = join(broken, 'orientation', `${shape}_${orientation}.jpg`);
        if (!existsSync(file)) continue;
        const turned = await outcome(file);
        if (turned instanceof SmaltiError) throw turned;
        expect([turned.widthPx, turned.heightPx]).toEqual([upright.widthPx, upright.heightPx]);
        expect(meanDifference(upright.descriptor, turned.descriptor), file).toBeLessThan(3);
      }
    }
  });

  it('all of this ran in one process, which still answers and did not grow', async () => {
    expect(exits).toEqual([]);
    expect((await imaging.request('imaging.hello', null)).libvips).toMatch(/^\d+\./);
    const [pid] = imaging.pids();
    // A 16-megapixel HEIC is decoded whole (64 MB of colour in the decoder, 48 MB outside); the bombs must add nothing.
    if (process.platform === 'linux') expect(peakMemoryMb(pid!)).toBeLessThan(600);
  });
});
