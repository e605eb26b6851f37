/**
 * @file The poster routes: what the gate refuses, and what its handlers do with a real studio. Only the system's dialogs
 * and its file manager are stand-ins: they need a person and a screen.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import type { SystemDialogs } from '../../src/main/ipc/dialogs.ts';
import { posterHandlers } from '../../src/main/ipc/poster-handlers.ts';
import { routes } from '../../src/shared/ipc/routes.ts';
import type { PosterOrder, VerifyReport } from '../../src/shared/poster.ts';
import { MadeFiles } from '../../src/studio/made-files.ts';
import { type SolvedStudio, openSolvedStudio } from '../studio/poster-setup.ts';

const shown: string[] = [];
vi.mock('electron', () => ({ shell: { showItemInFolder: (file: string) => shown.push(file) } }));

/** What the next dialog answers; null: the person cancels. */
let answers: (string | null)[] = [];
const nextAnswer = (): Promise<string | null> => Promise.resolve(answers.shift() ?? null);
const dialogs: SystemDialogs = {
  chooseFile: nextAnswer,
  chooseFolder: nextAnswer,
  chooseName: nextAnswer,
  chooseNewFolder: nextAnswer,
};

let real: SolvedStudio;
let handlers: ReturnType<typeof posterHandlers>;

beforeAll(async () => {
  real = await openSolvedStudio(4, 5, 24);
  handlers = posterHandlers(real.studio, dialogs);
});
afterAll(() => real.close());
beforeEach(() => {
  answers = [];
});

const order = (change: Partial<PosterOrder> = {}): PosterOrder => ({
  mosaicId: real.mosaicId,
  placement: 'optimal',
  sheet: plainSheet({ widthMm: 80, heightMm: 100 }, 120),
  format: 'tiff',
  quality: 90,
  compression: 'lzw',
  pdfPicture: 'jpeg',
  profile: { kind: 'srgb' },
  tint: 0,
  ...change,
});

async function ended(jobId: string): Promise<void> {
  await vi.waitFor(
    () => {
      const job = real.studio.jobs.list().find((each) => each.jobId === jobId);
      expect(job?.outcome).toMatchObject({ state: 'done' });
    },
    { timeout: 60_000 },
  );
}

describe('the gate', () => {
  const isTaken = (input: unknown): boolean => routes['poster.export'].input.safeParse(input).success;

  it('takes an order and refuses values that no sheet can have', () => {
    expect(isTaken(order())).toBe(true);
    const sheet = order().sheet;
    for (const wrong of [
      { widthMm: 0 },
      { widthMm: Number.NaN },
      { heightMm: 1e9 },
      { dpi: -300 },
      { dpi: Infinity },
      { bleedMm: -1 },
      { gapMm: '2' },
      { bleedStyle: 'stretch' },
      { background: [0, 0, 256] },
      { background: [0, 0] },
      { cropMarks: 'yes' },
    ])
      expect(isTaken({ ...order(), sheet: { ...sheet, ...wrong } }), JSON.stringify(wrong)).toBe(false);
  });

  it('refuses unknown formats, placements, profiles and qualities', () => {
    for (const wrong of [
      { format: 'bmp' },
      { placement: 'random' },
      { quality: 0 },
      { quality: 92.5 },
      { compression: 'jpeg' },
      { pdfPicture: 'none' },
      { mosaicId: '' },
      { profile: { kind: 'cmyk' } },
      { profile: { kind: 'cmyk', profileId: 'x', intent: 'absolute' } },
      { profile: { kind: 'lab' } },
      { tint: 1.1 },
      { tint: undefined },
    ])
      expect(isTaken({ ...order(), ...wrong }), JSON.stringify(wrong)).toBe(false);
  });

  it('lets no path through: neither where to write nor which profile', () => {
    const withPaths = {
      ...order(),
      file: '/etc/passwd',
      profile: { kind: 'cmyk', profileId: '/tmp/press.icc', intent: 'relative', file: '/tmp/press.icc' },
    };
    const taken = routes['poster.export'].input.parse(withPaths);
    expect(taken).not.toHaveProperty('file');
    expect(taken.profile).not.toHaveProperty('file');
  });

  it('refuses pages without a title and contact sheets without photos', () => {
    const shows = { photos: true, dates: true, captions: true, authors: false, links: false };
    const page = { mosaicId: 'm', placement: 'optimal', title: '  ', shows };
    expect(routes['poster.sharePage'].input.safeParse(page).success).toBe(false);
    const sheet = { libraryId: 'l', photoIds: [], title: 'x', shows: { dates: true, captions: true } };
    expect(routes['poster.contactSheet'].input.safeParse(sheet).success).toBe(false);
  });
});

