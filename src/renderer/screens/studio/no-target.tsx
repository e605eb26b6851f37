/** @file The Studio without a target: choose one, take one that the library suggests, or go on with a project. Runs in the window. */
import { ActionIcon, Button, Tooltip, UnstyledButton } from '@mantine/core';
import { IconFile, IconFolderOpen, IconPhotoPlus, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { RecentProject } from '../../../shared/project.ts';
import { EmptyState, EmptyStateButtons, MissingOutline } from '../../components/empty-state.tsx';
import { attempt } from '../../components/notices.tsx';
import { formatAgo } from '../../format/format.ts';
import { thumbnailUrl } from '../../photo-urls.ts';
import { selectedLibrary, useLibraries } from '../../stores/libraries.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useProjects } from '../../stores/projects.ts';
import { useUi } from '../../stores/ui.ts';
import classes from './no-target.module.css';

const MOST_RECENT = 5;

export function NoTarget(): React.JSX.Element {
  const library = useLibraries(selectedLibrary);
  const hasLibrary = library !== null;
  return (
    <EmptyState
      testId="no-target"
      picture={
        <MissingOutline widthPx={116} heightPx={116}>
          <IconPhotoPlus size={40} stroke={1.1} />
        </MissingOutline>
      }
      title={hasLibrary ? 'Which picture shall your photos become?' : 'First, your photos'}
      lead={
        hasLibrary
          ? 'Drop a picture here, or choose one. Faces and simple shapes with strong light work best. Every tile will be one whole photo, each used at most once.'
          : 'A mosaic is made of the photos of a library. Open a folder of photos, then choose the picture that they shall become.'
      }
    >
      {hasLibrary ? <ChooseButtons /> : <ChooseFolder />}
      {hasLibrary && library.photoCount > 0 ? (
        <Suggestions libraryId={library.libraryId} photoCount={library.photoCount} />
      ) : null}
      <RecentList />
    </EmptyState>
  );
}

function ChooseButtons(): React.JSX.Element {
  const { chooseTarget, chooseProject } = useMosaic();
  return (
    <EmptyStateButtons>
      <Button
        size="md"
        leftSection={<IconPhotoPlus size={19} stroke={1.7} />}
        onClick={() => attempt(chooseTarget())}
        data-testid="choose-target-large"
      >
        Choose a picture
      </Button>
      <Button
        size="md"
        variant="default"
        leftSection={<IconFolderOpen size={19} stroke={1.7} />}
        onClick={() => attempt(chooseProject())}
        data-testid="choose-project"
      >
        Open a project
      </Button>
    </EmptyStateButtons>
  );
}

function ChooseFolder(): React.JSX.Element {
  const choose = useLibraries((state) => state.choose);
  const showScreen = useUi((ui) => ui.showScreen);
  return (
    <Button
      size="md"
      leftSection={<IconFolderOpen size={19} stroke={1.7} />}
      onClick={() => {
        showScreen('library');
        attempt(choose());
      }}
    >
      Choose a folder
    </Button>
  );
}

/** Photos of the library that would make good targets for it. */
function Suggestions(props: { libraryId: string; photoCount: number }): React.JSX.Element | null {
  const { libraryId, photoCount } = props;
  const suggestions = useProjects((state) => state.suggestions);
  const takePhotoAsTarget = useMosaic((state) => state.takePhotoAsTarget);
  const screen = useUi((ui) => ui.screen);
  const isShown = screen === 'studio';
  useEffect(() => {
    if (isShown) attempt(useProjects.getState().suggestTargets(libraryId, photoCount));
  }, [libraryId, photoCount, isShown]);
  if (suggestions?.libraryId !== libraryId || suggestions.targets.length === 0) return null;
  return (
    <section className={classes.suggestions} aria-label="Suggestions">
      <h3>Or one of your own photos, which these photos can imitate well</h3>
      <div className={classes.strip} data-testid="suggestions">
        {suggestions.targets.map(({ photoId, sentence }) => (
          <Tooltip key={photoId} label={sentence} multiline maw={240}>
            <UnstyledButton
              className={classes.suggestion}
              aria-label={`Take this photo as the target. ${sentence}`}
              onClick={() => attempt(takePhotoAsTarget(libraryId, photoId))}
              data-testid="suggestion"
            >
              <img src={thumbnailUrl(libraryId, photoId)} alt="" draggable={false} />
            </UnstyledButton>
          </Tooltip>
        ))}
      </div>
    </section>
  );
}

function RecentList(): React.JSX.Element | null {
  const recent = useProjects((state) => state.recent);
  const [nowMs] = useState(() => Date.now());
  useEffect(() => attempt(useProjects.getState().loadRecent()), []);
  if (recent.length === 0) return null;
  return (
    <section className={classes.recent} aria-label="Projects">
      <h3>Go on where you were</h3>
      <ul data-testid="recent-projects">
        {recent.slice(0, MOST_RECENT).map((project) => (
          <RecentRow key={project.recentId} project={project} nowMs={nowMs} />
        ))}
      </ul>
    </section>
  );
}

function RecentRow(props: { project: RecentProject; nowMs: number }): React.JSX.Element {
  const { project, nowMs } = props;
  const openRecentProject = useMosaic((state) => state.openRecentProject);
  const forget = useProjects((state) => state.forget);
  const { recentId, name, folder, changedAtMs, isPresent, isUnsaved } = project;
  return (
    <li>
      <UnstyledButton
        className={classes.project}
        disabled={!isPresent}
        onClick={() => attempt(openRecentProject(recentId))}
        data-testid="recent-project"
      >
        <IconFile size={20} stroke={1.5} aria-hidden="true" />
        <span className={classes.projectName}>
          <strong>{name}</strong>
          <span>
            {isPresent ? (isUnsaved ? 'Kept for you, not saved yet' : (folder ?? '')) : 'The file is away'}
          </span>
        </span>
        <span className={classes.when}>{formatAgo(changedAtMs, nowMs)}</span>
      </UnstyledButton>
      <Tooltip label={isUnsaved ? 'Delete it' : 'Take it from this list'}>
        <ActionIcon
          size={28}
          aria-label={`${isUnsaved ? 'Delete' : 'Take from the list'}: ${name}`}
          onClick={() => attempt(forget(recentId))}
        >
          <IconX size={15} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
