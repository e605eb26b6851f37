/** @file Do some cells count more than others? Runs in the window. */
import { isWeighted, useProject } from '../../stores/project.ts';

export function useIsWeighted(): boolean {
  return useProject((state) => isWeighted(state.cellWeights));
}
