/** @file Everything known about one photo, as a panel. Used by Library and Studio. Runs in the window. */
import { ActionIcon, Anchor, Badge, Button, Group, Skeleton, Stack, Text, Tooltip } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconExternalLink,
  IconHeart,
  IconHeartFilled,
  IconPhotoSearch,
  IconPlayerPlay,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PhotoDetails } from '../../shared/library.ts';
import { answer, bridge } from '../bridge.ts';
import { formatBytes, formatHexColour, formatSizePx } from '../format/format.ts';
import { findColour, findSimilar, showInLibrary } from '../screens/library/explorer/ask.ts';
import { valueTitle } from '../screens/library/explorer/facet-words.ts';
import { withFacet } from '../stores/query-edits.ts';
import { usePhotos } from '../stores/photos.ts';
import { CopyText } from './copy-text.tsx';
import { attempt } from './notices.tsx';
import { PaletteBar } from './palette-bar.tsx';
import { PhotoCompanions } from './photo-companions.tsx';
import { PhotoDate } from './photo-date.tsx';
import classes from './photo-details.module.css';
import { Thumbnail } from './thumbnail.tsx';
import { usePhotoDetails } from './use-photo-details.ts';

interface PhotoDetailsPanelProps {
  libraryId: string;
  photoId: number;
  /** Shows the photo at full size. */
  onOpen: () => void;
  /** Shown between picture and facts. */
  children?: ReactNode;
}

export function PhotoDetailsPanel({
  libraryId,
  photoId,
  onOpen,
  children,
}: PhotoDetailsPanelProps): React.JSX.Element {
  const details = usePhotoDetails(libraryId, photoId, 60);
  return (
    <div className={classes.panel} data-testid="photo-details">
      <button type="button" className={classes.picture} onClick={onOpen} aria-label="See at full size">
        <Thumbnail key={photoId} libraryId={libraryId} photoId={photoId} />
      </button>
      {children}
      {details === null ? <Placeholder /> : <Facts libraryId={libraryId} details={details} onOpen={onOpen} />}
    </div>
  );
}

function WideButton(props: {
  icon: Icon;
  title?: string;
  onClick: () => void;
  children: ReactNode;
}): React.JSX.Element {
  return (
    <Button
      fullWidth
      mt="sm"
      size="xs"
      variant="default"
      leftSection={<props.icon size={16} stroke={1.7} />}
      title={props.title}
      onClick={props.onClick}
    >
      {props.children}
    </Button>
  );
}

function Placeholder(): React.JSX.Element {
  return (
    <Stack gap={10} mt="md" aria-busy="true">
      <Skeleton height={14} width="70%" />
      <Skeleton height={10} width="90%" />
      <Skeleton height={10} width="50%" />
    </Stack>
  );
}

function Facts({
  libraryId,
  details,
  onOpen,
}: {
  libraryId: string;
  details: PhotoDetails;
  onOpen: () => void;
}): React.JSX.Element {
  const fileName = details.relativePath.slice(details.relativePath.lastIndexOf('/') + 1);
  const folder = details.relativePath.slice(0, -fileName.length);
  return (
    <>
      <Group justify="space-between" wrap="nowrap" mt="md" align="flex-start" gap="xs">
        <div className={classes.heading}>
          <PhotoDate details={details} />
        </div>
        <Flags libraryId={libraryId} details={details} />
      </Group>
      {details.title === null || details.title === details.caption ? null : (
        <Text className={`${classes.caption} selectable`} size="sm" fw={600}>
          {details.title}
        </Text>
      )}
      {details.caption === null ? null : (
        <Text className={`${classes.caption} selectable`} size="sm">
          {details.caption}
        </Text>
      )}
      {details.hashtags.length === 0 ? null : (
        <Group gap={6} mt="sm">
          {details.hashtags.map((tag) => (
            <Badge
              key={tag}
              component="button"
              type="button"
              variant="default"
              tt="none"
              fw={500}
              radius="sm"
              title={`Photos with #${tag}`}
              onClick={() => showInLibrary((query) => withFacet(query, 'hashtag', [tag.toLowerCase()]))}
            >
              #{tag}
            </Badge>
          ))}
        </Group>
      )}
      {details.palette.length === 0 ? null : <PaletteBar palette={details.palette} onPick={findColour} />}
      {details.kind === 'video' ? (
        <WideButton
          icon={IconPlayerPlay}
          title="See the video at full size; any frame of it can be saved as a photo"
          onClick={onOpen}
        >
          Play the video, or take a frame
        </WideButton>
      ) : (
        <WideButton icon={IconPhotoSearch} onClick={() => findSimilar(details.photoId)}>
          Photos like this one
        </WideButton>
      )}
      <PhotoCompanions details={details} />
      <dl className={classes.facts}>
        <Fact name="File">
          <span className="selectable">{fileName}</span>
          {folder === '' ? null : <span className={`${classes.quiet} selectable`}>{folder}</span>}
        </Fact>
        <Fact name="Picture">
          {pictureWords(details)}
          {details.colourProfile === null ? null : (
            <span className={classes.quiet}>{details.colourProfile}</span>
          )}
        </Fact>
        {details.kind === 'video' ? (
          <Fact name="Kind">
            {details.coverPhotoId === null ? 'Video without a cover' : 'Video; its cover is shown here'}
          </Fact>
        ) : null}
        {details.camera === null ? null : (
          <Fact name="Camera">
            {details.camera}
            {details.lens === null ? null : <span className={classes.quiet}>{details.lens}</span>}
          </Fact>
        )}
        {details.author === null ? null : <Fact name="Author">{details.author}</Fact>}
        {details.place === null ? null : <Fact name="Place">{details.place}</Fact>}
        {details.mentions.length === 0 ? null : (
          <Fact name="Mentions">{details.mentions.map((name) => `@${name}`).join(' ')}</Fact>
        )}
        <Fact name="From">
          {valueTitle('section', details.section)} · {valueTitle('backupFormat', details.backupFormat)}
        </Fact>
        {details.majorHue === null ? null : (
          <Fact name="Colour">
            {valueTitle('majorHue', details.majorHue)}
            {details.accent === null ? null : <Accent accent={details.accent} />}
          </Fact>
        )}
        {details.shortcode === null ? null : (
          <Fact name="Shortcode">
            <Shortcode libraryId={libraryId} details={details} shortcode={details.shortcode} />
          </Fact>
        )}
        {details.mediaId === null ? null : (
          <Fact name="Media id">
            <CopyText text={details.mediaId} what="media id" />
          </Fact>
        )}
        {details.userId === null ? null : (
          <Fact name="User id">
            <CopyText text={details.userId} what="user id" />
          </Fact>
        )}
      </dl>
      {details.problems.map((problem) => (
        <div key={`${problem.code} ${problem.message}`} className={classes.problem}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span className="selectable">{problem.message}</span>
        </div>
      ))}
    </>
  );
}

