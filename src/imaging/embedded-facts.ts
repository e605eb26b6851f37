/**
 * @file What a camera or a program wrote into a picture file: time, camera, place, caption. Runs in imaging processes.
 */
import exifr from 'exifr';
import type { EmbeddedFacts } from '../shared/picture-facts.ts';
import { profileName, readIptc } from './metadata-blocks.ts';
import type { OpenPicture, PictureWarning } from './open.ts';

type Tags = Record<string, unknown>;

const exifrOptions = {
  tiff: true,
  exif: true,
  gps: true,
  xmp: true,
  // Read by hand: exifr garbles UTF-8 there.
  iptc: false,
  icc: false,
  jfif: false,
  ihdr: false,
  // Dates stay as written: exifr would take them for local time of this machine.
  reviveValues: false,
  translateValues: false,
  mergeOutput: false,
  skip: ['MakerNote', 'UserComment'],
};

/** Formats whose metadata exifr finds inside the file; of others sharp hands out the bare EXIF block. */
const knownToExifr = new Set(['jpeg', 'png', 'tiff', 'heic', 'avif']);

/** Reads all facts. Damaged metadata never fails: what cannot be read is left out and named in a warning. */
export async function readEmbeddedFacts(
  picture: OpenPicture,
): Promise<{ facts: EmbeddedFacts; warnings: PictureWarning[] }> {
  const { exif, xmp, iptc, icc } = picture.blocks;
  const facts: EmbeddedFacts = {};
  const warnings: PictureWarning[] = [];
  if (exif !== undefined || xmp !== undefined) {
    const groups = await readGroups(picture, exif);
    if (groups === undefined || groups['errors'] !== undefined) {
      warnings.push({
        code: 'METADATA_DAMAGED',
        message: "The camera's notes in this file (EXIF) are damaged.",
      });
    }
    if (groups !== undefined) addExif(facts, groups);
  }
  if (iptc !== undefined) addIptc(facts, iptc);
  if (icc !== undefined) {
    const name = profileName(icc);
    if (name !== undefined) facts.colourProfile = name;
  }
  return { facts, warnings };
}

async function readGroups(picture: OpenPicture, exif: Buffer | undefined): Promise<Tags | undefined> {
  const block = exif?.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif;
  const input = knownToExifr.has(picture.format) ? picture.bytes : block;
  if (input === undefined) return {};
  try {
    // Node gets exifr as CommonJS, of which it finds only the default export.
    // oxlint-disable-next-line import/no-named-as-default-member
    return record(await exifr.parse(input, exifrOptions));
  } catch {
    return undefined;
  }
}

function record(value: unknown): Tags {
  return typeof value === 'object' && value !== null ? (value as Tags) : {};
}

function addExif(facts: EmbeddedFacts, groups: Tags): void {
  const ifd0 = record(groups['ifd0']);
  const exif = record(groups['exif']);
  const gps = record(groups['gps']);
  const xmp = record(groups['xmp']);
  const photoshop = record(groups['photoshop']);
  const dublinCore = record(groups['dc']);

  const times: [time: unknown, offset: unknown][] = [
    [exif['DateTimeOriginal'], exif['OffsetTimeOriginal'] ?? exif['OffsetTime']],
    [exif['CreateDate'] ?? exif['DateTimeDigitized'], exif['OffsetTimeDigitized'] ?? exif['OffsetTime']],
    [photoshop['DateCreated'], undefined],
    [xmp['CreateDate'], undefined],
    // The time of the last change: of a photo that nothing else dates, most often the time of its taking.
    [ifd0['ModifyDate'], exif['OffsetTime']],
  ];
  for (const [time, offset] of times) {
    const found = wallClock(time);
    if (found === undefined) continue;
    facts.capturedLocal = found.local;
    const utcOffset = found.utcOffset ?? validOffset(offset);
    if (utcOffset !== undefined) facts.utcOffset = utcOffset;
    break;
  }

  setText(facts, 'cameraMake', ifd0['Make']);
  setText(facts, 'cameraModel', ifd0['Model']);
  setText(facts, 'lens', exif['LensModel']);
  setText(facts, 'caption', alternative(dublinCore['description']) ?? ifd0['ImageDescription']);
  const keywords = listOf(dublinCore['subject']);
  if (keywords.length > 0) facts.keywords = keywords;

  const latitude = gps['latitude'];
  const longitude = gps['longitude'];
  if (inRange(latitude, 90) && inRange(longitude, 180) && (latitude !== 0 || longitude !== 0)) {
    facts.latitude = latitude;
    facts.longitude = longitude;
  }
}

function addIptc(facts: EmbeddedFacts, block: Buffer): void {
  const iptc = readIptc(block);
  if (facts.caption === undefined && iptc.caption !== undefined) facts.caption = iptc.caption;
  if (facts.keywords === undefined && iptc.keywords.length > 0) facts.keywords = [...new Set(iptc.keywords)];
  if (facts.capturedLocal !== undefined || iptc.date === undefined) return;
  const time = /^(\d{2})(\d{2})(\d{2})/.exec(iptc.time ?? '');
  if (time === null) return;
  const date = iptc.date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const found = wallClock(`${date}T${time[1]}:${time[2]}:${time[3]}`);
  if (found === undefined) return;
  facts.capturedLocal = found.local;
  const offset = validOffset(iptc.time?.slice(6).replace(/^([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (offset !== undefined) facts.utcOffset = offset;
}

function setText(
  facts: EmbeddedFacts,
  key: 'cameraMake' | 'cameraModel' | 'lens' | 'caption',
  value: unknown,
): void {
  if (typeof value !== 'string') return;
  const text = value.replaceAll('\0', '').trim();
  if (text !== '') facts[key] = text;
}

/** XMP texts come bare, as {lang, value}, or as a list of those; the first is the default language. */
function alternative(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const text = typeof first === 'object' ? record(first)['value'] : first;
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

function listOf(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item): item is string => typeof item === 'string' && item !== '');
}

function inRange(value: unknown, limit: number): value is number {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= limit;
}

function validOffset(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const offset = value.trim() === 'Z' ? '+00:00' : value.trim();
  return /^[+-](0\d|1[0-4]):[0-5]\d$/.test(offset) ? offset : undefined;
}

/**
 * A time as EXIF ('2019:07:14 18:22:31') or XMP ('2012-02-29T10:00:00+01:00') writes it, if it is a real one;
 * blank and zero times, which cameras with an unset clock write, are none.
 */
function wallClock(value: unknown): { local: string; utcOffset: string | undefined } | undefined {
  if (typeof value !== 'string') return undefined;
  const match =
    /^(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|[+-]\d{2}:\d{2})?/.exec(
      value,
    );
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '00', offset] = match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = Date.parse(`${local}Z`);
  if (Number(year) === 0 || Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== local)
    return undefined;
  return { local, utcOffset: validOffset(offset) };
}
