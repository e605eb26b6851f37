/** @file A small real video, encoded by the window itself (VP8 in WebM): frame n is one grey, so that a frame can be told. */
import type { Page } from '@playwright/test';

export const VIDEO = { widthPx: 160, heightPx: 120, frames: 40, frameMs: 40 } as const;

/** The grey of a frame. */
export function greyOf(frame: number): number {
  return 30 + 5 * frame;
}

export async function makeVideo(page: Page): Promise<Buffer> {
  const greys = Array.from({ length: VIDEO.frames }, (_, frame) => greyOf(frame));
  const frames = await page.evaluate(
    async ({ greys: shades, widthPx, heightPx, frameMs }) => {
      const chunks: number[][] = [];
      const encoder = new VideoEncoder({
        output: (chunk) => {
          const bytes = new Uint8Array(chunk.byteLength);
          chunk.copyTo(bytes);
          chunks.push([...bytes]);
        },
        error: (error) => {
          throw error;
        },
      });
      encoder.configure({ codec: 'vp8', width: widthPx, height: heightPx, bitrate: 2_000_000 });
      const canvas = new OffscreenCanvas(widthPx, heightPx);
      const context = canvas.getContext('2d')!;
      for (const [index, grey] of shades.entries()) {
        context.fillStyle = `rgb(${grey} ${grey} ${grey})`;
        context.fillRect(0, 0, widthPx, heightPx);
        const frame = new VideoFrame(canvas, { timestamp: index * frameMs * 1000 });
        encoder.encode(frame, { keyFrame: true });
        frame.close();
      }
      await encoder.flush();
      encoder.close();
      return chunks;
    },
    { greys, ...VIDEO },
  );
  return webm(frames.map((bytes) => Buffer.from(bytes)));
}

/** An element of EBML (RFC 8794): id, eight bytes of length, content. */
function element(id: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(body.length));
  length[0] = 0x01;
  return Buffer.concat([Buffer.from(id, 'hex'), length, body]);
}

function whole(id: string, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return element(id, bytes);
}

const words = (id: string, text: string): Buffer => element(id, Buffer.from(text, 'latin1'));

/** A file as the WebM container guidelines describe it: one track, one cluster. */
function webm(frames: Buffer[]): Buffer {
  const durationMs = Buffer.alloc(8);
  durationMs.writeDoubleBE(frames.length * VIDEO.frameMs);
  const header = element(
    '1a45dfa3',
    ...[whole('4286', 1), whole('42f7', 1), whole('42f2', 4), whole('42f3', 8), words('4282', 'webm')],
    ...[whole('4287', 4), whole('4285', 2)],
  );
  const info = element(
    '1549a966',
    ...[
      whole('2ad7b1', 1_000_000),
      element('4489', durationMs),
      words('4d80', 'test'),
      words('5741', 'test'),
    ],
  );
  const picture = element('e0', whole('b0', VIDEO.widthPx), whole('ba', VIDEO.heightPx));
  const track = element(
    'ae',
    whole('d7', 1),
    whole('73c5', 1),
    whole('83', 1),
    words('86', 'V_VP8'),
    picture,
  );
  const blocks = frames.map((frame, index) => {
    const start = Buffer.from([0x81, 0, 0, 0x80]);
    start.writeInt16BE(index * VIDEO.frameMs, 1);
    return element('a3', start, frame);
  });
  const front = Buffer.concat([info, element('1654ae6b', track)]);
  // The cluster comes right after an index whose own length does not depend on what it says.
  const cues = (at: number): Buffer =>
    element('1c53bb6b', element('bb', whole('b3', 0), element('b7', whole('f7', 1), whole('f1', at))));
  const clusterAt = front.length + cues(0).length;
  const cluster = element('1f43b675', whole('e7', 0), ...blocks);
  return Buffer.concat([header, element('18538067', front, cues(clusterAt), cluster)]);
}
