/**
 * @file Reads two metadata blocks by hand: IPTC (exifr garbles its UTF-8) and the name of an ICC profile. Pure.
 * Sources: IPTC-NAA IIM 4.2 (data sets), ICC.1:2010 (tag table, 'desc' and 'mluc' types).
 */

export interface IptcFacts {
  caption?: string;
  keywords: string[];
  /** 'YYYYMMDD' */
  date?: string;
  /** 'HHMMSS' with or without '+HHMM' */
  time?: string;
}

const APPLICATION_RECORD = 2;
const KEYWORD = 25;
const DATE_CREATED = 55;
const TIME_CREATED = 60;
const CAPTION = 120;

/** Old programs wrote Latin-1 and most newer ones UTF-8, often without saying so: what is valid UTF-8 is taken as such. */
export function textOf(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('windows-1252').decode(bytes);
  }
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\u0000+$/, '').trim();
}

/** The data sets of an IPTC block (as sharp gives it: a Photoshop segment or the bare records). */
export function readIptc(block: Buffer): IptcFacts {
  const facts: IptcFacts = { keywords: [] };
  let at = block.indexOf(Buffer.from([0x1c, APPLICATION_RECORD]));
  const envelope = block.indexOf(Buffer.from([0x1c, 1]));
  if (envelope >= 0 && (at < 0 || envelope < at)) at = envelope;
  while (at >= 0 && at + 5 <= block.length && block[at] === 0x1c) {
    const record = block[at + 1];
    const dataSet = block[at + 2];
    const length = block.readUInt16BE(at + 3);
    // Above 32,767 the length is that of a longer length field, which no caption needs.
    if (length > 0x7fff || at + 5 + length > block.length) break;
    if (record === APPLICATION_RECORD) {
      const text = textOf(block.subarray(at + 5, at + 5 + length));
      if (text !== '') {
        if (dataSet === KEYWORD) facts.keywords.push(text);
        else if (dataSet === CAPTION) facts.caption = text;
        else if (dataSet === DATE_CREATED) facts.date = text;
        else if (dataSet === TIME_CREATED) facts.time = text;
      }
    }
    at += 5 + length;
  }
  return facts;
}

/** The description of an ICC profile ('Display P3'), or undefined if the block does not hold one. */
export function profileName(icc: Buffer): string | undefined {
  if (icc.length < 132) return undefined;
  const tags = Math.min(icc.readUInt32BE(128), 100);
  for (let index = 0; index < tags; index += 1) {
    const entry = 132 + index * 12;
    if (entry + 12 > icc.length) return undefined;
    if (icc.toString('latin1', entry, entry + 4) !== 'desc') continue;
    const start = icc.readUInt32BE(entry + 4);
    const length = icc.readUInt32BE(entry + 8);
    if (start + length > icc.length || length < 28) return undefined;
    return descriptionText(icc.subarray(start, start + length));
  }
  return undefined;
}

function descriptionText(tag: Buffer): string | undefined {
  const type = tag.toString('latin1', 0, 4);
  if (type === 'desc') {
    const length = tag.readUInt32BE(8);
    return textOf(tag.subarray(12, Math.min(tag.length, 12 + length))) || undefined;
  }
  if (type === 'mluc') {
    const length = tag.readUInt32BE(20);
    const start = tag.readUInt32BE(24);
    if (start + length > tag.length || length % 2 === 1) return undefined;
    const bigEndian = Buffer.from(tag.subarray(start, start + length));
    return bigEndian.swap16().toString('utf16le').replaceAll('\0', '').trim() || undefined;
  }
  return undefined;
}
