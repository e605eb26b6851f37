/**
 * @file What the Studio asks the main process by itself when settings rest: plan, making ready, coverage, comparisons. Runs
 * in the window.
 */
import { useEffect } from 'react';
import { reportError } from '../../components/notices.tsx';
import { selectedLibrary, useLibraries } from '../../stores/libraries.ts';
import { runningJobs, useJobs } from '../../stores/jobs.ts';
import { chosenRules, isViewOutdated, mosaicSettings, useMosaic } from '../../stores/mosaic.ts';
import { useTools } from '../../stores/mosaic-tools.ts';
import { usePool } from '../../stores/pool.ts';
import { isFinal, useProject } from '../../stores/project.ts';
import { useProjects } from '../../stores/projects.ts';
import { useUi } from '../../stores/ui.ts';

/** Settings change with every key in a number field; the plan is asked for when they rest. */
const PLAN_DELAY_MS = 150;
/** The coverage check reads every photo's colours. */
const COVERAGE_DELAY_MS = 700;
/** Greedy numbers stand beside the optimum, but never in the way of the next stroke. */
const COMPARISON_DELAY_MS = 500;

/** Asks for the plan whenever something it depends on has changed, then whether the photos suffice. */
export function usePlan(): void {
  const { target, sheet, grid, plan, view, run, refreshPlan } = useMosaic();
  const pool = usePool((state) => state.pool);
  const project = useProject((state) => state.project);
  const { reuseLimit } = useMosaic((state) => chosenRules(state, project));
  // The summaries are fetched again when photos come, go or are excluded.
  const library = useLibraries(selectedLibrary);
  const isShown = useUi((ui) => ui.screen === 'studio');
  useEffect(() => {
    if (target === null || library === null) return undefined;
    const timer = setTimeout(() => {
      refreshPlan(library.libraryId).catch(reportError);
    }, PLAN_DELAY_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- refreshPlan reads sheet, grid, pool and rules from the stores
  }, [target, sheet, grid, pool, library, reuseLimit, refreshPlan]);
  // The check looks for one photo a cell.
  const isEnough = plan !== null && plan.cellCount <= plan.poolSize;
  const isCoverageWanted = isShown && view === null && run === null && isEnough;
  const libraryId = library?.libraryId ?? null;
  useEffect(() => {
    if (!isCoverageWanted || libraryId === null) return undefined;
    const timer = setTimeout(() => {
      const asked = mosaicSettings(useMosaic.getState(), libraryId);
      useProjects.getState().checkCoverage(asked).catch(reportError);
    }, COVERAGE_DELAY_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new plan means new settings
  }, [isCoverageWanted, libraryId, plan]);
}

/** Lets what the next mosaic needs be made ready once the settings rest, unless a mosaic of them is there already. */
export function usePreparation(): void {
  const plan = useMosaic((state) => state.plan);
  const run = useMosaic((state) => state.run);
  const prepare = useMosaic((state) => state.prepare);
  const preset = useMosaic((state) => state.importance.preset);
  const libraryId = useLibraries(selectedLibrary)?.libraryId ?? null;
  const isShown = useUi((ui) => ui.screen === 'studio');
  const isNew = useMosaic((state) => state.view === null || isViewOutdated(state, libraryId));
  // While photos come in, what was read of them is out of date at once.
  const isScanning = useJobs(({ jobs }) => runningJobs(jobs).some(({ kind }) => kind === 'scan'));
  const isWanted = isShown && isNew && run === null && plan?.isPossible === true && !isScanning;
  useEffect(() => {
    if (isWanted && libraryId !== null) prepare(libraryId).catch(reportError);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new plan means new settings
  }, [isWanted, libraryId, plan, preset, prepare]);
}

/** Fetches the comparisons that are on show, and the greedy one for the numbers, once the optimum stands. */
export function useComparisons(): void {
  const shown = useMosaic((state) => state.shown);
  const compareWith = useTools((tools) => tools.compareWith);
  const revision = useProject((state) => state.project?.revision ?? null);
  const isProven = useProject(isFinal);
  const isPlainWanted = shown === 'plain' || compareWith === 'plain';
  const isGreedyShown = shown === 'greedy' || compareWith === 'greedy';
  useEffect(() => {
    if (!isProven) return undefined;
    const ask = async (): Promise<void> => {
      const { compareWith: fetchComparison } = useProject.getState();
      if (isPlainWanted) await fetchComparison('plain');
      await fetchComparison('greedy');
    };
    const timer = setTimeout(
      () => {
        ask().catch(reportError);
      },
      isPlainWanted || isGreedyShown ? 0 : COMPARISON_DELAY_MS,
    );
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new revision needs new comparisons
  }, [isProven, revision, isPlainWanted, isGreedyShown]);
}
