/** @file How many tiles the photos of each author take: rows of at least and at most. Runs in the window. */
import { ActionIcon, Loader, NumberInput, Select, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { FacetCount, PhotoQuery } from '../../../shared/query.ts';
import { MOST_QUOTAS, type AuthorQuota } from '../../../shared/rules.ts';
import { answer, bridge } from '../../bridge.ts';
import { attempt, reportError } from '../../components/notices.tsx';
import { formatCount, formatCounted } from '../../format/format.ts';
import { selectedLibrary, useLibraries } from '../../stores/libraries.ts';
import { chosenRules, useMosaic } from '../../stores/mosaic.ts';
import { poolOf, usePool } from '../../stores/pool.ts';
import { useProject } from '../../stores/project.ts';
import shared from './importance-panel.module.css';
import { authorsToAdd, isSameAuthor, quotaRows, withQuota, type QuotaRow } from './quota-rows.ts';
import classes from './quotas-panel.module.css';

const MOST_TILES = 250_000;
const MOST_AUTHORS = 5000;
const ALL_PHOTOS: PhotoQuery = {};

export function QuotasPanel(): React.JSX.Element {
  const project = useProject((state) => state.project);
  const outcome = useProject((state) => state.placement?.rules ?? null);
  const { quotas } = useMosaic((state) => chosenRules(state, project));
  const setRules = useMosaic((state) => state.setRules);
  const [added, setAdded] = useState<readonly string[]>([]);
  const photos = useAuthors();
  const rows = quotaRows(quotas, added, photos, outcome);
  const change = (quota: AuthorQuota): void => {
    // A row whose numbers were emptied stays until it is removed.
    if (!added.some((author) => isSameAuthor(author, quota.author))) setAdded([...added, quota.author]);
    attempt(setRules({ quotas: withQuota(quotas, quota) }));
  };
  const remove = (row: QuotaRow): void => {
    setAdded(added.filter((author) => !isSameAuthor(author, row.author)));
    const left = withQuota(quotas, { author: row.author, least: 0, most: null });
    if (left !== quotas) attempt(setRules({ quotas: left }));
  };
  return (
    <section data-testid="quotas">
      <h2 className={shared.title}>Tiles by author</h2>
      {rows.length === 0 ? null : (
        <ul className={classes.rows}>
          {rows.map((row) => (
            <Row key={row.author} row={row} onChange={change} onRemove={() => remove(row)} />
          ))}
        </ul>
      )}
      <AddAuthor
        authors={photos === null ? null : authorsToAdd(photos, rows)}
        isFull={rows.length >= MOST_QUOTAS}
        onAdd={(author) => setAdded([...added, author])}
      />
      <Work hasRules={quotas.length > 0} />
      {rows.length === 0 ? null : (
        <p className={shared.note}>
          The placement is still proven: none that keeps these numbers has a lower error. Each change takes
          some seconds.
        </p>
      )}
    </section>
  );
}

function Row({
  row,
  onChange,
  onRemove,
}: {
  row: QuotaRow;
  onChange: (quota: AuthorQuota) => void;
  onRemove: () => void;
}): React.JSX.Element {
  const { author, least, most, photoCount, tileCount } = row;
  return (
    <li className={classes.row} data-testid={`quota-${author}`}>
      <div className={classes.head}>
        <strong title={author}>{author}</strong>
        <Tooltip label={`No rule for ${author}`}>
          <ActionIcon size="sm" aria-label={`Remove the rule for ${author}`} onClick={onRemove}>
            <IconX size={14} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes.numbers}>
        <TileCount
          label="At least"
          author={author}
          value={least === 0 ? null : least}
          onCommit={(value) => onChange({ author, least: value ?? 0, most })}
        />
        <TileCount
          label="At most"
          author={author}
          value={most}
          onCommit={(value) => onChange({ author, least, most: value })}
        />
      </div>
      {photoCount === null ? null : (
        <p className={classes.facts}>
          {photoCount === 0 ? 'No photo here is theirs' : formatCounted(photoCount, 'photo')}
          {tileCount === null ? '.' : `; ${formatCounted(tileCount, 'tile')} in the mosaic.`}
        </p>
      )}
    </li>
  );
}

