/**
 * @file What is done with posters: pre-flight, export, page, certificate, animation, check, and what was made lately. Runs
 * in the window.
 */
import { create } from 'zustand';
import { SmaltiError, isCancelled, serializeError } from '../../shared/errors.ts';
import type { RouteInput } from '../../shared/ipc/routes.ts';
import type {
  LabRules,
  MadeFile,
  PosterOrder,
  PreflightReport,
  SharePageOrder,
  SoftProof,
  SoftProofOrder,
  VerifyReport,
} from '../../shared/poster.ts';
import { answer, bridge } from '../bridge.ts';
import type { ChosenProfile } from '../screens/poster/poster-settings.ts';
import { useJobs } from './jobs.ts';

export type PosterJob = 'export' | 'page' | 'reveal' | 'verify' | 'contact-sheet' | 'proof';

interface PosterDeskState {
  labs: readonly LabRules[];
  /** Of the settings asked for last; stays while newer ones are being looked at. */
  preflight: PreflightReport | null;
  /** Why there can be no such poster: a plain sentence. */
  preflightError: { message: string; hint?: string | undefined } | null;
  isChecking: boolean;
  /** Jobs that were started here and have not ended. */
  jobs: ReadonlyMap<string, PosterJob>;
  made: readonly MadeFile[];
  /** What was made last, in a sentence; null once it was read or something else is being made. */
  ended: { madeId: string; sentence: string } | null;
  /** The check on show; its report is null while it runs. */
  verification: { jobId: string; report: VerifyReport | null } | null;
  /** The soft proof that was asked for; its result is null while it is worked out. */
  softProof: { jobId: string; result: SoftProof | null } | null;
  load(): Promise<void>;
  loadMade(): Promise<void>;
  chooseProfile(): Promise<ChosenProfile | null>;
  /** Looks at a poster; later questions win over earlier ones. Null: there is nothing to look at. */
  check(order: (PosterOrder & { labId: string }) | null): Promise<void>;
  /** Works out how a poster will look when it is printed; one that is under way gives way. Null: none is wanted. */
  proveColours(order: SoftProofOrder | null): Promise<void>;
  /** Asks where to save, then starts. Does nothing more if the person cancels the dialog; so do those below. */
  exportPoster(order: PosterOrder): Promise<void>;
  makePage(order: SharePageOrder): Promise<void>;
  makeReveal(madeId: string): Promise<void>;
  writeCertificate(madeId: string): Promise<void>;
  makeContactSheet(order: RouteInput<'poster.contactSheet'>): Promise<void>;
  /** Checks a poster that was made, or with null one that is asked for. */
  verify(madeId: string | null, libraryId: string | null): Promise<void>;
  forgetEnded(): void;
  closeVerification(): void;
  showInFolder(madeId: string): Promise<void>;
  /** Called when any job has ended. Answers what it was, if it was started here. */
  finish(jobId: string, isDone: boolean): Promise<PosterJob | null>;
}

export const usePosterDesk = create<PosterDeskState>()((set, get) => {
  let lastQuestion = 0;
  let lastProof = 0;

  const follow = async (job: PosterJob, started: { jobId: string } | null): Promise<void> => {
    if (started === null) return;
    const { jobId } = started;
    set({ jobs: new Map(get().jobs).set(jobId, job), ...(job === 'proof' ? {} : { ended: null }) });
    if (job === 'verify') set({ verification: { jobId, report: null } });
    if (job === 'proof') set({ softProof: { jobId, result: null } });
    // A quick job may have ended before its id was known here.
    const outcome = useJobs.getState().jobs.get(jobId)?.outcome ?? null;
    if (outcome !== null) await get().finish(jobId, outcome.state === 'done');
  };

  return {
    labs: [],
    preflight: null,
    preflightError: null,
    isChecking: false,
    jobs: new Map(),
    made: [],
    ended: null,
    verification: null,
    softProof: null,

    async load() {
      if (get().labs.length === 0) set({ labs: await answer(bridge().poster.labs()) });
      await get().loadMade();
    },

    async loadMade() {
      set({ made: await answer(bridge().poster.made()) });
    },

    chooseProfile: () => answer(bridge().poster.chooseProfile()),

    async check(order) {
      lastQuestion += 1;
      const question = lastQuestion;
      if (order === null) {
        set({ preflight: null, preflightError: null, isChecking: false });
        return;
      }
      set({ isChecking: true });
      try {
        const preflight = await answer(bridge().poster.preflight(order));
        if (question === lastQuestion) set({ preflight, preflightError: null });
      } catch (error) {
        if (question !== lastQuestion || isCancelled(error)) return;
        if (!(error instanceof SmaltiError)) throw error;
        const { message, hint } = serializeError(error);
        set({ preflight: null, preflightError: { message, hint } });
      } finally {
        if (question === lastQuestion) set({ isChecking: false });
      }
    },

    async proveColours(order) {
      lastProof += 1;
      const proof = lastProof;
      const { softProof } = get();
      set({ softProof: null });
      if (softProof !== null && softProof.result === null) await useJobs.getState().cancel(softProof.jobId);
      if (order === null || proof !== lastProof) return;
      await follow('proof', await answer(bridge().poster.softProof(order)));
    },

    exportPoster: async (order) => follow('export', await answer(bridge().poster.export(order))),
    makePage: async (order) => follow('page', await answer(bridge().poster.sharePage(order))),
    makeReveal: async (madeId) => follow('reveal', await answer(bridge().poster.reveal({ madeId }))),
    makeContactSheet: async (order) =>
      follow('contact-sheet', await answer(bridge().poster.contactSheet(order))),
    verify: async (madeId, libraryId) =>
      follow('verify', await answer(bridge().poster.verify({ madeId, libraryId }))),

    async writeCertificate(madeId) {
      const written = await answer(bridge().poster.certificate({ madeId }));
      if (written === null) return;
      await get().loadMade();
      const sentence = `The certificate is written: ${written.fileName}.`;
      set({ ended: { madeId: written.madeId, sentence } });
    },

    forgetEnded: () => set({ ended: null }),
    closeVerification: () => set({ verification: null }),

    async showInFolder(madeId) {
      await answer(bridge().poster.showMade({ madeId }));
    },

    async finish(jobId, isDone) {
      const job = get().jobs.get(jobId) ?? null;
      if (job === null) return null;
      const jobs = new Map(get().jobs);
      jobs.delete(jobId);
      set({ jobs });
      const outcome = useJobs.getState().jobs.get(jobId)?.outcome;
      if (job === 'proof') {
        if (!isDone || get().softProof?.jobId !== jobId) return job;
        const result = await answer(bridge().poster.softProofResult({ jobId }));
        if (get().softProof?.jobId === jobId) set({ softProof: { jobId, result } });
      } else if (job !== 'verify') {
        await get().loadMade();
        if (outcome?.state === 'done') set({ ended: { madeId: jobId, sentence: outcome.summary } });
      } else if (!isDone) set({ verification: null });
      else {
        const report = await answer(bridge().poster.verifyReport({ jobId }));
        if (get().verification?.jobId === jobId) set({ verification: { jobId, report } });
      }
      return job;
    },
  };
});
