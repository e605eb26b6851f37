/** @file What is known of a tile, and what else could be there, fetched when it is needed. Runs in the window. */
import { useEffect, useState } from 'react';
import type { Alternative, TileDetails } from '../../../shared/project.ts';
import { answer, bridge } from '../../bridge.ts';
import { reportError } from '../../components/notices.tsx';
import { isFinal, useProject } from '../../stores/project.ts';

const ALTERNATIVE_COUNT = 12;

/**
 * Facts of a tile of the living placement; null while they are on their way or while a new placement is. `delayMs` keeps
 * a passing pointer from asking for every tile.
 */
export function useTileDetails(
  projectId: string | null,
  cell: number | null,
  delayMs: number,
): TileDetails | null {
  return useAnswer(projectId, cell, delayMs, askTile);
}

/** Other photos for the cell with their prices; null while they are on their way. */
export function useAlternatives(projectId: string | null, cell: number | null): Alternative[] | null {
  return useAnswer(projectId, cell, 0, askAlternatives);
}

const askTile = (projectId: string, cell: number): Promise<TileDetails> =>
  answer(bridge().project.tile({ projectId, cell }));

const askAlternatives = (projectId: string, cell: number): Promise<Alternative[]> =>
  answer(bridge().project.candidates({ projectId, cell, count: ALTERNATIVE_COUNT }));

function useAnswer<T>(
  projectId: string | null,
  cell: number | null,
  delayMs: number,
  ask: (projectId: string, cell: number) => Promise<T>,
): T | null {
  const revision = useProject((state) => state.placement?.revision ?? null);
  const isProven = useProject(isFinal);
  const [known, setKnown] = useState<{ key: string; value: T } | null>(null);
  const key = `${projectId} ${cell} ${revision}`;
  useEffect(() => {
    if (projectId === null || cell === null || !isProven) return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      ask(projectId, cell)
        .then((value) => {
          if (isWanted) setKnown({ key, value });
        })
        .catch((error: unknown) => {
          // A newer edit has overtaken the question: its placement asks again.
          if (isWanted) reportError(error);
        });
    }, delayMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [projectId, cell, key, isProven, delayMs, ask]);
  return known?.key === key ? known.value : null;
}
