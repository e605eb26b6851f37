/**
 * @file Instagram's own export ("Download your information") as JSON, in all layouts since 2018: media.json;
 * content/posts_N.json; your_instagram_activity/…; posts.json with label_values. File names hold no media ids.
 */
import type { BackupFacts, Section } from '../../facts.ts';
import type { BackupReader } from '../reader.ts';
import {
  at,
  eachSidecar,
  isObject,
  type Json,
  type JsonObject,
  known,
  localOfText,
  msOfSeconds,
  msOfUtcText,
  objectsOf,
  parseJson,
  placeOf,
  repairMojibake,
  textOf,
} from '../sidecar.ts';
import type { TreeFile } from '../tree.ts';
import { claimByUri, type ExportMedium, sectionOfExportPath } from './instagram-export-files.ts';

/** Sidecars by name; where a picture is listed twice, the one further up wins. */
const SIDECARS: readonly (readonly [RegExp, Section])[] = [
  [/^posts(?:_\d+)?\.json$/, 'post'],
  [/^reels(?:_\d+)?\.json$/, 'reel'],
  [/^igtv_videos(?:_\d+)?\.json$/, 'reel'],
  [/^stories(?:_\d+)?\.json$/, 'story'],
  [/^profile_photos(?:_\d+)?\.json$/, 'profile'],
  [/^archived_posts(?:_\d+)?\.json$/, 'archived'],
  [/^other_content(?:_\d+)?\.json$/, 'other'],
  [/^recently_deleted_content(?:_\d+)?\.json$/, 'deleted'],
];
/** The first layout: one file with a list for each kind. */
const FIRST_LAYOUT_NAME = /^media(?:_\d+)?\.json$/;
const FIRST_LAYOUT: readonly (readonly [string, Section])[] = [
  ['photos', 'post'],
  ['videos', 'post'],
  ['stories', 'story'],
  ['profile', 'profile'],
  ['direct', 'direct'],
];
/** 'Caption' as the export's languages write it. */
const CAPTION_LABEL =
  /caption|beschriftung|unterschrift|l[ée]gende|leyenda|pie de foto|didascalia|legenda|onderschrift|подпись|キャプション/i;

export const readInstagramExport: BackupReader = async (tree, { onProblem, signal }) => {
  const media: ExportMedium[] = [];
  const sidecars = tree.files.filter((file) => sidecarRank(file) >= 0);
  await eachSidecar(tree, sidecars, { onProblem, signal }, (bytes, file) => {
    const rank = sidecarRank(file);
    const json = parseJson(bytes);
    if (FIRST_LAYOUT_NAME.test(file.name)) media.push(...firstLayoutMedia(json, file));
    else media.push(...laterMedia(json, SIDECARS[rank]![1], file, rank));
  });
  media.sort((first, second) => first.rank - second.rank);
  const claims = claimByUri(tree, media, onProblem);
  return (file) => claims.get(file.relativePath) ?? null;
};

/** Files that lie in an export's folders but are in none of its lists. */
export const readInstagramExportFolders: BackupReader = () => sectionOfExportPath;

function sidecarRank(file: TreeFile): number {
  if (FIRST_LAYOUT_NAME.test(file.name)) return SIDECARS.length;
  const rank = SIDECARS.findIndex(([name]) => name.test(file.name));
  // A 'posts.json' may be anyone's; the export keeps its lists in folders of its own.
  return rank >= 0 && /(?:^|\/)(?:content|media)$/.test(file.folder) ? rank : -1;
}

/** 2018 to 2021: {"photos": [{"caption", "taken_at", "location", "path"}], …}; an album is a run of equal entries. */
function firstLayoutMedia(json: Json, sidecar: TreeFile): ExportMedium[] {
  const media: ExportMedium[] = [];
  const posts = new Map<string, ExportMedium[]>();
  for (const [key, section] of FIRST_LAYOUT) {
    for (const item of objectsOf(at(json, key))) {
      const uri = textOf(item['path']);
      if (uri === undefined) continue;
      const caption = repaired(item['caption']);
      const postedAtMs = msOfUtcText(item['taken_at']);
      const facts = known<BackupFacts>({ caption, postedAtMs, place: repaired(item['location']) });
      const medium = { uri, section, facts, sidecar, rank: SIDECARS.length };
      media.push(medium);
      const post = `${section} ${postedAtMs} ${caption}`;
      if (section === 'post' && postedAtMs !== undefined)
        posts.set(post, [...(posts.get(post) ?? []), medium]);
    }
  }
  for (const post of posts.values()) if (post.length > 1) markAlbum(post);
  return media;
}