function Accent({
  accent: { rgb, name },
}: {
  accent: NonNullable<PhotoDetails['accent']>;
}): React.JSX.Element {
  return (
    <span className={classes.accent}>
      accent
      <button
        type="button"
        style={{ backgroundColor: formatHexColour(rgb) }}
        title={`Find photos with ${name}`}
        aria-label={`Find photos with ${name}`}
        onClick={() => findColour(rgb)}
      />
      {name}
    </span>
  );
}

/** '4,032 × 3,024 px · JPEG · 2.1 MB', as far as it is known. */
function pictureWords({ widthPx, heightPx, format, bytes }: PhotoDetails): string {
  const size = widthPx > 0 ? `${formatSizePx(widthPx, heightPx)} px` : '';
  return [size, format.toUpperCase(), formatBytes(bytes)].filter((words) => words !== '').join(' · ');
}

function Fact({ name, children }: { name: string; children: ReactNode }): React.JSX.Element {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Flags({ libraryId, details }: { libraryId: string; details: PhotoDetails }): React.JSX.Element {
  const setFlag = usePhotos((state) => state.setFlag);
  const { photoId, isFavourite, isExcluded } = details;
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label={isFavourite ? 'No longer a favourite (F)' : 'Favourite (F)'}>
        <ActionIcon
          color={isFavourite ? 'glass' : 'gray'}
          aria-label="Favourite"
          aria-pressed={isFavourite}
          data-testid="favourite"
          onClick={() => attempt(setFlag('favourite', libraryId, [photoId], !isFavourite))}
        >
          {isFavourite ? <IconHeartFilled size={18} /> : <IconHeart size={18} stroke={1.6} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={isExcluded ? 'Allow in mosaics again (X)' : 'Exclude from mosaics (X)'}>
        <ActionIcon
          color={isExcluded ? 'amber' : 'gray'}
          variant={isExcluded ? 'light' : 'subtle'}
          aria-label="Exclude from mosaics"
          aria-pressed={isExcluded}
          data-testid="exclude"
          onClick={() => attempt(setFlag('excluded', libraryId, [photoId], !isExcluded))}
        >
          <IconBan size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

function Shortcode({
  libraryId,
  details,
  shortcode,
}: {
  libraryId: string;
  details: PhotoDetails;
  shortcode: string;
}): React.JSX.Element {
  const { link, photoId } = details;
  return (
    <>
      <CopyText text={shortcode} what="shortcode" />
      {link === null ? null : (
        <Group gap={4} mt={2} wrap="nowrap">
          <Anchor
            component="button"
            type="button"
            size="xs"
            truncate
            onClick={() => attempt(answer(bridge().app.openLink({ libraryId, photoId })))}
            title={`${link} (opens in the browser)`}
            data-testid="photo-link"
          >
            {link.replace(/^https:\/\/(www\.)?/, '')}
          </Anchor>
          <IconExternalLink size={13} className={classes.linkIcon} aria-hidden="true" />
          <CopyText text={link} what="link" isIconOnly />
        </Group>
      )}
    </>
  );
}
