/** @file Sidecars cut off and scribbled over: a listed problem at worst, never a crash, and never a lost photo. */
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupFixtures, writeFixture } from '../../scripts/fixtures/make-backup-fixtures.mjs';
import { seededRandom } from '../../src/core/random.ts';
import { listLibraryFiles } from '../../src/library/backup/list.ts';
import { kindByName } from '../../src/library/backup/kinds.ts';
import { shownDate } from '../../src/library/dates.ts';

const fixtures = (await backupFixtures()).filter(({ name }) => name !== 'damaged');
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'smalti-damaged-'));
  for (const fixture of fixtures) await writeFixture(fixture, join(root, fixture.name));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function paths(
  folder: string,
): Promise<{ files: string[]; problems: { file: string; message: string }[] }> {
  const problems: { file: string; message: string }[] = [];
  const files: string[] = [];
  for await (const file of listLibraryFiles(folder, { onProblem: (problem) => problems.push(problem) })) {
    files.push(file.relativePath);
    shownDate(file, {}, Date.now());
  }
  return { files: files.sort(), problems };
}

/** Ways to ruin a file. */
const ruins: [string, (bytes: Buffer, random: () => number) => Buffer][] = [
  ['cut off', (bytes, random) => bytes.subarray(0, Math.floor(random() * bytes.length))],
  [
    'scribbled over',
    (bytes, random) => {
      const ruined = Buffer.from(bytes);
      for (let count = 0; count < 1 + bytes.length / 50; count += 1) {
        ruined[Math.floor(random() * ruined.length)] = Math.floor(random() * 256);
      }
      return ruined;
    },
  ],
  [
    'with wrong types',
    (bytes, random) => {
      const values = ['null', '{}', '[]', '-1', '1e999', '""', 'true', '99999999999999999999'];
      const text = bytes.toString('latin1');
      return Buffer.from(
        text.replace(/(:\s*)(?:"[^"]*"|\d+|\[|\{)(?=[,}\]])/g, (whole, colon: string) =>
          random() < 0.4 ? colon + values[Math.floor(random() * values.length)]! : whole,
        ),
        'latin1',
      );
    },
  ],
];

describe.each(fixtures)('$name', (fixture) => {
  const sidecars = Object.entries(fixture.files).filter(([path]) => kindByName(path) === 'other');

  it.each(ruins)('with sidecars %s', async (_name, ruin) => {
    const folder = join(root, fixture.name);
    const random = seededRandom(7);
    const inArchives = Object.keys(fixture.expected).some((path) => path.includes('.zip!/'));
    for (const [path, content] of sidecars) {
      for (let round = 0; round < 4; round += 1) {
        await writeFile(join(folder, path), ruin(content, random));
        const { files, problems } = await paths(folder);
        const wanted = Object.keys(fixture.expected).filter(
          (file) => !inArchives || !file.startsWith(`${path}!/`),
        );
        for (const file of wanted) expect(files).toContain(file);
        for (const problem of problems) expect(problem.message).toMatch(/^[A-Z0-9].*\.$/);
      }
      await writeFile(join(folder, path), content);
    }
  });
});

describe('sidecars that are made to hurt', () => {
  it.each([
    ['deep nesting', '['.repeat(200_000)],
    ['deep objects', '{"a":'.repeat(100_000)],
    ['a prototype', '[{"__proto__": {"media": 5}, "media": [{"uri": "__proto__", "title": "x"}]}]'],
    ['a path outside', '[{"media": [{"uri": "../../../etc/passwd", "title": "x"}]}]'],
    ['two bytes', Buffer.from([0xff, 0xfe])],
    ['UTF-16', Buffer.from('\uFEFF[]', 'utf16le')],
    ['a byte order mark', Buffer.from('\uFEFF[]', 'utf8')],
  ])('%s', async (_name, content) => {
    const folder = mkdtempSync(join(tmpdir(), 'smalti-hostile-'));
    for (const path of [
      'content/posts_1.json',
      'photo_1.json',
      'x.jpg.json',
      '2020-01-01_00-00-00_UTC.json',
    ]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    await writeFile(join(folder, 'x.jpg'), 'not looked into');
    const { files } = await paths(folder);
    expect(files).toEqual(['x.jpg']);
    rmSync(folder, { recursive: true });
  });
});
