/** @file Photos of the Library as the pool of a mosaic: takes them over, says what they suffice for. Runs in the window. */
import { largestGrid } from '../../../../core/grid.ts';
import type { PhotoQuery } from '../../../../shared/query.ts';
import { notify } from '../../../components/notices.tsx';
import { formatCounted } from '../../../format/format.ts';
import { usePool } from '../../../stores/pool.ts';
import { chosenTimeZone } from '../../../stores/preferences.ts';
import { useUi } from '../../../stores/ui.ts';
import { queryTitle } from './facet-words.ts';

/** From now on mosaics choose from the photos that the question finds. */
export function takeAsPool(libraryId: string, query: PhotoQuery, poolCount: number): void {
  const title = queryTitle(query);
  usePool.getState().setPool({ libraryId, query: { ...query, timeZone: chosenTimeZone() }, title });
  notify({
    tone: 'done',
    message: `Mosaics now choose from ${formatCounted(poolCount, 'photo')}: ${title}.`,
    action: { label: 'Go to the Studio', run: () => useUi.getState().showScreen('studio') },
  });
}

/** What a pool of this size is good for. */
export function cellsSentence(poolCount: number): string {
  if (poolCount === 0) return 'None of these can be used in a mosaic.';
  const { columns, rows } = largestGrid(poolCount, 1);
  return `Each photo once: enough for a square mosaic of ${columns} × ${rows} cells.`;
}
