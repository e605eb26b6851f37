/** @file A video element as a component uses it: what it shows, whether it can be played, how it is moved. Runs in the window. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { FIRST_FRAME, followFrame, neighbourSeconds } from './frame-clock.ts';

export interface VideoState {
  /** Its first picture is there. */
  isReady: boolean;
  isPlaying: boolean;
  /** Of the frame that is shown. */
  atSeconds: number;
  /** Infinity while it is not known. */
  durationSeconds: number;
  isMuted: boolean;
  /** Why it cannot be played, in a plain sentence. */
  failure: string | null;
}

export interface VideoControl {
  togglePlay(): void;
  stepFrame(direction: -1 | 1): void;
  /** Goes to a moment, and no further than the ends. */
  seek(seconds: number): void;
  stepSeconds(seconds: number): void;
  toggleSound(): void;
  /** The frame that is shown, at full resolution. @throws Error when there is none */
  takeFrame(): Promise<{ atMs: number; png: Uint8Array<ArrayBuffer> }>;
}

const UNSUPPORTED =
  'This video cannot be played here: its format is not one that this window knows. It can be opened in another program.';
const NOTHING_YET: VideoState = {
  isReady: false,
  isPlaying: false,
  atSeconds: 0,
  durationSeconds: Number.POSITIVE_INFINITY,
  isMuted: false,
  failure: null,
};

/** @param url null: not yet */
export function useVideo(
  element: RefObject<HTMLVideoElement | null>,
  url: string | null,
): { state: VideoState; control: VideoControl } {
  const [state, setState] = useState(NOTHING_YET);
  const clock = useRef(FIRST_FRAME);

  useEffect(() => {
    const video = element.current;
    if (video === null || url === null) return undefined;
    const change = (part: Partial<VideoState>): void => setState((before) => ({ ...before, ...part }));
    const abort = new AbortController();
    const on = (name: keyof HTMLMediaElementEventMap, listener: () => void): void =>
      video.addEventListener(name, listener, { signal: abort.signal });
    on('play', () => change({ isPlaying: true }));
    on('pause', () => change({ isPlaying: false }));
    on('ended', () => change({ isPlaying: false }));
    on('volumechange', () => change({ isMuted: video.muted }));
    on('durationchange', () => change({ durationSeconds: video.duration }));
    on('loadeddata', () => {
      // Sound that plays without a picture is of no use here.
      if (video.videoWidth === 0) change({ failure: UNSUPPORTED });
      else change({ isReady: true });
    });
    on('error', () => {
      void failureOf(url, abort.signal).then((failure) => change({ failure, isPlaying: false }));
    });
    let request = 0;
    const onFrame: VideoFrameRequestCallback = (_nowMs, { mediaTime }) => {
      clock.current = followFrame(clock.current, mediaTime);
      change({ atSeconds: mediaTime });
      request = video.requestVideoFrameCallback(onFrame);
    };
    request = video.requestVideoFrameCallback(onFrame);
    return () => {
      abort.abort();
      video.cancelVideoFrameCallback(request);
      video.pause();
    };
  }, [element, url]);

  const act = (work: (video: HTMLVideoElement) => void): void => {
    if (element.current !== null) work(element.current);
  };
  const seek = (seconds: number): void =>
    act((video) => {
      const last = Number.isFinite(video.duration) ? video.duration : Number.MAX_SAFE_INTEGER;
      video.currentTime = Math.min(last, Math.max(0, seconds));
    });
  const control: VideoControl = {
    seek,
    // A play that a pause overtakes is no failure; one that cannot be played is told by its error event.
    togglePlay: () => act((video) => (video.paused ? void video.play().catch(() => {}) : video.pause())),
    stepFrame: (direction) =>
      act((video) => {
        video.pause();
        seek(neighbourSeconds(clock.current, video.currentTime, direction));
      }),
    stepSeconds: (seconds) => act((video) => seek(video.currentTime + seconds)),
    toggleSound: () => act((video) => void (video.muted = !video.muted)),
    takeFrame: async () => {
      const video = element.current;
      if (video === null || video.videoWidth === 0) throw new Error('There is no frame to take.');
      video.pause();
      if (video.seeking) {
        await new Promise((done) => video.addEventListener('seeked', done, { once: true }));
        // The clock is told of a frame when it is painted.
        for (let paints = 0; paints < 2; paints += 1) await new Promise(requestAnimationFrame);
      }
      return { atMs: clock.current.atSeconds * 1000, png: await drawnPng(video) };
    },
  };
  return { state, control };
}

async function drawnPng(video: HTMLVideoElement): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')!.drawImage(video, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

/** The element says only that it failed: whether the file is there is asked for apart. */
async function failureOf(url: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, { headers: { range: 'bytes=0-0' }, signal });
    if (response.ok) {
      await response.body?.cancel();
      return UNSUPPORTED;
    }
    return response.status === 416 ? 'This video is an empty file.' : await response.text();
  } catch {
    return 'This video could not be read.';
  }
}
