/**
 * @file What a poster will look like as a profile prints it: a small picture of it goes into the profile's colours and
 * back. Runs in imaging processes.
 */
import type { ImagingContract, OutputProfile } from './contract.ts';
import { writeWholeFile } from './files.ts';
import { writeLab } from './lab.ts';
import { channelsOf, profileBytes, toProfile } from './profiles.ts';
import { sharp } from './sharp.ts';
import { tiffHeader, tiffTrailer } from './tiff.ts';

type ProofOrder = ImagingContract['sheet.softProof'][0];
type Proof = ImagingContract['sheet.softProof'][1];

const JPEG_QUALITY = 92;
/**
 * A colour that comes back further away than this (CIE 1976 distance) cannot be printed. Below it lies what eight bits
 * and the profile's tables round.
 */
const OUT_OF_GAMUT_DISTANCE = 6;

/** @throws SmaltiError as profileBytes does, DISK_FULL, FILE_UNWRITABLE */
export async function softProof({ canvasFile, profile, plainFile, printedFile }: ProofOrder): Promise<Proof> {
  const { data, info } = await sharp(canvasFile, { ignoreIcc: true, limitInputPixels: false })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const size = { widthPx: info.width, heightPx: info.height };
  const printed = await throughProfile(data, size, profile);
  // What a profile can print at all shows where colours are clipped, not where an intent moves all of them.
  const clipped =
    profile.kind === 'cmyk' && profile.intent !== 'relative'
      ? await throughProfile(data, size, { ...profile, intent: 'relative' })
      : printed;
  await writeJpeg(plainFile, data, size);
  await writeJpeg(printedFile, printed, size);
  return { ...size, outOfGamutShare: shareOfFarPixels(data, clipped) };
}

type Size = Pick<Proof, 'widthPx' | 'heightPx'>;

/** sRGB pixels as they come back to sRGB after they were converted into the profile. */
async function throughProfile(rgb: Uint8Array, size: Size, profile: OutputProfile): Promise<Uint8Array> {
  if (profile.kind === 'srgb') return rgb;
  const { widthPx, heightPx } = size;
  const channels = channelsOf(profile);
  const inProfile = await toProfile(rgb, widthPx, heightPx, profile);
  // Raw pixels cannot carry a profile into sharp; a TIFF around them can.
  const tiff = Buffer.concat([
    tiffHeader(widthPx, heightPx, channels),
    inProfile,
    tiffTrailer({ ...size, dpi: 72, profile: await profileBytes(profile), channels }),
  ]);
  return sharp(tiff, { limitInputPixels: false }).toColourspace('srgb').raw().toBuffer();
}

async function writeJpeg(file: string, rgb: Uint8Array, { widthPx, heightPx }: Size): Promise<void> {
  const raw = { width: widthPx, height: heightPx, channels: 3 as const };
  const chroma = { quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' };
  await writeWholeFile(file, await sharp(rgb, { raw }).jpeg(chroma).toBuffer());
}

function shareOfFarPixels(before: Uint8Array, after: Uint8Array): number {
  const lab = new Float32Array(6);
  let far = 0;
  for (let at = 0; at < before.length; at += 3) {
    writeLab(before[at]!, before[at + 1]!, before[at + 2]!, lab, 0);
    writeLab(after[at]!, after[at + 1]!, after[at + 2]!, lab, 3);
    const distance = Math.hypot(lab[0]! - lab[3]!, lab[1]! - lab[4]!, lab[2]! - lab[5]!);
    if (distance > OUT_OF_GAMUT_DISTANCE) far += 1;
  }
  return far / (before.length / 3);
}
