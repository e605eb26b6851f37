/** @file Projects worked on lately, and what the library offers before there is one. Runs in the window. */
import { create } from 'zustand';
import type { CoverageReport, RecentProject, TargetSuggestion } from '../../shared/project.ts';
import type { RouteInput } from '../../shared/ipc/routes.ts';
import { answer, bridge } from '../bridge.ts';

interface ProjectsState {
  recent: readonly RecentProject[];
  /** For the settings it was asked for; null while it is on its way. */
  coverage: CoverageReport | null;
  isChecking: boolean;
  suggestions: { libraryId: string; photoCount: number; targets: readonly TargetSuggestion[] } | null;
  loadRecent(): Promise<void>;
  forget(recentId: string): Promise<void>;
  /** Does the library suffice? Later questions win over earlier ones. */
  checkCoverage(request: RouteInput<'project.coverage'> | null): Promise<void>;
  /** Asks again only when the library has other photos than the last time. */
  suggestTargets(libraryId: string, photoCount: number): Promise<void>;
}

const SUGGESTION_COUNT = 12;

export const useProjects = create<ProjectsState>()((set, get) => {
  let lastQuestion = 0;
  return {
    recent: [],
    coverage: null,
    isChecking: false,
    suggestions: null,

    async loadRecent() {
      set({ recent: await answer(bridge().project.recent()) });
    },

    async forget(recentId) {
      await answer(bridge().project.forgetRecent({ recentId }));
      await get().loadRecent();
    },

    async checkCoverage(request) {
      lastQuestion += 1;
      const question = lastQuestion;
      set({ coverage: null, isChecking: request !== null });
      if (request === null) return;
      try {
        const coverage = await answer(bridge().project.coverage(request));
        if (question === lastQuestion) set({ coverage });
      } finally {
        if (question === lastQuestion) set({ isChecking: false });
      }
    },

    async suggestTargets(libraryId, photoCount) {
      const { suggestions } = get();
      const isSameLibrary = suggestions?.libraryId === libraryId;
      if (isSameLibrary && suggestions.photoCount === photoCount) return;
      set({
        suggestions: { libraryId, photoCount, targets: isSameLibrary ? suggestions.targets : [] },
      });
      const targets = await answer(bridge().project.suggestTargets({ libraryId, count: SUGGESTION_COUNT }));
      if (get().suggestions?.libraryId === libraryId)
        set({ suggestions: { libraryId, photoCount, targets } });
    },
  };
});
