/** @file The project's name, whether it is saved, and its menu. Runs in the window. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import {
  IconDeviceFloppy,
  IconDotsVertical,
  IconFile,
  IconFilePlus,
  IconFolderOpen,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import { attempt } from '../../components/notices.tsx';
import { useMosaic } from '../../stores/mosaic.ts';
import { useProject } from '../../stores/project.ts';
import { useProjects } from '../../stores/projects.ts';
import classes from './project-header.module.css';
import { newProject } from './project-commands.ts';

const MOST_RECENT = 6;

export function ProjectHeader(): React.JSX.Element {
  const project = useProject((state) => state.project);
  const isUnsaved = project !== null && !project.hasFile;
  useWindowTitle(project?.name ?? null, isUnsaved);
  return (
    <header className={classes.header} data-testid="project" data-unsaved={isUnsaved}>
      <div className={classes.name}>
        <strong title={project?.name}>{project?.name ?? 'New mosaic'}</strong>
        <span data-testid="project-state">
          {project === null ? 'not made yet' : isUnsaved ? 'not saved yet' : 'saved'}
        </span>
      </div>
      {isUnsaved ? (
        <Tooltip label="Save the project (Ctrl+S)">
          <ActionIcon
            size={32}
            aria-label="Save the project"
            onClick={() => attempt(useProject.getState().save(false))}
            data-testid="project-save"
          >
            <IconDeviceFloppy size={19} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      <ProjectMenu hasProject={project !== null} />
    </header>
  );
}

function ProjectMenu({ hasProject }: { hasProject: boolean }): React.JSX.Element {
  const recent = useProjects((state) => state.recent);
  const { chooseProject, openRecentProject } = useMosaic();
  const openId = useProject((state) => state.project?.projectId ?? null);
  const others = recent.filter(({ recentId, isPresent }) => isPresent && recentId !== openId);
  return (
    <Menu position="bottom-start" width={236} onOpen={() => attempt(useProjects.getState().loadRecent())}>
      <Menu.Target>
        <ActionIcon size={32} aria-label="Project" data-testid="project-menu">
          <IconDotsVertical size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFilePlus size={16} stroke={1.6} />} onClick={newProject}>
          New mosaic
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFolderOpen size={16} stroke={1.6} />}
          onClick={() => attempt(chooseProject())}
          data-testid="project-open"
        >
          Open a project …
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconDeviceFloppy size={16} stroke={1.6} />}
          disabled={!hasProject}
          onClick={() => attempt(useProject.getState().save(false))}
        >
          Save
        </Menu.Item>
        <Menu.Item
          disabled={!hasProject}
          pl={37}
          onClick={() => attempt(useProject.getState().save(true))}
          data-testid="project-save-as"
        >
          Save as …
        </Menu.Item>
        {others.length === 0 ? null : (
          <>
            <Menu.Divider />
            <Menu.Label>Worked on lately</Menu.Label>
            {others.slice(0, MOST_RECENT).map(({ recentId, name }) => (
              <Menu.Item
                key={recentId}
                leftSection={<IconFile size={16} stroke={1.6} />}
                onClick={() => attempt(openRecentProject(recentId))}
              >
                {name}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The window's title: the project, a dot while it has no file of its own, the app. */
function useWindowTitle(name: string | null, isUnsaved: boolean): void {
  useEffect(() => {
    document.title = name === null ? 'Smalti' : `${name}${isUnsaved ? ' •' : ''} – Smalti`;
  }, [name, isUnsaved]);
}
