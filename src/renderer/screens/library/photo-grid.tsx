/**
 * @file The grid of thumbnails, smooth for any number of photos: only rows in sight exist. Runs in the window.
 * Keyboard: one cell has the focus (roving tabindex); its row exists even when it is scrolled away.
 */
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useElementSize } from '@mantine/hooks';
import { memo, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useKeys } from '../../keys/use-keys.ts';
import { formatCount } from '../../format/format.ts';
import { detailsKey, usePhotos } from '../../stores/photos.ts';
import { isCovered, useUi } from '../../stores/ui.ts';
import { gridGeometry, movedIndex, type GridMove } from './grid-geometry.ts';
import { PhotoCell } from './photo-cell.tsx';
import classes from './photo-grid.module.css';
import { useFastScroll } from './use-fast-scroll.ts';
import { useTurn } from './use-turn.ts';

const GAP_PX = 4;
const PADDING_PX = 12;

export function PhotoGrid({ libraryId }: { libraryId: string }): React.JSX.Element {
  const photoIds = usePhotos((state) => state.photoIds);
  const focusIndex = usePhotos((state) => state.focusIndex);
  const cellSizePx = useUi((ui) => ui.cellSizePx);
  const covered = useUi(isCovered);
  const viewer = useUi((ui) => ui.viewer);
  const viewport = useRef<HTMLDivElement>(null);
  const { ref: widthRef, width, height } = useElementSize();
  const geometry = gridGeometry(Math.max(1, width), cellSizePx, GAP_PX, photoIds.length);
  const focusRow = focusIndex < 0 ? 0 : Math.floor(focusIndex / geometry.columns);

  const rangeExtractor = useCallback(
    (range: Range) => {
      const rows = defaultRangeExtractor(range);
      if (focusRow < range.count && !rows.includes(focusRow)) rows.push(focusRow);
      return rows.sort((a, b) => a - b);
    },
    [focusRow],
  );
  // oxlint-disable-next-line react/incompatible-library -- no React Compiler is used here
  const virtualizer = useVirtualizer({
    count: width > 0 ? geometry.rowCount : 0,
    getScrollElement: () => viewport.current,
    estimateSize: () => geometry.rowPitchPx,
    overscan: 4,
    paddingStart: PADDING_PX,
    paddingEnd: PADDING_PX,
    scrollPaddingStart: PADDING_PX,
    scrollPaddingEnd: PADDING_PX,
    rangeExtractor,
  });

  // When cells change size, the photo at the top stays at the top.
  const { columns, rowPitchPx } = geometry;
  const before = useRef({ columns, rowPitchPx });
  useLayoutEffect(() => {
    const old = before.current;
    if (old.columns === columns && old.rowPitchPx === rowPitchPx) return;
    const topIndex = Math.round(((viewport.current?.scrollTop ?? 0) / old.rowPitchPx) * old.columns);
    before.current = { columns, rowPitchPx };
    virtualizer.measure();
    virtualizer.scrollToOffset((topIndex / columns) * rowPitchPx);
  }, [columns, rowPitchPx, virtualizer]);

  const focusCell = useCallback(
    (index: number) => {
      virtualizer.scrollToIndex(Math.floor(index / columns), { align: 'auto' });
      // The row may not exist before the scroll has been drawn.
      requestAnimationFrame(() => {
        viewport.current
          ?.querySelector<HTMLElement>(`[data-index="${index}"]`)
          ?.focus({ preventScroll: true });
      });
    },
    [virtualizer, columns],
  );

  const move = (direction: GridMove) => (event: KeyboardEvent) => {
    const photos = usePhotos.getState();
    const rowsPerPage = Math.floor(height / rowPitchPx);
    const index = movedIndex(photos.focusIndex, direction, {
      photoCount: photoIds.length,
      columns,
      rowsPerPage,
    });
    photos.focus(index, event.shiftKey ? 'range' : 'only');
    focusCell(index);
  };
  const openViewer = (): void => {
    const { focusIndex: index } = usePhotos.getState();
    if (index >= 0) useUi.getState().openViewer({ libraryId, photoIds, index });
  };
  useKeys(
    'library',
    {
      left: move('left'),
      right: move('right'),
      up: move('up'),
      down: move('down'),
      first: move('first'),
      last: move('last'),
      pageUp: move('pageUp'),
      pageDown: move('pageDown'),
      focusGrid: () => {
        const index = Math.max(0, usePhotos.getState().focusIndex);
        usePhotos.getState().focus(index, 'only');
        focusCell(index);
      },
      openPreview: openViewer,
      clearSelection: () => usePhotos.getState().clearSelection(),
    },
    { isActive: !covered, surface: '[role="grid"]' },
  );

  // Leafing in the viewer takes the focus in the grid along.
  const viewerIndex = viewer !== null && viewer.photoIds === photoIds ? viewer.index : null;
  useEffect(() => {
    if (viewerIndex === null || viewerIndex === usePhotos.getState().focusIndex) return;
    usePhotos.getState().focus(viewerIndex, 'only');
    virtualizer.scrollToIndex(Math.floor(viewerIndex / columns), { align: 'auto' });
  }, [viewerIndex, columns, virtualizer]);
  const wasViewing = useRef(false);
  useEffect(() => {
    const hasClosed = wasViewing.current && viewerIndex === null;
    wasViewing.current = viewerIndex !== null;
    if (!hasClosed) return undefined;
    // The dialog gives the focus back to the cell it was opened from; after that it goes where the person leafed to.
    const timer = setTimeout(() => focusCell(usePhotos.getState().focusIndex), 150);
    return () => clearTimeout(timer);
  }, [viewerIndex, focusCell]);

  useCtrlWheel(viewport);
  const isFast = useFastScroll(viewport);

  return (
    <div className={classes.viewport} ref={viewport} data-testid="photo-grid">
      <div ref={widthRef} className={classes.measure} aria-hidden="true" />
      <div
        role="grid"
        aria-label="Photos"
        aria-rowcount={geometry.rowCount}
        aria-colcount={columns}
        aria-multiselectable="true"
        className={classes.grid}
        style={{ height: virtualizer.getTotalSize() }}
        onDoubleClick={openViewer}
      >
        {virtualizer.getVirtualItems().map((row) => (
          <GridRow
            key={row.key}
            libraryId={libraryId}
            row={row.index}
            topPx={row.start}
            columns={columns}
            cellPx={geometry.cellPx}
            photoIds={photoIds}
            isFast={isFast}
            isFirst={row.index === focusRow}
          />
        ))}
      </div>
    </div>
  );
}

