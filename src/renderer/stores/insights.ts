/** @file The numbers about a library and the comparison of two authors. Runs in the window. */
import { create } from 'zustand';
import type { AuthorComparison, Insights } from '../../shared/insights.ts';
import type { PhotoQuery } from '../../shared/query.ts';
import { answer, bridge } from '../bridge.ts';
import { chosenTimeZone, usePreferences } from './preferences.ts';

interface InsightsState {
  libraryId: string | null;
  insights: Insights | null;
  comparison: { authors: [string, string]; numbers: AuthorComparison } | null;
  /** Numbers about the photos that a query finds. */
  load(libraryId: string, query: PhotoQuery): Promise<void>;
  compare(authors: [string, string], query: PhotoQuery): Promise<void>;
}

/** Numbers the questions, so that an answer that was overtaken is dropped. */
let lastQuestion = 0;

export const useInsights = create<InsightsState>()((set, get) => ({
  libraryId: null,
  insights: null,
  comparison: null,

  async load(libraryId, query) {
    if (libraryId !== get().libraryId) set({ libraryId, insights: null, comparison: null });
    lastQuestion += 1;
    const question = lastQuestion;
    const { hemisphere } = usePreferences.getState();
    const asked = { ...query, timeZone: chosenTimeZone() };
    const insights = await answer(bridge().library.insights({ libraryId, query: asked, hemisphere }));
    if (question === lastQuestion) set({ insights });
  },

  async compare(authors, query) {
    const { libraryId } = get();
    if (libraryId === null) return;
    const asked = { ...query, timeZone: chosenTimeZone() };
    const numbers = await answer(bridge().library.compareAuthors({ libraryId, query: asked, authors }));
    if (get().libraryId === libraryId) set({ comparison: { authors, numbers } });
  },
}));
