/** @file Answers analyses in their worker thread. The networks are loaded when a picture is first looked at. */
import type { ProcessHandlers } from '../processes/contract.ts';
import { createVision, toTargetRegions, type Vision } from '../vision/index.ts';
import type { AnalysisContract } from './contract.ts';
import { estimateCoverage } from './coverage.ts';
import { measurePlacement } from './placement-quality.ts';
import { scoreTargets } from './target-scores.ts';

/** The handlers of the analysis thread. */
export function analysisHandlers(): ProcessHandlers<AnalysisContract> {
  let vision: Promise<Vision> | null = null;
  const startedVision = (): Promise<Vision> => {
    vision ??= createVision().catch((error: unknown) => {
      vision = null;
      throw error;
    });
    return vision;
  };
  return {
    'vision.analyse': async (picture, { signal }) => {
      const { analyse, backend, nativeAbsence } = await startedVision();
      return { regions: toTargetRegions(await analyse(picture, { signal })), backend, nativeAbsence };
    },
    'analysis.coverage': (request) => estimateCoverage(request),
    'analysis.targets': ({ photoDescriptors, count }) => scoreTargets(photoDescriptors, count),
    'analysis.quality': (request) => measurePlacement(request),
  };
}
