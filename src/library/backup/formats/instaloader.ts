/**
 * @file instaloader 4: `2016-08-16_06-34-20_UTC.jpg` (slides `_1`, `_2`) or names by pattern, with `.json.xz` or
 * `.json`, `.txt` and `_location.txt` beside them. Times in names are UTC posting times.
 */
import type { BackupFacts, MediaKind, Section } from '../../facts.ts';
import { kindByName } from '../kinds.ts';
import { type LibraryTree, SIDECAR_LIMIT_BYTES } from '../library-tree.ts';
import type { BackupReader, Claim } from '../reader.ts';
import {
  at,
  eachSidecar,
  idOf,
  isObject,
  type Json,
  type JsonObject,
  known,
  parseJson,
  textOf,
} from '../sidecar.ts';
import type { OnProblem, TreeFile } from '../tree.ts';
import { decodeXz } from '../xz.ts';
import { childrenOfNode, factsOfNode } from './json-media.ts';

const DATED = /^((\d{4}-\d\d-\d\d)_(\d\d)-(\d\d)-(\d\d)_UTC)(?:_(\d{1,3}))?(_profile_pic|_cover)?\.\w+$/;
const DATED_SIDECAR = /^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_UTC/;
const STORY_TYPES = new Set(['GraphStoryImage', 'GraphStoryVideo']);

/** A post as its sidecar describes it. */
interface Post {
  facts: BackupFacts;
  children: BackupFacts[];
  section: Section;
}

export const readInstaloader: BackupReader = async (tree, { onProblem, signal }) => {
  const posts = await readPosts(tree, { onProblem, signal });
  const captions = await readTexts(tree, /_UTC\.txt$/, { onProblem, signal });
  const places = await readTexts(tree, /_location\.txt$/, { onProblem, signal });
  const userIds = await readTexts(tree, /^id$/, { onProblem, signal });
  return (file, kind) => {
    const named = DATED.exec(file.name);
    const base = named?.[1] ?? baseWithSidecar(file, posts);
    if (base === null || base === undefined) return null;
    const key = `${file.folder}/${base}`;
    const slide = slideOf(file.name, base);
    const post = posts.get(key);
    const facts = known<BackupFacts>({
      author: authorOfFolder(file.folder),
      userId: idOf(userIds.get(`${file.folder}/id`)?.trim()),
      postedAtMs: named === null ? undefined : nameTimeMs(named),
      postKey: named === null ? undefined : `instaloader:${key}`,
      caption: textOf(captions.get(key)?.trimEnd()),
      place: textOf(places.get(key)?.split('\n')[0]),
      ...(post === undefined ? {} : slideFacts(post, slide)),
      albumPosition: slide,
    });
    return withCover(tree, file, kind, {
      format: 'instaloader',
      section: sectionOf(file, post),
      facts: post?.facts.mediaId === undefined ? facts : { ...facts, postKey: `id:${post.facts.mediaId}` },
    });
  };
};

function nameTimeMs(named: RegExpExecArray): number | undefined {
  const ms = Date.parse(`${named[2]}T${named[3]}:${named[4]}:${named[5]}Z`);
  // Profile pictures without a date carry 1970 or a constant of 2010.
  return Number.isFinite(ms) && ms > Date.UTC(2010, 9, 6) ? ms : undefined;
}

function slideOf(name: string, base: string): number | undefined {
  const match = /^_(\d{1,3})\./.exec(name.slice(base.length));
  return match === null ? undefined : Number(match[1]);
}

function slideFacts(post: Post, slide: number | undefined): BackupFacts {
  if (slide === undefined) return post.facts;
  const { mediaId: parentMediaId, ...shared } = post.facts;
  return known<BackupFacts>({ ...shared, parentMediaId, ...post.children[slide - 1] });
}

function sectionOf(file: TreeFile, post: Post | undefined): Section {
  if (file.name.includes('_profile_pic.')) return 'profile';
  if (file.name.includes('_cover.')) return 'cover';
  if (/(?:^|\/)(?:[^/]*[:꞉])?stories$/i.test(file.folder)) return 'story';
  return post?.section ?? 'post';
}

