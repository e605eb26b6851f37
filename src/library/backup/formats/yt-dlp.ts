/**
 * @file yt-dlp: `Video by someone [<shortcode>].mp4`, with `.info.json` and `.description` when asked for. YouTube's ids
 * look like shortcodes, so either the sidecar or the title must say that it is Instagram.
 */
import type { BackupFacts } from '../../facts.ts';
import { idFromShortcode, mediaIdTime } from '../../media-id.ts';
import type { BackupReader } from '../reader.ts';
import { eachSidecar, isObject, known, msOfSeconds, parseJson, textOf } from '../sidecar.ts';
import { withCover } from './instaloader.ts';

const NAME = /^(.*)\[([A-Za-z0-9_-]{5,11})\]\.(?:f\d+\.)?\w+$/s;
const TITLE = /^(?:Video|Post|Photo|Story|Reel|Clip) by (.+?) ?$/i;

export const readYtDlp: BackupReader = async (tree, { onProblem, signal, nowMs }) => {
  const described = new Map<string, BackupFacts | 'other site'>();
  const sidecars = tree.files.filter(
    ({ name }) => name.endsWith('.info.json') && NAME.test(name.replace('.info', '')),
  );
  await eachSidecar(tree, sidecars, { onProblem, signal }, (bytes, file) => {
    const json = parseJson(bytes);
    if (!isObject(json)) return;
    const base = file.relativePath.slice(0, -'.info.json'.length);
    const site = textOf(json['extractor_key']) ?? textOf(json['extractor']) ?? '';
    if (!/^instagram/i.test(site)) {
      described.set(base, 'other site');
      return;
    }
    described.set(
      base,
      known<BackupFacts>({
        postedAtMs: msOfSeconds(json['timestamp']),
        caption: textOf(json['description']),
        author: textOf(json['channel']) ?? textOf(json['uploader_id']) ?? textOf(json['uploader']),
        title: textOf(json['title']),
      }),
    );
  });
  return (file, kind) => {
    const match = NAME.exec(file.name);
    if (match === null) return null;
    const sidecar = described.get(file.relativePath.slice(0, file.relativePath.lastIndexOf('.')));
    const author = TITLE.exec(match[1]!)?.[1];
    if (sidecar === 'other site' || (sidecar === undefined && author === undefined)) return null;
    const id = idFromShortcode(match[2]!);
    if (id === null || mediaIdTime(id, nowMs).kind === 'none') return null;
    return withCover(tree, file, kind, {
      format: 'yt-dlp',
      section: 'post',
      facts: {
        mediaId: String(id),
        shortcode: match[2]!,
        ...known<BackupFacts>({ author }),
        ...sidecar,
      },
    });
  };
};
