/** @file Long runs: what is going on, how far it is, and cancelling it. Runs in the window; knows no other store. */
import { create } from 'zustand';
import type { JobStatus } from '../../shared/jobs.ts';
import { answer, bridge } from '../bridge.ts';

interface JobsState {
  jobs: ReadonlyMap<string, JobStatus>;
  /** Jobs whose cancelling was asked for and has not happened yet. */
  cancelling: ReadonlySet<string>;
  load(): Promise<void>;
  /** Takes a status in. Answers true if it says for the first time that the job has ended. */
  apply(status: JobStatus): boolean;
  cancel(jobId: string): Promise<void>;
}

/** Ended jobs are kept so that a late question about them can be answered, but not for ever. */
const JOBS_KEPT = 50;

export const useJobs = create<JobsState>()((set, get) => ({
  jobs: new Map(),
  cancelling: new Set(),

  async load() {
    for (const status of await answer(bridge().jobs.list())) get().apply(status);
  },

  apply(status) {
    const known = get().jobs.get(status.jobId);
    if (known !== undefined && known.outcome !== null) return false;
    const jobs = new Map(get().jobs);
    jobs.set(status.jobId, status);
    for (const [jobId, job] of jobs) {
      if (jobs.size <= JOBS_KEPT) break;
      if (job.outcome !== null && jobId !== status.jobId) jobs.delete(jobId);
    }
    set({ jobs });
    if (status.outcome === null) return false;
    if (get().cancelling.has(status.jobId)) {
      const cancelling = new Set(get().cancelling);
      cancelling.delete(status.jobId);
      set({ cancelling });
    }
    return true;
  },

  async cancel(jobId) {
    set({ cancelling: new Set(get().cancelling).add(jobId) });
    await answer(bridge().jobs.cancel({ jobId }));
  },
}));

/** The jobs that have not ended, oldest first. */
export function runningJobs(jobs: ReadonlyMap<string, JobStatus>): JobStatus[] {
  return [...jobs.values()].filter((job) => job.outcome === null);
}
