/** @file The values of the chosen map, one a cell, with their scale. Runs in the window. */
import { useMemo } from 'react';
import { useMosaic } from '../../stores/mosaic.ts';
import { useTools, type MapName } from '../../stores/mosaic-tools.ts';
import { placementNamed, useProject } from '../../stores/project.ts';
import { useProjects } from '../../stores/projects.ts';
import { errorScale, weightScale, type MapScale } from './map-colours.ts';

export interface MapValues {
  name: MapName;
  values: ArrayLike<number>;
  scale: MapScale;
}

/** Null while no map is chosen or its values are not there. */
export function useMapValues(): MapValues | null {
  const map = useTools((tools) => tools.map);
  const shown = useMosaic((state) => state.shown);
  const hasView = useMosaic((state) => state.view !== null);
  const cellWeights = useProject((state) => state.cellWeights);
  const placement = useProject((state) => placementNamed(state, shown === 'target' ? 'optimal' : shown));
  const expected = useProjects((state) => state.coverage?.cellErrors ?? null);
  return useMemo(() => {
    if (map === null) return null;
    if (map === 'expected' || !hasView) {
      return map === 'expected' && !hasView && expected !== null
        ? { name: map, values: expected, scale: errorScale(expected) }
        : null;
    }
    if (map === 'weights') {
      return cellWeights === null
        ? null
        : { name: map, values: cellWeights, scale: weightScale(cellWeights) };
    }
    if (placement === null) return null;
    const { cellErrors } = placement;
    const values =
      map === 'errors'
        ? cellErrors
        : cellErrors.map((error, cell) => error * (placement.cellWeights[cell] ?? 1));
    return { name: map, values, scale: errorScale(values) };
  }, [map, hasView, cellWeights, placement, expected]);
}
