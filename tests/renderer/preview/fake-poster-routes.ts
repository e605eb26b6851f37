/** @file The poster routes of the made-up main process: the plan is real, findings and files are not. */
import { planSheet } from '../../../src/core/sheet/plan.ts';
import type { SmaltiBridge } from '../../../src/shared/ipc/bridge.ts';
import type { RouteInput, RouteResult } from '../../../src/shared/ipc/routes.ts';
import type { JobKind } from '../../../src/shared/jobs.ts';
import type { KnownOriginals, MadeFile, PreflightReport, VerifyReport } from '../../../src/shared/poster.ts';
import { LAB_RULES } from '../../../src/studio/preflight-labs.ts';

interface FakeWorld {
  reply<T>(make: () => T | Promise<T>): Promise<RouteResult<T>>;
  /** Answers the job's id. */
  runJob(kind: JobKind, phases: readonly string[], sentence: string, atEnd: () => void): string;
  gridOf(mosaicId: string): { columns: number; rows: number };
}

function fakePreflight(
  order: RouteInput<'poster.preflight'>,
  grid: { columns: number; rows: number },
  hasOriginals: boolean,
) {
  const plan = planSheet(order.sheet, grid);
  const lab = LAB_RULES.find(({ id }) => id === order.labId)!;
  const softCount = hasOriginals ? 3 : 12;
  const takes = lab.formats.includes(order.format);
  const report: PreflightReport = {
    isReady: takes,
    widthPx: plan.widthPx,
    heightPx: plan.heightPx,
    tileWidthMm: plan.tileWidthMm,
    tileHeightMm: plan.tileHeightMm,
    expectedBytes: plan.widthPx * plan.heightPx * 0.6,
    findings: [
      ...(takes
        ? []
        : [{ severity: 'problem' as const, sentence: `${lab.name}: does not take ${order.format}.` }]),
      ...plan.warnings.map((sentence) => ({ severity: 'advice' as const, sentence })),
      {
        severity: 'advice',
        sentence: `${softCount} of 2,500 photos have fewer pixels than their place on the paper and will look soft.`,
      },
    ],
    softTiles: Array.from({ length: softCount }, (_, at) => ({
      column: at + 1,
      row: at * 2 + 1,
      photoId: at + 1,
      file: `mira.k/${1_500_000_000 + at}_1234567_n.jpg`,
      enlargement: 1.2 + at / 10,
    })),
    originalTiles: hasOriginals ? 9 : 0,
    missingPhotos: [],
  };
  return report;
}

const report: VerifyReport = {
  passed: true,
  verdict: 'The poster is what its manifest says.',
  isTrueMosaic: true,
  checks: [
    { name: 'File', passed: true, sentence: 'The file is the one that was written.' },
    { name: 'Photos', passed: true, sentence: 'No photo is used twice.' },
    { name: 'Tiles', passed: true, sentence: 'Every tile is its photo, pixel by pixel.' },
    { name: 'Certificate', passed: null, sentence: 'The certificate was not recorded.' },
  ],
  tilesCompared: 1480,
  wrongTiles: [],
  pairsChecked: 2_190_400,
  seconds: 4.2,
};

export function fakePosterRoutes({ reply, runJob, gridOf }: FakeWorld): SmaltiBridge['poster'] {
  const made: MadeFile[] = [];
  let originals: KnownOriginals | null = null;
  const make = (
    jobKind: JobKind,
    file: Pick<MadeFile, 'kind' | 'name' | 'format' | 'bytes'>,
    sentence: string,
  ): { jobId: string } => {
    const jobId: string = runJob(jobKind, ['Placing photos on the sheet', 'Writing the file'], sentence, () =>
      made.unshift({
        ...file,
        madeId: jobId,
        folder: '/home/mira/Posters',
        madeAtMs: Date.now(),
        isPresent: true,
      }),
    );
    return { jobId };
  };
  return {
    labs: () => reply(() => [...LAB_RULES]),
    chooseProfile: () => reply(() => ({ profileId: 'profile-1', name: 'PSOcoated_v3.icc' })),
    preflight: (order) => reply(() => fakePreflight(order, gridOf(order.mosaicId), originals !== null)),
    softProof: () => reply(() => ({ jobId: runJob('proof', ['Converting colours'], '', () => {}) })),
    softProofResult: ({ jobId }) =>
      reply(() => ({ jobId, widthPx: 1200, heightPx: 1600, outOfGamutShare: 0.31 })),
    export: ({ format }) =>
      reply(() =>
        make(
          'export',
          { kind: 'poster', name: `portrait mosaic.${format}`, format, bytes: 41e6 },
          'The poster is written: 3543 x 4724 pixels, 41.0 MB.',
        ),
      ),
    sharePage: () =>
      reply(() =>
        make(
          'page',
          { kind: 'page', name: 'portrait page', format: null, bytes: null },
          'The page with 1,480 photos is ready.',
        ),
      ),
    certificate: () => reply(() => ({ madeId: 'certificate', fileName: 'portrait certificate.pdf' })),
    reveal: () =>
      reply(() =>
        make(
          'page',
          { kind: 'reveal', name: 'portrait reveal.webp', format: null, bytes: 2e6 },
          'The animation is ready.',
        ),
      ),
    contactSheet: ({ title }) =>
      reply(() =>
        make(
          'page',
          { kind: 'contact-sheet', name: `${title} contact sheet.html`, format: null, bytes: null },
          'The contact sheet is ready.',
        ),
      ),
    verify: () => reply(() => ({ jobId: runJob('verify', ['Comparing tiles'], report.verdict, () => {}) })),
    verifyReport: () => reply(() => report),
    originals: () => reply(() => originals),
    findOriginals: () =>
      reply(() => ({
        jobId: runJob(
          'originals',
          ['Reading photos', 'Comparing originals'],
          '2,311 of 2,500 photos have a larger original.',
          () => {
            originals = {
              ...{ folderName: 'Camera roll', folder: '/home/mira/Pictures/Camera roll', isPresent: true },
              ...{ checked: 2500, found: 2311, searchedAtMs: Date.now() },
            };
          },
        ),
      })),
    forgetOriginals: () =>
      reply(() => {
        originals = null;
        return null;
      }),
    made: () => reply(() => made.map((file) => ({ ...file }))),
    showMade: () => reply(() => null),
  };
}
