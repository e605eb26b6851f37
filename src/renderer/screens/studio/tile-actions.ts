/**
 * @file What can be done with a tile of the living placement, for buttons and keys alike. Runs in the window. Does nothing
 * where it makes no sense: without a tile, or while another placement is shown.
 */
import { notify } from '../../components/notices.tsx';
import { useMosaic } from '../../stores/mosaic.ts';
import { useTools } from '../../stores/mosaic-tools.ts';
import { usePhotos } from '../../stores/photos.ts';
import { isPinned, useProject } from '../../stores/project.ts';

export interface EditableTile {
  cell: number;
  photoId: number;
}

/** The selected tile, if it can be edited now. */
export function selectedTile(): EditableTile | null {
  const { selectedCell, shown } = useMosaic.getState();
  const { placement } = useProject.getState();
  const photoId = selectedCell === null ? undefined : placement?.photoOfCell[selectedCell];
  if (selectedCell === null || photoId === undefined || shown !== 'optimal') return null;
  return { cell: selectedCell, photoId };
}

/** Pins the photo to its cell, or lets it go. */
export async function togglePin({ cell, photoId }: EditableTile): Promise<void> {
  const { project, edit } = useProject.getState();
  if (isPinned(project, cell)) await edit({ kind: 'unpin', cell });
  else await edit({ kind: 'pin', cell, photoId });
}

export async function banHere({ cell, photoId }: EditableTile): Promise<void> {
  await useProject.getState().edit({ kind: 'ban', photoId, cell });
}

export async function banEverywhere({ photoId }: EditableTile): Promise<void> {
  await useProject.getState().edit({ kind: 'ban', photoId, cell: null });
}

/** The photo has to be in the mosaic, wherever it fits, or no longer. */
export async function toggleRequired({ photoId }: EditableTile): Promise<void> {
  const { project, edit } = useProject.getState();
  const isRequired = project?.rules.mustAppear.includes(photoId) === true;
  await edit({ kind: 'require', photoId, isRequired: !isRequired });
}

/** Takes the photo out of this mosaic and of all that will be made. */
export async function excludeFromAll({ photoId }: EditableTile): Promise<void> {
  await useProject.getState().edit({ kind: 'excludePhoto', photoId });
  usePhotos.getState().forgetDetails();
}

export async function chooseAlternative(cell: number, photoId: number): Promise<void> {
  useTools.getState().setAlternativesOpen(false);
  await useProject.getState().edit({ kind: 'choose', cell, photoId });
}

/** The first call takes the tile in hand, the second, for another tile, makes both change places. */
export async function startOrFinishSwap({ cell }: EditableTile): Promise<void> {
  const { swapFrom, setSwapFrom } = useTools.getState();
  if (swapFrom === null) setSwapFrom(cell);
  else await swapWith(cell);
}

/** Ends a swap that was started; with the same tile it is given up. */
export async function swapWith(cell: number): Promise<void> {
  const { swapFrom, setSwapFrom } = useTools.getState();
  setSwapFrom(null);
  if (swapFrom === null || swapFrom === cell) return;
  await useProject.getState().edit({ kind: 'swap', cellA: swapFrom, cellB: cell });
}

/** Says what was taken back, since it may be out of sight. */
export async function undo(): Promise<void> {
  const { project, undo: takeBack } = useProject.getState();
  const label = project?.undoLabel ?? null;
  if (label === null) return;
  await takeBack();
  usePhotos.getState().forgetDetails();
  notify({ tone: 'info', message: `Undone: ${label}` });
}

export async function redo(): Promise<void> {
  const { project, redo: doAgain } = useProject.getState();
  const label = project?.redoLabel ?? null;
  if (label === null) return;
  await doAgain();
  usePhotos.getState().forgetDetails();
  notify({ tone: 'info', message: `Done again: ${label}` });
}
