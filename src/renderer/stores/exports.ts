/** @file The export that was started last, for its dialog. Runs in the window. */
import { create } from 'zustand';
import type { RouteInput } from '../../shared/ipc/routes.ts';
import { answer, bridge } from '../bridge.ts';

interface ExportsState {
  jobId: string | null;
  /** Asks where to save, then starts. Does nothing more if the person cancels the dialog. */
  start(request: RouteInput<'poster.export'>): Promise<void>;
  showInFolder(jobId: string): Promise<void>;
  /** Makes the dialog ready for another export. */
  reset(): void;
}

export const useExports = create<ExportsState>()((set) => ({
  jobId: null,
  async start(request) {
    const started = await answer(bridge().poster.export(request));
    if (started !== null) set({ jobId: started.jobId });
  },
  async showInFolder(jobId) {
    await answer(bridge().app.showExport({ jobId }));
  },
  reset: () => set({ jobId: null }),
}));
