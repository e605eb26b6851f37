/** @file The photo library as the renderer and the terminal see it. Types only, runs everywhere. */

export interface LibrarySummary {
  libraryId: string;
  /** The folder's name, for people. */
  name: string;
  /** The folder, shown to the person who chose it; the renderer never sends it back. */
  folder: string;
  photoCount: number;
  videoCount: number;
  problemCount: number;
  /** False while the folder cannot be reached (a pulled drive): nothing is deleted then. */
  isPresent: boolean;
  lastScanAtMs: number | null;
}

export type PhotoKind = 'photo' | 'video';

/** Where a shown date comes from, best first. */
export type DateSource = 'sidecar' | 'media-id' | 'exif' | 'file-name' | 'folder' | 'legacy-id' | 'modified';

export interface ColourShare {
  rgb: [number, number, number];
  share: number;
  /** Nearest CSS named colour. */
  name: string;
}

/** Why photos belong together: one file fetched twice, one picture in two files, shots seconds apart. */
export type CompanionKind = 'download' | 'copy' | 'burst';

/** The other photos of a group. */
export interface Companions {
  kind: CompanionKind;
  photoIds: number[];
}

/** Everything the details panel shows. */
export interface PhotoDetails {
  photoId: number;
  kind: PhotoKind;
  /** Path inside the library folder, with '/'. */
  relativePath: string;
  bytes: number;
  format: string;
  widthPx: number;
  heightPx: number;
  /** Decimal digits; ids exceed 2^53. */
  mediaId: string | null;
  userId: string | null;
  shortcode: string | null;
  /** 'https://www.instagram.com/p/<shortcode>/' */
  link: string | null;
  shownAtMs: number | null;
  /** The date is a clock on some wall, read as if it were UTC: no time zone applies to it. */
  dateIsLocal: boolean;
  dateSource: DateSource | null;
  /** One plain sentence: 'Posting time decoded from the media id (UTC).' */
  dateReason: string | null;
  title: string | null;
  caption: string | null;
  hashtags: string[];
  mentions: string[];
  author: string | null;
  place: string | null;
  /** What it was in its backup: 'post', 'story' … */
  section: string;
  backupFormat: string;
  camera: string | null;
  lens: string | null;
  colourProfile: string | null;
  palette: ColourShare[];
  /** A colour that stands out, apart from the dominant one. */
  accent: { rgb: [number, number, number]; name: string } | null;
  majorHue: string | null;
  /** The picture that stands for this video, if its backup holds one. */
  coverPhotoId: number | null;
  /** Other pictures of the same post, in their order. */
  postPhotoIds: number[];
  companions: Companions[];
  isFavourite: boolean;
  isExcluded: boolean;
  problems: ScanProblem[];
}

/** What became of a frame of a video. */
export interface SavedFrame {
  fileName: string;
  /** It lies where the library is looked for, so that it becomes a photo of it. */
  isInLibrary: boolean;
  /** False: it was saved before, and was left as it is. */
  isNew: boolean;
}

export interface ScanProblem {
  /** Path inside the library folder. */
  file: string;
  code: string;
  message: string;
}

export interface ScanSummary {
  photos: number;
  videos: number;
  /** Files that were not decoded again because size and time are as before. */
  unchanged: number;
  /** Photos whose file is no longer there; their rows are kept and marked. */
  missing: number;
  problems: ScanProblem[];
  seconds: number;
}
