/** @file The Library: toolbar, grid of thumbnails, details. Runs in the window. */
import { Loader } from '@mantine/core';
import { useExplorer } from '../../stores/explorer.ts';
import { isCovered, useUi } from '../../stores/ui.ts';
import { selectedLibrary, useLibraries } from '../../stores/libraries.ts';
import { actedOnPhotoIds, hasFlag, usePhotos } from '../../stores/photos.ts';
import { hasFilters } from '../../stores/query-edits.ts';
import { attempt } from '../../components/notices.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { EmptyLibrary, NoLibrary } from './empty-library.tsx';
import { AwayNote } from './away-note.tsx';
import { EyedropperLayer } from './explorer/eyedropper-layer.tsx';
import { ExplorerSidebar } from './explorer/explorer-sidebar.tsx';
import { FilterBar } from './explorer/filter-bar.tsx';
import { NothingFound } from './explorer/nothing-found.tsx';
import { focusSearchField } from './explorer/search-field.tsx';
import { ContactSheetDialog } from './contact-sheet-dialog.tsx';
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
  const total = usePhotos((state) => state.counts?.total ?? 0);
  const isFiltered = usePhotos((state) => hasFilters(state.query));
  const isDetailsOpen = useUi((ui) => ui.isDetailsOpen);
  const isExplorerOpen = useExplorer((state) => state.isOpen);
  useLibraryKeys();

  if (!isLoaded) return <Waiting />;
  if (library === null) return <NoLibrary />;
  return (
    <div className={classes.screen} data-testid="library-screen">
      <LibraryToolbar library={library} />
      <div className={classes.body}>
        {isExplorerOpen && total > 0 ? <ExplorerSidebar /> : null}
        <div className={classes.photos}>
          {library.isPresent || total === 0 ? null : <AwayNote library={library} />}
          <FilterBar libraryId={library.libraryId} />
          {photoCount > 0 ? (
            <PhotoGrid libraryId={library.libraryId} />
          ) : !arePhotosLoaded ? (
            <Waiting />
          ) : isFiltered && total > 0 ? (
            <NothingFound />
          ) : (
            <EmptyLibrary library={library} />
          )}
        </div>
        {isDetailsOpen && photoCount > 0 ? <DetailsPanel library={library} /> : null}
      </div>
      <ProblemsDrawer library={library} />
      <EyedropperLayer />
      <ContactSheetDialog library={library} />
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
      search: () => {
        useExplorer.getState().setOpen(true);
        // The field may only be there after this has been drawn.
        requestAnimationFrame(focusSearchField);
      },
      toggleFilters: () => {
        const { isOpen, setOpen } = useExplorer.getState();
        setOpen(!isOpen);
      },
      contactSheet: () => useUi.getState().setContactSheetOpen(true),
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
  const isSet = hasFlag(photos, photos.photoIds.indexOf(first), flag);
  attempt(photos.setFlag(flag, libraryId, photoIds, !isSet));
}
