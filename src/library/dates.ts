/**
 * @file Which date is shown for a photo, and why. Pure. Posting time and capture time are different things; Instagram
 * keeps only the first, cameras only the second, so the best one known is shown and its source is said.
 */
import type { DateSource } from '../shared/library.ts';
import type { EmbeddedFacts } from '../shared/picture-facts.ts';
import type { BackupFacts, BackupFormat, MediaKind } from './facts.ts';
import { mediaIdTime, parseMediaId } from './media-id.ts';

export interface ShownDate {
  /** UTC; for a local time without zone the wall clock read as if it were UTC (isLocal). */
  atMs: number;
  source: DateSource;
  /** The time of day is a wall clock somewhere, not a known moment. */
  isLocal: boolean;
  /** May be off: by minutes for uploads, by weeks for counter ids. */
  isApproximate: boolean;
}

const DAY_MS = 86_400_000;
/** Photography's first picture; older dates are defaults of some program. */
const EARLIEST_MS = Date.UTC(1826, 0, 1);
/** Clocks that were never set show these days. */
const UNSET_CLOCK_DAYS = new Set(['1970-01-01', '1980-01-01', '1904-01-01', '2000-01-01T00:00:00']);

/** 'YYYY-MM-DDTHH:MM:SS' read as UTC, or null when it is no date or a clock's default. */
export function wallClockMs(local: string | undefined, nowMs: number): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(local ?? '');
  if (local === undefined || match === null) return null;
  if (UNSET_CLOCK_DAYS.has(local.slice(0, 10)) || UNSET_CLOCK_DAYS.has(local.slice(0, 19))) return null;
  const ms = Date.parse(`${match[0]}Z`);
  return isPlausible(ms, nowMs) ? ms : null;
}

/** '+02:00' in minutes, or null. */
export function offsetMinutes(utcOffset: string | undefined): number | null {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(utcOffset ?? '');
  if (match === null) return utcOffset === 'Z' ? 0 : null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (minutes > 14 * 60) return null;
  return match[1] === '-' ? -minutes : minutes;
}

function isPlausible(ms: number, nowMs: number): boolean {
  return Number.isFinite(ms) && ms > EARLIEST_MS && ms !== 0 && ms < nowMs + DAY_MS;
}

/** Formats whose pictures are posts: the time of posting is their date. */
const POSTS_FIRST = new Set<BackupFormat>([
  'photodesk',
  'instagram-export',
  'instaloader',
  'gallery-dl',
  '4k-stogram',
  'yt-dlp',
  'instagrapi',
  'instagram-scraper',
]);

/**
 * Chooses the date to show. Instagram backups: posting time of the sidecar, then of the media id, then capture time.
 * Everything else: capture time of the file, then of the sidecar, then posting time. After these: date in the name,
 * estimate from a counter id, and last the file's own time of change.
 */
export function shownDate(
  file: { kind: MediaKind; backupFormat: BackupFormat; mtimeMs: number; facts: BackupFacts },
  embedded: EmbeddedFacts | undefined,
  nowMs: number,
): ShownDate | null {
  const { facts } = file;
  const posted = [postedBySidecar(facts, nowMs), postedById(file, nowMs)];
  const captured = [capturedByCamera(facts, embedded, nowMs)];
  const order = POSTS_FIRST.has(file.backupFormat) ? [...posted, ...captured] : [...captured, ...posted];
  order.push(named(facts, nowMs), estimated(facts, nowMs), modified(file.mtimeMs, nowMs));
  return order.find((date) => date !== null) ?? null;
}

function postedBySidecar(facts: BackupFacts, nowMs: number): ShownDate | null {
  const atMs = facts.postedAtMs;
  if (atMs !== undefined && isPlausible(atMs, nowMs)) {
    return { atMs, source: 'sidecar', isLocal: false, isApproximate: false };
  }
  const localMs = wallClockMs(facts.postedLocal, nowMs);
  return localMs === null ? null : { atMs: localMs, source: 'sidecar', isLocal: true, isApproximate: false };
}

