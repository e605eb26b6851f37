/** @file The app's menu. Its commands are carried out by the page, so that menu and keys do the same. Electron main process. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import { sendToWindows } from './window.ts';

/** Sets the menu of all windows. */
export function setMenu(): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        {
          label: 'Open Folder…',
          accelerator: 'CmdOrCtrl+O',
          click: () => sendToWindows('menu.command', { command: 'open-folder' }),
        },
        {
          label: 'Choose Target…',
          accelerator: 'CmdOrCtrl+T',
          click: () => sendToWindows('menu.command', { command: 'open-target' }),
        },
        { type: 'separator' },
        {
          label: 'New Mosaic',
          accelerator: 'CmdOrCtrl+N',
          click: () => sendToWindows('menu.command', { command: 'new-project' }),
        },
        {
          label: 'Open Project…',
          accelerator: 'CmdOrCtrl+Shift+O',
          click: () => sendToWindows('menu.command', { command: 'open-project' }),
        },
        {
          label: 'Save Project',
          accelerator: 'CmdOrCtrl+S',
          click: () => sendToWindows('menu.command', { command: 'save-project' }),
        },
        {
          label: 'Save Project As…',
          accelerator: 'CmdOrCtrl+Shift+S',
          click: () => sendToWindows('menu.command', { command: 'save-project-as' }),
        },
        { type: 'separator' },
        process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        {
          label: 'Undo',
          accelerator: 'CmdOrCtrl+Z',
          click: () => sendToWindows('menu.command', { command: 'undo' }),
        },
        {
          label: 'Redo',
          accelerator: process.platform === 'darwin' ? 'Cmd+Shift+Z' : 'Ctrl+Y',
          click: () => sendToWindows('menu.command', { command: 'redo' }),
        },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'togglefullscreen' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'toggleDevTools' },
      ],
    },
    {
      label: '&Help',
      submenu: [
        {
          label: 'Keyboard Shortcuts',
          click: () => sendToWindows('menu.command', { command: 'show-shortcuts' }),
        },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