/** Since 2021: lists of posts with `media`, or of media, at the top or under one key; single posts without a list. */
function laterMedia(json: Json, section: Section, sidecar: TreeFile, rank: number): ExportMedium[] {
  const items = Array.isArray(json) ? json : firstListOfMedia(json, 3);
  const found: ExportMedium[] = [];
  for (const item of items ?? [json]) {
    if (!isObject(item)) continue;
    const facts = postFacts(item);
    const media = mediaOf(item).flatMap((medium): ExportMedium[] => {
      const uri = textOf(medium['uri']);
      if (uri === undefined) return [];
      return [
        { uri: repairMojibake(uri), section, facts: { ...mediumFacts(medium), ...facts }, sidecar, rank },
      ];
    });
    if (media.length > 1) markAlbum(media);
    found.push(...media);
  }
  return found;
}

function firstListOfMedia(json: Json | undefined, depth: number): Json[] | undefined {
  if (depth === 0 || !isObject(json) || 'media' in json || 'uri' in json) return undefined;
  for (const value of Object.values(json)) {
    if (
      Array.isArray(value) &&
      value.some((item) => at(item, 'media') !== undefined || at(item, 'uri') !== undefined)
    ) {
      return value;
    }
    const inside = firstListOfMedia(value, depth - 1);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function mediaOf(item: JsonObject): JsonObject[] {
  if (Array.isArray(item['media'])) return objectsOf(item['media']);
  if (Array.isArray(item['label_values'])) {
    return objectsOf(item['label_values']).flatMap((label) => objectsOf(label['media']));
  }
  return [item];
}

/** What holds for all pictures of a post, if the post says it itself. */
function postFacts(item: JsonObject): BackupFacts {
  if (Array.isArray(item['label_values'])) {
    const caption = objectsOf(item['label_values']).find((label) =>
      CAPTION_LABEL.test(repaired(label['label']) ?? ''),
    );
    return known<BackupFacts>({
      caption: repaired(caption?.['value']),
      postedAtMs: msOfSeconds(item['timestamp']),
    });
  }
  if (!Array.isArray(item['media'])) return {};
  return known<BackupFacts>({
    caption: repaired(item['title']),
    postedAtMs: msOfSeconds(item['creation_timestamp']),
  });
}

function mediumFacts(medium: JsonObject): BackupFacts {
  const metadata = medium['media_metadata'];
  const exif = [
    ...objectsOf(at(metadata, 'photo_metadata', 'exif_data')),
    ...objectsOf(at(metadata, 'video_metadata', 'exif_data')),
  ];
  const said = (key: string): Json | undefined => exif.find((entry) => key in entry)?.[key];
  const taken = said('date_time_original');
  const place = placeOf(said('latitude'), said('longitude'));
  return known<BackupFacts>({
    caption: repaired(medium['title']),
    postedAtMs: msOfSeconds(medium['creation_timestamp']),
    capturedLocal: localOfText(taken),
    capturedAtMs: compactUtcMs(taken),
    latitude: place?.latitude,
    longitude: place?.longitude,
  });
}

/** '20240903T181138.000Z', as videos have it. */
function compactUtcMs(value: Json | undefined): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/.exec(textOf(value) ?? '');
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function repaired(value: Json | undefined): string | undefined {
  const text = textOf(typeof value === 'string' ? repairMojibake(value) : undefined);
  return text;
}

function markAlbum(media: ExportMedium[]): void {
  const postKey = `export:${media[0]!.uri}`;
  media.forEach((medium, index) => {
    medium.facts = { ...medium.facts, postKey, albumPosition: index + 1 };
  });
}
