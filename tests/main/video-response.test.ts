/** @file Ranges of a video: what a player asks for, what nobody should ask for, and a file that is read while it changes. */
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byteRange, videoResponse } from '../../src/main/video-response.ts';

const SIZE_BYTES = 300_000;
const content = Buffer.from(Uint8Array.from({ length: SIZE_BYTES }, (_, at) => (at * 7 + (at >> 8)) % 251));
const options = { origin: 'app://smalti' };

let dir: string;
let file: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'smalti-video-'));
  file = join(dir, 'lake.MP4');
  await writeFile(file, content);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function asked(range: string | null): Promise<{ response: Response; body: Buffer }> {
  const response = await videoResponse(file, range, options);
  return { response, body: Buffer.from(await response.arrayBuffer()) };
}

describe('byteRange', () => {
  it('reads what RFC 9110 shows as examples', () => {
    expect(byteRange('bytes=0-499', 10_000)).toEqual({ first: 0, last: 499 });
    expect(byteRange('bytes=500-999', 10_000)).toEqual({ first: 500, last: 999 });
    expect(byteRange('bytes=-500', 10_000)).toEqual({ first: 9500, last: 9999 });
    expect(byteRange('bytes=9500-', 10_000)).toEqual({ first: 9500, last: 9999 });
    expect(byteRange('bytes=0-0', 10_000)).toEqual({ first: 0, last: 0 });
    expect(byteRange('bytes=9500-20000', 10_000)).toEqual({ first: 9500, last: 9999 });
    expect(byteRange('bytes=-20000', 10_000)).toEqual({ first: 0, last: 9999 });
  });

  it('has none behind the end, and the whole for what is no single range', () => {
    for (const header of ['bytes=10000-', 'bytes=10000-10001', 'bytes=-0', 'bytes=99999999999999999999-'])
      expect(byteRange(header, 10_000), header).toBe('none');
    for (const header of [
      null,
      '',
      'bytes',
      'bytes=',
      'bytes=-',
      'bytes=5-2',
      'bytes=a-b',
      'lines=0-5',
      'bytes=0-1,5-6',
    ])
      expect(byteRange(header, 10_000), String(header)).toBe('whole');
    expect(byteRange('bytes=0-', 0)).toBe('none');
  });

  it('never leaves the file, whatever it is asked', () => {
    const number = fc.oneof(fc.constant(''), fc.nat().map(String), fc.bigInt({ min: 0n }).map(String));
    fc.assert(
      fc.property(number, number, fc.nat(), (start, end, size) => {
        const range = byteRange(`bytes=${start}-${end}`, size);
        if (typeof range === 'string') return;
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.last).toBeGreaterThanOrEqual(range.first);
        expect(range.last).toBeLessThan(size);
      }),
    );
  });
});

describe('videoResponse', () => {
  it('sends the whole file when no range is asked for', async () => {
    const { response, body } = await asked(null);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('content-length')).toBe(String(SIZE_BYTES));
    expect(response.headers.get('access-control-allow-origin')).toBe('app://smalti');
    expect(body.equals(content)).toBe(true);
  });

  it('sends exactly the bytes of a range', async () => {
    for (const [header, first, last] of [
      ['bytes=0-', 0, SIZE_BYTES - 1],
      ['bytes=65535-65537', 65_535, 65_537],
      ['bytes=131072-262143', 131_072, 262_143],
      ['bytes=-1', SIZE_BYTES - 1, SIZE_BYTES - 1],
    ] as const) {
      const { response, body } = await asked(header);
      expect(response.status, header).toBe(206);
      expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/${SIZE_BYTES}`);
      expect(response.headers.get('content-length')).toBe(String(last - first + 1));
      expect(body.equals(content.subarray(first, last + 1))).toBe(true);
    }
  });

  it('refuses a range behind the end and says how long the file is', async () => {
    const { response, body } = await asked(`bytes=${SIZE_BYTES}-`);
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe(`bytes */${SIZE_BYTES}`);
    expect(body.length).toBe(0);
  });

  it('answers for an empty file', async () => {
    const empty = join(dir, 'empty.webm');
    await writeFile(empty, '');
    expect((await videoResponse(empty, null, options)).status).toBe(200);
    expect((await videoResponse(empty, 'bytes=0-', options)).status).toBe(416);
  });

  it('goes on with the file it began with when another takes its name', async () => {
    const begun = await videoResponse(file, 'bytes=0-', options);
    const other = join(dir, 'other');
    await writeFile(other, 'something else');
    await rename(other, file);
    const body = Buffer.from(await begun.arrayBuffer());
    expect(body.equals(content)).toBe(true);
    await writeFile(file, content);
  });

  it.skipIf(process.platform !== 'linux')('closes the file when the player leaves', async () => {
    const openFiles = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
    const before = await openFiles();
    for (let count = 0; count < 20; count += 1) {
      const { body } = await videoResponse(file, 'bytes=0-', options);
      const reader = body!.getReader();
      await reader.read();
      await reader.cancel();
    }
    await expect.poll(openFiles).toBeLessThanOrEqual(before + 1);
  });

  it('fails for a file that is not there', async () => {
    await expect(videoResponse(join(dir, 'gone.mp4'), null, options)).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});
