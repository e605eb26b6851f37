/** @file Named versions of the project: save, go back to one, delete; and the rules made by hand. Runs in the window. */
import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconBookmarkPlus, IconRestore, IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Ban, ProjectEdit, ProjectView } from '../../../shared/project.ts';
import { attempt } from '../../components/notices.tsx';
import { formatCount, formatCounted } from '../../format/format.ts';
import { thumbnailUrl } from '../../photo-urls.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useProject } from '../../stores/project.ts';
import classes from './versions-panel.module.css';

export function VersionsPanel(): React.JSX.Element | null {
  const project = useProject((state) => state.project);
  if (project === null) return null;
  return (
    <div className={classes.panel} data-testid="versions">
      <section>
        <h2 className={classes.title}>Versions</h2>
        <SaveVersion known={project.versions.map(({ name }) => name)} />
        {project.versions.length === 0 ? (
          <p className={classes.note}>
            A version keeps importance, pins and bans under a name, to come back to them at any time.
          </p>
        ) : (
          <ul className={classes.list}>
            {project.versions.map(({ name }) => (
              <Version key={name} name={name} />
            ))}
          </ul>
        )}
      </section>
      <Rules project={project} />
    </div>
  );
}

function change(...edits: ProjectEdit[]): void {
  attempt(useProject.getState().edit(...edits));
}

function SaveVersion({ known }: { known: readonly string[] }): React.JSX.Element {
  const [name, setName] = useState('');
  const wanted = name.trim();
  const save = (event: React.FormEvent): void => {
    event.preventDefault();
    if (wanted === '') return;
    change({ kind: 'saveVersion', name: wanted });
    setName('');
  };
  return (
    <form className={classes.save} onSubmit={save}>
      <TextInput
        aria-label="Name of the version"
        placeholder="Name of this version"
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
        data-testid="version-name"
      />
      <Button
        type="submit"
        variant="default"
        disabled={wanted === ''}
        leftSection={<IconBookmarkPlus size={17} stroke={1.6} />}
        data-testid="version-save"
      >
        {known.includes(wanted) ? 'Replace' : 'Save'}
      </Button>
    </form>
  );
}

function Version({ name }: { name: string }): React.JSX.Element {
  return (
    <li className={classes.row} data-testid="version">
      <span title={name}>{name}</span>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconRestore size={15} stroke={1.6} />}
        onClick={() => change({ kind: 'restoreVersion', name })}
        data-testid="version-restore"
      >
        Restore
      </Button>
      <Tooltip label="Delete this version">
        <ActionIcon
          size={28}
          aria-label={`Delete the version ${name}`}
          onClick={() => change({ kind: 'deleteVersion', name })}
        >
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

/** Every pin and ban, so that one can be taken back long after. */
function Rules({ project }: { project: ProjectView }): React.JSX.Element {
  const { pins, bans, libraryId, columns } = project;
  const selectCell = useMosaic((state) => state.selectCell);
  const placeName = (cell: number): string =>
    `column ${formatCount((cell % columns) + 1)}, row ${formatCount(Math.floor(cell / columns) + 1)}`;
  return (
    <section>
      <h2 className={classes.title}>
        {formatCounted(pins.length, 'pin')}, {formatCounted(bans.length, 'ban')}
      </h2>
      {pins.length + bans.length === 0 ? (
        <p className={classes.note}>
          Choose a tile in the picture to pin it, to ban its photo or to swap it with another.
        </p>
      ) : (
        <ul className={classes.list}>
          {pins.map(({ cell, photoId }) => (
            <li key={`pin ${cell}`} className={classes.row} data-testid="pin-row">
              <img src={thumbnailUrl(libraryId, photoId)} alt="" draggable={false} />
              <button type="button" className={classes.place} onClick={() => selectCell(cell)}>
                Pinned to {placeName(cell)}
              </button>
              <TakeBack label="Unpin" onClick={() => change({ kind: 'unpin', cell })} />
            </li>
          ))}
          {bans.map((ban) => (
            <li key={`ban ${ban.photoId} ${ban.cell}`} className={classes.row} data-testid="ban-row">
              <img src={thumbnailUrl(libraryId, ban.photoId)} alt="" draggable={false} />
              <span>{banSentence(ban, placeName)}</span>
              <TakeBack label="Allow again" onClick={() => change({ kind: 'unban', ...ban })} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function banSentence({ cell }: Ban, placeName: (cell: number) => string): string {
  return cell === null ? 'Not in this mosaic' : `Not in ${placeName(cell)}`;
}

function TakeBack({ label, onClick }: { label: string; onClick: () => void }): React.JSX.Element {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} onClick={onClick}>
        <IconX size={16} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