function postedById(file: { kind: MediaKind; facts: BackupFacts }, nowMs: number): ShownDate | null {
  const { mediaId, parentMediaId } = file.facts;
  // A post's own id tells its time to the second; the id of a picture inside it tells when the upload began.
  const id = parseMediaId(parentMediaId ?? mediaId ?? '');
  const time = id === null ? null : mediaIdTime(id, nowMs);
  if (time?.kind !== 'timed') return null;
  const isApproximate = file.kind === 'video' || file.facts.isVideoFrame === true;
  return { atMs: time.postedAtMs, source: 'media-id', isLocal: false, isApproximate };
}

function capturedByCamera(
  facts: BackupFacts,
  embedded: EmbeddedFacts | undefined,
  nowMs: number,
): ShownDate | null {
  const wallMs = wallClockMs(embedded?.capturedLocal, nowMs);
  if (wallMs !== null) {
    const minutes = offsetMinutes(embedded?.utcOffset);
    return minutes === null
      ? { atMs: wallMs, source: 'exif', isLocal: true, isApproximate: false }
      : { atMs: wallMs - minutes * 60_000, source: 'exif', isLocal: false, isApproximate: false };
  }
  if (facts.capturedAtMs !== undefined && isPlausible(facts.capturedAtMs, nowMs)) {
    return { atMs: facts.capturedAtMs, source: 'sidecar', isLocal: false, isApproximate: false };
  }
  const sidecarMs = wallClockMs(facts.capturedLocal, nowMs);
  if (sidecarMs === null) return null;
  return { atMs: sidecarMs, source: 'sidecar', isLocal: true, isApproximate: false };
}

function named(facts: BackupFacts, nowMs: number): ShownDate | null {
  const atMs = wallClockMs(facts.namedLocal, nowMs);
  if (atMs === null) return null;
  return {
    atMs,
    source: facts.namedIn ?? 'file-name',
    isLocal: true,
    isApproximate: facts.namedIn === 'folder',
  };
}

function estimated(facts: BackupFacts, nowMs: number): ShownDate | null {
  const id = parseMediaId(facts.mediaId ?? '');
  const time = id === null ? null : mediaIdTime(id, nowMs);
  if (time?.kind !== 'legacy') return null;
  return { atMs: time.estimatedAtMs, source: 'legacy-id', isLocal: false, isApproximate: true };
}

function modified(mtimeMs: number, nowMs: number): ShownDate | null {
  if (!isPlausible(mtimeMs, nowMs)) return null;
  return { atMs: Math.trunc(mtimeMs), source: 'modified', isLocal: false, isApproximate: true };
}

/** One sentence for people: where the shown date comes from and how far to trust it. */
export function dateReason(
  source: DateSource,
  about: { isLocal: boolean; isApproximate: boolean; isPost: boolean },
): string {
  switch (source) {
    case 'media-id':
      return about.isApproximate
        ? 'Start of the upload, decoded from the media id (UTC); the post may be minutes later.'
        : 'Posting time decoded from the media id (UTC).';
    case 'sidecar': {
      const event = about.isPost ? 'Posting time' : 'Capture time';
      const zone = about.isLocal ? ', in local time without a time zone.' : ' (UTC).';
      return `${event} that the backup wrote down${zone}`;
    }
    case 'exif':
      return about.isLocal
        ? 'Capture time that the camera wrote into the file, in local time without a time zone.'
        : 'Capture time with time zone that the camera wrote into the file.';
    case 'file-name':
      return 'Date in the file name, in local time without a time zone.';
    case 'folder':
      return 'Date in the name of the folder; the day within it is not known.';
    case 'legacy-id':
      return 'Estimated from the media id: ids of 2010 to 2012 hold no time, neighbours with known dates are weeks apart.';
    case 'modified':
      return 'Time of the last change to the file, because nothing better is known.';
  }
}
