/**
 * @file Flickr's export: `photo_<id>.json` in some archives, `<name>_<id>_o.jpg` in others. Dates of taking are local
 * without a zone; places are in millionths of a degree; texts hold HTML entities.
 */
import type { BackupFacts } from '../../facts.ts';
import type { BackupReader } from '../reader.ts';
import {
  at,
  eachSidecar,
  idOf,
  isObject,
  type Json,
  type JsonObject,
  known,
  localOfText,
  msOfUtcText,
  numberOf,
  objectsOf,
  parseJson,
  placeOf,
  textOf,
} from '../sidecar.ts';
import { plainFromHtml } from './html-text.ts';

const SIDECAR = /^photo_(\d+)\.json$/;
/** Where the photo's id stands in a file name, best first. */
const IDS_IN_NAMES = [/_(\d+)_o\.\w+$/, /^(\d+)_/, /_(\d+)\.\w+$/];

export const readFlickr: BackupReader = async (tree, { onProblem, signal }) => {
  const described = new Map<string, BackupFacts>();
  const sidecars = tree.files.filter(({ name }) => SIDECAR.test(name));
  await eachSidecar(tree, sidecars, { onProblem, signal }, (bytes, file) => {
    const json = parseJson(bytes);
    if (isObject(json)) described.set(idOf(json['id']) ?? SIDECAR.exec(file.name)![1]!, factsOf(json));
  });
  if (described.size === 0) return () => null;
  return (file) => {
    for (const pattern of IDS_IN_NAMES) {
      const facts = described.get(pattern.exec(file.name)?.[1] ?? '');
      if (facts !== undefined) return { format: 'flickr', section: 'post', facts };
    }
    return null;
  };
};

function factsOf(json: JsonObject): BackupFacts {
  const place = geoOf(json['geo']);
  return known<BackupFacts>({
    title: plain(json['name']),
    caption: plain(json['description']),
    capturedLocal: localOfText(json['date_taken']),
    postedAtMs: msOfUtcText(json['date_imported']),
    tags: textsOf(objectsOf(json['tags']).map((tag) => plain(tag['tag']))),
    albums: textsOf(
      objectsOf(json['albums'])
        .filter(isKept)
        .map((album) => plain(album['title'])),
    ),
    people: textsOf(objectsOf(json['people']).map((person) => plain(person['name']))),
    latitude: place?.latitude,
    longitude: place?.longitude,
    link: textOf(json['photopage']),
  });
}

/** Albums that were deleted have the id 0. */
function isKept(album: JsonObject): boolean {
  return idOf(album['id']) !== undefined;
}

function plain(value: Json | undefined): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : textOf(plainFromHtml(text));
}

function textsOf(texts: (string | undefined)[]): string[] | undefined {
  const found = texts.filter((text) => text !== undefined);
  return found.length === 0 ? undefined : found;
}

/** `[]`, an object, or a list of one; in degrees, or in millionths of them as digits. */
function geoOf(value: Json | undefined): { latitude: number; longitude: number } | undefined {
  const geo = Array.isArray(value) ? value[0] : value;
  return placeOf(degrees(at(geo, 'latitude')), degrees(at(geo, 'longitude')));
}

function degrees(value: Json | undefined): number | undefined {
  const number = numberOf(value);
  return number !== undefined && Math.abs(number) > 180 ? number / 1e6 : number;
}
