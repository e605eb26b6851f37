/**
 * @file What the library knows about a file by its name and its sidecars (from the backup readers). Types only; any Node
 * process. What the picture itself shows is in shared/picture-facts.ts.
 */

export type MediaKind = 'photo' | 'video';

/** What a file was in its backup. A cover is a still picture of a video. */
export type Section =
  'post' | 'story' | 'reel' | 'cover' | 'profile' | 'archived' | 'direct' | 'deleted' | 'other';

/** The program or service that wrote the backup. 'plain' is any folder of pictures. */
export type BackupFormat =
  | 'photodesk'
  | 'instagram-export'
  | 'instaloader'
  | 'gallery-dl'
  | '4k-stogram'
  | 'yt-dlp'
  | 'instagrapi'
  | 'instagram-scraper'
  | 'flickr'
  | 'google-takeout'
  | 'plain';

/** Facts from a file's name and sidecars. Absent = not said. */
export interface BackupFacts {
  /** Decimal digits: ids exceed 2^53. */
  mediaId?: string;
  /** The post that this picture is a part of, when it has an id of its own. */
  parentMediaId?: string;
  userId?: string;
  /** Of the post, as its public page uses it. */
  shortcode?: string;
  /** UTC, from a sidecar. Times inside ids are worked out from mediaId by the catalogue. */
  postedAtMs?: number;
  /** The same as local wall clock 'YYYY-MM-DDTHH:MM:SS', where the sidecar gives no zone. */
  postedLocal?: string;
  /** Local wall clock 'YYYY-MM-DDTHH:MM:SS' without a zone, as a camera writes it. */
  capturedLocal?: string;
  /** UTC moment of taking the picture, from a sidecar. */
  capturedAtMs?: number;
  /** What the file's name or the folder's name tells, when nothing else does: local wall clock as above. */
  namedLocal?: string;
  namedIn?: 'file-name' | 'folder';
  title?: string;
  caption?: string;
  /** Tags beside the caption (gallery-dl, Flickr), without '#'. */
  tags?: string[];
  author?: string;
  place?: string;
  latitude?: number;
  longitude?: number;
  people?: string[];
  /** Albums by name (Flickr), not Instagram's picture series. */
  albums?: string[];
  /** The photo's page at a service other than Instagram. */
  link?: string;
  isFavourite?: boolean;
  /** Same for all pictures of one post. */
  postKey?: string;
  /** Place in a post of several pictures, from 1. */
  albumPosition?: number;
  /** Relative path of the video whose still this is. */
  coverOf?: string;
  /** A frame that a person took out of a video; what is known of it is known of the video. */
  isVideoFrame?: boolean;
  /** The name carries the mark of a second download, as in 'x (1).jpg'. */
  isNamedCopy?: boolean;
}

/** One picture or video that was found, with its facts. */
export interface LibraryFile {
  /** Inside the library folder, with '/', exactly as on disk. A zip member is 'name.zip!/path/inside'. */
  relativePath: string;
  sizeBytes: number;
  mtimeMs: number;
  /** By extension, or by content where there is no telling extension. Imaging has the last word. */
  kind: MediaKind;
  section: Section;
  backupFormat: BackupFormat;
  facts: BackupFacts;
}
