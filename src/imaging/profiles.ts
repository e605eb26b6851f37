/**
 * @file The colour profiles a poster can be in, and how sRGB pixels are brought into them. Runs in imaging processes.
 * The canvas holds pixels of the final profile already, so that encoding converts nothing any more.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { SmaltiError } from '../shared/errors.ts';
import type { OutputProfile } from './contract.ts';
import { readWholeFile, writeWholeFile } from './files.ts';
import { sharp, srgbProfile } from './sharp.ts';
import { tiffHeader, tiffTrailer } from './tiff.ts';
import type { WideSpace } from './wide-colours.ts';

/** Channels of a pixel in a profile. */
export function channelsOf(profile: OutputProfile): 3 | 4 {
  return profile.kind === 'cmyk' ? 4 : 3;
}

/**
 * The profile's bytes, to be embedded.
 * @throws SmaltiError FORMAT_UNSUPPORTED for a file that is no CMYK profile
 */
export async function profileBytes(profile: OutputProfile): Promise<Buffer> {
  switch (profile.kind) {
    case 'srgb':
      return srgbProfile();
    case 'display-p3':
      return builtInProfile('p3');
    case 'adobe-rgb':
      return adobeRgbProfile();
    case 'cmyk':
      return cmykProfile(profile.file);
  }
}

/** 8-bit pixels of a wide space in the given profile, without a detour by sRGB. */
export async function fromWideSpace(
  rgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  space: WideSpace,
  profile: OutputProfile,
): Promise<Uint8Array> {
  if (profile.kind === space) return rgb;
  // Raw pixels cannot carry a profile into sharp; a TIFF around them can.
  const own = await profileBytes({ kind: space });
  const tiff = Buffer.concat([
    tiffHeader(widthPx, heightPx),
    rgb,
    tiffTrailer({ widthPx, heightPx, dpi: 72, profile: own }),
  ]);
  // A profile that is ignored while pixels are read is what sharp then converts from.
  return sharp(tiff, { ignoreIcc: true, limitInputPixels: false })
    .withIccProfile(await conversionProfile(profile))
    .raw()
    .toBuffer();
}

/** 8-bit sRGB pixels in the given profile. */
export async function toProfile(
  rgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  profile: OutputProfile,
): Promise<Uint8Array> {
  if (profile.kind === 'srgb') return rgb;
  const name = await conversionProfile(profile);
  return sharp(rgb, {
    raw: { width: widthPx, height: heightPx, channels: 3 },
    limitInputPixels: false,
  })
    .withIccProfile(name)
    .raw()
    .toBuffer();
}

/** What sharp is asked to convert into: a built-in name or a file. @throws SmaltiError as profileBytes does */
export function conversionProfile(profile: OutputProfile): Promise<string> | string {
  if (profile.kind === 'srgb') return 'srgb';
  return profile.kind === 'display-p3' ? 'p3' : conversionFile(profile);
}

async function builtInProfile(name: 'p3'): Promise<Buffer> {
  const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
    .withIccProfile(name)
    .png()
    .toBuffer();
  const { icc } = await sharp(png).metadata();
  if (icc === undefined) throw new Error(`sharp did not embed its profile ${name}.`);
  return icc;
}

async function cmykProfile(file: string): Promise<Buffer> {
  const bytes = await readWholeFile(file);
  // ICC.1: signature 'acsp' at byte 36, colour space at byte 16.
  if (bytes.toString('latin1', 36, 40) === 'acsp' && bytes.toString('latin1', 16, 20) === 'CMYK')
    return bytes;
  throw new SmaltiError(
    'FORMAT_UNSUPPORTED',
    `${basename(file)} is not a CMYK colour profile.`,
    'Ask the print shop for its profile: a file that ends in .icc or .icm.',
  );
}

const conversionFiles = new Map<string, Promise<string>>();

const FILE_NAME = /^smalti-profile-(?:(\d+)-)?[\da-f]{16}\.icc$/;

/** A file with the profile as libvips has to see it; made once for each process and profile, removed at its end. */
function conversionFile(profile: OutputProfile): Promise<string> {
  const key = JSON.stringify(profile);
  let file = conversionFiles.get(key);
  if (file === undefined) {
    file = writeConversionFile(profile);
    file.catch(() => conversionFiles.delete(key));
    conversionFiles.set(key, file);
  }
  return file;
}

