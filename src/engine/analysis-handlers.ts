/** @file Answers analyses in their worker thread. The networks are loaded when a picture is first looked at. */
import type { ProcessHandlers } from '../processes/contract.ts';
import type { CropRectangle } from '../core/crops.ts';
import { createVision, type FaceBox, toTargetRegions, type Vision } from '../vision/index.ts';
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
    'vision.faces': async (picture, { signal }) => {
      const { glance } = await startedVision();
      return { faces: (await glance(picture, { signal })).map((box) => shareOf(box, picture)) };
    },
    'analysis.coverage': (request) => estimateCoverage(request),
    'analysis.targets': ({ photoDescriptors, count }) => scoreTargets(photoDescriptors, count),
    'analysis.quality': (request) => measurePlacement(request),
  };
}

/** A box as fractions of the picture, cut at its border. */
function shareOf(
  { leftPx, topPx, widthPx: boxWidthPx, heightPx: boxHeightPx }: FaceBox,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): CropRectangle {
  const within = (value: number): number => Math.max(0, Math.min(1, value));
  const [left, right] = [within(leftPx / widthPx), within((leftPx + boxWidthPx) / widthPx)];
  const [top, bottom] = [within(topPx / heightPx), within((topPx + boxHeightPx) / heightPx)];
  return { left, top, width: right - left, height: bottom - top };
}
