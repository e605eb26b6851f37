/**
 * @file Finds the files that an Instagram export talks about. Its lists name them by `uri`; the list and the files may
 * lie in different parts of a download, unpacked or not, and some files are in no list.
 */
import type { BackupFacts, Section } from '../../facts.ts';
import type { LibraryTree } from '../library-tree.ts';
import type { Claim } from '../reader.ts';
import type { OnProblem, TreeFile } from '../tree.ts';
import { namedDate } from './plain.ts';

/** One picture or video as a list of the export describes it. */
export interface ExportMedium {
  /** Path from the export's root. */
  uri: string;
  section: Section;
  facts: BackupFacts;
  sidecar: TreeFile;
  /** Smaller wins where the same file is listed twice. */
  rank: number;
}

/** Folders that an export keeps its media in, and what they hold. */
const FOLDERS: readonly (readonly [RegExp, Section])[] = [
  [/(?:^|\/)media\/posts\/\d{6}$/, 'post'],
  [/(?:^|\/)media\/stories\/\d{6}$/, 'story'],
  [/(?:^|\/)media\/reels\/\d{6}$/, 'reel'],
  [/(?:^|\/)media\/igtv\/\d{6}$/, 'reel'],
  [/(?:^|\/)media\/archived_posts\/\d{6}$/, 'archived'],
  [/(?:^|\/)media\/profile\/\d{6}$/, 'profile'],
  [/(?:^|\/)media\/recently_deleted\/\d{6}$/, 'deleted'],
  [/(?:^|\/)media\/direct\/\d{6}$/, 'direct'],
  [/(?:^|\/)media\/other\/\d{6}$/, 'other'],
];
/** The first layout's folders have everyday names; there only its own file names count. */
const FIRST_LAYOUT_FOLDER = /(?:^|\/)(photos|videos|stories|profile|direct)\/\d{6}$/;
const FIRST_LAYOUT_FILE = /^[0-9a-f]{32}\.\w+$/;
const FIRST_LAYOUT_SECTIONS: Record<string, Section> = {
  stories: 'story',
  profile: 'profile',
  direct: 'direct',
};

/**
 * Claims for all files that are listed, by relative path. A list's own root comes first, then any place in the library
 * whose path ends in the uri, because large exports come in several archives. Files that are nowhere are reported once
 * for each list.
 */
export function claimByUri(
  tree: LibraryTree,
  media: readonly ExportMedium[],
  onProblem: OnProblem,
): Map<string, Claim> {
  const claims = new Map<string, Claim>();
  if (media.length === 0) return claims;
  const byName = filesByName(tree);
  const missing = new Map<string, number>();
  for (const medium of media) {
    const uri = cleanUri(medium.uri);
    const name = uri.slice(uri.lastIndexOf('/') + 1).normalize('NFC');
    const places = (byName.get(name) ?? []).filter((file) => endsInPath(file.relativePath, uri));
    const own = places.filter((file) => file.relativePath === ownRoot(medium.sidecar) + uri);
    const chosen = own.length > 0 ? own : places;
    if (chosen.length === 0) {
      const list = medium.sidecar.relativePath;
      missing.set(list, (missing.get(list) ?? 0) + 1);
    }
    for (const file of chosen) {
      if (claims.has(file.relativePath)) continue;
      const facts = { postKey: `export:${uri}`, ...medium.facts };
      claims.set(file.relativePath, { format: 'instagram-export', section: medium.section, facts });
    }
  }
  for (const [file, count] of missing) {
    const files = count === 1 ? 'A file' : `${count} files`;
    const message = `${files} of this list cannot be found. If the download came in several parts, add the others.`;
    onProblem({ file, code: 'FILE_MISSING', message });
  }
  return claims;
}

/** A claim for a file that lies where an export keeps its media but that no list mentions. */
export function sectionOfExportPath(file: TreeFile): Claim | null {
  let section = FOLDERS.find(([folder]) => folder.test(file.folder))?.[1];
  if (section === undefined && FIRST_LAYOUT_FILE.test(file.name)) {
    const folder = FIRST_LAYOUT_FOLDER.exec(file.folder)?.[1];
    if (folder !== undefined) section = FIRST_LAYOUT_SECTIONS[folder] ?? 'post';
  }
  if (section === undefined) return null;
  return { format: 'instagram-export', section, facts: namedDate('', file.folder) };
}

function filesByName(tree: LibraryTree): Map<string, TreeFile[]> {
  const byName = new Map<string, TreeFile[]>();
  for (const file of tree.files) {
    const name = file.name.normalize('NFC');
    const others = byName.get(name);
    if (others === undefined) byName.set(name, [file]);
    else others.push(file);
  }
  return byName;
}

function cleanUri(uri: string): string {
  const parts = uri.replaceAll('\\', '/').split('/');
  return parts.filter((part) => part !== '' && part !== '.' && part !== '..').join('/');
}

/** True when `path` is `uri` or ends in '/uri'; 'public-media/' stands for 'media/' in some exports. */
function endsInPath(path: string, uri: string): boolean {
  const whole = path.normalize('NFC');
  const wanted = uri.normalize('NFC');
  if (whole === wanted || whole.endsWith(`/${wanted}`)) return true;
  return wanted.startsWith('media/') && whole.endsWith(`public-${wanted}`);
}

/** The folder that the uris of a list start from, with its last '/'. */
function ownRoot(sidecar: TreeFile): string {
  return sidecar.relativePath.replace(/(?:your_instagram_activity\/)?(?:(?:content|media)\/)?[^/]*$/, '');
}
