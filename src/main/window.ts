/** @file The app's window. Electron main process. */
import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import type { EventName, EventPayloads } from '../shared/ipc/events.ts';
import { APP_ORIGIN } from './security.ts';

/** Opens the window; it is shown when its first picture is ready, so that it never flashes white. */
export function openWindow(outDir: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 920,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Smalti',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#18191b' : '#f7f7f6',
    webPreferences: {
      preload: join(outDir, 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
}

/** Sends an event to every open window. */
export function sendToWindows<Name extends EventName>(name: Name, payload: EventPayloads[Name]): void {
  for (const window of BrowserWindow.getAllWindows())
    if (!window.webContents.isDestroyed()) window.webContents.send(`smalti-event:${name}`, payload);
}
