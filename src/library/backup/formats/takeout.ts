/**
 * @file Google Photos Takeout: `IMG_1.jpg` with `IMG_1.jpg.supplemental-metadata.json` (older: `IMG_1.jpg.json`), names
 * cut to 46 characters, copies `IMG_1(1).jpg` with `….supplemental-metadata(1).json`, edited copies without their own.
 */
import type { BackupFacts } from '../../facts.ts';
import type { BackupReader } from '../reader.ts';
import {
  at,
  eachSidecar,
  isObject,
  known,
  msOfSeconds,
  objectsOf,
  parseJson,
  placeOf,
  textOf,
} from '../sidecar.ts';
import type { TreeFile } from '../tree.ts';

/** Takeout cuts the name before `.json` to this length. */
const NAME_LIMIT = 46;
const SUFFIX = '.supplemental-metadata';

interface Sidecar {
  /** Name without `.json` and without the number of a copy. */
  stem: string;
  /** '(1)' or ''. */
  copy: string;
  title: string | undefined;
  facts: BackupFacts;
}

export const readTakeout: BackupReader = async (tree, { onProblem, signal }) => {
  const byFolder = new Map<string, Sidecar[]>();
  const candidates = tree.files.filter(isCandidate);
  await eachSidecar(tree, candidates, { onProblem, signal }, (bytes, file) => {
    if (!bytes.includes('"photoTakenTime"')) return;
    const sidecar = readSidecar(bytes, file);
    if (sidecar !== null) byFolder.set(file.folder, [...(byFolder.get(file.folder) ?? []), sidecar]);
  });
  const indexes = new Map([...byFolder].map(([folder, sidecars]) => [folder, new FolderIndex(sidecars)]));
  return (file) => {
    const sidecar = indexes.get(file.folder)?.find(file.name);
    return sidecar === undefined
      ? null
      : { format: 'google-takeout', section: 'other', facts: sidecar.facts };
  };
};

/** Takeout's sidecars are small; lists of other programs need not be read. */
function isCandidate({ name, sizeBytes }: TreeFile): boolean {
  return name.endsWith('.json') && sizeBytes < 1_000_000;
}

function readSidecar(bytes: Buffer, file: TreeFile): Sidecar | null {
  const json = parseJson(bytes);
  if (!isObject(json)) return null;
  const place =
    placeOf(at(json, 'geoData', 'latitude'), at(json, 'geoData', 'longitude')) ??
    placeOf(at(json, 'geoDataExif', 'latitude'), at(json, 'geoDataExif', 'longitude'));
  const people = objectsOf(json['people']).flatMap((person) => textOf(person['name']) ?? []);
  const name = file.name.slice(0, -'.json'.length).normalize('NFC');
  const copy = /\(\d+\)$/.exec(name)?.[0] ?? '';
  const title = textOf(json['title']);
  return {
    stem: name.slice(0, name.length - copy.length),
    copy,
    title,
    facts: known<BackupFacts>({
      title,
      caption: textOf(json['description']),
      capturedAtMs: msOfSeconds(at(json, 'photoTakenTime', 'timestamp')),
      latitude: place?.latitude,
      longitude: place?.longitude,
      people: people.length === 0 ? undefined : people,
      link: textOf(json['url']),
      isFavourite: json['favorited'] === true ? true : undefined,
    }),
  };
}

/** The sidecars of one folder. */
class FolderIndex {
  readonly #byStem = new Map<string, Sidecar>();
  readonly #byTitle = new Map<string, Sidecar>();
  readonly #byBase = new Map<string, Sidecar>();

  constructor(sidecars: readonly Sidecar[]) {
    for (const sidecar of sidecars) {
      this.#byStem.set(sidecar.stem + sidecar.copy, sidecar);
      if (sidecar.title === undefined) continue;
      this.#byTitle.set(sidecar.title + sidecar.copy, sidecar);
      this.#byBase.set(withoutExtension(sidecar.title) + sidecar.copy, sidecar);
    }
  }

  /** The sidecar of a medium: by name, by title, of the picture it is an edited copy of, or of its live photo. */
  find(fileName: string): Sidecar | undefined {
    const name = fileName.normalize('NFC');
    const direct = this.#findExactly(name);
    if (direct !== undefined) return direct;
    const extension = name.slice(withoutExtension(name).length);
    // IMG_1-edited.jpg; the word is in the person's language.
    const unedited = withoutExtension(name).replace(/-\p{L}+(\(\d+\))?$/u, '$1');
    if (unedited !== withoutExtension(name)) {
      const edited = this.#findExactly(unedited + extension);
      if (edited !== undefined) return edited;
    }
    const { plain, copy } = splitCopy(name);
    return this.#byBase.get(withoutExtension(plain) + copy);
  }

  #findExactly(name: string): Sidecar | undefined {
    const { plain, copy } = splitCopy(name);
    const whole = plain + SUFFIX;
    for (let length = Math.min(whole.length, NAME_LIMIT + copy.length); length >= 1; length -= 1) {
      // A stem shorter than the name must be one that was cut.
      if (length < plain.length && length < NAME_LIMIT - copy.length - 1) break;
      const found = this.#byStem.get(whole.slice(0, length) + copy);
      if (found !== undefined) return found;
    }
    return this.#byTitle.get(plain + copy);
  }
}

/** 'IMG_1(1).jpg' as 'IMG_1.jpg' and '(1)'. */
function splitCopy(name: string): { plain: string; copy: string } {
  const match = /^(.*?)(\(\d+\))(\.[^.]*)$/s.exec(name);
  return match === null ? { plain: name, copy: '' } : { plain: match[1]! + match[3]!, copy: match[2]! };
}

function withoutExtension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}