async function writeConversionFile(profile: OutputProfile): Promise<string> {
  const bytes = await profileBytes(profile);
  const prepared = profile.kind === 'cmyk' ? withIntentFirst(bytes, profile.intent) : bytes;
  const hash = createHash('sha256').update(prepared).digest('hex').slice(0, 16);
  const file = join(tmpdir(), `smalti-profile-${process.pid}-${hash}.icc`);
  await removeFilesOfEndedProcesses();
  await writeWholeFile(file, prepared);
  process.once('exit', () => rmSync(file, { force: true }));
  return file;
}

/** A process that was killed could not remove its files. */
async function removeFilesOfEndedProcesses(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const match = FILE_NAME.exec(name);
    if (match !== null && !isRunning(Number(match[1] ?? 0)))
      await rm(join(tmpdir(), name), { force: true }).catch(() => undefined); // it may be another person's
  }
}

function isRunning(pid: number): boolean {
  if (pid === 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const INTENT_TABLES = { perceptual: 'B2A0', relative: 'B2A1', saturation: 'B2A2' } as const;

/**
 * libvips is asked by sharp for the perceptual intent always. So the profile that it converts with (never the one that
 * is embedded) gets the table of the wanted intent in the perceptual one's place. A profile without that table uses its
 * perceptual one, as ICC.1 says.
 */
function withIntentFirst(bytes: Buffer, intent: keyof typeof INTENT_TABLES): Buffer {
  const copy = Buffer.from(bytes);
  const entries = new Map<string, number>();
  const count = bytes.readUInt32BE(128);
  for (let entry = 0; entry < count; entry += 1) {
    const at = 132 + entry * 12;
    entries.set(bytes.toString('latin1', at, at + 4), at);
  }
  const wanted = entries.get(INTENT_TABLES[intent]);
  const perceptual = entries.get('B2A0');
  if (wanted !== undefined && perceptual !== undefined)
    bytes.copy(copy, perceptual + 4, wanted + 4, wanted + 12);
  return copy;
}

/**
 * A matrix profile with the primaries, white and gamma of Adobe RGB (1998): "Adobe RGB (1998) Color Image Encoding",
 * 2005-05, section 4.3.5.2 (D50 colorants), written after ICC.1:2001-04 (version 2.1).
 */
function adobeRgbProfile(): Buffer {
  const gamma = tagData('curv', uint32(1), Buffer.from([0x02, 0x33]), Buffer.alloc(2)); // 563 / 256 = 2.19921875
  const name = 'Compatible with Adobe RGB (1998)';
  const tags: [signature: string, data: Buffer][] = [
    ['desc', description(name)],
    ['cprt', tagData('text', Buffer.from('No copyright, use freely.\0', 'latin1'))],
    ['wtpt', xyz(0.95047, 1, 1.08883)],
    ['rXYZ', xyz(0.60974, 0.31111, 0.01947)],
    ['gXYZ', xyz(0.20528, 0.62567, 0.06087)],
    ['bXYZ', xyz(0.14919, 0.06322, 0.74457)],
    ['rTRC', gamma],
    ['gTRC', gamma],
    ['bTRC', gamma],
  ];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length, 0);
  const pieces: Buffer[] = [];
  let at = 128 + table.length;
  tags.forEach(([signature, data], index) => {
    const entry = 4 + index * 12;
    table.write(signature, entry, 'latin1');
    table.writeUInt32BE(at, entry + 4);
    table.writeUInt32BE(data.length, entry + 8);
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
    pieces.push(padded);
    at += padded.length;
  });
  const header = Buffer.alloc(128);
  header.writeUInt32BE(at, 0);
  header.writeUInt32BE(0x02100000, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  // The date of the specification, so that every profile is the same to the byte.
  [2005, 5, 1].forEach((number, index) => header.writeUInt16BE(number, 24 + index * 2));
  xyzNumber(header, 68, [0.9642, 1, 0.8249]);
  return Buffer.concat([header, table, ...pieces]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function tagData(type: string, ...content: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(type, 'latin1'), Buffer.alloc(4), ...content]);
}

/** textDescriptionType: ASCII, then empty Unicode and Macintosh names. */
function description(text: string): Buffer {
  return tagData(
    'desc',
    uint32(text.length + 1),
    Buffer.from(`${text}\0`, 'latin1'),
    Buffer.alloc(8 + 3 + 67),
  );
}

function xyz(x: number, y: number, z: number): Buffer {
  const numbers = Buffer.alloc(12);
  xyzNumber(numbers, 0, [x, y, z]);
  return tagData('XYZ ', numbers);
}

/** s15Fixed16 numbers. */
function xyzNumber(buffer: Buffer, at: number, values: number[]): void {
  values.forEach((value, index) => buffer.writeInt32BE(Math.round(value * 65_536), at + index * 4));
}
