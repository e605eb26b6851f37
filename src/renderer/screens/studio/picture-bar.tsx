/** @file The line above the picture: undo, which picture, comparison, maps, distance, zoom. Runs in the window. */
import { ActionIcon, Group, Menu, SegmentedControl, Text, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsMaximize,
  IconMap,
  IconSquareHalf,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { attempt } from '../../components/notices.tsx';
import { formatPercent } from '../../format/format.ts';
import { useJobs } from '../../stores/jobs.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useTools, type MapName, type ShownPicture } from '../../stores/mosaic-tools.ts';
import { useProject } from '../../stores/project.ts';
import { BarButton } from './bar-button.tsx';
import { DistanceMenu } from './distance-menu.tsx';
import classes from './picture-bar.module.css';
import { pictureTitle } from './picture-names.ts';
import { redo, undo } from './tile-actions.ts';
import { useIsWeighted } from './use-is-weighted.ts';
import { useLateView } from './use-late-view.ts';

export interface ZoomActions {
  zoomIn: () => void;
  zoomOut: () => void;
  zoomToFit: () => void;
}

export function PictureBar({ zoomIn, zoomOut, zoomToFit }: ZoomActions): React.JSX.Element {
  const run = useMosaic((state) => state.run);
  const view = useLateView();
  return (
    <div className={classes.bar}>
      <Group gap={2} wrap="nowrap">
        {view === null ? null : <History />}
      </Group>
      <div className={classes.middle}>
        {run !== null ? <SolverState jobId={run.jobId} /> : null}
        {view === null ? null : <PictureSwitch />}
      </div>
      <Group gap={2} wrap="nowrap">
        {view === null ? null : (
          <>
            <CompareMenu />
            <MapMenu />
            <DistanceMenu aspect={view.columns / view.rows} />
            <span className={classes.rule} />
          </>
        )}
        <span className={classes.zoomSteps}>
          <BarButton label="Zoom out (−)" onClick={zoomOut}>
            <IconZoomOut size={19} stroke={1.6} />
          </BarButton>
          <BarButton label="Zoom in (+)" onClick={zoomIn}>
            <IconZoomIn size={19} stroke={1.6} />
          </BarButton>
        </span>
        <BarButton label="See the whole mosaic (0)" onClick={zoomToFit}>
          <IconArrowsMaximize size={18} stroke={1.6} />
        </BarButton>
      </Group>
    </div>
  );
}

function History(): React.JSX.Element {
  const undoLabel = useProject((state) => state.project?.undoLabel ?? null);
  const redoLabel = useProject((state) => state.project?.redoLabel ?? null);
  return (
    <>
      <BarButton
        label={undoLabel === null ? 'Nothing to undo' : `Undo: ${undoLabel} (Ctrl+Z)`}
        isDisabled={undoLabel === null}
        onClick={() => attempt(undo())}
        testId="undo"
      >
        <IconArrowBackUp size={19} stroke={1.6} />
      </BarButton>
      <BarButton
        label={redoLabel === null ? 'Nothing to do again' : `Redo: ${redoLabel} (Ctrl+Shift+Z)`}
        isDisabled={redoLabel === null}
        onClick={() => attempt(redo())}
        testId="redo"
      >
        <IconArrowForwardUp size={19} stroke={1.6} />
      </BarButton>
    </>
  );
}

function PictureSwitch(): React.JSX.Element {
  const { shown, show } = useMosaic();
  const isWeighted = useIsWeighted();
  const pictures: ShownPicture[] = isWeighted
    ? ['target', 'greedy', 'plain', 'optimal']
    : ['target', 'greedy', 'optimal'];
  return (
    <SegmentedControl<ShownPicture>
      data={pictures.map((value) => ({ value, label: pictureTitle(value, isWeighted) }))}
      value={pictures.includes(shown) ? shown : 'optimal'}
      onChange={show}
      aria-label="Picture shown (keys 1 to 4)"
      data-testid="picture-switch"
      withItemsBorders={false}
      size="sm"
    />
  );
}

function CompareMenu(): React.JSX.Element {
  const { compareWith, compare } = useTools();
  const shown = useMosaic((state) => state.shown);
  const isWeighted = useIsWeighted();
  const others = (['target', 'greedy', 'plain', 'optimal'] as const).filter(
    (picture) => picture !== shown && (picture !== 'plain' || isWeighted),
  );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          size={34}
          aria-label="Compare with a divider (C)"
          aria-pressed={compareWith !== null}
          color={compareWith === null ? 'gray' : 'glass'}
          variant={compareWith === null ? 'subtle' : 'light'}
          data-testid="compare-menu"
        >
          <IconSquareHalf size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>On the left of a divider, show</Menu.Label>
        {others.map((picture) => (
          <Menu.Item
            key={picture}
            fw={picture === compareWith ? 600 : 400}
            onClick={() => compare(picture)}
            data-testid={`compare-${picture}`}
          >
            {pictureTitle(picture, isWeighted)}
          </Menu.Item>
        ))}
        {compareWith === null ? null : (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => compare(null)}>Nothing: no divider</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

const maps: readonly { name: MapName; title: string }[] = [
  { name: 'weights', title: 'What is important (H)' },
  { name: 'errors', title: 'Where the errors are (E)' },
  { name: 'costs', title: 'What each cell costs' },
];

function MapMenu(): React.JSX.Element {
  const { map, showMap } = useTools();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          size={34}
          aria-label="Maps over the picture"
          aria-pressed={map !== null}
          color={map === null ? 'gray' : 'glass'}
          variant={map === null ? 'subtle' : 'light'}
          data-testid="map-menu"
        >
          <IconMap size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Lay a map over the picture</Menu.Label>
        {maps.map(({ name, title }) => (
          <Menu.Item
            key={name}
            fw={name === map ? 600 : 400}
            onClick={() => showMap(name)}
            data-testid={`map-${name}`}
          >
            {title}
          </Menu.Item>
        ))}
        {map === null ? null : (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => showMap(null)}>No map</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What the solver knows so far: before the first placement the phase, then how near the optimum it is. */
function SolverState({ jobId }: { jobId: string }): React.JSX.Element {
  const interim = useMosaic((state) => state.interim);
  const phase = useJobs((state) => state.jobs.get(jobId)?.phase ?? 'Starting');
  return (
    <Tooltip label="The placement gets better until it is proven the best">
      <Text size="sm" fw={500} data-testid="interim-note">
        {interim === null || interim.gap === null ? phase : interimSentence(interim.gap)}
      </Text>
    </Tooltip>
  );
}

function interimSentence(gap: number): string {
  return gap <= 0
    ? 'The best placement is found; proving it'
    : `At most ${formatPercent(gap, gap < 0.01 ? 2 : 1)} above the best possible`;
}
