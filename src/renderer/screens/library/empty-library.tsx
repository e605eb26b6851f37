/** @file What the Library says when there is nothing to show yet. Runs in the window. */
import { Button, Text } from '@mantine/core';
import { IconFolderOpen, IconFolderX, IconRefresh } from '@tabler/icons-react';
import type { LibrarySummary } from '../../../shared/library.ts';
import { EmptyState, EmptyStateCards } from '../../components/empty-state.tsx';
import { attempt } from '../../components/notices.tsx';
import { runningJobs, useJobs } from '../../stores/jobs.ts';
import { useLibraries } from '../../stores/libraries.ts';
import classes from './empty-library.module.css';

const backups: readonly { title: string; note: string }[] = [
  {
    title: 'Instagram’s own export',
    note: 'JSON or HTML of any year, unpacked or as the .zip files that you were sent',
  },
  { title: 'A Photodesk backup', note: 'date, ids and shortcode are read from the file names' },
  {
    title: 'Instaloader, gallery-dl, 4K Stogram, instagrapi',
    note: 'with the captions, tags and times that lie beside the pictures',
  },
  { title: 'Google Takeout', note: 'Google Photos with its albums, places and times' },
  { title: 'Flickr', note: 'your data export with titles, tags and dates' },
  {
    title: 'yt-dlp, instagram-scraper, any folder',
    note: 'JPEG, PNG, WebP, HEIC, AVIF, GIF or TIFF, camera rolls and subfolders included; kinds may be mixed',
  },
];

/** Before the first library. */
export function NoLibrary(): React.JSX.Element {
  const choose = useLibraries((state) => state.choose);
  return (
    <EmptyState
      testId="no-library"
      isFirst
      picture={<TilePattern />}
      title="Start with your photos"
      lead="Drop a folder here, or choose one. Smalti looks at every photo in it; then you can browse them, and lay them out as a mosaic in which each photo is one whole tile."
    >
      <Button
        size="md"
        leftSection={<IconFolderOpen size={20} stroke={1.7} />}
        onClick={() => attempt(choose())}
        data-testid="choose-folder"
      >
        Choose a folder
      </Button>
      <EmptyStateCards cards={backups} />
      <Text c="dimmed" size="sm">
        Your photos are only read, never changed, and nothing leaves this computer.
      </Text>
    </EmptyState>
  );
}

/** A library without photos: scanning, not scanned, away or truly empty. */
export function EmptyLibrary({ library }: { library: LibrarySummary }): React.JSX.Element {
  const scan = useLibraries((state) => state.scan);
  const isScanning = useJobs((state) => runningJobs(state.jobs).some((job) => job.kind === 'scan'));
  const startScan = (): void => attempt(scan(library.libraryId));
  if (isScanning) {
    return (
      <EmptyState
        picture={<TilePattern />}
        title={`Looking through ${library.name}`}
        lead="Photos appear here as soon as they have been read."
      />
    );
  }
  return (
    <EmptyState
      testId="empty-library"
      picture={<IconFolderX size={44} stroke={1.2} aria-hidden="true" />}
      title={library.isPresent ? `No photos in ${library.name} yet` : `${library.name} cannot be reached`}
      lead={emptyReason(library)}
    >
      <Button
        variant="default"
        leftSection={<IconRefresh size={18} stroke={1.7} />}
        onClick={startScan}
        disabled={!library.isPresent}
      >
        Scan the folder
      </Button>
    </EmptyState>
  );
}

function emptyReason(library: LibrarySummary): string {
  if (!library.isPresent) {
    return `The folder ${library.folder} is not there now. If it is on a drive, connect it and scan again. Nothing was deleted.`;
  }
  if (library.lastScanAtMs === null) return `The folder ${library.folder} has not been scanned.`;
  if (library.problemCount > 0) {
    return 'The last scan found files that it could not read. The list of problems says why.';
  }
  return `The last scan found no pictures in ${library.folder}. If you have added some since, scan again.`;
}

const pattern = [0.25, 0.6, 0.9, 0.4, 0.75, 0.5, 0.85, 0.3, 1, 0.45, 0.7, 0.2, 0.8, 0.35, 0.65];

/** A strip of glass tiles, for a first impression. */
function TilePattern(): React.JSX.Element {
  return (
    <div className={classes.tiles} aria-hidden="true">
      {pattern.map((strength, index) => (
        <span key={strength} style={{ opacity: strength, animationDelay: `${index * 45}ms` }} />
      ))}
    </div>
  );
}
