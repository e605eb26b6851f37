/**
 * @file 4K Stogram: `2016-09-04 19.07.58 <media id>_<user id>.jpg`, captions in a hidden SQLite file. The time in the
 * name is the local time of the computer that downloaded it, so the media id's own time is used.
 */
import { join } from 'node:path';
import type { BackupFacts } from '../../facts.ts';
import { openForeignDatabase } from '../../catalogue/database.ts';
import { idFromLink, mediaIdTime, parseMediaId, shortcodeFromId } from '../../media-id.ts';
import type { BackupReader } from '../reader.ts';
import { idOf, known, textOf } from '../sidecar.ts';
import { type OnProblem, STOGRAM_DATABASE } from '../tree.ts';
import { splitArchivedPath } from '../archives.ts';

const NAME = /^\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d (\d{1,19})_(\d{1,19})\.\w+$/;

interface PhotoRow {
  file: string | null;
  title: string | null;
  ownerName: string | null;
  web_url: string | null;
}

export const readStogram: BackupReader = (tree, { onProblem, nowMs }) => {
  const described = new Map<string, BackupFacts>();
  for (const database of tree.files.filter(({ name }) => name === STOGRAM_DATABASE)) {
    if (splitArchivedPath(database.relativePath) !== null) continue;
    readCaptions(join(tree.root, database.relativePath), database.relativePath, described, onProblem);
  }
  return (file) => {
    const match = NAME.exec(file.name);
    const id = match === null ? null : parseMediaId(match[1]!);
    if (id === null || mediaIdTime(id, nowMs).kind === 'none') return null;
    const folder = file.folder.slice(file.folder.lastIndexOf('/') + 1);
    return {
      format: '4k-stogram',
      section: 'post',
      facts: {
        mediaId: String(id),
        ...known<BackupFacts>({ userId: idOf(match![2]) }),
        ...(/^[A-Za-z0-9._]{1,30}$/.test(folder) && folder !== '' ? { author: folder } : {}),
        ...described.get(file.name),
      },
    };
  };
};

/** Reads the captions by file name. The database is opened so that not even a journal is written beside it. */
function readCaptions(
  file: string,
  relativePath: string,
  described: Map<string, BackupFacts>,
  onProblem: OnProblem,
): void {
  try {
    const database = openForeignDatabase(file);
    try {
      const rows = database.prepare('SELECT file, title, ownerName, web_url FROM photos').all() as PhotoRow[];
      for (const row of rows) {
        const name = String(row.file ?? '')
          .replaceAll('\\', '/')
          .split('/')
          .pop()!;
        const id = idFromLink(String(row.web_url ?? ''));
        described.set(
          name,
          known<BackupFacts>({
            caption: textOf(row.title),
            author: textOf(row.ownerName),
            shortcode: id === null ? undefined : shortcodeFromId(id),
          }),
        );
      }
    } finally {
      database.close();
    }
  } catch {
    const message = 'The caption file of 4K Stogram is damaged. Its photos are shown without captions.';
    onProblem({ file: relativePath, code: 'SIDECAR_DAMAGED', message });
  }
}
