/** @file Photodesk: `<media id>_<user id>.<ext>`, no sidecars. Its old files carry counter ids without a time. */
import { classifyIdPair, mediaIdTime, parseIdPairName } from '../../media-id.ts';
import type { BackupReader, Claim } from '../reader.ts';
import type { TreeFile } from '../tree.ts';

export const readPhotodesk: BackupReader = (tree, { nowMs }) => {
  const knownUsers = usersOfTimedNames(tree.files, nowMs);
  return (file): Claim | null => {
    const name = parseIdPairName(file.name);
    if (name === null) return null;
    const pair = classifyIdPair(name.first, name.second, nowMs);
    if (pair.kind !== 'media-user') return null;
    const userId = String(pair.userId);
    // Two small numbers may mean anything; they are ids where their neighbours show it.
    const isLegacy = mediaIdTime(pair.mediaId, nowMs).kind === 'legacy';
    if (isLegacy && !knownUsers.has(userId) && !/photodesk|instagram/i.test(file.folder)) return null;
    return {
      format: 'photodesk',
      section: 'post',
      facts: {
        mediaId: String(pair.mediaId),
        userId,
        ...(name.copy ? { isNamedCopy: true } : {}),
      },
    };
  };
};

function usersOfTimedNames(files: readonly TreeFile[], nowMs: number): Set<string> {
  const users = new Set<string>();
  for (const file of files) {
    const name = parseIdPairName(file.name);
    if (name === null || mediaIdTime(name.first, nowMs).kind !== 'timed') continue;
    users.add(String(name.second));
  }
  return users;
}
