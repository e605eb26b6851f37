/** @file The poster on the screen as a profile prints it. */
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import type { OutputProfile } from '../../src/imaging/contract.ts';
import { type SolvedStudio, openSolvedStudio } from './poster-setup.ts';

const cmykFile = '/usr/share/color/icc/ghostscript/default_cmyk.icc';
const hasCmyk = existsSync(cmykFile);
if (!hasCmyk) process.stderr.write('There is no CMYK profile here; its soft proof is not checked.\n');

let real: SolvedStudio;
beforeAll(async () => (real = await openSolvedStudio()), 120_000);
afterAll(() => real.close());

const sheet = { ...plainSheet({ widthMm: 600, heightMm: 800 }), bleedMm: 3 };

const started = (profile: OutputProfile) => {
  const { mosaicId } = real;
  return real.studio.posters.startSoftProof({ mosaicId, placement: 'optimal', sheet, profile });
};

async function pixels(file: string): Promise<Buffer> {
  return sharp(file).raw().toBuffer();
}

describe('a soft proof', () => {
  it.skipIf(!hasCmyk)(
    'shows paper colours, tells what cannot be printed, and replaces older ones',
    async () => {
      const proof = await started({ kind: 'cmyk', file: cmykFile, intent: 'relative' }).result;
      expect(Math.max(proof.widthPx, proof.heightPx)).toBe(1600);
      expect(proof.outOfGamutShare).toBeGreaterThan(0.05);
      expect(proof.outOfGamutShare).toBeLessThan(1);
      const { posters } = real.studio;
      const [plain, printed] = [
        await pixels(posters.proofFile(proof.jobId, 'plain')!),
        await pixels(posters.proofFile(proof.jobId, 'printed')!),
      ];
      expect(plain.length).toBe(proof.widthPx * proof.heightPx * 3);
      // Ink is less colourful than a screen: the spread between the channels shrinks.
      expect(spread(printed)).toBeLessThan(spread(plain) * 0.95);

      const second = await started({ kind: 'cmyk', file: cmykFile, intent: 'perceptual' }).result;
      expect(second.outOfGamutShare).toBeCloseTo(proof.outOfGamutShare, 6);
      expect(posters.proofFile(proof.jobId, 'plain')).not.toBeNull();
      const third = await started({ kind: 'srgb' }).result;
      expect(posters.proofFile(proof.jobId, 'plain')).toBeNull();
      expect((await readdir(join(real.dir, 'home', 'cache', 'proofs'))).sort()).toEqual(
        [second.jobId, third.jobId].sort(),
      );
    },
  );

  it.each(['srgb', 'display-p3', 'adobe-rgb'] as const)('loses nothing in %s', async (kind) => {
    const { jobId, outOfGamutShare } = await started({ kind }).result;
    expect(outOfGamutShare).toBe(0);
    const plain = await sharp(real.studio.posters.proofFile(jobId, 'plain')!).stats();
    const printed = await sharp(real.studio.posters.proofFile(jobId, 'printed')!).stats();
    plain.channels.forEach(({ mean }, index) =>
      expect(Math.abs(mean - printed.channels[index]!.mean)).toBeLessThan(0.5),
    );
  });

  it('says that a file is no profile, and leaves nothing', async () => {
    const job = started({ kind: 'cmyk', file: join(real.dir, 'target.png'), intent: 'relative' });
    await expect(job.result).rejects.toMatchObject({ code: 'FORMAT_UNSUPPORTED' });
    expect(real.studio.posters.proofFile(job.jobId, 'plain')).toBeNull();
  });
});

it.skipIf(!hasCmyk)(
  'profiles that were prepared go with their processes, those of killed ones too',
  async () => {
    // No process has this number: it is above what Linux gives out.
    const left = join(tmpdir(), 'smalti-profile-99999999-0123456789abcdef.icc');
    await writeFile(left, 'left');
    const other = await openSolvedStudio(3, 4, 12);
    const { mosaicId } = other;
    const profile = { kind: 'cmyk', file: cmykFile, intent: 'saturation' } as const;
    await other.studio.posters.startSoftProof({ mosaicId, placement: 'optimal', sheet, profile }).result;
    expect(existsSync(left)).toBe(false);
    const own = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('smalti-profile-'));
    const during = await own();
    expect(during.length).toBeGreaterThan(0);
    await other.close();
    expect((await own()).length).toBeLessThan(during.length);
  },
);

function spread(rgb: Buffer): number {
  let sum = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
    sum += Math.max(red, green, blue) - Math.min(red, green, blue);
  }
  return sum / (rgb.length / 3);
}
