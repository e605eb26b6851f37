/**
 * @file Reading what backup programs wrote beside the photos: JSON with ids beyond 2^53, twice-encoded text, times.
 * Pure but for the tree it reads from. A sidecar that cannot be read is reported and skipped, never the end of a scan.
 */
import { parse } from 'lossless-json';
import { isCancelled, serializeError, SmaltiError } from '../../shared/errors.ts';
import type { LibraryTree } from './library-tree.ts';
import type { OnProblem, TreeFile } from './tree.ts';

/** JSON whose numbers are plain numbers where those are exact, and else their digits as text. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** So many sidecars are read at once. */
const READS_AT_ONCE = 16;

/** @throws SIDECAR_DAMAGED for anything that is not one whole JSON value in UTF-8 */
export function parseJson(bytes: Uint8Array): Json {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return parse(text, undefined, exactNumber) as Json;
  } catch (cause) {
    const hint = 'Its photos are shown without what it said. Make the backup again to repair it.';
    throw new SmaltiError('SIDECAR_DAMAGED', 'This description of photos is damaged or incomplete.', hint, {
      cause,
    });
  }
}

function exactNumber(digits: string): number | string {
  const value = Number(digits);
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(value) ? digits : value;
}

/**
 * Reads many sidecars, several at once, and gives each to `use`. What either of them throws becomes a problem of that
 * sidecar. @throws only when the signal says so
 */
export async function eachSidecar(
  tree: LibraryTree,
  files: readonly TreeFile[],
  options: { onProblem: OnProblem; signal?: AbortSignal | undefined },
  use: (bytes: Buffer, file: TreeFile) => void,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < files.length) {
      options.signal?.throwIfAborted();
      const file = files[next]!;
      next += 1;
      try {
        use(await tree.read(file), file);
      } catch (error) {
        if (isCancelled(error)) throw error;
        options.onProblem({
          file: file.relativePath,
          code: 'SIDECAR_DAMAGED',
          message: damageSentence(error),
        });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(READS_AT_ONCE, files.length) }, work));
}

function damageSentence(error: unknown): string {
  const { code, message } = serializeError(error);
  // Anything unexpected is the fault of a sidecar that is not as its program writes it.
  return code === 'INTERNAL' ? 'This description of photos is not as its program writes it.' : message;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list, or an empty one when there is none. */
export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  return listOf(value).filter(isObject);
}

/** Follows keys and positions; undefined where the way ends. */
export function at(value: Json | undefined, ...path: (string | number)[]): Json | undefined {
  let here = value;
  for (const step of path) {
    if (typeof step === 'number') here = Array.isArray(here) ? here[step] : undefined;
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

/** Text that is not empty. Control characters but line breaks are taken out. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  // oxlint-disable-next-line no-control-regex
  const text = value.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '').normalize('NFC');
  return text.trim() === '' ? undefined : text;
}

/** An id as digits, whether it was written as text or as a number. */
export function idOf(value: Json | undefined): string | undefined {
  const digits = typeof value === 'number' ? String(value) : value;
  return typeof digits === 'string' && /^\d{1,19}$/.test(digits) && !/^0+$/.test(digits) ? digits : undefined;
}

export function numberOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Seconds since 1970 as milliseconds; 0 and less mean that nothing is known. */
export function msOfSeconds(value: Json | undefined): number | undefined {
  const seconds = numberOf(value);
  return seconds !== undefined && seconds > 0 && seconds < 1e11 ? Math.round(seconds * 1000) : undefined;
}

/** 'YYYY-MM-DD HH:MM:SS' or ISO; without a zone it is taken as UTC. */
export function msOfUtcText(value: Json | undefined): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?$/.exec(
    textOf(value) ?? '',
  );
  if (match === null) return undefined;
  const zone = match[3]?.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2') ?? 'Z';
  const ms = Date.parse(`${match[1]}T${match[2]}${zone}`);
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/** 'YYYY:MM:DD HH:MM:SS' or with dashes, as local wall clock time. */
export function localOfText(value: Json | undefined): string | undefined {
  const match = /^(\d{4})[:-](\d\d)[:-](\d\d)[T ](\d\d:\d\d:\d\d)/.exec(textOf(value) ?? '');
  return match === null ? undefined : `${match[1]}-${match[2]}-${match[3]}T${match[4]}`;
}

/** Both, or nothing: (0, 0) is what programs write for "no place". */
export function placeOf(
  latitude: Json | undefined,
  longitude: Json | undefined,
): { latitude: number; longitude: number } | undefined {
  const [north, east] = [numberOf(latitude), numberOf(longitude)];
  if (north === undefined || east === undefined || (north === 0 && east === 0)) return undefined;
  return Math.abs(north) <= 90 && Math.abs(east) <= 180 ? { latitude: north, longitude: east } : undefined;
}

/**
 * Repairs text whose UTF-8 bytes were each written as a character of their own (Instagram's export). Text that is
 * right already, or was never UTF-8, is left as it is.
 */
export function repairMojibake(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

/** The given facts without those that are undefined. */
export function known<Facts extends object>(facts: { [Key in keyof Facts]: Facts[Key] | undefined }): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Facts;
}
