/** @file The keys of a video in the full-size viewer. Runs in the window. */
import { type RefObject, useRef } from 'react';
import { type KeyHandlers, useKeys } from '../../keys/use-keys.ts';
import type { VideoControl } from './use-video.ts';

/** What the keys act on. */
export interface VideoKeys extends Omit<VideoControl, 'takeFrame'> {
  saveFrame(): void;
}

/**
 * Binds the keys while the viewer shows a video. Until it is started only those are taken that mean nothing else there.
 * @returns where the player puts what they act on
 */
export function useVideoKeys(isVideo: boolean, isStarted: boolean): RefObject<VideoKeys | null> {
  const video = useRef<VideoKeys>(null);
  const always: KeyHandlers = {
    videoPlay: () => video.current?.togglePlay(),
    videoSound: () => video.current?.toggleSound(),
    videoTakeFrame: () => video.current?.saveFrame(),
  };
  const moves: KeyHandlers = {
    videoFrameBack: () => video.current?.stepFrame(-1),
    videoFrameOn: () => video.current?.stepFrame(1),
    videoSecondBack: () => video.current?.stepSeconds(-1),
    videoSecondOn: () => video.current?.stepSeconds(1),
    videoStart: () => video.current?.seek(0),
    videoEnd: () => video.current?.seek(Number.POSITIVE_INFINITY),
  };
  const handlers = isStarted ? { ...always, ...moves } : always;
  useKeys('video', isVideo ? handlers : {}, { surface: '[data-viewer]' });
  return video;
}
