/**
 * @file gallery-dl: `<media id>.jpg`, album pictures `<album id>_<media id>.jpg`, and with --write-metadata a
 * `<name>.<extension>.json` beside each. Dates are UTC without a zone; ids are text or numbers.
 */
import type { BackupFacts, Section } from '../../facts.ts';
import { classifyIdPair, mediaIdTime, parseIdPairName, parseMediaId } from '../../media-id.ts';
import { kindByName } from '../kinds.ts';
import type { BackupReader } from '../reader.ts';
import {
  at,
  eachSidecar,
  idOf,
  isObject,
  type JsonObject,
  known,
  msOfUtcText,
  objectsOf,
  parseJson,
  textOf,
  listOf,
  numberOf,
} from '../sidecar.ts';
import type { TreeFile } from '../tree.ts';
import { withCover } from './instaloader.ts';

const SECTIONS: Record<string, Section> = { story: 'story', highlight: 'story', reel: 'reel' };

export const readGalleryDl: BackupReader = async (tree, { onProblem, signal, nowMs }) => {
  const described = new Map<string, { section: Section; facts: BackupFacts }>();
  const sidecars = tree.files.filter(({ name }) => {
    return name.endsWith('.json') && ['photo', 'video'].includes(kindByName(name.slice(0, -5)));
  });
  await eachSidecar(tree, sidecars, { onProblem, signal }, (bytes, file) => {
    // Takeout names its sidecars the same way: only what says that it is gallery-dl's is parsed.
    if (!bytes.includes('"category"')) return;
    const json = parseJson(bytes);
    if (!isObject(json) || json['category'] !== 'instagram') return;
    described.set(file.relativePath.slice(0, -5), { section: sectionOf(json), facts: factsOf(json) });
  });
  return (file, kind) => {
    const sidecar = described.get(file.relativePath);
    const byName = factsOfName(file, nowMs);
    if (sidecar === undefined && byName === null) return null;
    return withCover(tree, file, kind, {
      format: 'gallery-dl',
      section: sidecar?.section ?? 'post',
      facts: { ...byName, ...sidecar?.facts },
    });
  };
};

function sectionOf(json: JsonObject): Section {
  if (json['subcategory'] === 'avatar') return 'profile';
  return SECTIONS[String(json['type'])] ?? 'post';
}

function factsOf(json: JsonObject): BackupFacts {
  const mediaId = idOf(json['media_id']);
  const parentId = idOf(json['sidecar_media_id']) ?? idOf(json['post_id']);
  const isAlbum = (numberOf(json['count']) ?? 1) > 1 || json['sidecar_media_id'] !== undefined;
  const tags = listOf(json['tags']).flatMap((tag) => textOf(tag) ?? []);
  const people = objectsOf(json['tagged_users']).flatMap((user) => textOf(user['username']) ?? []);
  return known<BackupFacts>({
    mediaId,
    parentMediaId: isAlbum && parentId !== mediaId ? parentId : undefined,
    shortcode:
      textOf(json['sidecar_shortcode']) ?? textOf(json['post_shortcode']) ?? textOf(json['shortcode']),
    userId: idOf(json['owner_id']),
    author: textOf(json['username']),
    postedAtMs: msOfUtcText(json['post_date']) ?? msOfUtcText(json['date']),
    caption: textOf(json['description']),
    tags: tags.length === 0 ? undefined : tags.map((tag) => tag.replace(/^#/, '')),
    people: people.length === 0 ? undefined : people,
    place: textOf(at(json, 'location', 'name')) ?? textOf(json['location_slug']),
    albumPosition: isAlbum ? numberOf(json['num']) : undefined,
  });
}

function factsOfName(file: TreeFile, nowMs: number): BackupFacts | null {
  const author = /(?:^|\/)instagram\/([A-Za-z0-9._]{1,30})$/.exec(file.folder)?.[1];
  const pairName = parseIdPairName(file.name);
  if (pairName !== null) {
    const pair = classifyIdPair(pairName.first, pairName.second, nowMs);
    if (pair.kind !== 'parent-child') return null;
    return known<BackupFacts>({
      mediaId: String(pair.mediaId),
      parentMediaId: String(pair.parentId),
      author,
      isNamedCopy: pairName.copy || undefined,
    });
  }
  const match = /^(\d{17,19})(\s?\(\d{1,3}\))?\.\w+$/.exec(file.name);
  const id = match === null ? null : parseMediaId(match[1]!);
  if (id === null || mediaIdTime(id, nowMs).kind !== 'timed') return null;
  return known<BackupFacts>({
    mediaId: String(id),
    author,
    isNamedCopy: match![2] === undefined ? undefined : true,
  });
}
