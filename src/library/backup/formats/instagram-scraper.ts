/**
 * @file instagram-scraper (arc298): files keep the name they had at Instagram's servers; `<user>.json` beside them
 * (--media-metadata) lists posts with the addresses, whose last part is the file's name.
 */
import type { BackupFacts, Section } from '../../facts.ts';
import type { BackupReader, Claim } from '../reader.ts';
import {
  eachSidecar,
  isObject,
  type JsonObject,
  known,
  listOf,
  objectsOf,
  parseJson,
  textOf,
} from '../sidecar.ts';
import { factsOfNode } from './json-media.ts';

const SECTIONS: readonly (readonly [string, Section])[] = [
  ['GraphImages', 'post'],
  ['GraphVideos', 'post'],
  ['GraphStories', 'story'],
];

export const readInstagramScraper: BackupReader = async (tree, { onProblem, signal }) => {
  const claims = new Map<string, Claim>();
  const sidecars = tree.files.filter(({ name }) => /^[A-Za-z0-9._]{1,30}\.json$/.test(name));
  await eachSidecar(tree, sidecars, { onProblem, signal }, (bytes, file) => {
    // Any tool writes .json files; only this one's are parsed.
    if (!bytes.includes('"GraphImages"') && !bytes.includes('"GraphStories"')) return;
    const json = parseJson(bytes);
    if (!isObject(json)) return;
    const author = file.name.slice(0, -'.json'.length);
    for (const [key, section] of SECTIONS) {
      for (const node of objectsOf(json[key])) {
        addClaims(claims, file.folder, section, node, author);
      }
    }
  });
  return (file) => claims.get(`${file.folder}/${file.name}`) ?? null;
};

function addClaims(
  claims: Map<string, Claim>,
  folder: string,
  section: Section,
  node: JsonObject,
  author: string,
): void {
  const names = listOf(node['urls']).flatMap((url) => nameInAddress(textOf(url)) ?? []);
  const tags = listOf(node['tags']).flatMap((tag) => textOf(tag) ?? []);
  const { mediaId, ...post } = factsOfNode(node);
  names.forEach((name, index) => {
    const facts = known<BackupFacts>({
      author,
      ...post,
      ...(names.length > 1
        ? { parentMediaId: mediaId, albumPosition: index + 1, postKey: `id:${mediaId}` }
        : { mediaId }),
      tags: tags.length === 0 ? undefined : tags,
    });
    claims.set(`${folder}/${name}`, { format: 'instagram-scraper', section, facts });
  });
}

function nameInAddress(address: string | undefined): string | undefined {
  return /([^/?#]+)(?:[?#]|$)/.exec(
    address?.replace(/^\w+:\/\/[^/]*\//, '').replace(/^[^?#]*\//, '') ?? '',
  )?.[1];
}
