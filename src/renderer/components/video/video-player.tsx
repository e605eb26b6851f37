/** @file A video at full size, with its keys, and a way to take a frame of it as a photo. Runs in the window. */
import { Button, Slider } from '@mantine/core';
import {
  IconPhotoPlus,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { PhotoDetails } from '../../../shared/library.ts';
import { answer, bridge } from '../../bridge.ts';
import { fullPhotoUrl, videoUrl } from '../../photo-urls.ts';
import { attempt, notify } from '../notices.tsx';
import { ViewerButton } from '../viewer-button.tsx';
import { formatVideoTime } from './frame-clock.ts';
import { useVideo, type VideoControl } from './use-video.ts';
import type { VideoKeys } from './use-video-keys.ts';
import classes from './video-player.module.css';

const BAR_BUTTON_PX = 38;

interface VideoPlayerProps {
  libraryId: string;
  details: PhotoDetails;
  /** It plays for the first time: from now on the arrows are its own. */
  onStart: () => void;
  keys: Ref<VideoKeys>;
}

export function VideoPlayer({ libraryId, details, onStart, keys }: VideoPlayerProps): React.JSX.Element {
  const { photoId, coverPhotoId, relativePath } = details;
  const element = useRef<HTMLVideoElement>(null);
  // Whoever leafs quickly should not make every video on the way be opened.
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), 90);
    return () => clearTimeout(timer);
  }, []);
  const url = isDue ? videoUrl(libraryId, photoId) : null;
  const { state, control } = useVideo(element, url);
  const [isSaving, setSaving] = useState(false);
  const canTake = state.isReady && state.failure === null && !isSaving;

  const saveFrame = (): void => {
    if (!canTake) return;
    setSaving(true);
    attempt(takenFrame(libraryId, photoId, control).finally(() => setSaving(false)));
  };
  const { takeFrame: _take, ...moves } = control;
  useImperativeHandle(keys, () => ({ ...moves, saveFrame }));

  return (
    <div className={classes.player} data-testid="video-player" data-ready={state.isReady}>
      <video
        ref={element}
        className={classes.video}
        src={url ?? undefined}
        poster={coverPhotoId === null ? undefined : fullPhotoUrl(libraryId, photoId)}
        // The frame is drawn on a canvas, which must stay readable.
        crossOrigin="anonymous"
        preload="auto"
        playsInline
        aria-label={`Video ${relativePath}`}
        onPlay={onStart}
        onClick={control.togglePlay}
      />
      {state.failure === null ? (
        <div className={classes.bar} data-playing={state.isPlaying}>
          <ViewerButton
            sizePx={BAR_BUTTON_PX}
            label={state.isPlaying ? 'Pause' : 'Play'}
            onClick={control.togglePlay}
          >
            {state.isPlaying ? <IconPlayerPauseFilled size={20} /> : <IconPlayerPlayFilled size={20} />}
          </ViewerButton>
          <ViewerButton sizePx={BAR_BUTTON_PX} label="A frame back" onClick={() => control.stepFrame(-1)}>
            <IconPlayerSkipBack size={18} stroke={1.6} />
          </ViewerButton>
          <ViewerButton sizePx={BAR_BUTTON_PX} label="A frame on" onClick={() => control.stepFrame(1)}>
            <IconPlayerSkipForward size={18} stroke={1.6} />
          </ViewerButton>
          <TimeLine
            atSeconds={state.atSeconds}
            durationSeconds={state.durationSeconds}
            onSeek={control.seek}
          />
          <ViewerButton
            sizePx={BAR_BUTTON_PX}
            label={state.isMuted ? 'Sound on' : 'Sound off'}
            onClick={control.toggleSound}
          >
            {state.isMuted ? <IconVolumeOff size={19} stroke={1.6} /> : <IconVolume size={19} stroke={1.6} />}
          </ViewerButton>
          <Button
            size="sm"
            leftSection={<IconPhotoPlus size={17} stroke={1.7} />}
            disabled={!canTake}
            onClick={saveFrame}
            data-testid="use-frame"
          >
            Use this frame as a photo
          </Button>
        </div>
      ) : (
        <p className={classes.failure} role="status" data-testid="video-failure">
          {state.failure}
        </p>
      )}
    </div>
  );
}

function TimeLine({
  atSeconds,
  durationSeconds,
  onSeek,
}: {
  atSeconds: number;
  durationSeconds: number;
  onSeek: (seconds: number) => void;
}): React.JSX.Element {
  const isKnown = Number.isFinite(durationSeconds) && durationSeconds > 0;
  return (
    <>
      <span className={classes.time} data-testid="video-time">
        {formatVideoTime(atSeconds)}
        {isKnown ? <span className={classes.quiet}> / {formatVideoTime(durationSeconds)}</span> : null}
      </span>
      <Slider
        className={classes.timeline!}
        size={4}
        thumbSize={14}
        min={0}
        max={isKnown ? durationSeconds : 1}
        step={0.01}
        value={isKnown ? atSeconds : 0}
        disabled={!isKnown}
        label={formatVideoTime}
        thumbLabel="Moment of the video"
        onChange={onSeek}
      />
    </>
  );
}

async function takenFrame(libraryId: string, photoId: number, { takeFrame }: VideoControl): Promise<void> {
  const frame = await takeFrame();
  const saved = await answer(bridge().library.saveFrame({ libraryId, photoId, ...frame }));
  if (saved === null) return;
  const { fileName, isNew, isInLibrary } = saved;
  if (!isNew) {
    notify({ tone: 'info', message: `This frame was saved before, as ${fileName}.` });
    return;
  }
  notify({
    tone: 'done',
    message: `The frame is saved as ${fileName}.`,
    hint: isInLibrary
      ? 'It is becoming a photo of this library, with the words and the date of its video.'
      : 'It lies outside of this library, so it is not shown here.',
  });
}
