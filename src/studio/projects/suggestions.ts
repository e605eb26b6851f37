/** @file Which photos of a library would make good targets for it, in words. Node, no Electron. */
import type { EngineContract, TargetScore } from '../../engine/contract.ts';
import type { Catalogue } from '../../library/catalogue/catalogue.ts';
import type { ProcessClient } from '../../processes/contract.ts';
import type { TargetSuggestion } from '../../shared/project.ts';

/** A burst of more photos than this would take the place of other suggestions. */
const SCORED_PER_SUGGESTION = 20;

/** The photos of a pool that would make the best targets for it, no two of one burst and no copies of one picture. */
export async function suggestTargets(
  engine: ProcessClient<EngineContract>,
  catalogue: Catalogue,
  poolIds: Int32Array,
  count: number,
): Promise<TargetSuggestion[]> {
  if (poolIds.length === 0) return [];
  const scores = await engine.request('analysis.targets', {
    photoDescriptors: catalogue.descriptors(poolIds),
    count: count * SCORED_PER_SUGGESTION,
  });
  const chosen: TargetScore[] = [];
  const taken = new Set<number>();
  for (const score of scores) {
    if (chosen.length === count) break;
    const photoId = poolIds[score.photo]!;
    if (taken.has(photoId)) continue;
    chosen.push(score);
    for (const companion of catalogue.companionsOf(photoId)) taken.add(companion);
  }
  return chosen.map(({ photo, coverage, contrast, score }) => ({
    photoId: poolIds[photo]!,
    score,
    sentence: `${Math.round(coverage * 100)} % of its colours are in the library, and its contrast is ${
      contrast > 0.75 ? 'strong' : contrast > 0.45 ? 'good' : 'soft'
    }.`,
  }));
}
