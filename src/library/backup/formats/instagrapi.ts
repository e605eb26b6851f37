/** @file instagrapi: `<user name>_<media id>.jpg`, without sidecars. User names may hold underscores and digits. */
import { mediaIdTime, parseMediaId } from '../../media-id.ts';
import type { BackupReader } from '../reader.ts';
import { withCover } from './instaloader.ts';

const NAME = /^([A-Za-z0-9._]{1,30})_(\d{15,19})\.\w+$/;

export const readInstagrapi: BackupReader =
  (tree, { nowMs }) =>
  (file, kind) => {
    const match = NAME.exec(file.name);
    const id = match === null ? null : parseMediaId(match[2]!);
    if (id === null || mediaIdTime(id, nowMs).kind !== 'timed') return null;
    return withCover(tree, file, kind, {
      format: 'instagrapi',
      section: 'post',
      facts: { mediaId: String(id), author: match![1]! },
    });
  };