/** A still beside a video of the same name is its cover. */
export function withCover(tree: LibraryTree, file: TreeFile, kind: MediaKind, claim: Claim): Claim {
  if (kind !== 'photo' || claim.section === 'profile') return claim;
  const stem = file.relativePath.slice(0, file.relativePath.lastIndexOf('.'));
  for (const extension of ['mp4', 'mov', 'webm', 'mkv']) {
    const video = tree.find(`${stem}.${extension}`);
    if (video !== undefined) {
      return { ...claim, section: 'cover', facts: { ...claim.facts, coverOf: video.relativePath } };
    }
  }
  return claim;
}

/** The profile that a folder was made for; tag, place and feed folders are no one's. */
function authorOfFolder(folder: string): string | undefined {
  const name = folder.slice(folder.lastIndexOf('/') + 1).replace(/^.*!$/, '');
  return /^[a-z0-9._]{1,30}$/.test(name) && !/^(?:stories|feed|saved|tagged|igtv|reels)$/.test(name)
    ? name
    : undefined;
}

async function readPosts(
  tree: LibraryTree,
  options: { onProblem: OnProblem; signal?: AbortSignal | undefined },
): Promise<Map<string, Post>> {
  const posts = new Map<string, Post>();
  const sidecars = tree.files.filter((file) => isPostSidecar(tree, file));
  await eachSidecar(tree, sidecars, options, (bytes, file) => {
    const text = file.name.endsWith('.xz') ? decodeXz(bytes, SIDECAR_LIMIT_BYTES) : bytes;
    const json = parseJson(text);
    const node = isObject(json) && isObject(json['node']) ? json['node'] : json;
    if (!isObject(node)) return;
    const facts = factsOfNode(node);
    if (facts.shortcode === undefined && facts.mediaId === undefined) return;
    posts.set(`${file.folder}/${sidecarBase(file.name)}`, {
      facts,
      children: childrenOfNode(node).map(childFacts),
      section: isStory(json, node) ? 'story' : 'post',
    });
  });
  return posts;
}

function childFacts(node: JsonObject): BackupFacts {
  return known<BackupFacts>({ mediaId: idOf(node['id']) });
}

function isStory(json: Json, node: JsonObject): boolean {
  return at(json, 'instaloader', 'node_type') === 'StoryItem' || STORY_TYPES.has(String(node['__typename']));
}

function sidecarBase(name: string): string {
  return name.replace(/\.json(?:\.xz)?$/, '');
}

/** `<base>.json.xz` always; `<base>.json` only beside a medium of that base, because anyone writes .json files. */
function isPostSidecar(tree: LibraryTree, file: TreeFile): boolean {
  if (!/\.json(?:\.xz)?$/.test(file.name) || file.name.includes('_comments.json')) return false;
  if (file.name.startsWith('iterator_')) return false;
  if (DATED_SIDECAR.test(file.name)) return true;
  const base = sidecarBase(file.name);
  // gallery-dl and Takeout write <name>.<extension>.json: not a sidecar of this kind.
  if (kindByName(base) !== 'unknown' || base.endsWith('.info')) return false;
  const stem = file.folder === '' ? base : `${file.folder}/${base}`;
  const extensions = ['jpg', 'webp', 'heic', 'png', 'mp4', 'jpeg'];
  return extensions.some((extension) =>
    [`${stem}.${extension}`, `${stem}_1.${extension}`].some((path) => tree.find(path) !== undefined),
  );
}

function baseWithSidecar(file: TreeFile, posts: ReadonlyMap<string, Post>): string | null {
  const stem = file.name.slice(0, file.name.lastIndexOf('.'));
  if (posts.has(`${file.folder}/${stem}`)) return stem;
  const base = stem.replace(/_\d{1,3}$/, '');
  return base !== stem && posts.has(`${file.folder}/${base}`) ? base : null;
}

async function readTexts(
  tree: LibraryTree,
  name: RegExp,
  options: { onProblem: OnProblem; signal?: AbortSignal | undefined },
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const files = tree.files.filter((file) => name.test(file.name));
  await eachSidecar(tree, files, options, (bytes, file) => {
    const base = file.name.replace(/(?:_location)?\.txt$/, '');
    texts.set(`${file.folder}/${base}`, bytes.toString('utf8'));
  });
  return texts;
}
