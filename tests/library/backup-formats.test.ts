/** @file Every backup format: its fixture is written to disk and read back, fact by fact. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupFixtures, writeFixture } from '../../scripts/fixtures/make-backup-fixtures.mjs';
import { listLibraryFiles } from '../../src/library/backup/list.ts';
import { Materialiser } from '../../src/library/backup/materialise.ts';
import type { LibraryFile } from '../../src/library/facts.ts';

const fixtures = await backupFixtures();
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'smalti-formats-'));
  for (const fixture of fixtures) await writeFixture(fixture, join(root, fixture.name));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function read(folder: string): Promise<{ files: Map<string, LibraryFile>; problems: string[] }> {
  const problems: string[] = [];
  const files = new Map<string, LibraryFile>();
  const onProblem = ({ file, code }: { file: string; code: string }): void =>
    void problems.push(`${file} ${code}`);
  for await (const file of listLibraryFiles(folder, { onProblem })) files.set(file.relativePath, file);
  return { files, problems: problems.sort() };
}

function plain({ kind, section, backupFormat, facts }: LibraryFile): unknown {
  return { kind, section, backupFormat, facts };
}

describe('each format by itself', () => {
  it.each(fixtures)('$name', async (fixture) => {
    const { files, problems } = await read(join(root, fixture.name));
    expect(Object.fromEntries([...files].map(([path, file]) => [path, plain(file)]))).toEqual(
      fixture.expected,
    );
    expect(problems).toEqual([...fixture.problems].sort());
  });
});

describe('all formats in one library', () => {
  it('are told apart', async () => {
    const { files } = await read(root);
    for (const fixture of fixtures) {
      for (const [path, expected] of Object.entries(fixture.expected)) {
        const file = files.get(`${fixture.name}/${path}`)!;
        expect([path, file.backupFormat, file.section, file.kind]).toEqual([
          path,
          expected.backupFormat,
          expected.section,
          expected.kind,
        ]);
      }
    }
    const count = fixtures.reduce((sum, fixture) => sum + Object.keys(fixture.expected).length, 0);
    expect(files.size).toBe(count);
  });
});

describe('files inside archives', () => {
  it('are copied out when they are asked for, and nowhere else', async () => {
    const folder = join(root, 'instagram-2025-zips');
    const temporary = join(root, 'temporary');
    const materialiser = new Materialiser(folder, temporary);
    const { files } = await read(folder);
    for (const path of files.keys()) {
      const file = await materialiser.path(path);
      expect(file.startsWith(temporary)).toBe(true);
      expect((await readFile(file)).length).toBe(files.get(path)!.sizeBytes);
    }
    const [path] = files.keys();
    const copy = await materialiser.path(path!);
    await materialiser.release(path!);
    await expect(readFile(copy)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(materialiser.path('instagram-me-part2.zip!/nothing.jpg')).rejects.toMatchObject({
      code: 'FILE_MISSING',
    });
    await expect(materialiser.path('absent.zip!/a.jpg')).rejects.toMatchObject({ code: 'ARCHIVE_DAMAGED' });
    expect(await materialiser.path('plain/a.jpg')).toBe(join(folder, 'plain', 'a.jpg'));
    await materialiser.close();
    await expect(readFile(copy)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
