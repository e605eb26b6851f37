/** @file The smallest file that is an MP4 video by its structure: no frames, a movie header of one second. Pure. */

function box(type: string, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** 'ftyp', an empty 'mdat' and a 'moov' with a movie header (ISO/IEC 14496-12, 8.2.2). */
export function emptyVideo(): Buffer {
  const header = Buffer.alloc(100);
  header.writeUInt32BE(1000, 12); // time scale
  header.writeUInt32BE(1000, 16); // duration
  header.writeUInt32BE(0x00010000, 20); // rate 1.0
  header.writeUInt16BE(0x0100, 24); // volume 1.0
  // The identity matrix.
  header.writeUInt32BE(0x00010000, 36);
  header.writeUInt32BE(0x00010000, 52);
  header.writeUInt32BE(0x40000000, 68);
  header.writeUInt32BE(1, 96); // next track
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\u0002\0isomiso2mp41', 'latin1')),
    box('mdat'),
    box('moov', box('mvhd', header)),
  ]);
}