interface GridRowProps {
  libraryId: string;
  row: number;
  topPx: number;
  columns: number;
  cellPx: number;
  photoIds: Int32Array;
  /** Rows that come into sight meanwhile are drawn without photos. */
  isFast: boolean;
  /** It has the focus, which must not wait for its turn. */
  isFirst: boolean;
}

const GridRow = memo(function GridRow(props: GridRowProps): React.JSX.Element {
  const { libraryId, row, topPx, columns, cellPx, photoIds, isFast, isFirst } = props;
  const isDrawn = useTurn(!isFast);
  const first = row * columns;
  if (!isDrawn && !isFirst) {
    return (
      <div
        className={classes.blurred}
        style={{
          transform: `translateY(${topPx}px)`,
          height: cellPx,
          width: Math.min(columns, photoIds.length - first) * (cellPx + GAP_PX) - GAP_PX,
          backgroundSize: `${cellPx + GAP_PX}px`,
          backgroundImage: `linear-gradient(90deg, var(--placeholder) ${cellPx}px, transparent ${cellPx}px)`,
        }}
      />
    );
  }
  const cells: React.JSX.Element[] = [];
  for (let index = first; index < Math.min(first + columns, photoIds.length); index += 1) {
    cells.push(
      <ConnectedCell
        key={index}
        libraryId={libraryId}
        photoId={photoIds[index]!}
        index={index}
        column={index - first}
        photoCount={photoIds.length}
      />,
    );
  }
  return (
    <div
      role="row"
      aria-rowindex={row + 1}
      className={classes.row}
      style={{ transform: `translateY(${topPx}px)`, height: cellPx, gridAutoColumns: `${cellPx}px` }}
    >
      {cells}
    </div>
  );
});

const SELECTED = 1;
const FOCUSED = 2;
const TAB_STOP = 4;

/** A cell that knows by itself whether it is focused or selected, so that a key press redraws two cells, not the grid. */
function ConnectedCell(props: {
  libraryId: string;
  photoId: number;
  index: number;
  column: number;
  photoCount: number;
}): React.JSX.Element {
  const { libraryId, photoId, index, column, photoCount } = props;
  // One number instead of one subscription for each mark: hundreds of cells come into sight at once.
  const marks = usePhotos(
    ({ selection, focusIndex, flags: all }) =>
      (all[index] ?? 0) * 8 +
      (selection.has(photoId) ? SELECTED : 0) +
      (focusIndex === index ? FOCUSED : 0) +
      (focusIndex === index || (focusIndex < 0 && index === 0) ? TAB_STOP : 0),
  );
  const isFocused = (marks & FOCUSED) !== 0;
  // Only the focused cell is read out.
  const details = usePhotos((state) =>
    isFocused ? (state.details.get(detailsKey(libraryId, photoId)) ?? null) : null,
  );
  return (
    <PhotoCell
      libraryId={libraryId}
      photoId={photoId}
      index={index}
      column={column}
      isSelected={(marks & SELECTED) !== 0}
      isFocused={isFocused}
      isTabStop={(marks & TAB_STOP) !== 0}
      flags={marks >> 3}
      details={details}
      position={`Photo ${formatCount(index + 1)} of ${formatCount(photoCount)}`}
    />
  );
}

/** Ctrl and wheel change the thumbnail size, as in other programs. */
function useCtrlWheel(viewport: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = viewport.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { cellSizePx, setCellSize } = useUi.getState();
      setCellSize(cellSizePx - Math.sign(event.deltaY) * 16);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [viewport]);
}
