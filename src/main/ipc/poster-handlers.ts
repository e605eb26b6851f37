/** @file Answers the routes about posters by studio's use cases and the system's dialogs. Electron main process. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { shell } from 'electron';
import type { OutputProfile } from '../../imaging/contract.ts';
import { SmaltiError } from '../../shared/errors.ts';
import type { RouteHandlers } from '../../shared/ipc/routes.ts';
import type {
  PosterFormat,
  PosterOrder,
  PosterPlacement,
  SoftProof,
  VerifyReport,
} from '../../shared/poster.ts';
import type { MadePoster } from '../../studio/made-files.ts';
import { LAB_RULES } from '../../studio/preflight-labs.ts';
import type { Studio } from '../../studio/studio.ts';
import { readManifest } from '../../studio/verify.ts';
import type { SystemDialogs } from './dialogs.ts';

type PosterRoutes = Pick<RouteHandlers, Extract<keyof RouteHandlers, `poster.${string}`>>;

const FILE_TYPES: Record<PosterFormat, { name: string; extensions: string[] }> = {
  tiff: { name: 'TIFF', extensions: ['tif', 'tiff'] },
  jpeg: { name: 'JPEG', extensions: ['jpg', 'jpeg'] },
  png: { name: 'PNG', extensions: ['png'] },
  pdf: { name: 'PDF', extensions: ['pdf'] },
};
const POSTER_FILES = {
  name: 'Posters',
  extensions: Object.values(FILE_TYPES).flatMap(({ extensions }) => extensions),
};
const PROFILE_FILES = { name: 'Colour profiles', extensions: ['icc', 'icm'] };
const KEPT_RESULTS = 20;

export function posterHandlers(
  studio: Studio,
  { chooseFile, chooseFolder, chooseName, chooseNewFolder }: SystemDialogs,
): PosterRoutes {
  const { posters, made, profiles } = studio;
  const reports = new Results<VerifyReport>();
  const proofs = new Results<SoftProof>();

  const profileOf = (profile: PosterOrder['profile']): OutputProfile =>
    profile.kind === 'cmyk'
      ? { kind: 'cmyk', intent: profile.intent, file: profiles.fileOf(profile.profileId) }
      : profile;

  /** The plain optimum is a mosaic of its own, so that it carries its own proof. */
  const printed = async (
    mosaicId: string,
    placement: PosterPlacement,
  ): Promise<{ mosaicId: string; placement: 'optimal' | 'greedy' }> =>
    placement === 'plain'
      ? { mosaicId: await studio.projects.questions(mosaicId).plainMosaic(), placement: 'optimal' }
      : { mosaicId, placement };

  const targetName = (mosaicId: string): string => {
    const { name } = studio.targets.summary(studio.mosaics.solved(mosaicId).targetId);
    return basename(name, extname(name));
  };

  const originalsOf = (libraryId: string): string | null =>
    posters.originals.summary(libraryId)?.folder ?? null;

  const verifyMade = ({ file, poster }: MadePoster, libraryFolder: string | null) =>
    posters.startVerify({
      posterFile: file,
      manifestFile: poster.manifestFile,
      libraryFolder: poster.libraryFolder ?? libraryFolder,
      originalsFolder: poster.originalsFolder,
      cmykProfileFile: poster.cmykProfileFile,
    });

  const verifyChosen = async (libraryFolder: string | null, originalsFolder: string | null) => {
    const posterFile = await chooseFile('Choose the poster to check', [POSTER_FILES]);
    if (posterFile === null) return null;
    const beside = `${posterFile}.manifest.json`;
    const manifestFile = existsSync(beside)
      ? beside
      : await chooseFile(`Choose the manifest of ${basename(posterFile)}`, [
          { name: 'Manifests', extensions: ['json'] },
        ]);
    if (manifestFile === null) return null;
    const { poster } = await readManifest(manifestFile);
    const cmykProfileFile =
      poster.profile.kind === 'cmyk'
        ? await chooseFile('Choose the CMYK profile that the poster was made with', [PROFILE_FILES])
        : null;
    return posters.startVerify({
      posterFile,
      manifestFile,
      libraryFolder,
      originalsFolder,
      cmykProfileFile,
    });
  };

  return {
    'poster.labs': () => LAB_RULES,
    'poster.chooseProfile': async () => {
      const file = await chooseFile('Choose the CMYK profile of your print shop', [PROFILE_FILES]);
      return file === null ? null : profiles.add(file);
    },
    'poster.preflight': async ({ mosaicId, placement, profile, ...order }) =>
      posters.preflight({ ...order, ...(await printed(mosaicId, placement)), profile: profileOf(profile) }),
    'poster.softProof': async ({ mosaicId, placement, profile, ...order }) => {
      const print = await printed(mosaicId, placement);
      const { jobId, result } = posters.startSoftProof({ ...order, ...print, profile: profileOf(profile) });
      remember(result, (proof) => proofs.keep(jobId, proof));
      return { jobId };
    },
    'poster.softProofResult': ({ jobId }) => proofs.of(jobId),
    'poster.export': async ({ mosaicId, placement, ...order }) => {
      const profile = profileOf(order.profile);
      const { library } = studio.mosaics.solved(mosaicId);
      const originalsFolder = originalsOf(library.libraryId);
      const name = `${targetName(mosaicId)} mosaic`;
      const file = await chooseName('Save the poster', name, FILE_TYPES[order.format]);
      if (file === null) return null;
      const { jobId, result } = posters.startExport({
        ...order,
        ...(await printed(mosaicId, placement)),
        profile,
        file,
      });
      remember(result, ({ bytes, manifestFile }) => {
        const { format } = order;
        const cmykProfileFile = profile.kind === 'cmyk' ? profile.file : null;
        const poster = {
          ...{ manifestFile, format, cmykProfileFile, originalsFolder },
          libraryFolder: library.folder,
        };
        return made.add({ madeId: jobId, kind: 'poster', file, bytes, poster });
      });
      return { jobId };
    },
    'poster.sharePage': async ({ mosaicId, placement, ...order }) => {
      const folder = await chooseNewFolder('Name the folder of the page', `${targetName(mosaicId)} page`);
      if (folder === null) return null;
      const { jobId, result } = posters.startSharePage({
        ...order,
        ...(await printed(mosaicId, placement)),
        folder,
      });
      remember(result, ({ indexFile }) =>
        made.add({ madeId: jobId, kind: 'page', file: indexFile, bytes: null, poster: null }),
      );
      return { jobId };
    },
    'poster.certificate': async ({ madeId }) => {
      const { file, poster } = await made.poster(madeId);
      const name = `${basename(file, extname(file))} certificate`;
      const filter = { name: 'PDF or web page', extensions: ['pdf', 'html'] };
      const certificate = await chooseName('Save the certificate', name, filter);
      if (certificate === null) return null;
      await posters.writeCertificate(poster.manifestFile, certificate);
      const certificateId = randomUUID();
      await made.add({
        ...{ madeId: certificateId, kind: 'certificate', file: certificate },
        bytes: null,
        poster: null,
      });
      return { madeId: certificateId, fileName: basename(certificate) };
    },
    'poster.reveal': async ({ madeId }) => {
      const { file, poster } = await made.poster(madeId);
      if (poster.format === 'pdf') {
        throw new SmaltiError(
          'FORMAT_UNSUPPORTED',
          'An animation cannot be made of a PDF.',
          'Export the poster as JPEG, PNG or TIFF first.',
        );
      }
      const animation = await chooseName('Save the animation', `${basename(file, extname(file))} reveal`, {
        name: 'WebP or GIF',
        extensions: ['webp', 'gif'],
      });
      if (animation === null) return null;
      const { jobId, result } = posters.startReveal({
        posterFile: file,
        manifestFile: poster.manifestFile,
        file: animation,
      });
      remember(result, ({ bytes }) =>
        made.add({ madeId: jobId, kind: 'reveal', file: animation, bytes, poster: null }),
      );
      return { jobId };
    },
    'poster.verify': async ({ madeId, libraryId }) => {
      const libraryFolder = libraryId === null ? null : studio.libraries.open(libraryId).folder;
      const originalsFolder = libraryId === null ? null : originalsOf(libraryId);
      const job =
        madeId === null
          ? await verifyChosen(libraryFolder, originalsFolder)
          : verifyMade(await made.poster(madeId), libraryFolder);
      if (job === null) return null;
      remember(job.result, (report) => reports.keep(job.jobId, report));
      return { jobId: job.jobId };
    },
    'poster.verifyReport': ({ jobId }) => reports.of(jobId),
    'poster.contactSheet': async (request) => {
      const filter = { name: 'Web page', extensions: ['html'] };
      const file = await chooseName('Save the contact sheet', `${request.title} contact sheet`, filter);
      if (file === null) return null;
      const { jobId, result } = posters.startContactSheet({ ...request, file });
      remember(result, () =>
        made.add({ madeId: jobId, kind: 'contact-sheet', file, bytes: null, poster: null }),
      );
      return { jobId };
    },
    'poster.originals': ({ libraryId }) => posters.originals.summary(libraryId),
    'poster.findOriginals': async ({ libraryId, again }) => {
      const folder = again
        ? originalsOf(libraryId)
        : await chooseFolder('Choose the folder of originals', 'Look for originals here');
      return folder === null ? null : { jobId: posters.originals.startFind({ libraryId, folder }).jobId };
    },
    'poster.forgetOriginals': async ({ libraryId }) => {
      await posters.originals.forget(libraryId);
      return null;
    },
    'poster.made': () => made.list(),
    'poster.showMade': async ({ madeId }) => {
      shell.showItemInFolder(await made.file(madeId));
      return null;
    },
  };
}

/** What jobs found, for a while, to be asked for when they have ended. */
class Results<T> {
  readonly #byJob = new Map<string, T>();

  keep(jobId: string, result: T): void {
    this.#byJob.set(jobId, result);
    for (const oldest of [...this.#byJob.keys()].slice(0, -KEPT_RESULTS)) this.#byJob.delete(oldest);
  }

  /** @throws SmaltiError JOB_UNKNOWN */
  of(jobId: string): T {
    const result = this.#byJob.get(jobId);
    if (result === undefined) throw new SmaltiError('JOB_UNKNOWN', 'This result is not known any more.');
    return result;
  }
}

/** Notes what a job made. How the job itself ended is told by its status. */
function remember<T>(result: Promise<T>, note: (made: T) => Promise<void> | void): void {
  result.then(note).catch(() => {});
}
