/** @file Under a photo at full size: its neighbours, colours, words and link. Runs in the window. */
import { UnstyledButton } from '@mantine/core';
import { IconExternalLink, IconPhotoSearch } from '@tabler/icons-react';
import type { PhotoDetails } from '../../shared/library.ts';
import { answer, bridge } from '../bridge.ts';
import { formatHexColour, formatPercent } from '../format/format.ts';
import { findColour, findSimilar } from '../screens/library/explorer/ask.ts';
import { useUi, type ViewerContent } from '../stores/ui.ts';
import { attempt } from './notices.tsx';
import { Thumbnail } from './thumbnail.tsx';
import classes from './viewer-footer.module.css';

/** On either side. */
const NEIGHBOURS = 5;

export function ViewerFooter({
  viewer,
  details,
}: {
  viewer: ViewerContent;
  details: PhotoDetails | null;
}): React.JSX.Element {
  return (
    <footer className={classes.footer}>
      <p className={`${classes.caption} selectable`}>{details?.caption ?? ''}</p>
      <div className={classes.line}>
        <Palette details={details} />
        <Neighbours viewer={viewer} />
        <div className={classes.links}>
          {details === null || details.kind === 'video' ? null : (
            <UnstyledButton className={classes.link} onClick={() => findSimilar(details.photoId)}>
              <IconPhotoSearch size={16} stroke={1.7} /> Photos like this
            </UnstyledButton>
          )}
          {details?.link == null ? null : (
            <UnstyledButton
              className={classes.link}
              title={`${details.link} (opens in the browser)`}
              onClick={() =>
                attempt(
                  answer(bridge().app.openLink({ libraryId: viewer.libraryId, photoId: details.photoId })),
                )
              }
            >
              <IconExternalLink size={16} stroke={1.7} /> See the post
            </UnstyledButton>
          )}
        </div>
      </div>
    </footer>
  );
}

function Palette({ details }: { details: PhotoDetails | null }): React.JSX.Element {
  return (
    <div className={classes.palette} data-testid="viewer-palette">
      {details?.palette.map(({ rgb, name, share }) => (
        <UnstyledButton
          key={formatHexColour(rgb)}
          className={classes.colour}
          style={{ backgroundColor: formatHexColour(rgb) }}
          title={`${name}, ${formatPercent(share, 0)}: find photos with it`}
          aria-label={`Find photos with ${name}`}
          onClick={() => findColour(rgb)}
        />
      ))}
    </div>
  );
}

function Neighbours({
  viewer: { libraryId, photoIds, index },
}: {
  viewer: ViewerContent;
}): React.JSX.Element {
  const leaf = useUi((ui) => ui.leafViewer);
  const first = Math.max(0, Math.min(index - NEIGHBOURS, photoIds.length - 2 * NEIGHBOURS - 1));
  return (
    <div className={classes.neighbours}>
      {Array.from(photoIds.subarray(first, first + 2 * NEIGHBOURS + 1), (photoId, offset) => (
        <UnstyledButton
          key={photoId}
          className={classes.neighbour}
          aria-label={`Photo ${first + offset + 1}`}
          aria-current={first + offset === index ? 'true' : undefined}
          onClick={() => leaf(first + offset)}
        >
          <Thumbnail libraryId={libraryId} photoId={photoId} />
        </UnstyledButton>
      ))}
    </div>
  );
}
