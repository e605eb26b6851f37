/** @file Buttons for the chosen tile, and the photos that could be there with their prices. Runs in the window. */
import { Loader, Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconArrowsExchange,
  IconBan,
  IconHeart,
  IconPhotoOff,
  IconPhotoSearch,
  IconPin,
  IconPinnedOff,
  IconTrashX,
} from '@tabler/icons-react';
import { useRef } from 'react';
import { CROP_NAMES } from '../../../core/crops.ts';
import type { Alternative } from '../../../shared/project.ts';
import { attempt } from '../../components/notices.tsx';
import { formatCount, formatError, formatPercent } from '../../format/format.ts';
import { thumbnailUrl } from '../../photo-urls.ts';
import { useTools } from '../../stores/mosaic-tools.ts';
import { isPinned, useProject } from '../../stores/project.ts';
import * as actions from './tile-actions.ts';
import classes from './tile-editing.module.css';
import { useAlternatives } from './use-tile-details.ts';

export function TileActions(props: {
  tile: actions.EditableTile;
  projectId: string;
  libraryId: string;
}): React.JSX.Element {
  const { tile, projectId, libraryId } = props;
  const pinned = useProject((state) => isPinned(state.project, tile.cell));
  const required = useProject((state) => state.project?.rules.mustAppear.includes(tile.photoId) === true);
  const { isAlternativesOpen, setAlternativesOpen, swapFrom } = useTools();
  return (
    <div className={classes.editing}>
      <div className={classes.actions} role="toolbar" aria-label="This tile">
        <Action
          label={pinned ? 'Unpin' : 'Pin'}
          hint={pinned ? 'Let the optimiser move it again (P)' : 'Keep this photo in this cell (P)'}
          isOn={pinned}
          onClick={() => attempt(actions.togglePin(tile))}
          testId="tile-pin"
        >
          {pinned ? <IconPinnedOff size={17} stroke={1.6} /> : <IconPin size={17} stroke={1.6} />}
        </Action>
        <Action
          label="Keep"
          hint={
            required ? 'It may be left out again' : 'This photo has to be in the mosaic, wherever it fits'
          }
          isOn={required}
          onClick={() => attempt(actions.toggleRequired(tile))}
          testId="tile-require"
        >
          <IconHeart size={17} stroke={1.6} />
        </Action>
        <Action
          label="Swap"
          hint="Change places with another tile (S)"
          isOn={swapFrom === tile.cell}
          onClick={() => attempt(actions.startOrFinishSwap(tile))}
          testId="tile-swap"
        >
          <IconArrowsExchange size={17} stroke={1.6} />
        </Action>
        <Action
          label="Others"
          hint="Other photos for this cell, with their price (A)"
          isOn={isAlternativesOpen}
          onClick={() => setAlternativesOpen(!isAlternativesOpen)}
          testId="tile-alternatives"
        >
          <IconPhotoSearch size={17} stroke={1.6} />
        </Action>
        <Action
          label="Not here"
          hint="Ban this photo from this cell (B)"
          onClick={() => attempt(actions.banHere(tile))}
          testId="tile-ban-here"
        >
          <IconBan size={17} stroke={1.6} />
        </Action>
        <Action
          label="Nowhere"
          hint="Ban this photo from the whole mosaic (Shift+B)"
          onClick={() => attempt(actions.banEverywhere(tile))}
          testId="tile-ban-everywhere"
        >
          <IconPhotoOff size={17} stroke={1.6} />
        </Action>
        <Action
          label="Never"
          hint="Exclude this photo from the pool: from this mosaic and all others"
          onClick={() => attempt(actions.excludeFromAll(tile))}
          testId="tile-exclude"
        >
          <IconTrashX size={17} stroke={1.6} />
        </Action>
      </div>
      {isAlternativesOpen ? (
        <Alternatives cell={tile.cell} projectId={projectId} libraryId={libraryId} />
      ) : null}
    </div>
  );
}

function Action(props: {
  label: string;
  hint: string;
  isOn?: boolean;
  testId: string;
  onClick: () => void;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <Tooltip label={props.hint} multiline maw={220}>
      <UnstyledButton
        className={classes.action}
        aria-pressed={props.isOn}
        onClick={props.onClick}
        data-testid={props.testId}
      >
        {props.children}
        <span>{props.label}</span>
      </UnstyledButton>
    </Tooltip>
  );
}

function Alternatives(props: { cell: number; projectId: string; libraryId: string }): React.JSX.Element {
  const { cell, projectId, libraryId } = props;
  const alternatives = useAlternatives(projectId, cell);
  const setOpen = useTools((tools) => tools.setAlternativesOpen);
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      setOpen(false);
      document.querySelector<HTMLElement>('[data-testid="mosaic-canvas"]')?.focus();
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[Math.min(buttons.length - 1, Math.max(0, now + step))]?.focus();
  };
  return (
    <div
      ref={list}
      className={classes.alternatives}
      data-testid="alternatives"
      role="group"
      aria-label="Photos for this cell"
      onKeyDown={onKeyDown}
    >
      {alternatives === null ? (
        <p className={classes.waiting}>
          <Loader size={14} /> Working out what each photo would cost
        </p>
      ) : (
        alternatives.map((alternative, at) => (
          <AlternativeRow
            key={alternative.photoId}
            alternative={alternative}
            libraryId={libraryId}
            isCurrent={at === 0 && alternative.price === 0}
            isFocused={at === 0}
            onChoose={() => {
              document.querySelector<HTMLElement>('[data-testid="mosaic-canvas"]')?.focus();
              attempt(actions.chooseAlternative(cell, alternative.photoId));
            }}
          />
        ))
      )}
    </div>
  );
}

function AlternativeRow(props: {
  alternative: Alternative;
  libraryId: string;
  isCurrent: boolean;
  isFocused: boolean;
  onChoose: () => void;
}): React.JSX.Element {
  const { alternative, libraryId, isCurrent } = props;
  const pointOut = useTools((tools) => tools.pointOut);
  const { photoId, usedInCell, error, priceShare } = alternative;
  const show = (): void => pointOut(usedInCell === null ? [] : [usedInCell]);
  return (
    <UnstyledButton
      // The list opens by key or click: its first entry takes the keyboard either way.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus={props.isFocused}
      className={classes.alternative}
      onClick={props.onChoose}
      onPointerEnter={show}
      onPointerLeave={() => pointOut([])}
      onFocus={show}
      onBlur={() => pointOut([])}
      data-testid="alternative"
      data-photo={photoId}
    >
      <img
        src={thumbnailUrl(libraryId, photoId)}
        alt=""
        draggable={false}
        loading="lazy"
        data-mirrored={alternative.isMirrored ? true : undefined}
        data-crop={CROP_NAMES[alternative.crop]}
      />
      <span className={classes.price}>
        <strong>
          {isCurrent ? 'Shown now' : `+ ${formatPercent(priceShare, priceShare < 0.001 ? 4 : 2)}`}
        </strong>
        <span>
          error {formatError(error)}
          {usedInCell === null || isCurrent ? '' : ` · now in cell ${formatCount(usedInCell + 1)}`}
        </span>
      </span>
    </UnstyledButton>
  );
}
