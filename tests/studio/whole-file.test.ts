import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeWriteError, writeTextWhole, writeWhole } from '../../src/studio/whole-file.ts';

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
