/** @file Starts the app. Electron main process. */
import { join } from 'node:path';
import { BrowserWindow, app, protocol, session } from 'electron';
import { appFolders } from '../studio/app-folders.ts';
import { declareProcesses } from '../studio/processes.ts';
import { Studio } from '../studio/studio.ts';
import { openGate } from './ipc/gate.ts';
import { makeHandlers } from './ipc/handlers.ts';
import { KnownPaths, pathsAmong } from './known-paths.ts';
import { openLog } from './log.ts';
import { setMenu } from './menu.ts';
import { chooseLaunchers } from './processes.ts';
import { declareSchemes, serveSchemes } from './protocols.ts';
import { isTrustedFrame, lockDown } from './security.ts';
import { openWindow, sendToWindows } from './window.ts';

const folders = appFolders();
app.setPath('userData', join(folders.dataDir, 'window'));
declareSchemes();

const paths = new KnownPaths();
paths.ask(pathsAmong(process.argv.slice(1), process.cwd(), app.getAppPath()));
// The way of macOS; it may come before the app is ready.
app.on('open-file', (event, file) => {
  event.preventDefault();
  askToOpen([file]);
});

if (app.requestSingleInstanceLock()) void start();
else app.quit();

function askToOpen(files: string[]): void {
  paths.ask(files);
  sendToWindows('app.opened', { count: files.length });
}

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
    makeHandlers(studio, () => window, paths),
    isTrustedFrame,
    log,
  );
  setMenu();
  studio.watch.start();

  app.on('second-instance', (_event, commandLine, workingDir) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    askToOpen(pathsAmong(commandLine.slice(1), workingDir, app.getAppPath()));
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
