/**
 * @file Instagram's own export as HTML. Its class names change, so posts are found by structure: a block is the nearest
 * element around a picture that also holds a date. Dates have minutes but no time zone.
 */
import type { BackupFacts, Section } from '../../facts.ts';
import type { BackupReader } from '../reader.ts';
import { eachSidecar, known, placeOf, textOf } from '../sidecar.ts';
import type { TreeFile } from '../tree.ts';
import { descendants, type HtmlElement, parseHtml, textsBelow } from './html-tree.ts';
import { claimByUri, type ExportMedium } from './instagram-export-files.ts';
import { localOfSpokenDate } from './spoken-date.ts';

const PAGES: readonly (readonly [RegExp, Section])[] = [
  [/^posts(?:_\d+)?\.html$/, 'post'],
  [/^reels(?:_\d+)?\.html$/, 'reel'],
  [/^igtv_videos(?:_\d+)?\.html$/, 'reel'],
  [/^stories(?:_\d+)?\.html$/, 'story'],
  [/^profile_photos(?:_\d+)?\.html$/, 'profile'],
  [/^archived_posts(?:_\d+)?\.html$/, 'archived'],
  [/^other_content(?:_\d+)?\.html$/, 'other'],
  [/^recently_deleted_content(?:_\d+)?\.html$/, 'deleted'],
];
const MEDIA_TAGS = new Set(['a', 'img', 'video', 'source']);

export const readInstagramHtml: BackupReader = async (tree, { onProblem, signal }) => {
  const media: ExportMedium[] = [];
  const pages = tree.files.filter((file) => rankOf(file) >= 0);
  await eachSidecar(tree, pages, { onProblem, signal }, (bytes, file) => {
    media.push(...mediaOfPage(bytes.toString('utf8'), file, rankOf(file)));
  });
  media.sort((first, second) => first.rank - second.rank);
  const claims = claimByUri(tree, media, onProblem);
  return (file) => claims.get(file.relativePath) ?? null;
};

function rankOf(file: TreeFile): number {
  const isInPlace = /(?:^|\/)(?:content|media)$/.test(file.folder);
  return isInPlace ? PAGES.findIndex(([name]) => name.test(file.name)) : -1;
}

function mediaOfPage(html: string, sidecar: TreeFile, rank: number): ExportMedium[] {
  const section = PAGES[rank]![1];
  const urisByBlock = new Map<HtmlElement, Set<string>>();
  for (const element of descendants(parseHtml(html))) {
    const uri = mediaUri(element);
    const block = uri === null ? null : blockAround(element);
    if (uri === null || block === null) continue;
    const uris = urisByBlock.get(block);
    if (uris === undefined) urisByBlock.set(block, new Set([uri]));
    else uris.add(uri);
  }
  return [...urisByBlock].flatMap(([block, uris]) => {
    const facts = factsOfBlock(block);
    return [...uris].map((uri, index) => ({
      uri,
      section,
      sidecar,
      rank,
      facts:
        uris.size === 1 ? facts : { ...facts, postKey: `export:${[...uris][0]}`, albumPosition: index + 1 },
    }));
  });
}

/** A file of the export that a link, picture or video points to. */
function mediaUri(element: HtmlElement): string | null {
  const { address } = element;
  if (
    !MEDIA_TAGS.has(element.tag) ||
    address === undefined ||
    /^[a-z][a-z0-9+.-]*:|^\/\/|^#/i.test(address)
  ) {
    return null;
  }
  const path = safeDecode(address).replace(/^(?:\.\.?\/)+/, '');
  return /(?:^|\/)(?:media|photos|videos|stories|profile)\//.test(path) && !path.endsWith('.html')
    ? path
    : null;
}

function safeDecode(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

function blockAround(element: HtmlElement): HtmlElement | null {
  for (let block = element.parent; block !== null && block.tag !== 'body'; block = block.parent) {
    if (dateIn(block) !== null) return block;
  }
  return null;
}

/** Blocks are asked again for every picture in them; what they hold does not change. */
const knownDates = new WeakMap<HtmlElement, string | null>();

function dateIn(block: HtmlElement): string | null {
  const before = knownDates.get(block);
  if (before !== undefined) return before;
  let found: string | null = null;
  for (const { text, holder } of textsBelow(block)) {
    if (!isInTable(holder)) found = localOfSpokenDate(text) ?? found;
  }
  knownDates.set(block, found);
  return found;
}

/** Caption: the first text of the block that stands before its pictures and is no date and no table. */
function factsOfBlock(block: HtmlElement): BackupFacts {
  let caption: string | undefined;
  const cells: string[] = [];
  for (const { text, holder } of textsBelow(block)) {
    if (isInTable(holder)) cells.push(text);
    else if (caption === undefined && localOfSpokenDate(text) === null && holder.tag !== 'a') caption = text;
  }
  const latitude = cells[cells.findIndex((cell) => /^lat/i.test(cell)) + 1];
  const longitude = cells[cells.findIndex((cell) => /^(?:lon|läng)/i.test(cell)) + 1];
  const place = placeOf(latitude, longitude);
  return known<BackupFacts>({
    caption: textOf(caption),
    postedLocal: dateIn(block) ?? undefined,
    latitude: place?.latitude,
    longitude: place?.longitude,
  });
}

function isInTable(element: HtmlElement): boolean {
  for (let here: HtmlElement | null = element; here !== null; here = here.parent) {
    if (here.tag === 'table') return true;
  }
  return false;
}
