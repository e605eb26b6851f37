import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  describeWriteError,
  writeStreamWhole,
  writeTextWhole,
  writeWhole,
} from '../../src/files/whole-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smalti-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writeWhole', () => {
  it('puts the whole file under its name and leaves nothing else', async () => {
    await writeTextWhole(join(folder, 'deep', 'a.json'), 'text');
    expect(await readFile(join(folder, 'deep', 'a.json'), 'utf8')).toBe('text');
    expect(await readdir(join(folder, 'deep'))).toEqual(['a.json']);
  });

  it('keeps what stood there when writing fails half-way, and removes the half', async () => {
    const file = join(folder, 'poster.png');
    await writeFile(file, 'old');
    const failing = writeWhole(file, async (temporaryFile) => {
      await writeFile(temporaryFile, 'half');
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    });
    await expect(failing).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['poster.png']);
  });

  it('says in words that a folder is missing', async () => {
    const failing = writeWhole(join(folder, 'gone', 'a.png'), (temporaryFile) =>
      writeFile(temporaryFile, ''),
    );
    await expect(failing).rejects.toMatchObject({ code: 'FOLDER_MISSING' });
  });

  it('lets errors that it does not know pass', () => {
    const bug = new TypeError('bug');
    expect(describeWriteError(bug, 'a')).toBe(bug);
  });
});

describe('writeStreamWhole', () => {
  it('writes pieces of any kind in order', async () => {
    const pieces = async function* () {
      yield 'é';
      yield new Uint8Array([65, 66]);
      yield 'c'.repeat(100_000);
    };
    await writeStreamWhole(join(folder, 'new', 'a.txt'), pieces());
    expect(await readFile(join(folder, 'new', 'a.txt'), 'utf8')).toBe(`éAB${'c'.repeat(100_000)}`);
  });

  it('leaves nothing behind when it is stopped or its pieces fail, at whatever moment', async () => {
    const failures = Array.from({ length: 60 }, (_, at) => {
      const controller = new AbortController();
      const reason = new Error('stopped');
      const pieces = async function* () {
        yield 'begin';
        if (at % 3 === 0) throw reason;
        if (at % 3 === 1) controller.abort(reason);
        for (;;) yield await Promise.resolve('more');
      };
      if (at % 3 === 2) controller.abort(reason);
      const write = writeStreamWhole(join(folder, `${at}.txt`), pieces(), { signal: controller.signal });
      return expect(write).rejects.toBe(reason);
    });
    await Promise.all(failures);
    // A file that came late would come now.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await readdir(folder)).toEqual([]);
  });

  it('says in words that a file stands where the folder should be', async () => {
    await writeFile(join(folder, 'a'), '');
    const write = (file: string) => writeStreamWhole(join(folder, file), ['text']);
    await expect(write('a/b.txt')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    await expect(write('a/b/c.txt')).rejects.toMatchObject({ code: 'FOLDER_MISSING' });
  });
});
