/** @file Starts the app. Electron main process. */
import { join } from 'node:path';
import { BrowserWindow, app, protocol, session } from 'electron';
import { appFolders } from '../studio/app-folders.ts';
import { declareProcesses } from '../studio/processes.ts';
import { Studio } from '../studio/studio.ts';
import { openGate } from './ipc/gate.ts';
import { makeHandlers } from './ipc/handlers.ts';
import { openLog } from './log.ts';
import { setMenu } from './menu.ts';
import { chooseLaunchers } from './processes.ts';
import { declareSchemes, serveSchemes } from './protocols.ts';
import { isTrustedFrame, lockDown } from './security.ts';
import { openWindow, sendToWindows } from './window.ts';

const folders = appFolders();
app.setPath('userData', join(folders.dataDir, 'window'));
declareSchemes();

if (app.requestSingleInstanceLock()) void start();
else app.quit();

async function start(): Promise<void> {
  const log = openLog(folders.logsDir);
  process.on('uncaughtException', (error) => log.error({ error: error.stack }, 'uncaught'));
  process.on('unhandledRejection', (reason) => log.error({ reason: String(reason) }, 'unhandled'));
  await app.whenReady();

  const outDir = join(app.getAppPath(), 'out');
  lockDown(app, session.defaultSession);
  const processes = declareProcesses({
    processesDir: join(outDir.replace('app.asar', 'app.asar.unpacked'), 'processes'),
    ...chooseLaunchers(),
    log: (level, message) => log[level](message),
  });
  const studio = await Studio.open({ ...processes, folders, emit: sendToWindows });
  serveSchemes((scheme, handler) => protocol.handle(scheme, handler), join(outDir, 'renderer'), studio);

  let window = openWindow(outDir);
  openGate(
    makeHandlers(studio, () => window),
    isTrustedFrame,
    log,
  );
  setMenu();
  studio.watch.start();

  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) window = openWindow(outDir);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let isClosed = false;
  app.on('before-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void studio.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
}
