/**
 * @file The two schemes of the app: `app://smalti/...` serves the page, `photo://...` serves pictures by id. No path
 * ever comes from the page: it names ids, and studio knows the file. Electron main process.
 */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type Protocol, protocol } from 'electron';
import { serializeError } from '../shared/errors.ts';
import type { Studio } from '../studio/studio.ts';
import { APP_ORIGIN, CONTENT_SECURITY_POLICY } from './security.ts';
import { videoResponse } from './video-response.ts';

const MIME_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
};

/** Must be called before the app is ready. */
export function declareSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    {
      scheme: 'photo',
      // Videos are played while they are read.
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
    },
  ]);
}

/** Starts answering both schemes. */
export function serveSchemes(handle: Protocol['handle'], rendererDir: string, studio: Studio): void {
  handle('app', async (request) => {
    const { pathname } = new URL(request.url);
    // The bundler names files with letters, digits, '-', '_' and '.'; anything else is not ours.
    if (!/^\/[\w./-]+$/.test(pathname) || pathname.includes('..')) return notFound();
    const body = await readFile(join(rendererDir, pathname)).catch(() => null);
    if (body === null) return notFound();
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': MIME_TYPES[extname(pathname)] ?? 'application/octet-stream',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
      },
    });
  });

  handle('photo', async (request) => {
    try {
      const url = new URL(request.url);
      if (url.host === 'video') {
        const [libraryId = '', photoId = ''] = url.pathname.slice(1).split('/');
        const video = await studio.videos.file(libraryId, Number(photoId));
        return await videoResponse(video, request.headers.get('range'), { origin: APP_ORIGIN });
      }
      const file = await pictureFile(url, studio);
      // A video without a cover has no picture, which is no failure.
      if (file === null && url.host === 'thumb') return new Response(null, { status: 204 });
      if (file === null) return notFound();
      return new Response(new Uint8Array(await readFile(file)), {
        headers: { 'content-type': 'image/jpeg', 'access-control-allow-origin': APP_ORIGIN },
      });
    } catch (error) {
      return new Response(serializeError(error).message, { status: 404 });
    }
  });
}

/**
 * photo://thumb/<library>/<photo>, photo://full/<library>/<photo>, photo://target/<target>, photo://atlas/<mosaic>/<page>,
 * photo://proof/<job>/<plain or printed>; a video is photo://video/<library>/<photo>
 */
function pictureFile(url: URL, studio: Studio): Promise<string | null> | string | null {
  const [first = '', second = ''] = url.pathname.slice(1).split('/');
  switch (url.host) {
    case 'thumb':
      return studio.thumbnailFile(first, Number(second));
    case 'full':
      return studio.previewFile(first, Number(second));
    case 'target':
      return studio.targets.previewFile(first);
    case 'proof':
      return proofPicture(studio, first, second);
    case 'atlas':
      return studio.mosaics.atlasFile(first, Number(second));
    default:
      return null;
  }
}

/** A job's id is part of a path, so it is taken only if it looks like one. */
function proofPicture(studio: Studio, jobId: string, view: string): string | null {
  const isProof = /^[\w-]+$/.test(jobId) && (view === 'plain' || view === 'printed');
  return isProof ? studio.posters.proofFile(jobId, view) : null;
}

function notFound(): Response {
  return new Response('There is no such picture.', { status: 404 });
}
