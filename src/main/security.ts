/**
 * @file The security floor: what every page of the app may and may not do. Electron main process.
 * Nothing remote is ever loaded; the page can talk to the main process through the gate and nowhere else.
 */
import { type App, type Session, type WebFrameMain, shell } from 'electron';

export const APP_ORIGIN = 'app://smalti';

/**
 * 'unsafe-inline' for styles only: the component library sets style attributes. Blob workers: the mosaic canvas
 * decodes pictures in one.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' photo: data: blob:",
  "media-src 'self' photo:",
  "font-src 'self' data:",
  "connect-src 'self' photo: data: blob:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** True for the top frame of the app's own page. */
export function isTrustedFrame(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN;
}

/** No permissions, no navigation, no new windows, no webviews: for every page that is ever made. */
export function lockDown(app: App, session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Opens a photo's page in the person's browser. Only Instagram and other https links that Smalti made itself. */
export async function openInBrowser(link: string): Promise<void> {
  const url = new URL(link);
  if (url.protocol === 'https:') await shell.openExternal(url.href);
}