describe('the handlers', () => {
  it('know the print shops, and pre-flight answers for each', async () => {
    const labs = await handlers['poster.labs'](undefined);
    expect(labs.length).toBeGreaterThan(3);
    for (const { id } of labs) {
      const report = await handlers['poster.preflight']({ ...order(), labId: id });
      expect(report.widthPx).toBe(378);
      expect(report.findings.length).toBeGreaterThan(0);
    }
    await expect(handlers['poster.preflight']({ ...order(), labId: 'nobody' })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });

  it('say before anything is written that a tinted poster is no true mosaic', async () => {
    const findingsOf = async (tint: number): Promise<string> => {
      const { findings } = await handlers['poster.preflight']({ ...order({ tint }), labId: 'photo-lab' });
      return findings.map(({ sentence }) => sentence).join(' ');
    };
    expect(await findingsOf(0)).not.toContain('true mosaic');
    expect(await findingsOf(0.25)).toContain('up to 25 %: this is not a true mosaic');
  });

  it('refuse a profile id that no dialog gave', async () => {
    const profile = { kind: 'cmyk', profileId: '/etc/passwd', intent: 'relative' } as const;
    await expect(handlers['poster.export'](order({ profile }))).rejects.toMatchObject({
      code: 'FILE_MISSING',
    });
  });

  it('know a chosen profile after a restart, and say when its file is gone', async () => {
    const file = join(real.dir, 'press.icc');
    await writeFile(file, 'a profile');
    answers = [file, file];
    const chosen = (await handlers['poster.chooseProfile'](undefined))!;
    expect(chosen.name).toBe('press.icc');
    expect(await handlers['poster.chooseProfile'](undefined)).toEqual(chosen);
    const { studio } = await real.another(join(real.dir, 'home'));
    expect(studio.profiles.fileOf(chosen.profileId)).toBe(file);
    await rm(file);
    const profile = { kind: 'cmyk', profileId: chosen.profileId, intent: 'relative' } as const;
    const look = handlers['poster.preflight']({ ...order({ profile }), labId: 'press-shop' });
    await expect(look).rejects.toMatchObject({
      code: 'FILE_MISSING',
      message: 'press.icc is not where it was.',
    });
  });

  it('do nothing when the person cancels', async () => {
    expect(await handlers['poster.export'](order())).toBeNull();
    expect(await handlers['poster.chooseProfile'](undefined)).toBeNull();
    expect(await handlers['poster.verify']({ madeId: null, libraryId: null })).toBeNull();
    expect(await handlers['poster.made'](undefined)).toEqual([]);
  });

  it('export, remember over a restart, show, verify and certify a poster', async () => {
    const file = join(real.outDir, 'poster.tif');
    answers = [file];
    const { jobId } = (await handlers['poster.export'](order()))!;
    await ended(jobId);
    const [made] = await handlers['poster.made'](undefined);
    expect(made).toMatchObject({
      madeId: jobId,
      kind: 'poster',
      name: 'poster.tif',
      format: 'tiff',
      isPresent: true,
    });
    await vi.waitFor(async () => {
      const later = new MadeFiles(join(real.dir, 'home', 'made.json'));
      expect((await later.list()).map(({ name }) => name)).toEqual(['poster.tif']);
    });

    await handlers['poster.showMade']({ madeId: jobId });
    expect(shown).toEqual([file]);

    const check = (await handlers['poster.verify']({ madeId: jobId, libraryId: null }))!;
    await ended(check.jobId);
    const report = await handlers['poster.verifyReport']({ jobId: check.jobId });
    expect(report).toMatchObject({ passed: true, isTrueMosaic: true, tilesCompared: 20 });

    answers = [join(real.outDir, 'certificate.html')];
    const written = await handlers['poster.certificate']({ madeId: jobId });
    expect(written?.fileName).toBe('certificate.html');
    expect(existsSync(join(real.outDir, 'certificate.html'))).toBe(true);
  });

  it('find the manifest beside a poster that is chosen, or ask for it', async () => {
    const file = join(real.outDir, 'poster.tif');
    answers = [file];
    const job = (await handlers['poster.verify']({ madeId: null, libraryId: null }))!;
    await ended(job.jobId);
    expect(await handlers['poster.verifyReport']({ jobId: job.jobId })).toMatchObject({ passed: true });
    answers = [join(real.outDir, 'certificate.html')];
    expect(await handlers['poster.verify']({ madeId: null, libraryId: null })).toBeNull();
  });

  it('say what is gone instead of showing it', async () => {
    answers = [join(real.outDir, 'gone.png')];
    const { jobId } = (await handlers['poster.export'](order({ format: 'png' })))!;
    await ended(jobId);
    await rm(join(real.outDir, 'gone.png'));
    const gone = (await handlers['poster.made'](undefined)).find(({ madeId }) => madeId === jobId);
    expect(gone?.isPresent).toBe(false);
    await expect(handlers['poster.showMade']({ madeId: jobId })).rejects.toMatchObject({
      code: 'FILE_MISSING',
    });
    await expect(handlers['poster.showMade']({ madeId: 'never' })).rejects.toMatchObject({
      code: 'FILE_MISSING',
    });
  });

  it('find originals in a folder that is chosen, print them, check them, and forget them', async () => {
    const { libraryId } = real.mosaic.library;
    const originals = () => handlers['poster.originals']({ libraryId });
    expect(await originals()).toBeNull();
    expect(await handlers['poster.findOriginals']({ libraryId, again: false })).toBeNull();
    expect(await handlers['poster.findOriginals']({ libraryId, again: true })).toBeNull();
    const folder = join(real.dir, 'camera');
    await mkdir(folder);
    for (const name of await readdir(real.photosDir)) {
      const image = sharp(join(real.photosDir, name));
      const { width } = await image.metadata();
      await image
        .keepIccProfile()
        .resize({ width: width * 2 })
        .png()
        .toFile(join(folder, `${name}.png`));
    }
    answers = [folder];
    await ended((await handlers['poster.findOriginals']({ libraryId, again: false }))!.jobId);
    const known = (await originals())!;
    expect(known).toMatchObject({ folder, folderName: 'camera', isPresent: true });
    expect(known.found).toBeGreaterThan(15);
    await ended((await handlers['poster.findOriginals']({ libraryId, again: true }))!.jobId);
    expect((await originals())!.searchedAtMs).toBeGreaterThan(known.searchedAtMs);

    const large = order({ sheet: plainSheet({ widthMm: 80, heightMm: 100 }, 700) });
    const looked = await handlers['poster.preflight']({ ...large, labId: 'own-printer' });
    expect(looked.originalTiles).toBeGreaterThan(12);
    answers = [join(real.outDir, 'large.tif')];
    const { jobId } = (await handlers['poster.export'](large))!;
    await ended(jobId);
    const verify = async (): Promise<VerifyReport> => {
      const check = (await handlers['poster.verify']({ madeId: jobId, libraryId: null }))!;
      await ended(check.jobId);
      return handlers['poster.verifyReport']({ jobId: check.jobId });
    };
    expect((await verify()).checks.find(({ name }) => name === 'Originals')).toMatchObject({ passed: true });

    await handlers['poster.forgetOriginals']({ libraryId });
    expect(await originals()).toBeNull();
    expect((await handlers['poster.preflight']({ ...large, labId: 'own-printer' })).originalTiles).toBe(0);
    // The poster still knows where its originals were.
    expect(await verify()).toMatchObject({ passed: true });
  });

  it('make no animation of a PDF', async () => {
    answers = [join(real.outDir, 'poster.pdf')];
    const { jobId } = (await handlers['poster.export'](order({ format: 'pdf' })))!;
    await ended(jobId);
    await expect(handlers['poster.reveal']({ madeId: jobId })).rejects.toMatchObject({
      code: 'FORMAT_UNSUPPORTED',
    });
  });

  it('print the plain optimum with a proof of its own', async () => {
    const { studio } = real;
    const [library] = studio.libraries.list();
    const { projectId, result } = studio.createProject({
      libraryId: library!.libraryId,
      targetId: real.mosaic.targetId,
      sheetAspect: 4 / 5,
      grid: { columns: 4, rows: 5 },
      preset: 'centre',
      strength: 50,
    });
    await result;
    const file = join(real.outDir, 'plain.tif');
    answers = [file];
    const { jobId } = (await handlers['poster.export'](order({ mosaicId: projectId, placement: 'plain' })))!;
    await ended(jobId);
    const check = (await handlers['poster.verify']({ madeId: jobId, libraryId: null }))!;
    await ended(check.jobId);
    const report = await handlers['poster.verifyReport']({ jobId: check.jobId });
    expect(report.checks.find(({ name }) => name === 'Certificate')).toMatchObject({ passed: true });
    expect(report.passed).toBe(true);
    const plain = studio.mosaics.solved(await studio.projects.questions(projectId).plainMosaic());
    expect(new Set(plain.proof!.cellFactors).size).toBe(1);
    await studio.projects.close(projectId);
    expect(() => studio.mosaics.solved(plain.mosaicId)).toThrow('not open any more');
  });
});
