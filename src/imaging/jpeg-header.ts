/**
 * @file The header of a plain JPEG, read by hand: asking sharp costs more than all else but decoding. Pure.
 * Source: ITU-T T.81 (annex B), ICC.1:2010 (annex B.4).
 */

export interface JpegHeader {
  widthPx: number;
  heightPx: number;
  isProgressive: boolean;
  /** Photoshop's segment with what programs wrote about the photo. */
  iptc?: Buffer;
  icc?: Buffer;
}

const BASELINE = 0xc0;
const EXTENDED = 0xc1;
const PROGRESSIVE = 0xc2;
const START_OF_SCAN = 0xda;
const APP0 = 0xe0;
const APP2 = 0xe2;
const APP13 = 0xed;
/** Tables, restart interval, comment: nothing that is wanted here. */
const PASSED_OVER: ReadonlySet<number> = new Set([0xc4, 0xcc, 0xdb, 0xdd, 0xfe, APP0]);
const ICC_MARK = 'ICC_PROFILE\0';
const PHOTOSHOP_MARK = 'Photoshop 3.0';

/**
 * Reads a JPEG of one or three channels of eight bits without EXIF and XMP, as social networks hand them out.
 * @returns undefined for every other one, and for whatever is odd in it: then a complete reader has to look
 */
export function readPlainJpegHeader(bytes: Buffer): JpegHeader | undefined {
  let size: Pick<JpegHeader, 'widthPx' | 'heightPx' | 'isProgressive'> | undefined;
  let iptc: Buffer | undefined;
  const profileParts: Buffer[] = [];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const content = bytes.subarray(at + 4, end);
    if (end > bytes.length) return undefined;
    at = end;
    if (marker === START_OF_SCAN) {
      const icc = wholeProfile(profileParts);
      if (size === undefined || icc === undefined) return undefined;
      return { ...size, ...(iptc && { iptc }), ...(icc.length > 0 && { icc }) };
    }
    if (marker === BASELINE || marker === EXTENDED || marker === PROGRESSIVE) {
      if (size !== undefined || content.length < 6 || content[0] !== 8) return undefined;
      const heightPx = content.readUInt16BE(1);
      const widthPx = content.readUInt16BE(3);
      const channels = content[5];
      if (widthPx === 0 || heightPx === 0 || (channels !== 1 && channels !== 3)) return undefined;
      size = { widthPx, heightPx, isProgressive: marker === PROGRESSIVE };
    } else if (marker === APP2 && content.toString('latin1', 0, ICC_MARK.length) === ICC_MARK) {
      profileParts.push(content.subarray(ICC_MARK.length));
    } else if (marker === APP13 && content.toString('latin1', 0, PHOTOSHOP_MARK.length) === PHOTOSHOP_MARK) {
      if (iptc !== undefined) return undefined;
      iptc = content;
    } else if (!PASSED_OVER.has(marker)) {
      return undefined;
    }
  }
  return undefined;
}

/** The parts say which of how many they are; out of order or incomplete they are somebody else's task. */
function wholeProfile(parts: readonly Buffer[]): Buffer | undefined {
  if (parts.some((part, index) => part[0] !== index + 1 || part[1] !== parts.length)) return undefined;
  return Buffer.concat(parts.map((part) => part.subarray(2)));
}