/** A number of tiles, or none; it counts when the field is left or Enter is pressed. */
function TileCount(props: {
  label: string;
  author: string;
  value: number | null;
  onCommit: (value: number | null) => void;
}): React.JSX.Element {
  const [typed, setTyped] = useState<number | string | null>(null);
  const commit = (): void => {
    if (typed === null) return;
    setTyped(null);
    const value = typeof typed === 'number' ? typed : null;
    if (value !== props.value) props.onCommit(value);
  };
  return (
    <NumberInput
      size="xs"
      label={props.label}
      aria-label={`${props.label} so many tiles of ${props.author}`}
      placeholder="any"
      value={typed ?? props.value ?? ''}
      min={0}
      max={MOST_TILES}
      step={1}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="strict"
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
      data-testid={`quota-${props.label === 'At least' ? 'least' : 'most'}-${props.author}`}
    />
  );
}

function AddAuthor({
  authors,
  isFull,
  onAdd,
}: {
  /** Null while they are asked for. */
  authors: readonly FacetCount[] | null;
  isFull: boolean;
  onAdd: (author: string) => void;
}): React.JSX.Element {
  const [text, setText] = useState('');
  const counts = new Map(authors?.map(({ value, count }) => [value, count]));
  return (
    <Select
      size="xs"
      aria-label="Add an author"
      placeholder="Add an author"
      data={[...counts.keys()]}
      value={null}
      searchable
      searchValue={text}
      onSearchChange={setText}
      disabled={isFull || authors === null}
      nothingFoundMessage={authors?.length === 0 ? 'No photo here names an author.' : 'No such author.'}
      limit={100}
      renderOption={({ option }) => (
        <span className={classes.option}>
          <span>{option.value}</span>
          <span>{formatCount(counts.get(option.value) ?? 0)}</span>
        </span>
      )}
      onChange={(author) => {
        setText('');
        if (author !== null) onAdd(author);
      }}
      data-testid="quota-add"
    />
  );
}

/** What the optimiser makes of the numbers: it works on them, or says why they cannot be kept. */
function Work({ hasRules }: { hasRules: boolean }): React.JSX.Element | null {
  const work = useProject((state) => state.project?.work ?? null);
  if (work === null || !hasRules || work.kind === 'idle') return null;
  if (work.kind === 'failed') {
    return (
      <p className={classes.failed} data-testid="quota-failed">
        {work.error.message} {work.error.hint}
      </p>
    );
  }
  return (
    <p className={classes.working} role="status" data-testid="quota-working">
      <Loader size={14} aria-hidden="true" /> {work.phase}
    </p>
  );
}

/** Authors of the photos that a mosaic may use, and how many photos each has; null until they are known. */
function useAuthors(): FacetCount[] | null {
  const [authors, setAuthors] = useState<FacetCount[] | null>(null);
  // The summaries are fetched again when photos come, go or are excluded.
  const library = useLibraries(selectedLibrary);
  const pool = usePool((state) => state.pool);
  useEffect(() => {
    if (library === null) return undefined;
    let isWanted = true;
    const { libraryId } = library;
    const chosen = poolOf({ pool }, libraryId) ?? ALL_PHOTOS;
    const usable = { ...chosen.facets, kind: { include: ['photo'] }, excluded: { exclude: ['yes'] } };
    const query = { ...chosen, facets: usable };
    const asked = { libraryId, query, facet: 'author', text: '', limit: MOST_AUTHORS } as const;
    answer(bridge().library.values(asked)).then((found) => {
      if (isWanted) setAuthors(found);
    }, reportError);
    return () => {
      isWanted = false;
    };
  }, [library, pool]);
  return authors;
}
