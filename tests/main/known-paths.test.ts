/** @file Paths behind ids, and what a command line asks to open. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KnownPaths, pathsAmong } from '../../src/main/known-paths.ts';

let dir: string;
let project: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'smalti-paths-'));
  project = join(dir, 'poster.smalti');
  await writeFile(project, '{}');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('known paths', () => {
  it('are behind ids that nobody can guess', () => {
    const paths = new KnownPaths();
    const [folder, file] = paths.register([dir, project]);
    expect(folder).toMatchObject({ isFolder: true });
    expect(file).toMatchObject({ name: 'poster.smalti', isFolder: false });
    expect(paths.pathOf(file!.pathId)).toBe(project);
    expect(() => paths.pathOf(project)).toThrow(expect.objectContaining({ code: 'FILE_MISSING' }));
  });

  it('that were asked for are given once', () => {
    const paths = new KnownPaths();
    paths.ask([project]);
    paths.ask([dir]);
    expect(paths.takeAsked().map(({ name, isFolder }) => [name, isFolder])).toEqual([
      ['poster.smalti', false],
      [expect.any(String), true],
    ]);
    expect(paths.takeAsked()).toEqual([]);
  });
});

describe('a command line', () => {
  it('names files that exist, from its own folder, and neither switches nor the app', () => {
    const parameters = ['--no-sandbox', dir, 'poster.smalti', 'gone.smalti', project];
    expect(pathsAmong(parameters, dir, dir)).toEqual([project, project]);
  });
});
