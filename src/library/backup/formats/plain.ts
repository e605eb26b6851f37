/** @file Any folder of pictures: cameras, phones, screenshots. Dates in names are kept for files without better ones. */
import type { BackupFacts } from '../../facts.ts';
import type { BackupReader } from '../reader.ts';

const DATE = String.raw`((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`([01]\d|2[0-3])([-_.:h]?)([0-5]\d)\6([0-5]\d)`;
/** IMG_20160816_083420, PXL_20210101_123456789, 2016-08-16 08.34.20, Screenshot_2016-08-16-08-34-20, VID-20160816-WA0001 */
const NAME_WITH_TIME = new RegExp(String.raw`(?<!\d)${DATE}(?:[-_ T.]| at )${TIME}(?!\d{4})`);
const NAME_WITH_DAY = new RegExp(String.raw`(?<!\d)${DATE}(?!\d)`);
/** 2016/08, 2016-08, 2016_08_16 lake, 201608 */
const FOLDER_WITH_MONTH =
  /(?:^|\/)((?:19|20)\d\d)[-_./]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?(?=$|[/ _-]|\D)/g;

export const readPlain: BackupReader = () => (file) => ({
  format: 'plain',
  section: 'other',
  facts: namedDate(file.name, file.folder),
});

/** The date in a file's name, else in its folder's, as local wall clock time. A day without time counts from noon. */
export function namedDate(name: string, folder: string): BackupFacts {
  const exact = NAME_WITH_TIME.exec(name);
  if (exact !== null) {
    const [, year, , month, day, hour, , minute, second] = exact;
    return { namedLocal: `${year}-${month}-${day}T${hour}:${minute}:${second}`, namedIn: 'file-name' };
  }
  const daily = NAME_WITH_DAY.exec(name);
  if (daily !== null) {
    const [, year, , month, day] = daily;
    return { namedLocal: `${year}-${month}-${day}T12:00:00`, namedIn: 'file-name' };
  }
  const inFolder = [...folder.matchAll(FOLDER_WITH_MONTH)].pop();
  if (inFolder === undefined) return {};
  const [, year, month, day = '01'] = inFolder;
  return { namedLocal: `${year}-${month}-${day}T12:00:00`, namedIn: 'folder' };
}
