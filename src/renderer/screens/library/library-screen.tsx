/** @file The Library: toolbar, grid of thumbnails, details. Runs in the window. */
import { Loader } from '@mantine/core';
import { isCovered, useUi } from '../../stores/ui.ts';
import { selectedLibrary, useLibraries } from '../../stores/libraries.ts';
import { actedOnPhotoIds, detailsKey, usePhotos } from '../../stores/photos.ts';
import { attempt } from '../../components/notices.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { EmptyLibrary, NoLibrary } from './empty-library.tsx';
import { DetailsPanel } from './details-panel.tsx';
import { LibraryToolbar } from './library-toolbar.tsx';
import { PhotoGrid } from './photo-grid.tsx';
import { ProblemsDrawer } from './problems-drawer.tsx';
import { CELL_SIZE_RANGE_PX } from './grid-geometry.ts';
import classes from './library-screen.module.css';

export function LibraryScreen(): React.JSX.Element {
  const isLoaded = useLibraries((state) => state.isLoaded);
  const library = useLibraries(selectedLibrary);
  const photoCount = usePhotos((state) => state.photoIds.length);
  const arePhotosLoaded = usePhotos((state) => state.isLoaded);
  const isDetailsOpen = useUi((ui) => ui.isDetailsOpen);
  useLibraryKeys();

  if (!isLoaded) return <Waiting />;
  if (library === null) return <NoLibrary />;
  return (
    <div className={classes.screen} data-testid="library-screen">
      <LibraryToolbar library={library} />
      <div className={classes.body}>
        {photoCount > 0 ? (
          <PhotoGrid libraryId={library.libraryId} />
        ) : arePhotosLoaded ? (
          <EmptyLibrary library={library} />
        ) : (
          <Waiting />
        )}
        {isDetailsOpen && photoCount > 0 ? <DetailsPanel library={library} /> : null}
      </div>
      <ProblemsDrawer library={library} />
    </div>
  );
}

function Waiting(): React.JSX.Element {
  return (
    <div className={classes.waiting}>
      <Loader type="dots" aria-label="Loading" />
    </div>
  );
}

/** Keys for what is selected and for thumbnail size; the grid itself has those for moving. */
function useLibraryKeys(): void {
  const covered = useUi(isCovered);
  useKeys(
    'library',
    {
      favourite: () => toggleFlag('favourite'),
      exclude: () => toggleFlag('excluded'),
      selectAll: () => usePhotos.getState().selectAll(),
      largerThumbnails: () => changeCellSize(1),
      smallerThumbnails: () => changeCellSize(-1),
    },
    { isActive: !covered },
  );
}

function changeCellSize(step: number): void {
  const { cellSizePx, setCellSize } = useUi.getState();
  setCellSize(cellSizePx + step * CELL_SIZE_RANGE_PX.step * 3);
}

/** All acted-on photos get the flag that the focused one does not have. */
function toggleFlag(flag: 'favourite' | 'excluded'): void {
  const photos = usePhotos.getState();
  const photoIds = actedOnPhotoIds(photos);
  const first = photos.photoIds[photos.focusIndex] ?? photoIds[0];
  const { libraryId } = photos;
  if (libraryId === null || first === undefined) return;
  const toggle = async (): Promise<void> => {
    await photos.loadDetails(libraryId, first);
    const facts = usePhotos.getState().details.get(detailsKey(libraryId, first));
    if (facts === undefined) return;
    const isSet = flag === 'favourite' ? facts.isFavourite : facts.isExcluded;
    await photos.setFlag(flag, libraryId, photoIds, !isSet);
  };
  attempt(toggle());
}
