/**
 * @file Frames of videos that a person saved as photos: their names, and what they have from their video. Pure.
 * `lake.mp4` at 3.24 s is `lake frame 00m03.240s.png` beside it; the name is all that ties the two together.
 */
import type { Claim } from './backup/reader.ts';

const FRAME_NAME = /^(.+) frame \d{2,}m[0-5]\d\.\d{3}s(?: \(\d{1,3}\))?\.png$/is;

/** The name of the file for a frame of a video. @param atMs the frame's time within the video */
export function frameName(videoName: string, atMs: number): string {
  const dot = videoName.lastIndexOf('.');
  const stem = dot <= 0 ? videoName : videoName.slice(0, dot);
  const wholeMs = Math.max(0, Math.round(atMs));
  const minutes = String(Math.floor(wholeMs / 60_000)).padStart(2, '0');
  const seconds = ((wholeMs % 60_000) / 1000).toFixed(3).padStart(6, '0');
  return `${stem} frame ${minutes}m${seconds}s.png`;
}

/** The name of the video without its extension, or null when a file is not named as a frame. */
export function videoStemOfFrame(name: string): string | null {
  return FRAME_NAME.exec(name)?.[1] ?? null;
}

/**
 * What a frame has from its video: words, author, time and post. The video's own media id becomes that of the post, because
 * two files with one media id are one download fetched twice, which a frame is not.
 */
export function frameClaim({ format, section, facts: ofVideo }: Claim): Claim {
  const { mediaId, isNamedCopy: _copy, coverOf: _cover, isFavourite: _favourite, ...facts } = ofVideo;
  const parentMediaId = facts.parentMediaId ?? mediaId;
  return {
    format,
    section,
    facts: { ...facts, ...(parentMediaId === undefined ? {} : { parentMediaId }), isVideoFrame: true },
    kind: 'photo',
  };
}
